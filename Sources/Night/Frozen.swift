import Drops
import Flows
import Foundation
import Values

/// The pipelines as they stood when a run began: an interrupted night goes on by the rules it began with.
enum Frozen {
  static func folder(_ root: WorkingRoot, _ run: RunName) -> String { "\(root.statePath)/pipelines-\(run)" }

  static func copy(_ root: WorkingRoot, _ run: RunName) throws(Fault) {
    let folder = folder(root, run)
    do {
      try? FileManager.default.removeItem(atPath: folder)
      try FileManager.default.copyItem(atPath: root.pipelinesPath, toPath: folder)
    } catch {
      throw Fault(
        .inputOutput, code: "pipelines-not-frozen", place: folder, cause: "the pipelines could not be copied: \(error.localizedDescription)",
        remedy: "make room on the disk and run again")
    }
  }

  static func remove(_ root: WorkingRoot, _ run: RunName) throws(Fault) {
    try? FileManager.default.removeItem(atPath: folder(root, run))
  }
}
