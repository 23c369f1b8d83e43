import Drops
import Flows
import Foundation
package import Store
package import Values

/// What no single night can tell of: the database as a whole, and files that no night knows. Reads only.
extension NightShift {
  package func verifyRoot() throws(Fault) -> [Fault] {
    var found = try store.damages().map { fault("state/settle.db", $0, Verification.restore) }
    let runs = try store.allRuns()
    var known: Set<String> = []
    for run in runs {
      if run.stage == .closed { known.insert("state/nights/\(run.name).json") }
      do throws(Fault) {
        for file in try store.files(run: run) {
          if let archived = file.archived { known.formUnion([archived, archived + ".reasons.csv"]) }
        }
        for sheet in try store.sheets(run: run) { known.insert("parties/\(sheet.party)/outbound/\(run.name.day)/\(sheet.name)") }
      } catch {
        // Which files are this night's cannot be told any more; what is wrong with the night is.
        found.append(fault("night \(run.name), \(error.place)", error.cause, Verification.restore, error.code))
        return found
      }
    }
    let unfinished = runs.first { $0.stage != .closed }
    for place in places() where !known.contains(place) {
      // A night that died may have moved a file, or written its certificate, just before it could say so.
      if let unfinished, place.contains("\(unfinished.name.day)") { continue }
      found.append(
        fault(
          place, "no night knows of this file",
          "a night was taken away, or somebody put the file there: compare with the backup and with a kept copy of the chain's head"))
    }
    return found
  }

  /// Whether a night ends in this head, given whole or by its first 12 digits at least.
  package func night(endingIn head: String) throws(Fault) -> RunRecord? {
    let head = head.lowercased()
    for run in try store.allRuns().reversed() {
      if let digest = try store.head(run), head.count >= 12, digest.hex.hasPrefix(head) { return run }
    }
    return nil
  }

  /// Files in the places where only the program writes, by day.
  private func places() -> [String] {
    func inside(_ folder: String) -> [String] {
      ((try? FileManager.default.contentsOfDirectory(atPath: "\(root.path)/\(folder)")) ?? []).sorted()
    }
    func under(_ folder: String) -> [String] {
      guard let walk = FileManager.default.enumerator(atPath: "\(root.path)/\(folder)") else { return [] }
      var found: [String] = []
      while let name = walk.nextObject() as? String {
        if walk.fileAttributes?[.type] as? FileAttributeType != .typeDirectory { found.append("\(folder)/\(name)") }
      }
      return found.sorted()
    }
    var found = under("archive") + under("refused")
    for party in inside("parties") { found += under("parties/\(party)/outbound") }
    return found + inside("state/nights").map { "state/nights/\($0)" }
  }
}
