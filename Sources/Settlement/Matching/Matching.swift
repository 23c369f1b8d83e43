import Flows
import Rules
import Tables
import Values

/// The three stages in their order: income rule → expenditure levels → allocated entry. The first that fails is the reason. (domain.md 0.20)
struct Matching: Sendable {
  let income: FeeTable
  let level1: FeeTable
  let level2: FeeTable
  private let allocation: Compiled

  /// What binds products to sellers.
  enum Allocation: Sendable {
    /// A decision table with the output 可结算: the platform's.
    case table(DecisionTable)
    /// A merchant's own list.
    case list([RuleSet.Allocation])
    /// Nothing was said: all its approved products and all sellers with credit.
    case open
  }

  private enum Compiled: Sendable {
    case table(DecisionTable, CompiledTable, allowed: Int)
    case list([RuleSet.Allocation])
    case open
  }

  /// The line the third stage asks about.
  struct Bound {
    var product: String
    var seller: String
    var day: Day
    /// The product is approved and the seller has credit.
    var isOpen: Bool
  }

  init(income: FeeTable, level1: FeeTable, level2: FeeTable, allocation: Allocation, inputs: RuleInputs) throws(Fault) {
    (self.income, self.level1, self.level2) = (income, level1, level2)
    switch allocation {
    case .list(let list): self.allocation = .list(list)
    case .open: self.allocation = .open
    case .table(let table):
      guard let allowed = table.outputIndex("可结算") else {
        throw Fault(
          .setting, code: "rule-output-missing", place: table.place.description, cause: "there is no output 可结算",
          remedy: "give the table an output column 可结算 of type boolean")
      }
      self.allocation = .table(table, try table.compile(inputs: inputs.names, schema: inputs.schema), allowed: allowed)
    }
  }

  /// The rules that hit, or why the line waits.
  enum Result {
    /// `allocated` is the id of the rule that binds product and seller, where a table does.
    case matched(income: Int, level1: Int, level2: Int, allocated: String?)
    case waits(Reason, String)
  }

  func match(_ inputs: Batch, _ row: Int, _ bound: Bound) -> Result {
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
    switch allocated(inputs, row, bound) {
    case .bound(let rule): return .matched(income: income, level1: level1, level2: level2, allocated: rule)
    case .waits(let reason, let detail): return .waits(reason, detail)
    }
  }

  private enum Allocated {
    case bound(String?)
    case waits(Reason, String)
  }

  /// Whether product and seller are bound to each other, or why not.
  private func allocated(_ inputs: Batch, _ row: Int, _ bound: Bound) -> Allocated {
    let place: String
    switch allocation {
    case .table(let table, let compiled, let allowed):
      switch Matching.rule(compiled.decide(inputs, row), table, "规则待分配列表", SettlementReasons.notAllocated) {
      case .rule(let rule) where table.output(rule, allowed).boolean == true: return .bound(table.id(rule))
      case .rule(let rule): place = table.id(rule)
      case .waits(let reason, let detail): return .waits(reason, detail)
      }
    case .list(let list):
      if list.contains(where: { $0.allows(product: bound.product, seller: bound.seller, on: bound.day) }) { return .bound(nil) }
      place = "分配 \(bound.product) \(bound.seller)"
    case .open:
      if bound.isOpen { return .bound(nil) }
      place = "\(bound.product) \(bound.seller)"
    }
    return .waits(SettlementReasons.notAllocated, place)
  }

  enum Found {
    case rule(Int)
    case waits(Reason, String)
  }

  /// The second level's rule for a row of inputs.
  func secondLevel(_ inputs: Batch, _ row: Int) -> Found {
    Matching.rule(level2.compiled.decide(inputs, row), level2.table, level2.title, SettlementReasons.noLevel2Rule)
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
