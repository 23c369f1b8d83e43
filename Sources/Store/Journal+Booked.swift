import GRDB
import Ledger
import Values

/// Holds and entries read back by reference, so that books can move a hold on or know a posting that comes again.
extension Journal {
  static func holds(_ references: Set<Reference>, _ database: Database) throws -> [Hold] {
    if references.isEmpty { return [] }
    let statement = try Prepared(
      database,
      """
      SELECT h.source, h.held, h.target, h.unit, a.places, h.amount, h.posted, h.state, h.due
      FROM hold h JOIN account a ON a.path = h.held AND a.unit = h.unit WHERE h.reference = ?
      """)
    var found: [Hold] = []
    for reference in references.sorted() {
      statement.bind(1, reference.text)
      while try statement.next() {
        guard let state = Hold.State(rawValue: statement.text(7)) else { throw damaged("hold \(reference)") }
        found.append(
          Hold(
            reference: reference, from: try path(statement.text(0)), held: try path(statement.text(1)), to: try path(statement.text(2)),
            unit: Unit(code: statement.text(3), places: statement.int(4)), amount: statement.int64(5),
            due: statement.isNull(8) ? nil : Moment(seconds: statement.int64(8)), posted: statement.int64(6), state: state))
      }
    }
    return found
  }

  static func entries(_ references: Set<Reference>, _ names: Names, _ database: Database) throws -> [StoredEntry] {
    if references.isEmpty { return [] }
    let statement = try Prepared(
      database,
      """
      SELECT e.kind, e.cause, e.corrects, e.hold, e.step, a.path, a.unit, a.places, p.amount
      FROM entry e JOIN posting p ON p.entry = e.id JOIN account a ON a.id = p.account WHERE e.reference = ? ORDER BY p.number
      """)
    var found: [StoredEntry] = []
    for reference in references.sorted() {
      statement.bind(1, reference.text)
      var entry: StoredEntry?
      while try statement.next() {
        if entry == nil {
          var step: HoldStep?
          if let hold = statement.optionalText(3), let action = HoldStep.Action(rawValue: statement.text(4)) {
            step = HoldStep(Reference(hold), action)
          }
          entry = StoredEntry(
            reference: reference, kind: names.text(statement.int64(0)), cause: statement.text(1),
            corrects: statement.optionalText(2).map { Reference($0) }, step: step, postings: [])
        }
        let key = AccountKey(try path(statement.text(5)), Unit(code: statement.text(6), places: statement.int(7)))
        entry!.postings.append((key, statement.int64(8)))
      }
      if let entry { found.append(entry) }
    }
    return found
  }

  private static func path(_ text: String) throws -> AccountPath {
    guard let path = AccountPath(text) else { throw damaged("account \(text)") }
    return path
  }
}
