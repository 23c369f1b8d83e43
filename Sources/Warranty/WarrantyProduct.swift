package import Flows
package import Tables
package import Values

/// A warranty product (延保产品) as a manufacturer made it from its demand and its choice: what it covers, for how long, at which price, under which
/// terms. It never changes; another price is another product. (domain.md 4.10–4.14)
package struct WarrantyProduct: Remembered {
  /// Price 0.00 is for what is given away. (domain.md B5-3)
  package enum Kind: String, Sendable, CaseIterable {
    case sold = "销售"
    case gifted = "赠送"
  }

  package enum Column: Int, CaseIterable {
    case manufacturer, code, name, model, brand, category, warranty, months, effect, fixed, price, limit, kind, coverage, clauses, terms
    case digest, link, guide, when, demand, created, run
  }

  package static let kind = "warranty-product"
  package static let width = Column.allCases.count

  package var key: String
  package var manufacturer: String
  /// 产品编码.
  package var code: String
  package var name = ""
  package var model = ""
  package var brand = ""
  package var category = ""
  /// 保修期限 of the main product when the product was made.
  package var warranty = 0
  /// 服务期, in months.
  package var months = 0
  package var effect = ServicePeriod.Effect.afterWarranty
  package var fixed: Day?
  package var price = Money.zero
  /// 次数上限; 0 has none.
  package var limit = 0
  package var type = Kind.sold
  /// 保修范围.
  package var coverage = ""
  package var clauses: [String] = []
  /// Library clauses and own text, as the terms page shows them, and their digest.
  package var terms = ""
  package var digest = ""
  /// Where the QR code leads.
  package var link = ""
  package var guide = ""
  /// When it begins and how long it lasts, in words a buyer reads.
  package var when = ""
  package var demand = ""
  package var created = Day(number: 0)
  package var run = ""

  package static func key(_ manufacturer: String, _ code: String) -> String { "\(manufacturer)/\(code)" }

  package init(manufacturer: String, code: String) {
    key = WarrantyProduct.key(manufacturer, code)
    self.manufacturer = manufacturer
    self.code = code
  }

  /// What a code may look like: the name of files, and of nothing else that leaves. (contract.md, Outbound)
  package static func isCode(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, bytes.count <= 40 else { return false }
    func isPlain(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) }
    return isPlain(first) && bytes.allSatisfy { isPlain($0) || $0 == 0x2D }
  }

  package func period(bought: Day, repairDays: Int, count: ServicePeriod.Count) -> ServicePeriod {
    ServicePeriod(bought: bought, warranty: warranty, repairDays: repairDays, months: months, effect: effect, fixed: fixed, count: count)
  }

  /// For the terms page. (domain.md B5-1)
  package func wording(_ count: ServicePeriod.Count) -> String {
    let counted = count == .nextDay ? "购买当日不计入期间，到期日为相应月份的对应日，没有对应日的为该月末日。" : "购买当日计入期间。"
    switch effect {
    case .afterWarranty: return "原厂保修 \(warranty) 个月期满后生效，至自购买日起满 \(warranty + months) 个月之日止。\(counted)"
    case .onPurchase: return "自购买日生效，至自购买日起满 \(months) 个月之日止。\(counted)"
    case .fixedDay: return "自 \(fixed.map { "\($0)" } ?? "") 生效，满 \(months) 个月之日止。"
    }
  }

  package init(key: String, rows: Batch) {
    self.key = key
    let row = rows[0]
    func text(_ column: Column) -> String { row.text(column.rawValue) ?? "" }
    func number(_ column: Column) -> Int { Int(row.integer(column.rawValue) ?? 0) }
    manufacturer = text(.manufacturer)
    code = text(.code)
    name = text(.name)
    model = text(.model)
    brand = text(.brand)
    category = text(.category)
    warranty = number(.warranty)
    months = number(.months)
    effect = ServicePeriod.Effect(rawValue: text(.effect)) ?? .afterWarranty
    fixed = row.date(Column.fixed.rawValue)
    price = row.money(Column.price.rawValue) ?? .zero
    limit = number(.limit)
    type = Kind(rawValue: text(.kind)) ?? .sold
    coverage = text(.coverage)
    clauses = text(.clauses).split(separator: " ").map(String.init)
    terms = text(.terms)
    digest = text(.digest)
    link = text(.link)
    guide = text(.guide)
    when = text(.when)
    demand = text(.demand)
    created = row.date(Column.created.rawValue) ?? Day(number: 0)
    run = text(.run)
  }

  package func write(to rows: inout Batch) {
    rows.appendEmptyRow()
    func set(_ column: Column, _ text: String) { if !text.isEmpty { rows.set(0, column.rawValue, text: text) } }
    func set(_ column: Column, _ number: Int) { rows.set(0, column.rawValue, .integer(Int64(number))) }
    set(.manufacturer, manufacturer)
    set(.code, code)
    set(.name, name)
    set(.model, model)
    set(.brand, brand)
    set(.category, category)
    set(.warranty, warranty)
    set(.months, months)
    set(.effect, effect.rawValue)
    if let fixed { rows.set(0, Column.fixed.rawValue, .date(fixed)) }
    rows.set(0, Column.price.rawValue, .money(price))
    if limit > 0 { set(.limit, limit) }
    set(.kind, type.rawValue)
    set(.coverage, coverage)
    set(.clauses, clauses.joined(separator: " "))
    set(.terms, terms)
    set(.digest, digest)
    set(.link, link)
    set(.guide, guide)
    set(.when, when)
    set(.demand, demand)
    rows.set(0, Column.created.rawValue, .date(created))
    set(.run, run)
  }

  package static let register = StateKind(
    kind, query: "warranty-products", keyTitle: "延保产品", listing: .first,
    fields: Column.allCases.map { column in
      switch column {
      case .manufacturer: Field(name: "manufacturer", header: "厂商", kind: .id)
      case .code: Field(name: "code", header: "产品编码", kind: .id)
      case .name: Field(name: "title", header: "产品名称", kind: .text)
      case .model: Field(name: "model", header: "型号", kind: .id)
      case .brand: Field(name: "brand", header: "品牌", kind: .text)
      case .category: Field(name: "category", header: "品类", kind: .text)
      case .warranty: Field(name: "warranty", header: "原保修(月)", kind: .integer)
      case .months: Field(name: "months", header: "服务期(月)", kind: .integer)
      case .effect: Field(name: "effect", header: "生效方式", kind: .text)
      case .fixed: Field(name: "fixed", header: "固定生效日期", kind: .date)
      case .price: Field(name: "price", header: "价格", kind: .money)
      case .limit: Field(name: "limit", header: "次数上限", kind: .integer)
      case .kind: Field(name: "type", header: "类型", kind: .text)
      case .coverage: Field(name: "coverage", header: "保修范围", kind: .text)
      case .clauses: Field(name: "clauses", header: "条款编号", kind: .text)
      case .terms: Field(name: "terms", header: "服务条款", kind: .text)
      case .digest: Field(name: "digest", header: "条款摘要", kind: .id)
      case .link: Field(name: "link", header: "登记地址", kind: .text)
      case .guide: Field(name: "guide", header: "如何登记", kind: .text)
      case .when: Field(name: "when", header: "生效与期限", kind: .text)
      case .demand: Field(name: "demand", header: "需求号", kind: .id)
      case .created: Field(name: "created", header: "生成日期", kind: .date)
      case .run: Field(name: "run", header: "批次号", kind: .id)
      }
    })
}
