import Flows
import Rules
import Tables
import Values

/// The three tables put together into 规则待分配列表: which rules can meet in one line, in words, and what the look over the tables found.
/// (domain.md 0.17, 0.18)
extension PartiesFlow {
  func combinedList(_ submission: RuleSubmission, _ merchant: String, _ desk: inout Desk) {
    let tables = PartiesFlow.needed.compactMap { part in
      submission.cells[part].flatMap { try? DecisionTable(name: part.rawValue, rows: $0, place: Place(file: part.rawValue)) }
    }
    guard tables.count == PartiesFlow.needed.count else { return }
    let status = submission.decided == nil ? "待审核" : submission.isApproved ? "已发布" : "已驳回"
    func line(_ sort: String, _ fill: (inout Batch, Int) -> Void, _ desk: inout Desk) {
      desk.line(1, part: merchant, about: submission.fact) { cells, row in
        cells.set(row, CombinedLine.Column.sort.rawValue, text: sort)
        cells.set(row, CombinedLine.Column.digest.rawValue, text: submission.digest)
        cells.set(row, CombinedLine.Column.status.rawValue, text: status)
        fill(&cells, row)
      }
    }
    func remark(_ zh: String, _ en: String, _ desk: inout Desk) {
      line(
        "检查",
        { cells, row in
          cells.set(row, CombinedLine.Column.remark.rawValue, text: zh)
          cells.set(row, CombinedLine.Column.remarkEnglish.rawValue, text: en)
        }, &desk)
    }
    let combination = RuleCombination(tables, limit: settings.combinedRows)
    for rules in combination.rows {
      line(
        "组合",
        { cells, row in
          for (index, rule) in rules.enumerated() {
            let first = CombinedLine.Column.income.rawValue + 3 * index
            cells.set(row, first, text: tables[index].id(rule))
            cells.set(row, first + 1, text: tables[index].conditions(rule))
            cells.set(row, first + 2, text: tables[index].results(rule))
          }
        }, &desk)
    }
    if combination.left > 0 { remark("另有 \(combination.left) 个组合未列出", "\(combination.left) more combinations are not listed", &desk) }
    for finding in tables.flatMap({ RuleCheck.findings($0) }) + RuleCheck.across(tables) {
      remark("\(finding.place.file)：\(finding.zh)", "\(finding.place.file): \(finding.en)", &desk)
    }
    if let allocations = submission.cells[.allocated] {
      for row in allocations.dropFirst() { remark("分配：\(row.joined(separator: " "))", "allocated: \(row.joined(separator: " "))", &desk) }
    }
    if status == "待审核" { offer("规则", "", merchant, "规则待分配列表", submission.digest, submission.submitted, submission.fact, &desk) }
  }

  /// Puts something on the list of what waits for a decision.
  func offer(
    _ object: String, _ objectID: String, _ merchant: String, _ title: String, _ digest: String, _ submitted: Day, _ fact: Int64,
    _ desk: inout Desk
  ) {
    desk.line(2, part: merchant, about: fact) { cells, row in
      func set(_ column: ReviewLine.Column, _ text: String) {
        if !text.isEmpty { cells.set(row, column.rawValue, text: text) }
      }
      set(.object, object)
      set(.objectID, objectID)
      set(.merchant, merchant)
      set(.title, title)
      set(.digest, digest)
      cells.set(row, ReviewLine.Column.submitted.rawValue, .date(submitted))
    }
  }
}
