import Drops
import Flows
import Foundation
import Values

/// The pipelines as they stood when a run began: an interrupted night goes on by the rules it began with.
enum Frozen {
  private static let prefix = "pipelines-"

  static func folder(_ root: WorkingRoot, _ run: RunName) -> String { "\(root.statePath)/\(prefix)\(run)" }

  static func copy(_ root: WorkingRoot, _ run: RunName) throws(Fault) {
    let folder = folder(root, run)
    do {
      try? FileManager.default.removeItem(atPath: folder)
      try FolderCopy.make(of: root.pipelinesPath, at: folder)
    } catch {
      throw Fault(
        .inputOutput, code: "pipelines-not-frozen", place: folder,
        cause: "the pipelines could not be copied: \(error.localizedDescription)",
        remedy: "make room on the disk and run again")
    }
  }

  /// Names of the runs that pipelines stand frozen for.
  static func runs(_ root: WorkingRoot) throws(Fault) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: root.statePath).filter { $0.hasPrefix(prefix) }.map {
        String($0.dropFirst(prefix.count))
      }.sorted()
    } catch {
      throw Fault(
        .inputOutput, code: "disk-failed", place: root.statePath, cause: error.localizedDescription,
        remedy: "look at the disk and its permissions")
    }
  }

  static func remove(_ root: WorkingRoot, _ run: RunName, _ options: NightOptions) throws(Fault) { try remove(root, "\(run)", options) }

  /// What cannot be taken away is taken away by a later night.
  static func remove(_ root: WorkingRoot, _ run: String, _ options: NightOptions) throws(Fault) {
    try options.before("remove frozen pipelines")
    try? FileManager.default.removeItem(atPath: "\(root.statePath)/\(prefix)\(run)")
  }
}
