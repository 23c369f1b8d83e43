import Flows
import Store
import Tables
import Values

/// Two facts under one key: which of them counts. Pure; the rules of contract.md, "Again". (domain.md B1-16, B1-20)
struct Identity {
  let feed: Feed
  let run: Int64
  /// The corrected file of the run, if there is one.
  var recall: Recall?

  /// A corrected file: its own rows take the place of those that were settled by the file it corrects.
  struct Recall {
    var file: Int64
    /// Its name, and why it was sent.
    var name: String
    var reason: String

    func detail(row: Int?) -> String { "\(name)\(row.map { " 第 \($0) 行" } ?? " 已删去该行")：\(reason)" }
  }

  func judge(_ twins: Twins) -> IdentityOutcome {
    guard let holder = twins.holder else { return IdentityOutcome(newcomer: .takesKey, holder: .stays) }
    let newcomer = twins.newcomer
    if holder.party != newcomer.party {
      let detail = [holder.party, newcomer.party].sorted().joined(separator: ", ")
      let reason = NightReasons.acrossSuppliers
      return holder.state == .settled && holder.run != nil
        ? IdentityOutcome(newcomer: .conflict(reason, detail), holder: .stays)
        : IdentityOutcome(newcomer: .conflict(reason, detail), holder: .contested(reason, detail))
    }
    if let recall, newcomer.file == recall.file, holder.file != recall.file, twins.isSaid {
      if holder.digest == newcomer.digest && !holder.isContested { return IdentityOutcome(newcomer: .already, holder: .stays) }
      if holder.isContested || holder.state == .waiting { return IdentityOutcome(newcomer: .takesKey, holder: .replaced) }
      return IdentityOutcome(
        newcomer: .takesKey, holder: .recalled(NightReasons.recalled, recall.detail(row: newcomer.rowNumber)))
    }
    // A table has no column to say that it corrects: one that comes on a later night ends the conflict.
    if !feed.tables.isEmpty && holder.isContested && holder.run != run { return IdentityOutcome(newcomer: .takesKey, holder: .replaced) }
    if holder.digest == newcomer.digest && !holder.isContested { return IdentityOutcome(newcomer: .already, holder: .stays) }
    if newcomer.corrects && (holder.isContested || holder.state == .waiting) {
      return IdentityOutcome(newcomer: .takesKey, holder: .replaced)
    }
    if holder.digest == newcomer.digest { return IdentityOutcome(newcomer: .already, holder: .stays) }
    let difference = difference(holder.row, newcomer.row)
    if feed.revises {
      // A row of another run replaces the register's entry, and one that still waits; two that differ within one run stand against each other.
      return holder.state == .settled || (!holder.isContested && holder.taken != newcomer.taken)
        ? IdentityOutcome(newcomer: .takesKey, holder: .replaced)
        : IdentityOutcome(newcomer: .conflict(NightReasons.conflict, difference), holder: .contested(NightReasons.conflict, difference))
    }
    if holder.state == .settled { return IdentityOutcome(newcomer: .conflict(NightReasons.settledStays, difference), holder: .stays) }
    return IdentityOutcome(newcomer: .conflict(NightReasons.conflict, difference), holder: .contested(NightReasons.conflict, difference))
  }

  /// The fields in which two rows differ, by their headers.
  func difference(_ left: Batch.Row, _ right: Batch.Row) -> String {
    feed.schema.fields.indices.filter {
      Canonical.text(left[$0], in: left.batch) != Canonical.text(right[$0], in: right.batch)
    }.map { feed.schema.fields[$0].header }.joined(separator: "、")
  }
}
