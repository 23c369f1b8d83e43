package import Flows
package import Ledger
package import Tables
package import Values

/// A quota a gift draws on: which rule's, of whom, in which period. Its account in the ledger has a floor of zero. (domain.md 1.14, 1.15, B2-2 to B2-6)
package struct QuotaUse: Hashable, Sendable {
  package enum Measure: String, Sendable, CaseIterable {
    case premium = "保费"
    case coupons = "券数"
    case amount = "金额"
  }

  package var rule: String
  package var scope: String
  package var period: String
  package var measure: Measure
  /// What is cancelled before it was sent is given back. (the rule's 退回)
  package var givesBack: Bool

  package init(rule: String, scope: String, period: String, measure: Measure, givesBack: Bool) {
    self.rule = QuotaUse.plain(rule)
    self.scope = QuotaUse.plain(scope)
    self.period = QuotaUse.plain(period)
    self.measure = measure
    self.givesBack = givesBack
  }

  package var key: String { "\(rule)|\(scope)|\(period)" }
  package var unit: Unit { measure == .coupons ? QuotaUse.couponUnit : .cny }
  package var account: AccountKey { AccountKey(AccountPath(.memo, "gift-quota", rule, scope, period), unit) }

  package static let couponUnit = Unit(code: "COUPON", places: 0)

  /// What so many pieces of a value take of it.
  package func amount(pieces: Int64, value: Money) -> Int64 { measure == .coupons ? pieces : value.minor }

  /// Separators of the kept text stand in no part of it.
  private static func plain(_ text: String) -> String {
    text.utf8.contains { $0 == 0x7C || $0 == 0x3B } ? text.replacing("|", with: "/").replacing(";", with: "/") : text
  }

  static func text(_ uses: [QuotaUse]) -> String {
    uses.map { "\($0.rule)|\($0.scope)|\($0.period)|\($0.measure.rawValue)|\($0.givesBack ? "退" : "留")" }.joined(separator: ";")
  }

  static func list(_ text: String) -> [QuotaUse] {
    text.split(separator: ";").compactMap { part in
      let words = part.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
      guard words.count == 5, let measure = Measure(rawValue: words[3]) else { return nil }
      return QuotaUse(rule: words[0], scope: words[1], period: words[2], measure: measure, givesBack: words[4] == "退")
    }
  }
}

/// A quota as it was opened: what the table granted, and what is used of it. The ledger's account holds what is left.
package struct Quota: Remembered {
  package static let kind = "gift-quota"
  package static let width = 7

  package var key: String
  package var measure: QuotaUse.Measure
  /// Minor units, or coupons.
  package var limit: Int64
  package var used: Int64
  /// How often it was set; the number makes each reference its own.
  package var settings: Int64 = 0

  package init(_ use: QuotaUse) {
    key = use.key
    measure = use.measure
    limit = 0
    used = 0
  }

  package init(key: String, rows: Batch) {
    self.key = key
    measure = QuotaUse.Measure(rawValue: rows[0].text(0) ?? "") ?? .amount
    func read(_ column: Int) -> Int64 { rows[0].integer(column + 1) ?? rows[0].money(column)?.minor ?? 0 }
    limit = read(1)
    used = read(3)
    settings = rows[0].integer(6) ?? 0
  }

  package func write(to rows: inout Batch) {
    rows.appendEmptyRow()
    rows.set(0, 0, text: measure.rawValue)
    for (column, number) in [(1, limit), (3, used)] {
      if measure == .coupons { rows.set(0, column + 1, .integer(number)) } else { rows.set(0, column, .money(Money(minor: number))) }
    }
    rows.set(0, 6, .integer(settings))
    if measure == .coupons { return }
    rows.set(0, 5, .money(Money(minor: limit - used)))
  }

  package static let register = StateKind(
    kind, query: "gift-quotas", keyTitle: "额度",
    fields: [
      Field(name: "measure", header: "指标", kind: .text), Field(name: "limit", header: "额度金额", kind: .money),
      Field(name: "limit-coupons", header: "额度券数", kind: .integer), Field(name: "used", header: "已用金额", kind: .money),
      Field(name: "used-coupons", header: "已用券数", kind: .integer), Field(name: "left", header: "剩余金额", kind: .money),
      Field(name: "settings", header: "设定次数", kind: .integer),
    ])
}
