import Flows
import Rules
import Tables
import Values

/// The table `quotas` (礼品额度): which limits a gift of a policy draws on, by attributes of both; all rows that hit count. Each row carries the
/// approval of the campaign and its legal ground. (domain.md 1.14, 1.15, B2-2 to B2-6, compliance)
struct QuotaRules: Sendable {
  enum Scope: String, CaseIterable {
    case policy = "保单"
    case customer = "客户"
    case branch = "机构"
    case channel = "渠道"
    case campaign = "活动"
    case all = "全部"
  }

  enum Period: String, CaseIterable {
    case none = "不限"
    case policyYear = "保单年度"
    case month = "月"
    case year = "年"
  }

  private struct Row: Sendable {
    var id: String
    var measure: QuotaUse.Measure?
    /// Minor units or coupons; of a premium measure the share stands in `rate`.
    var limit: Int64
    var rate: Rate
    var scope: Scope
    var period: Period
    var campaign: String
    var givesBack: Bool
    var approval: String
    var ground: String
  }

  /// What applies to a gift of a policy.
  struct Found {
    var uses: [(use: QuotaUse, limit: Int64)] = []
    var approval = ""
    var ground = ""
    var isApproved: Bool { !approval.isEmpty && !ground.isEmpty }
  }

  let table: DecisionTable
  private let compiled: CompiledTable
  private let rows: [Row]

  init(_ table: DecisionTable) throws(Fault) {
    self.table = table
    guard table.policy == .collect || table.policy == .ruleOrder else {
      throw Fault(
        .setting, code: "rule-policy-wrong", place: table.place.description,
        cause: "the table gives one answer, and every quota must allow a gift",
        remedy: "write C in the first cell")
    }
    compiled = try table.compile(inputs: RuleInputs.bindings, schema: RuleInputs.schema)
    var rows: [Row] = []
    for rule in table.rules.indices { rows.append(try QuotaRules.row(table, rule)) }
    self.rows = rows
  }

  private static func row(_ table: DecisionTable, _ rule: Int) throws(Fault) -> Row {
    func text(_ name: String) -> String { table.outputText(rule, name) ?? "" }
    func choice<Choice: RawRepresentable & CaseIterable>(_ name: String, _ usual: Choice) throws(Fault) -> Choice
    where Choice.RawValue == String {
      if text(name).isEmpty { return usual }
      guard let choice = Choice(rawValue: text(name)) else {
        throw RuleInputs.wrong(
          table, rule, "\(name) \(text(name)) is not known", "write one of: \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      return choice
    }
    var row = Row(
      id: table.id(rule), measure: nil, limit: 0, rate: .zero, scope: try choice("范围", .policy), period: try choice("周期", .none),
      campaign: text("活动"), givesBack: table.output(rule, "退回").boolean ?? true, approval: text("活动审批号"), ground: text("合规依据"))
    // 不限: the row only carries the approval.
    if ["", "不限"].contains(text("指标")) { return row }
    let measure: QuotaUse.Measure = try choice("指标", .amount)
    row.measure = measure
    switch measure {
    case .premium:
      guard let rate = table.output(rule, "比例").rate, rate > .zero else {
        throw RuleInputs.wrong(table, rule, "a quota by premium needs 比例", "write a rate such as 2%")
      }
      guard row.scope == .policy, row.period == .none else {
        throw RuleInputs.wrong(table, rule, "a quota by premium is a policy's own", "write 范围 保单 and 周期 不限")
      }
      row.rate = rate
    case .coupons, .amount:
      let limit = table.output(rule, "额度")
      guard limit.tag == .number, limit.bits >= 0, measure == .amount || limit.bits % 1_000_000 == 0 else {
        throw RuleInputs.wrong(table, rule, "额度 is missing or no whole number of coupons", "write yuan, or a number of coupons")
      }
      row.limit = measure == .amount ? limit.bits / 10_000 : limit.bits / 1_000_000
    }
    if row.scope == .campaign, row.campaign.isEmpty {
      throw RuleInputs.wrong(table, rule, "范围 is 活动 and no 活动 is named", "name the campaign")
    }
    return row
  }

  /// `row` describes the policy and the gift.
  func found(_ row: Batch, _ policy: Policy, customer: String, premium: EligiblePremium) -> Found {
    guard case .hits(let hits) = compiled.decide(row, 0) else { return Found() }
    var found = Found()
    for hit in hits {
      let rule = rows[hit]
      if found.approval.isEmpty || found.ground.isEmpty, !rule.approval.isEmpty, !rule.ground.isEmpty {
        found.approval = rule.approval
        found.ground = rule.ground
      }
      guard let measure = rule.measure else { continue }
      let line = policy.lines[0]
      let scope =
        switch rule.scope {
        case .policy: policy.key
        case .customer: customer
        case .branch: line.branch.isEmpty ? RuleInputs.blank : line.branch
        case .channel: line.channel.isEmpty ? RuleInputs.blank : line.channel
        case .campaign: rule.campaign
        case .all: "全部"
        }
      let limit = measure == .premium ? max(0, premium.eligible.times(rule.rate, .down).minor) : rule.limit
      found.uses.append(
        (
          QuotaUse(rule: rule.id, scope: scope, period: period(rule.period, policy), measure: measure, givesBack: rule.givesBack), limit
        ))
    }
    return found
  }

  /// A policy counts to the month it was signed in, and to the year of its own that it began. (B2-6)
  private func period(_ period: Period, _ policy: Policy) -> String {
    let (year, month, _) = policy.signed.civil
    switch period {
    case .none: return "不限"
    case .month: return "\(Decimals.padded(year, 4))-\(Decimals.padded(month, 2))"
    case .year: return Decimals.padded(year, 4)
    case .policyYear: return policy.starts.description
    }
  }
}
