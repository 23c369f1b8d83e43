import Drops
import Flows
import Store
import Values

/// Hands a finished file over: recorded, then published by rename. The intent stands in the store before the rename.
struct SheetPublisher {
  let night: NightShift

  /// The code of a fault that left the file staged for the next run.
  static let unpublished = "not-published"

  /// The name a file has while it waits in `state/writing`.
  static func staged(_ run: RunName, _ party: String, _ name: String) -> String { "\(run)__\(party)__\(name)" }

  func publish(_ path: String, party: String, name: String, rows: Int, totals: String, run: RunRecord) throws(Fault) {
    let print = try night.root.fingerprint(path)
    var record = SheetRecord(
      party: party, name: name, state: .written, digest: print.digest.hex, size: print.size, rows: rows, totals: totals)
    try night.store.record(record, run: run)
    do {
      _ = try night.root.publish(temporary: path, party: party, day: run.name.day, name: name, digest: print.digest)
    } catch {
      record.state = .failed
      record.reason = error.description
      try night.store.record(record, run: run)
      throw Fault(.inputOutput, code: SheetPublisher.unpublished, place: error.place, cause: error.cause, remedy: error.remedy)
    }
    record.state = .published
    try night.store.record(record, run: run)
    night.options.report(.published(sheet: "\(party)/\(name)", rows: rows))
  }
}

extension NightShift {
  /// Publishes what an earlier run wrote but could not hand over.
  func publishStaged(_ outcome: inout NightOutcome) throws(Fault) {
    for (run, sheet) in try store.unpublishedSheets() {
      let path = try root.temporary(named: SheetPublisher.staged(run.name, sheet.party, sheet.name))
      guard let digest = sheet.digest.flatMap(Digest.init(hex:)), (try? root.fingerprint(path).digest) == digest else { continue }
      do {
        try SheetPublisher(night: self).publish(
          path, party: sheet.party, name: sheet.name, rows: sheet.rows, totals: sheet.totals, run: run)
      } catch where error.code == SheetPublisher.unpublished {
        options.report(.unpublished(sheet: "\(sheet.party)/\(sheet.name)", fault: error))
        outcome.unpublished.append("\(sheet.party)/\(sheet.name)")
      }
    }
  }
}
