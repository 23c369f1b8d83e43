package import Flows
package import Tables
package import Values

/// What was given for a policy, gift by gift, piece by piece: one row a gift. A piece of goods is one thing, a piece of a service is one coupon.
/// (domain.md 1.5, 1.19, B2-7 to B2-10)
package struct GrantBook: Remembered {
  package struct Grant: Sendable, Equatable {
    /// 礼品编码, its name when it was given, and what kind it is.
    package var gift: String
    package var name: String
    package var isService: Bool
    package var provider: String
    /// The rule, or the rules, that gave it.
    package var rule: String
    package var approval: String
    /// What one gift costs, and how many pieces it is.
    package var price: Money
    package var perGift: Int64
    package var taxRate: Rate
    /// What one gift takes of quotas of money.
    package var worth: Money
    /// Pieces given and not taken back before they were sent; those of them that were sent or used; accepted; come back.
    package var issued: Int64 = 0
    package var shipped: Int64 = 0
    package var accepted: Int64 = 0
    package var returned: Int64 = 0
    /// Pieces that wait for stock.
    package var backlog: Int64 = 0
    /// Pieces sent or used whose value is claimed back, pieces whose coupons ran out.
    package var reclaimed: Int64 = 0
    package var expired: Int64 = 0
    /// Coupons ever made, entries ever booked: both only grow.
    package var coupons: Int64 = 0
    package var entries: Int64 = 0
    /// The quotas it draws on.
    package var uses: [QuotaUse] = []

    /// What a policy has of it: what a rule's quantity is held against.
    package var held: Int64 { issued + backlog - reclaimed }
    /// Given, and neither sent nor used nor run out.
    package var pending: Int64 { issued - shipped - expired }
    package var isOpen: Bool { pending > 0 || backlog > 0 }

    /// The value of some pieces, from the `after`-th on: the coupons of one gift share its price to the fen.
    package func value(_ pieces: Int64, after: Int64 = 0) -> Money { share(of: price, pieces, after) }
    package func worth(_ pieces: Int64, after: Int64 = 0) -> Money { share(of: worth, pieces, after) }

    private func share(of whole: Money, _ pieces: Int64, _ after: Int64) -> Money {
      if perGift <= 1 { return Money(minor: whole.minor * pieces) }
      func upTo(_ count: Int64) -> Int64 {
        whole.minor * (count / perGift) + Rounding.down.quotient(Int128(whole.minor) * Int128(count % perGift), Int128(perGift))
      }
      return Money(minor: upTo(after + pieces) - upTo(after))
    }

    package var status: String {
      if backlog > 0 && issued == 0 { return "缺货待补" }
      if reclaimed > 0 { return "追回" }
      if issued == 0 { return "已取消" }
      if returned > 0, returned >= shipped { return "已退回" }
      if backlog > 0 { return "部分缺货" }
      if pending == 0 { return isService ? (shipped > 0 ? "已使用" : "已过期") : accepted >= issued ? "已签收" : "已发货" }
      return shipped > 0 ? (isService ? "部分使用" : "部分发货") : isService ? "已发券" : "待发货"
    }
  }

  package static let kind = "gift-grants"
  package static let width = 25

  /// 保单号.
  package var key: String
  package var branch = ""
  package var channel = ""
  package var line = ""
  package var signed = Day(number: 0)
  package var grants: [Grant] = []

  package init(policy: String) { key = policy }

  package subscript(gift: String) -> Grant? {
    get { grants.first { $0.gift == gift } }
    set {
      if let index = grants.firstIndex(where: { $0.gift == gift }) {
        grants[index] = newValue!
      } else {
        grants.append(newValue!)
      }
    }
  }

  package init(key: String, rows: Batch) {
    self.key = key
    let first = rows[0]
    branch = first.text(19) ?? ""
    channel = first.text(20) ?? ""
    line = first.text(21) ?? ""
    signed = first.date(22) ?? Day(number: 0)
    grants = (0..<rows.count).map { index in
      let row = rows[index]
      func number(_ column: Int) -> Int64 { row.integer(column) ?? 0 }
      var grant = Grant(
        gift: row.text(0) ?? "", name: row.text(1) ?? "", isService: row.text(2) == Gift.Kind.service.rawValue,
        provider: row.text(3) ?? "", rule: row.text(4) ?? "", approval: row.text(5) ?? "", price: row.money(6) ?? .zero,
        perGift: max(1, number(7)), taxRate: row.rate(8) ?? .zero, worth: row.money(24) ?? .zero)
      grant.issued = number(9)
      grant.shipped = number(10)
      grant.accepted = number(11)
      grant.returned = number(12)
      grant.backlog = number(13)
      grant.reclaimed = number(14)
      grant.expired = number(15)
      grant.coupons = number(16)
      grant.entries = number(17)
      grant.uses = QuotaUse.list(row.text(18) ?? "")
      return grant
    }
  }

  package func write(to rows: inout Batch) {
    for grant in grants {
      rows.appendEmptyRow()
      let row = rows.count - 1
      func set(_ column: Int, _ text: String) { if !text.isEmpty { rows.set(row, column, text: text) } }
      let kind: Gift.Kind = grant.isService ? .service : .goods
      for (column, text) in [grant.gift, grant.name, kind.rawValue, grant.provider, grant.rule, grant.approval].enumerated() {
        set(column, text)
      }
      rows.set(row, 6, .money(grant.price))
      rows.set(row, 7, .integer(grant.perGift))
      rows.set(row, 8, .rate(grant.taxRate))
      let numbers = [
        grant.issued, grant.shipped, grant.accepted, grant.returned, grant.backlog, grant.reclaimed, grant.expired, grant.coupons,
        grant.entries,
      ]
      for (index, number) in numbers.enumerated() { rows.set(row, 9 + index, .integer(number)) }
      set(18, QuotaUse.text(grant.uses))
      set(19, branch)
      set(20, channel)
      set(21, line)
      rows.set(row, 22, .date(signed))
      set(23, grant.status)
      rows.set(row, 24, .money(grant.worth))
    }
  }

  // MARK: listed

  package static let register = StateKind(
    kind, query: "gifts-given", keyTitle: "保单号",
    fields: [
      Field(name: "gift", header: "礼品编码", kind: .id), Field(name: "gift-name", header: "礼品名称", kind: .text),
      Field(name: "kind", header: "类别", kind: .text), Field(name: "provider", header: "提供商", kind: .id),
      Field(name: "rule", header: "规则号", kind: .id), Field(name: "approval", header: "活动审批号", kind: .id),
      Field(name: "price", header: "单价", kind: .money), Field(name: "per-gift", header: "每份件数", kind: .integer),
      Field(name: "tax-rate", header: "税率", kind: .rate), Field(name: "issued", header: "发放", kind: .integer),
      Field(name: "shipped", header: "发货或使用", kind: .integer), Field(name: "accepted", header: "签收", kind: .integer),
      Field(name: "returned", header: "退回", kind: .integer), Field(name: "backlog", header: "缺货待补", kind: .integer),
      Field(name: "reclaimed", header: "追回", kind: .integer), Field(name: "expired", header: "过期", kind: .integer),
      Field(name: "coupons", header: "发券", kind: .integer), Field(name: "entries", header: "分录", kind: .integer),
      Field(name: "uses", header: "占用额度", kind: .text), Field(name: "branch", header: "机构", kind: .text),
      Field(name: "channel", header: "渠道", kind: .text), Field(name: "line", header: "险种", kind: .text),
      Field(name: "signed", header: "签单日期", kind: .date), Field(name: "status", header: "状态", kind: .text),
      Field(name: "worth", header: "额度计值", kind: .money),
    ])
}

/// One who waits for a gift that ran out: a place in the gift's queue. (domain.md B2-8)
package struct QueuePlace: Remembered {
  package static let kind = "gift-backlog"
  package static let width = 2

  package var key: String
  package var policy: String
  package var pieces: Int64

  package static func key(_ gift: String, _ number: Int64) -> String { "\(gift)\t\(Decimals.padded(Int(number), 9))" }

  package init(_ gift: String, _ number: Int64, policy: String, pieces: Int64) {
    key = QueuePlace.key(gift, number)
    self.policy = policy
    self.pieces = pieces
  }

  package init(key: String, rows: Batch) {
    self.key = key
    policy = rows[0].text(0) ?? ""
    pieces = rows[0].integer(1) ?? 0
  }

  package func write(to rows: inout Batch) {
    rows.appendEmptyRow()
    rows.set(0, 0, text: policy)
    rows.set(0, 1, .integer(pieces))
  }
}
