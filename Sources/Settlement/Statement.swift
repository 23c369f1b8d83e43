import Flows
package import Tables
import Values

/// 结算单号: one per supplier and run, numbered through the day: JS-YYYYMMDD-<supplier>-NN. (contract.md)
package struct Statement: Remembered {
  package static let kind = "statement"
  package static let width = 3

  /// The supplier.
  package var key: String
  var run: RunName
  var number: Int

  init(supplier: String, run: RunName, number: Int) {
    key = supplier
    self.run = run
    self.number = number
  }

  package init(key: String, rows: Batch) {
    self.key = key
    let row = rows[0]
    run = RunName(day: row.date(0)!, number: Int(row.integer(1)!))
    number = Int(row.integer(2)!)
  }

  package func write(to rows: inout Batch) {
    rows.appendEmptyRow()
    rows.set(0, 0, .date(run.day))
    rows.set(0, 1, .integer(Int64(run.number)))
    rows.set(0, 2, .integer(Int64(number)))
  }

  var text: String { "JS-\(run.day.compact)-\(key)-\(Decimals.padded(number, 2))" }

  /// The supplier's number in this run, given with its first line.
  static func current(_ supplier: String, _ desk: inout Desk) -> String {
    let now = following(desk.recall(Statement.self, supplier), supplier, desk.run)
    desk.remember(now)
    return now.text
  }

  /// The number it has, or will have, in this run.
  static func next(_ supplier: String, _ found: Found) -> String {
    following(found.recall(Statement.self, supplier), supplier, found.run).text
  }

  private static func following(_ last: Statement?, _ supplier: String, _ run: RunName) -> Statement {
    if let last, last.run == run { return last }
    return Statement(supplier: supplier, run: run, number: last.map { $0.run.day == run.day ? $0.number + 1 : 1 } ?? 1)
  }
}
