package import Flows
package import Tables
package import Values

/// What is insured of an account: the policies its insurer gave, each for one sub-card or for the whole. (domain.md 2.9, 2.10)
package struct CardInsurance: Remembered {
  package struct Policy: Equatable, Sendable {
    /// The sub-card's number; 0: the whole account.
    package var card: Int
    package var number: String
    package var from: Day
    package var to: Day
    package var sum: Money
    package var deductible: Money
    package var premium: Money
    /// Its renewal was asked for.
    package var isRenewed = false

    package func isInForce(on day: Day) -> Bool { from <= day && day <= to }
  }

  package static let kind = "card-insurance"
  package static let width = 8

  /// 网络账户.
  package var key: String
  package var policies: [Policy] = []

  package init(account: String) { key = account }

  package init(key: String, rows: Batch) {
    self.key = key
    policies = (0..<rows.count).map { index in
      let row = rows[index]
      return Policy(
        card: Int(row.integer(0) ?? 0), number: row.text(1) ?? "", from: row.date(2) ?? Day(number: 0), to: row.date(3) ?? Day(number: 0),
        sum: row.money(4) ?? .zero, deductible: row.money(5) ?? .zero, premium: row.money(6) ?? .zero, isRenewed: row.boolean(7) ?? false)
    }
  }

  package func write(to rows: inout Batch) {
    for (row, policy) in policies.enumerated() {
      rows.appendEmptyRow()
      rows.set(row, 0, .integer(Int64(policy.card)))
      rows.set(row, 1, text: policy.number)
      rows.set(row, 2, .date(policy.from))
      rows.set(row, 3, .date(policy.to))
      rows.set(row, 4, .money(policy.sum))
      rows.set(row, 5, .money(policy.deductible))
      rows.set(row, 6, .money(policy.premium))
      if policy.isRenewed { rows.set(row, 7, .boolean(true)) }
    }
  }

  /// The day on whose night the next renewal is asked for.
  func nextRenewal(_ terms: Terms) -> Moment? {
    guard terms.renewal == .ask else { return nil }
    return policies.filter { !$0.isRenewed }.map(\.to).min().map { .end(of: $0.advanced(by: -terms.renewalDays)) }
  }

  package static let register = StateKind(
    kind, query: "card-policies", keyTitle: "网络账户", listing: .all,
    fields: [
      Field(name: "card", header: "子卡", kind: .integer), Field(name: "policy", header: "保单号", kind: .id),
      Field(name: "from", header: "起保日期", kind: .date), Field(name: "to", header: "终保日期", kind: .date),
      Field(name: "sum", header: "保险金额", kind: .money), Field(name: "deductible", header: "免赔额", kind: .money),
      Field(name: "premium", header: "保费", kind: .money), Field(name: "renewed", header: "已询续保", kind: .boolean),
    ])
}
