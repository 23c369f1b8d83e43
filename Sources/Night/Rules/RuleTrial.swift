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
    let shown = answers.count > 1
    var titles = english ? ["row", "table", "outcome", "rule"] : ["行", "规则表", "结果", "规则"]
    if !shown { titles.remove(at: 1) }
    var listing = TextTable(titles: titles + outputs + [english ? "nearest" : "最接近的规则"], numeric: [0])
    for answer in answers {
      for found in answer.cases {
        let near = found.near.map { english ? answer.table.said($0).en : answer.table.said($0).zh }.joined(separator: english ? "; " : "；")
        let rules = answer.table.named(found.outcome)
        for index in 0..<max(1, max(rules.count, found.outputs.count)) {
          var cells = ["\(found.row)"] + (shown ? [answer.table.name] : []) + [english ? found.en : found.zh]
          // C+ and its kin fold their hits into one value: the rules stand together beside it.
          let folded = found.outputs.count == 1 && rules.count > 1
          if folded && index > 0 { break }
          cells.append(folded ? rules.joined(separator: " ") : index < rules.count ? rules[index] : "")
          let values = index < found.outputs.count ? found.outputs[index] : []
          cells += outputs.map { name in values.first { $0.name == name }?.value ?? "" }
          listing.rows.append(cells + [index == 0 ? near : ""])
        }
      }
    }
    return listing
  }
}
