import Foundation
package import Rules
import Tables
package import Values

/// Cases held against the tables of a file: which rules hit, what they say, and for a miss the rules that came nearest. (`settle rules eval`)
package struct RuleTrial: Sendable {
  package struct Answer: Sendable {
    package var table: DecisionTable
    package var cases: [RuleEvaluation]
  }

  package let answers: [Answer]

  package init(file path: String, cases: String, table wanted: String? = nil) throws(Fault) {
    let file = try RuleFile(path: path)
    let tables = wanted == nil ? file.tables : [try file.table(named: wanted)]
    guard FileManager.default.fileExists(atPath: cases) else {
      throw Fault(.missing, code: "file-missing", place: cases, cause: "there is no such file", remedy: "check the name and the folder")
    }
    var answers: [Answer] = []
    do throws(Fault) {
      let grid = try CellFile.grid(cases, name: cases)
      for table in tables { answers.append(Answer(table: table, cases: try table.evaluate(grid: grid, place: Place(file: cases)))) }
    } catch {
      // The cases are the caller's data, not a setting of the house.
      var fault = error
      if fault.kind == .setting { fault.kind = .data }
      throw fault
    }
    self.answers = answers
  }

  /// One row a hit; a case without one has a row of its own that says why. The outputs of all tables stand side by side.
  package func listing(english: Bool) -> TextTable {
    var outputs: [String] = []
    for answer in answers { for output in answer.table.outputs where !outputs.contains(output.name) { outputs.append(output.name) } }
    let several = answers.count > 1
    let titles = english ? ["row", "table", "outcome", "rule"] : ["行", "规则表", "结果", "规则"]
    var listing = TextTable(
      titles: (several ? titles : [titles[0], titles[2], titles[3]]) + outputs + [english ? "remark" : "说明"], numeric: [0])
    for answer in answers {
      for found in answer.cases {
        let head = ["\(found.row)"] + (several ? [answer.table.name] : []) + [RuleTrial.word(found.outcome, english)]
        var remark = RuleTrial.remark(found, answer.table, english)
        for hit in RuleTrial.hits(found, answer.table) {
          listing.rows.append(head + [hit.rule] + outputs.map { name in hit.values.first { $0.name == name }?.value ?? "" } + [remark])
          remark = ""
        }
      }
    }
    return listing
  }

  /// The rules of a case with what each says; those of a folded value stand together beside it.
  private static func hits(_ found: RuleEvaluation, _ table: DecisionTable) -> [(rule: String, values: [(name: String, value: String)])] {
    let rules = table.named(found.outcome)
    if rules.isEmpty { return [("", [])] }
    if table.policy.aggregates { return [(rules.joined(separator: " "), found.outputs.first ?? [])] }
    return rules.enumerated().map { ($1, $0 < found.outputs.count ? found.outputs[$0] : []) }
  }

  private static func word(_ outcome: Outcome, _ english: Bool) -> String {
    switch outcome {
    case .hit, .hits: english ? "hit" : "命中"
    case .none: english ? "none" : "无"
    case .ambiguous: english ? "ambiguous" : "多规则命中"
    case .missing: english ? "missing" : "缺少条件值"
    case .unlisted: english ? "unlisted" : "不在取值内"
    }
  }

  /// Why there is no one hit, and which rules came nearest.
  private static func remark(_ found: RuleEvaluation, _ table: DecisionTable, _ english: Bool) -> String {
    var told: [String] = []
    switch found.outcome {
    case .hit, .hits, .none: break
    case .ambiguous, .missing, .unlisted: told.append(english ? found.en : found.zh)
    }
    told += found.near.map { english ? table.said($0).en : table.said($0).zh }
    return told.joined(separator: english ? "; " : "；")
  }
}
