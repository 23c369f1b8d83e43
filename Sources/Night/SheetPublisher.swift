import Drops
import Flows
import Store
import Values

/// Hands a finished file over: recorded, then published by rename. The intent stands in the store before the rename.
struct SheetPublisher {
  let night: NightShift
  /// What is held back; nil: everything goes out.
  var waits: Waits?

  /// The code of a fault that left the file staged for the next run.
  static let unpublished = "not-published"

  /// The name a file has while it waits in `state/writing`.
  static func staged(_ run: RunName, _ party: String, _ name: String) -> String { "\(run)__\(party)__\(name)" }

  func publish(_ path: String, party: String, name: String, rows: Int, totals: String, run: RunRecord) throws(Fault) {
    let print = try night.root.fingerprint(path)
    let record = SheetRecord(
      party: party, name: name, state: .written, digest: print.digest.hex, size: print.size, rows: rows, totals: totals)
    try night.store.record(record, run: run)
    if let cause = waits?.cause(party, name, run.name) {
      try night.store.hold(record, cause: cause, run: run)
      return night.options.report(.held(sheet: "\(party)/\(name)", cause: cause))
    }
    try handOver(record, path, print.digest, run)
  }

  /// Publishes what was written and recorded, now or by an earlier run. Where it stands published already, only the record is made.
  func handOver(_ sheet: SheetRecord, _ path: String, _ digest: Digest, _ run: RunRecord) throws(Fault) {
    var record = sheet
    do {
      _ = try night.root.publish(temporary: path, party: record.party, day: run.name.day, name: record.name, digest: digest)
    } catch {
      record.state = .failed
      record.reason = error.description
      if record.state != sheet.state || record.reason != sheet.reason { try night.store.record(record, run: run) }
      throw Fault(.inputOutput, code: SheetPublisher.unpublished, place: error.place, cause: error.cause, remedy: error.remedy)
    }
    record.state = .published
    record.reason = nil
    try night.store.record(record, run: run)
    night.options.report(.published(sheet: "\(record.party)/\(record.name)", rows: record.rows))
  }
}

extension NightShift {
  /// Publishes what an earlier run wrote but could not hand over.
  func publishStaged(_ outcome: inout NightOutcome) throws(Fault) {
    for (run, sheet) in try store.unpublishedSheets() { try publish(staged: sheet, of: run, &outcome) }
  }

  /// Publishes one sheet that stands staged; where it cannot be, it stays, and the outcome says so.
  func publish(staged sheet: SheetRecord, of run: RunRecord, _ outcome: inout NightOutcome) throws(Fault) {
    let path = try root.temporary(named: SheetPublisher.staged(run.name, sheet.party, sheet.name))
    do throws(Fault) {
      guard let digest = sheet.digest.flatMap(Digest.init(hex:)), try isWhole(path, digest) else {
        throw Fault(
          .inputOutput, code: SheetPublisher.unpublished, place: path, cause: "the staged sheet is not as it was written",
          remedy: "restore it from a backup of state/writing")
      }
      // Where publishing fails for want of a folder, it says so itself.
      try? root.makeParty(sheet.party, feeds: [], outboundOnly: true)
      try SheetPublisher(night: self).handOver(sheet, path, digest, run)
    } catch  where error.code == SheetPublisher.unpublished {
      options.report(.unpublished(sheet: "\(sheet.party)/\(sheet.name)", fault: error))
      outcome.unpublished.append("\(sheet.party)/\(sheet.name)")
    }
  }

  /// A staged sheet that is not there was published, and the program died before it said so; publishing tells.
  private func isWhole(_ path: String, _ digest: Digest) throws(Fault) -> Bool {
    do throws(Fault) { return try root.fingerprint(path).digest == digest } catch  where error.kind == .missing { return true }
  }
}
