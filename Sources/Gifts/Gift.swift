import Flows
package import Tables
package import Values

/// A gift of the catalogue (礼品): what it is, what it costs, who supplies it, and how many are free to be given. The ledger's stock account is the
/// truth; the copy here is for people and for the queue of those who wait. (domain.md 1.1, 1.8, C1 礼品)
package struct Gift: Remembered {
  package enum Kind: String, Sendable, CaseIterable {
    case goods = "实物"
    case service = "服务"
  }

  package static let kind = "gift"
  package static let width = 19

  /// 礼品编码.
  package var key: String
  package var name = ""
  package var kind = Kind.goods
  /// 品类: what the table of blocked kinds asks for.
  package var category = ""
  /// 单价: what the provider is paid for one, tax included.
  package var price = Money.zero
  /// 面值.
  package var face = Money.zero
  package var provider = ""
  package var taxRate: Rate?
  /// 券数: coupons of one; goods are one piece.
  package var coupons: Int64 = 1
  /// 有效期 of a coupon, in days from its issue on; nil: it does not expire.
  package var validDays: Int64?
  /// 适用机构; empty: all.
  package var branches: [String] = []
  package var aliases: [String] = []
  package var isActive = true
  /// 库存 as last declared; nil: there is no stock to run out of.
  package var declared: Int64?
  /// Pieces free to be given.
  package var free: Int64 = 0
  /// Numbers of the first who waits and of the next to come, and how many pieces they wait for.
  package var head: Int64 = 0
  package var tail: Int64 = 0
  package var waiting: Int64 = 0

  package init(code: String) { key = code }

  package var hasStock: Bool { declared != nil }
  /// Pieces of so many gifts: a service of three coupons is three pieces.
  package func pieces(_ quantity: Int64) -> Int64 { kind == .goods ? quantity : quantity * max(1, coupons) }

  package init(key: String, rows: Batch) {
    self.key = key
    let row = rows[0]
    name = row.text(0) ?? ""
    kind = Kind(rawValue: row.text(1) ?? "") ?? .goods
    category = row.text(2) ?? ""
    price = row.money(3) ?? .zero
    face = row.money(4) ?? .zero
    provider = row.text(5) ?? ""
    taxRate = row.rate(6)
    coupons = row.integer(7) ?? 1
    validDays = row.integer(8)
    branches = Gift.words(row.text(9) ?? "")
    aliases = Gift.words(row.text(10) ?? "")
    isActive = row.text(11) != Gift.disabled
    declared = row.integer(12)
    free = row.integer(13) ?? 0
    head = row.integer(14) ?? 0
    tail = row.integer(15) ?? 0
    waiting = row.integer(16) ?? 0
  }

  package func write(to rows: inout Batch) {
    rows.appendEmptyRow()
    func set(_ column: Int, _ text: String) { if !text.isEmpty { rows.set(0, column, text: text) } }
    set(0, name)
    set(1, kind.rawValue)
    set(2, category)
    rows.set(0, 3, .money(price))
    rows.set(0, 4, .money(face))
    set(5, provider)
    if let taxRate { rows.set(0, 6, .rate(taxRate)) }
    rows.set(0, 7, .integer(coupons))
    if let validDays { rows.set(0, 8, .integer(validDays)) }
    set(9, branches.joined(separator: "|"))
    set(10, aliases.joined(separator: "|"))
    set(11, isActive ? "启用" : Gift.disabled)
    if let declared { rows.set(0, 12, .integer(declared)) }
    rows.set(0, 13, .integer(free))
    rows.set(0, 14, .integer(head))
    rows.set(0, 15, .integer(tail))
    rows.set(0, 16, .integer(waiting))
  }

  private static let disabled = "停用"

  /// Several words in a cell.
  static func words(_ text: String) -> [String] { text.split(whereSeparator: { "|、;；\n".contains($0) }).map(String.init) }
}
