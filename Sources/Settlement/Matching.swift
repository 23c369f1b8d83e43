import Rules
import Tables
import Values

/// The three stages in their order: income rule → expenditure levels → allocated entry. The first that fails is the reason. (domain.md 0.20)
struct Matching: Sendable {
  let income: FeeTable
  let level1: FeeTable
  let level2: FeeTable
  let allocated: DecisionTable
  let allocatedCompiled: CompiledTable
  let allowed: Int

  /// The rules that hit, or why the line waits.
  enum Result {
    case matched(income: Int, level1: Int, level2: Int, allocated: Int)
    case waits(Reason, String)
  }

  func match(_ inputs: Batch, _ row: Int) -> Result {
    let income: Int
    switch Matching.rule(self.income.compiled.decide(inputs, row), self.income.table, self.income.title, SettlementReasons.noIncomeRule) {
    case .rule(let rule): income = rule
    case .waits(let reason, let detail): return .waits(reason, detail)
    }
    let level1: Int
    switch Matching.rule(self.level1.compiled.decide(inputs, row), self.level1.table, self.level1.title, SettlementReasons.noLevel1Rule) {
    case .rule(let rule): level1 = rule
    case .waits(let reason, let detail): return .waits(reason, detail)
    }
    let level2: Int
    switch Matching.rule(self.level2.compiled.decide(inputs, row), self.level2.table, self.level2.title, SettlementReasons.noLevel2Rule) {
    case .rule(let rule): level2 = rule
    case .waits(let reason, let detail): return .waits(reason, detail)
    }
    switch Matching.rule(allocatedCompiled.decide(inputs, row), allocated, "规则待分配列表", SettlementReasons.notAllocated) {
    case .rule(let rule):
      guard allocated.output(rule, allowed).boolean == true else { return .waits(SettlementReasons.notAllocated, allocated.id(rule)) }
      return .matched(income: income, level1: level1, level2: level2, allocated: rule)
    case .waits(let reason, let detail): return .waits(reason, detail)
    }
  }

  private enum Found {
    case rule(Int)
    case waits(Reason, String)
  }

  private static func rule(_ outcome: Outcome, _ table: DecisionTable, _ title: String, _ none: Reason) -> Found {
    switch outcome {
    case .hit(let rule): return .rule(rule)
    case .none: return .waits(none, title)
    case .ambiguous(let rules): return .waits(SettlementReasons.severalRules, "\(title) \(rules.map(table.id).joined(separator: ", "))")
    case .missing(let column, let rule):
      return .waits(SettlementReasons.conditionMissing, "\(title) \(table.inputs[column].name) (\(table.id(rule)))")
    case .unlisted(let column): return .waits(SettlementReasons.valueUnlisted, "\(title) \(table.inputs[column].name)")
    case .hits(let rules):
      // A collecting policy gives several results; a fee needs one.
      if rules.count == 1 { return .rule(rules[0]) }
      return rules.isEmpty
        ? .waits(none, title) : .waits(SettlementReasons.severalRules, "\(title) \(rules.map(table.id).joined(separator: ", "))")
    }
  }
}
