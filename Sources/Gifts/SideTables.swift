import Flows
import Rules
import Tables
import Values

/// The small tables of this flow, first hit each: kinds of gifts that are blocked (禁发品类), other names of gifts (礼品别名), and which party a branch
/// is (机构对照). (domain.md B2 compliance, B2-10, 1.22)
struct SideTables: Sendable {
  private struct Lookup: Sendable {
    let table: DecisionTable
    private let compiled: CompiledTable
    private let inputs: [String]

    init(_ table: DecisionTable, _ inputs: [(String, Field.Kind)]) throws(Fault) {
      self.table = table
      self.inputs = inputs.map(\.0)
      compiled = try table.compile(
        inputs: Dictionary(uniqueKeysWithValues: inputs.enumerated().map { ($1.0, $0) }),
        schema: Schema(name: table.name, fields: inputs.map { Field(name: $0.0, header: $0.0, kind: $0.1) }))
    }

    func first(_ values: [String]) -> Int? {
      if table.rules.isEmpty { return nil }
      var row = Batch(width: inputs.count)
      row.appendEmptyRow()
      for (column, value) in values.enumerated() { row.set(0, column, text: value.isEmpty ? RuleInputs.blank : value) }
      switch compiled.decide(row, 0) {
      case .hit(let rule): return rule
      case .hits(let rules): return rules.first
      case .none, .ambiguous, .missing, .unlisted: return nil
      }
    }
  }

  private let blocked: Lookup
  private let aliases: Lookup
  private let branches: Lookup

  init(_ pipeline: Pipeline) throws(Fault) {
    blocked = try Lookup(
      pipeline.table("blocked-kinds"), [("品类", .text), ("礼品名称", .text), ("类别", .text), ("礼品编码", .text)])
    aliases = try Lookup(pipeline.table("aliases"), [("提供商", .text), ("名称", .text)])
    branches = try Lookup(pipeline.table("branches"), [("机构", .text)])
    _ = try RuleInputs.output(blocked.table, "禁止")
    _ = try RuleInputs.output(aliases.table, "礼品编码")
    _ = try RuleInputs.output(branches.table, "参与方")
  }

  /// The legal ground on which a gift of this kind is not given; nil where it may be.
  func block(_ gift: Gift) -> String? {
    guard let rule = blocked.first([gift.category, gift.name, gift.kind.rawValue, gift.key]),
      blocked.table.output(rule, "禁止").boolean == true
    else { return nil }
    return [blocked.table.id(rule), blocked.table.outputText(rule, "依据") ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// 礼品编码 of what a provider calls otherwise.
  func gift(called name: String, by provider: String) -> String? {
    aliases.first([provider, name]).flatMap { aliases.table.outputText($0, "礼品编码") }
  }

  /// The party whose sheets show a branch's rows; its own name where the table has none.
  func party(ofBranch name: String) -> String {
    if name.isEmpty { return "未分机构" }
    return branches.first([name]).flatMap { branches.table.outputText($0, "参与方") } ?? name
  }
}
