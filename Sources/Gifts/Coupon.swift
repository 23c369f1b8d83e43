package import Flows
package import Tables
package import Values

/// A service coupon (券码): issued once, used once, or run out. Its code is made with a key nobody outside has. (domain.md 1.8, 1.10)
package struct Coupon: Remembered {
  package enum Standing: String, Sendable, CaseIterable {
    case issued = "未使用"
    case used = "已使用"
    case expired = "已过期"
    case void = "已作废"
  }

  package static let kind = "coupon"
  package static let width = 8

  /// 券码.
  package var key: String
  package var policy: String
  package var gift: String
  /// Its number among the coupons of this gift and policy, from 1 on.
  package var number: Int64
  package var provider: String
  package var standing = Standing.issued
  package var issued: Day
  /// The last day it may be used.
  package var until: Day?
  package var at: Moment?

  package init(_ code: String, policy: String, gift: String, number: Int64, provider: String, issued: Day, until: Day?) {
    key = code
    self.policy = policy
    self.gift = gift
    self.number = number
    self.provider = provider
    self.issued = issued
    self.until = until
  }

  package init(key: String, rows: Batch) {
    self.key = key
    let row = rows[0]
    policy = row.text(0) ?? ""
    gift = row.text(1) ?? ""
    number = row.integer(2) ?? 0
    provider = row.text(3) ?? ""
    standing = Standing(rawValue: row.text(4) ?? "") ?? .issued
    issued = row.date(5) ?? Day(number: 0)
    until = row.date(6)
    at = row.moment(7)
  }

  package func write(to rows: inout Batch) {
    rows.appendEmptyRow()
    rows.set(0, 0, text: policy)
    rows.set(0, 1, text: gift)
    rows.set(0, 2, .integer(number))
    rows.set(0, 3, text: provider)
    rows.set(0, 4, text: standing.rawValue)
    rows.set(0, 5, .date(issued))
    if let until { rows.set(0, 6, .date(until)) }
    if let at { rows.set(0, 7, .moment(at)) }
  }

  package static let register = StateKind(
    kind, query: "coupons", keyTitle: "券码", keyPersonal: "text",
    fields: [
      Field(name: "policy", header: "保单号", kind: .id), Field(name: "gift", header: "礼品编码", kind: .id),
      Field(name: "number", header: "序号", kind: .integer), Field(name: "provider", header: "提供商", kind: .id),
      Field(name: "status", header: "状态", kind: .text), Field(name: "issued", header: "发券日", kind: .date),
      Field(name: "until", header: "券有效期", kind: .date), Field(name: "at", header: "使用时间", kind: .datetime),
    ])
}

/// A parcel (快递单号) of a supplier: for which policy it was first named. One parcel may hold several gifts, also of several policies. (B2-10)
package struct Parcel: Remembered {
  package static let kind = "parcel"
  package static let width = 1

  package var key: String
  package var policy: String

  package static func key(_ supplier: String, _ tracking: String) -> String { "\(supplier)\t\(tracking)" }

  package init(_ supplier: String, _ tracking: String, policy: String) {
    key = Parcel.key(supplier, tracking)
    self.policy = policy
  }

  package init(key: String, rows: Batch) {
    self.key = key
    policy = rows[0].text(0) ?? ""
  }

  package func write(to rows: inout Batch) {
    rows.appendEmptyRow()
    rows.set(0, 0, text: policy)
  }
}

/// How many gifts the catalogue holds: while there is none, no policy is judged.
package struct Catalogue: Remembered {
  package static let kind = "catalogue"
  package static let width = 1
  package static let only = "gifts"

  package var key = Catalogue.only
  package var count: Int64

  package init(count: Int64) { self.count = count }

  package init(key: String, rows: Batch) {
    self.key = key
    count = rows[0].integer(0) ?? 0
  }

  package func write(to rows: inout Batch) {
    rows.appendEmptyRow()
    rows.set(0, 0, .integer(count))
  }
}
