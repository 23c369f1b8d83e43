import Flows
import Rules
import Tables
import Values

/// The table `distribution` (分发规则): which gifts a policy earns, by which rule, in which order. Its columns about the policy and those about the
/// gift are two tables with the same rules, so that a policy is asked once and only the gifts it earns besides. (domain.md 1.2, B2-7)
struct DistributionRules: Sendable {
  /// What becomes of a gift when the policy no longer earns it, though it stands. (B2-9)
  enum Fall: String, CaseIterable {
    case keep = "保留"
    case takeBack = "收回"
  }

  /// What a rule gives.
  struct Award: Sendable {
    var rule: Int
    var id: String
    var gift: String
    var quantity: Int64
    /// 顺序, then the rule's id.
    var order: Int64
    /// 排他: once it is given, no later rule is asked.
    var isExclusive: Bool
    /// 可叠加: its quantity comes on top of another rule's.
    var stacks: Bool
    /// 超额=次选: where a quota refuses it, a later rule may stand in for it.
    var fallsBack: Bool
    var isPartial: Bool
    var fall: Fall
  }

  enum Earned {
    case awards([Award])
    /// A rule needs a value the policy lacks.
    case missing(column: String, rule: String)
  }

  let table: DecisionTable
  private let awards: [Award]
  private let named: Set<String>
  private let falls: [String: Fall]
  private let policySide: CompiledTable
  private let giftSide: CompiledTable?

  init(_ table: DecisionTable) throws(Fault) {
    self.table = table
    guard table.policy == .collect || table.policy == .ruleOrder else {
      throw Fault(
        .setting, code: "rule-policy-wrong", place: table.place.description,
        cause: "the table gives one answer, and a policy earns several gifts",
        remedy: "write C or R in the first cell")
    }
    awards = try DistributionRules.awards(table)
    named = Set(awards.map(\.gift))
    falls = Dictionary(awards.map { ($0.id, $0.fall) }, uniquingKeysWith: { first, _ in first })
    // Bound once whole, so that a column nobody knows is named at its own place.
    _ = try table.compile(inputs: RuleInputs.bindings, schema: RuleInputs.schema)
    let ofGift = Set(RuleInputs.gift.map(\.name))
    policySide = try DistributionRules.part(table) { !ofGift.contains($0) }
    giftSide = table.inputs.contains { ofGift.contains($0.name) } ? try DistributionRules.part(table) { ofGift.contains($0) } : nil
  }

  private static func awards(_ table: DecisionTable) throws(Fault) -> [Award] {
    let (gift, quantity) = (try RuleInputs.output(table, "礼品编码"), try RuleInputs.output(table, "数量"))
    var awards: [Award] = []
    for rule in table.rules.indices {
      func text(_ name: String) -> String { table.outputText(rule, name) ?? "" }
      func holds(_ name: String, or usual: Bool) -> Bool { table.output(rule, name).boolean ?? usual }
      guard let code = table.text(table.output(rule, gift)), !code.isEmpty else {
        throw RuleInputs.wrong(table, rule, "no gift is named", "write a 礼品编码")
      }
      let number = table.output(rule, quantity)
      guard number.tag == .number, number.bits > 0, number.bits % 1_000_000 == 0 else {
        throw RuleInputs.wrong(table, rule, "数量 is no whole number above zero", "write 1, 2 …")
      }
      let fall = text("保费下降").isEmpty ? Fall.keep : Fall(rawValue: text("保费下降"))
      guard let fall else { throw RuleInputs.wrong(table, rule, "保费下降 is neither 保留 nor 收回", "write 保留 or 收回") }
      guard ["", "不发", "次选"].contains(text("超额")) else {
        throw RuleInputs.wrong(table, rule, "超额 is neither 不发 nor 次选", "write 不发 or 次选")
      }
      let order = table.output(rule, "顺序")
      awards.append(
        Award(
          rule: rule, id: table.id(rule), gift: code, quantity: number.bits / 1_000_000,
          order: order.tag == .number ? order.bits : Int64(rule) * 1_000_000, isExclusive: holds("排他", or: false),
          stacks: holds("可叠加", or: false), fallsBack: text("超额") == "次选", isPartial: holds("部分发放", or: true), fall: fall))
    }
    return awards
  }

  /// The same rules with some of the inputs only; all that hit are told.
  private static func part(_ table: DecisionTable, _ takes: (String) -> Bool) throws(Fault) -> CompiledTable {
    let inputs = table.inputs.indices.filter { takes(table.inputs[$0].name) }
    var rows = [["C"] + inputs.map { table.inputs[$0].name } + ["序"]]
    rows.append(["kind"] + inputs.map { _ in "input" } + ["output"])
    rows.append(["type"] + inputs.map { table.inputs[$0].kind.rawValue } + ["number"])
    for (index, rule) in table.rules.enumerated() {
      rows.append([rule.id] + inputs.map { rule.tests[$0].text } + ["\(index)"])
    }
    return try DecisionTable(name: table.name, rows: rows, place: table.place)
      .compile(inputs: RuleInputs.bindings, schema: RuleInputs.schema)
  }

  /// What a policy earns, in the order in which it is given.
  func earned(by policy: Batch) -> Earned {
    switch policySide.decide(policy, 0) {
    case .hits(let rules): return .awards(rules.map { awards[$0] }.sorted { ($0.order, $0.id) < ($1.order, $1.id) })
    case .missing(let column, let rule): return .missing(column: policySide.table.inputs[column].name, rule: table.id(rule))
    case .hit, .none, .ambiguous, .unlisted: return .awards([])
    }
  }

  /// The rule's conditions about the gift hold too; `row` describes it.
  func allows(_ award: Award, _ row: Batch) -> Bool {
    guard let giftSide else { return true }
    if case .hits(let rules) = giftSide.decide(row, 0) { return rules.contains(award.rule) }
    return false
  }

  /// A gift without a rule is never given.
  func names(_ gift: String) -> Bool { named.contains(gift) }

  /// Taken back as soon as one of the rules that gave it says so; a rule that no longer stands takes nothing back.
  func fall(ofRules ids: String) -> Fall {
    ids.split(separator: "+").contains { falls[String($0)] == .takeBack } ? .takeBack : .keep
  }
}
