import Drops
import Foundation
package import Night
import Store
import Values

extension TrialRoot {
  /// What `settle recall` does: tries a corrected file on a copy that is thrown away; that alone where it is not confirmed.
  @discardableResult
  package func recall(
    _ text: String, as name: String, from party: String, to feed: String, _ day: String, of: String? = nil, reason: String = "for the test",
    confirm: Bool = true, _ steps: Steps? = nil
  ) throws -> RecallReport {
    let folder = ScratchFolder("recall")
    let file = "\(folder.path)/\(name)"
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    return try recall(file, party, feed, day, of: of, reason: reason, confirm: confirm, steps)
  }

  @discardableResult
  package func recall(
    _ file: String, _ party: String? = nil, _ feed: String? = nil, _ day: String, of: String? = nil, reason: String = "for the test",
    confirm: Bool = true, _ steps: Steps? = nil
  ) throws -> RecallReport {
    let request = try RecallRequest(path: file, root: path, party: party, feed: feed, of: of, reason: reason, day: Day(iso: day)!)
    let trial = try Trial(of: WorkingRoot(path: path))
    let copy = TrialRoot(at: trial.path, makers: makers)
    let night = try copy.night()
    try night.adoptCopies()
    let tried = try night.tryRecall(request)
    trial.remove()
    guard confirm, !tried.report.isEmpty else { return tried.report }
    return try self.night(steps).recall(request, corrects: tried.corrects).report
  }

  /// What every account holds that holds anything, by its path.
  package func balances() throws -> [String: Int64] {
    Dictionary(
      uniqueKeysWithValues: try night().balances(upTo: nil).filter { $0.after != 0 }.map { ("\($0.path) \($0.unit.code)", $0.after) })
  }
}
