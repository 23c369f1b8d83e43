import Flows
import Rules
import Tables
import Values

/// The four tables of the flow: what a kind of card goes by, how much one card may hold, what insuring it costs, and which reasons are covered.
/// (domain.md 2.3, 2.15, 2.18, B3-14, B3-15)
struct HouseRules: Sendable {
  private let kinds, limits, premium, reasons: RuleTable

  init(_ pipeline: Pipeline) throws(Fault) {
    kinds = try RuleTable(pipeline.table("kinds"), inputs: [("卡种", .text)], outputs: ["余额算法", "赠送方法", "用后终止"])
    limits = try RuleTable(
      pipeline.table("limits"), inputs: [("发卡方", .id), ("卡种", .text), ("记名", .boolean), ("日期", .date)], outputs: ["单卡限额"])
    premium = try RuleTable(
      pipeline.table("premium"), inputs: [("保险公司", .id), ("发卡方", .id), ("卡种", .text), ("记名", .boolean), ("起保日期", .date)],
      outputs: ["年费率"])
    reasons = try RuleTable(pipeline.table("claim-reasons"), inputs: [("原因代码", .text)], outputs: ["承保", "等待天数", "赠送方法"])
    for rule in kinds.rules {
      try HouseRules.check(rule, "余额算法", CardRule.Strategy.self)
      try HouseRules.check(rule, "赠送方法", CardRule.GiftMethod.self)
    }
    for rule in reasons.rules where !rule.text("赠送方法").isEmpty { try HouseRules.check(rule, "赠送方法", CardRule.GiftMethod.self) }
    for rule in limits.rules where rule.money("单卡限额").map({ $0 <= .zero }) ?? true {
      throw Fault(
        .setting, code: "limit-wrong", place: rule.place, cause: "单卡限额 is blank or not above nought",
        remedy: "write the limit in yuan: 5000")
    }
  }

  private static func check<Choice: RawRepresentable & CaseIterable>(_ rule: RuleTable.Rule, _ name: String, _ type: Choice.Type)
    throws(Fault) where Choice.RawValue == String
  {
    if Choice(rawValue: rule.text(name)) != nil { return }
    throw Fault(
      .setting, code: "rule-output-wrong", place: rule.place, cause: "\(name) is \(rule.text(name)), which nobody knows",
      remedy: "write one of: \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
  }

  func kind(_ kind: String) -> (CardRule.Strategy, CardRule.GiftMethod, endsWithUse: Bool)? {
    guard let rule = kinds.rule({ $0.set(0, 0, text: kind) }), let strategy = CardRule.Strategy(rawValue: rule.text("余额算法")),
      let gift = CardRule.GiftMethod(rawValue: rule.text("赠送方法"))
    else { return nil }
    return (strategy, gift, rule.boolean("用后终止"))
  }

  func limit(issuer: String, kind: String, isNamed: Bool, on day: Day) -> Money? {
    limits.rule { row in
      row.set(0, 0, text: issuer)
      row.set(0, 1, text: kind)
      row.set(0, 2, .boolean(isNamed))
      row.set(0, 3, .date(day))
    }?.money("单卡限额")
  }

  func premium(_ card: CardAccount, from day: Day) -> (rate: Rate, id: String)? {
    let rule = premium.rule { row in
      row.set(0, 0, text: card.insurer)
      row.set(0, 1, text: card.issuer)
      row.set(0, 2, text: card.kind)
      row.set(0, 3, .boolean(card.isNamed))
      row.set(0, 4, .date(day))
    }
    return rule.flatMap { rule in rule.rate("年费率").map { ($0, rule.id) } }
  }

  func reason(_ code: String) -> (isCovered: Bool, waits: Int, gift: CardRule.GiftMethod?, id: String)? {
    reasons.rule { $0.set(0, 0, text: code) }.map {
      ($0.boolean("承保"), $0.integer("等待天数"), CardRule.GiftMethod(rawValue: $0.text("赠送方法")), $0.id)
    }
  }
}
