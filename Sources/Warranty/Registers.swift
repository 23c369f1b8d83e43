package import Flows
package import Tables
package import Values

/// A thing a manufacturer sells (主商品): what a warranty is made for. (domain.md 4.4–4.6)
package struct MainProduct: Remembered {
  package enum Column: Int, CaseIterable { case manufacturer, model, brand, name, category, price, months, launched, run }

  package static let kind = "main-product"
  package static let width = Column.allCases.count

  package var key: String
  package var manufacturer: String
  package var model: String
  package var brand: String
  package var name: String
  package var category: String
  package var price: Money
  /// 保修期限.
  package var months: Int
  package var launched: Day
  package var run: String

  package static func key(_ manufacturer: String, _ model: String) -> String { "\(manufacturer)/\(model)" }

  package init(
    manufacturer: String, model: String, brand: String, name: String, category: String, price: Money, months: Int, launched: Day,
    run: String
  ) {
    key = MainProduct.key(manufacturer, model)
    self.manufacturer = manufacturer
    self.model = model
    self.brand = brand
    self.name = name
    self.category = category
    self.price = price
    self.months = months
    self.launched = launched
    self.run = run
  }

  package init(key: String, rows: Batch) {
    self.key = key
    let row = rows[0]
    func text(_ column: Column) -> String { row.text(column.rawValue) ?? "" }
    manufacturer = text(.manufacturer)
    model = text(.model)
    brand = text(.brand)
    name = text(.name)
    category = text(.category)
    price = row.money(Column.price.rawValue) ?? .zero
    months = Int(row.integer(Column.months.rawValue) ?? 0)
    launched = row.date(Column.launched.rawValue) ?? Day(number: 0)
    run = text(.run)
  }

  package func write(to rows: inout Batch) {
    rows.appendEmptyRow()
    func set(_ column: Column, _ text: String) { if !text.isEmpty { rows.set(0, column.rawValue, text: text) } }
    set(.manufacturer, manufacturer)
    set(.model, model)
    set(.brand, brand)
    set(.name, name)
    set(.category, category)
    rows.set(0, Column.price.rawValue, .money(price))
    rows.set(0, Column.months.rawValue, .integer(Int64(months)))
    rows.set(0, Column.launched.rawValue, .date(launched))
    set(.run, run)
  }

  package static let register = StateKind(
    kind, query: "main-products", keyTitle: "主商品", listing: .first,
    fields: Column.allCases.map { column in
      switch column {
      case .manufacturer: Field(name: "manufacturer", header: "厂商", kind: .id)
      case .model: Field(name: "model", header: "型号", kind: .id)
      case .brand: Field(name: "brand", header: "品牌", kind: .text)
      case .name: Field(name: "name", header: "名称", kind: .text)
      case .category: Field(name: "category", header: "品类", kind: .text)
      case .price: Field(name: "price", header: "售价", kind: .money)
      case .months: Field(name: "months", header: "保修期限(月)", kind: .integer)
      case .launched: Field(name: "launched", header: "上市时间", kind: .date)
      case .run: Field(name: "run", header: "批次号", kind: .id)
      }
    })
}

/// What warranty a manufacturer would like for one of its products (延保产品需求). (domain.md 4.7)
package struct Demand: Remembered {
  package enum Column: Int, CaseIterable { case number, model, months, price, text, run }

  package static let kind = "warranty-demand"
  package static let width = Column.allCases.count

  package var key: String
  package var number: String
  package var model: String
  package var months: Int
  package var price: Money
  package var text: String
  package var run: String

  package static func key(_ manufacturer: String, _ number: String) -> String { "\(manufacturer)/\(number)" }

  package init(manufacturer: String, number: String, model: String, months: Int, price: Money, text: String, run: String) {
    key = Demand.key(manufacturer, number)
    self.number = number
    self.model = model
    self.months = months
    self.price = price
    self.text = text
    self.run = run
  }

  package init(key: String, rows: Batch) {
    self.key = key
    let row = rows[0]
    number = row.text(Column.number.rawValue) ?? ""
    model = row.text(Column.model.rawValue) ?? ""
    months = Int(row.integer(Column.months.rawValue) ?? 0)
    price = row.money(Column.price.rawValue) ?? .zero
    text = row.text(Column.text.rawValue) ?? ""
    run = row.text(Column.run.rawValue) ?? ""
  }

  package func write(to rows: inout Batch) {
    rows.appendEmptyRow()
    rows.set(0, Column.number.rawValue, text: number)
    rows.set(0, Column.model.rawValue, text: model)
    rows.set(0, Column.months.rawValue, .integer(Int64(months)))
    rows.set(0, Column.price.rawValue, .money(price))
    if !text.isEmpty { rows.set(0, Column.text.rawValue, text: text) }
    rows.set(0, Column.run.rawValue, text: run)
  }

  package static let register = StateKind(
    kind, query: "warranty-demands", keyTitle: "需求", listing: .first,
    fields: Column.allCases.map { column in
      switch column {
      case .number: Field(name: "demand", header: "需求号", kind: .id)
      case .model: Field(name: "model", header: "型号", kind: .id)
      case .months: Field(name: "months", header: "期望服务期(月)", kind: .integer)
      case .price: Field(name: "price", header: "期望价格", kind: .money)
      case .text: Field(name: "text", header: "说明", kind: .text)
      case .run: Field(name: "run", header: "批次号", kind: .id)
      }
    })
}

/// A case or a clause of the library (案例/条款), for every manufacturer alike. (domain.md 4.8)
package struct Clause: Remembered {
  package static let kind = "clause"
  package static let width = 4
  /// All of them are ranked together.
  package static let library = "library"
  /// Fits every category.
  package static let general: Set<String> = ["", "-", "通用"]
  package static let caseType = "案例"

  package var key: String
  package var category: String
  /// 案例 or 条款.
  package var type: String
  package var title: String
  package var text: String

  package init(_ number: String, category: String, type: String, title: String, text: String) {
    key = number
    self.category = category
    self.type = type
    self.title = title
    self.text = text
  }

  package init(key: String, rows: Batch) {
    self.key = key
    let row = rows[0]
    category = row.text(0) ?? ""
    type = row.text(1) ?? ""
    title = row.text(2) ?? ""
    text = row.text(3) ?? ""
  }

  package func write(to rows: inout Batch) {
    rows.appendEmptyRow()
    for (column, text) in [category, type, title, text].enumerated() where !text.isEmpty { rows.set(0, column, text: text) }
  }

  package func fits(_ category: String) -> Bool { Clause.general.contains(self.category) || self.category == category }
}

/// How many of a main product were sold in a month, as last told: the next row of the same month counts what it adds to that. (contract.md,
/// main-product-sales)
struct SoldCount: Remembered {
  static let kind = "main-product-sales"
  static let width = 1

  var key: String
  var quantity: Int64

  init(_ key: String, quantity: Int64) {
    self.key = key
    self.quantity = quantity
  }

  init(key: String, rows: Batch) {
    self.key = key
    quantity = rows[0].integer(0) ?? 0
  }

  func write(to rows: inout Batch) {
    rows.appendEmptyRow()
    rows.set(0, 0, .integer(quantity))
  }
}
