import Flows
import Tables
import Values

/// A set of tables a merchant submitted, under its digest, and what was decided about it. It never changes; an edit is another set.
struct RuleSubmission: Remembered {
  static let kind = "rule-submission"
  static let width = 8

  /// Merchant, tab, 摘要.
  var key: String
  var submitted: Day
  /// The row that brought it, or its last table.
  var fact: Int64
  /// The last day its income rules hold.
  var until: Day?
  /// 审核时间 and 审批号 of the decision that counts, and what it was.
  var decided: Moment?
  var approval = ""
  var isApproved = false
  var cells: [RuleSet.Part: [[String]]]

  static func key(merchant: String, digest: String) -> String { merchant + "\t" + digest }

  var digest: String { String(key.drop { $0 != "\t" }.dropFirst()) }

  init(merchant: String, digest: String, submitted: Day, fact: Int64, until: Day?, cells: [RuleSet.Part: [[String]]]) {
    key = RuleSubmission.key(merchant: merchant, digest: digest)
    self.submitted = submitted
    self.fact = fact
    self.until = until
    self.cells = cells
  }

  init(key: String, rows: Batch) {
    self.key = key
    let row = rows[0]
    submitted = row.date(0) ?? Day(number: 0)
    fact = row.integer(1) ?? 0
    until = row.date(2)
    decided = row.moment(3)
    approval = row.text(4) ?? ""
    isApproved = row.boolean(5) ?? false
    cells = RuleDraft.parts(row.text(6) ?? "")
  }

  func write(to rows: inout Batch) {
    rows.appendEmptyRow()
    rows.set(0, 0, .date(submitted))
    rows.set(0, 1, .integer(fact))
    if let until { rows.set(0, 2, .date(until)) }
    if let decided { rows.set(0, 3, .moment(decided)) }
    rows.set(0, 4, text: approval)
    rows.set(0, 5, .boolean(isApproved))
    rows.set(0, 6, text: RuleDraft.text(cells))
  }
}

/// The tables a merchant last submitted, one by one or together: the next set is made from them.
struct RuleDraft: Remembered {
  static let kind = "rule-draft"
  static let width = 4

  /// 商户号.
  var key: String
  var cells: [RuleSet.Part: [[String]]] = [:]
  /// The set last made from single tables, and the run it was made in: one made again the same night takes its place.
  var made = ""
  var run = ""

  init(merchant: String) { key = merchant }

  init(key: String, rows: Batch) {
    self.key = key
    made = rows[0].text(0) ?? ""
    run = rows[0].text(1) ?? ""
    cells = RuleDraft.parts(rows[0].text(2) ?? "")
  }

  func write(to rows: inout Batch) {
    rows.appendEmptyRow()
    rows.set(0, 0, text: made)
    rows.set(0, 1, text: run)
    rows.set(0, 2, text: RuleDraft.text(cells))
  }

  static func tables(_ cells: [RuleSet.Part: [[String]]]) -> [TableText.Table] {
    RuleSet.Part.allCases.compactMap { part in cells[part].map { (part.rawValue, $0) } }
  }

  static func text(_ cells: [RuleSet.Part: [[String]]]) -> String { TableText.text(tables(cells)) }

  static func parts(_ text: String) -> [RuleSet.Part: [[String]]] {
    Dictionary(
      TableText.tables(text).compactMap { table in RuleSet.Part(rawValue: table.name).map { ($0, table.rows) } },
      uniquingKeysWith: { first, _ in first })
  }
}
