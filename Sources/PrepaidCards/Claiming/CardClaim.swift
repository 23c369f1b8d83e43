package import Flows
package import Tables
package import Values

/// A claim on a prepaid card (赔付申请) that was decided: what was paid at first, and what it comes to with everything known now. (domain.md 2.13, 2.14, B3-9)
package struct CardClaim: Remembered {
  package static let kind = "card-claim"
  package static let width = 11

  /// 赔付申请号.
  package var key: String
  package var account = ""
  package var reason = ""
  package var at = Moment(seconds: 0)
  package var issuer = ""
  package var insurer = ""
  /// How gifts weigh, where the reason says so.
  package var gift: CardRule.GiftMethod?
  /// What was paid when it was decided.
  package var first = Money.zero
  /// What it comes to now.
  package var payout = Money.zero
  package var fact: Int64 = 0

  package init(number: String) { key = number }

  package init(key: String, rows: Batch) {
    self.key = key
    let row = rows[0]
    account = row.text(0) ?? ""
    reason = row.text(1) ?? ""
    at = row.moment(2) ?? Moment(seconds: 0)
    issuer = row.text(3) ?? ""
    insurer = row.text(4) ?? ""
    gift = row.text(5).flatMap(CardRule.GiftMethod.init(rawValue:))
    first = row.money(6) ?? .zero
    payout = row.money(7) ?? .zero
    fact = row.integer(10) ?? 0
  }

  package func write(to rows: inout Batch) {
    rows.appendEmptyRow()
    rows.set(0, 0, text: account)
    rows.set(0, 1, text: reason)
    rows.set(0, 2, .moment(at))
    rows.set(0, 3, text: issuer)
    rows.set(0, 4, text: insurer)
    if let gift { rows.set(0, 5, text: gift.rawValue) }
    rows.set(0, 6, .money(first))
    rows.set(0, 7, .money(payout))
    rows.set(0, 8, .money(payout - first))
    rows.set(0, 9, text: payout.isZero && first.isZero ? "不予支付" : "已赔付")
    rows.set(0, 10, .integer(fact))
  }

  package static let register = StateKind(
    kind, query: "card-claims", keyTitle: "赔付申请号", listing: .first,
    fields: [
      Field(name: "account", header: "网络账户", kind: .id), Field(name: "reason", header: "原因代码", kind: .text),
      Field(name: "at", header: "申请时间", kind: .datetime), Field(name: "issuer", header: "发卡方", kind: .id),
      Field(name: "insurer", header: "保险公司", kind: .id), Field(name: "gift-method", header: "赠送方法", kind: .text),
      Field(name: "first", header: "首次赔付", kind: .money), Field(name: "payout", header: "应赔金额", kind: .money),
      Field(name: "recovery", header: "补赔或追回", kind: .money), Field(name: "status", header: "状态", kind: .text),
      Field(name: "fact", header: "登记序号", kind: .integer),
    ])
}
