package import Flows
package import Tables
package import Values

/// An order for a warranty (延保订单): recorded once it is paid, kept with what became of it. One that waits for its payment stands here too, so that
/// what comes later is held against what came first. (domain.md 4.15–4.19, B5)
package struct WarrantyOrder: Remembered {
  package enum Standing: String, Sendable, CaseIterable {
    case unpaid = "待支付"
    case inForce = "有效"
    case cancelled = "已退保"
    case refunded = "已退款"
  }

  package enum Column: Int, CaseIterable {
    case manufacturer, number, product, model, name, mobile, serial, bought, starts, ends, method, paid, payment, kind, channel, status
    case limit, used, paidRepairs, cancelled, refund, weights, splitRule, repairDays, fact
  }

  package static let kind = "warranty-order"
  package static let width = Column.allCases.count

  package var key: String
  package var manufacturer: String
  /// 订单号.
  package var number: String
  package var product = ""
  package var model = ""
  package var name = ""
  package var mobile = ""
  /// 主商品识别号.
  package var serial = ""
  package var bought = Day(number: 0)
  package var period = ServicePeriod(starts: Day(number: 0), ends: Day(number: 0))
  package var method = ""
  package var paid = Money.zero
  package var payment = ""
  package var type = WarrantyProduct.Kind.sold
  package var channel = ""
  package var standing = Standing.unpaid
  package var limit = 0
  /// Repairs it paid for so far, and those of them that cost something.
  package var used = 0
  package var paidRepairs = 0
  package var cancelled: Day?
  package var refund = Money.zero
  /// Shares of manufacturer, platform and channel as the order was split, in billionths.
  package var weights: [Int64] = []
  package var splitRule = ""
  package var repairDays = 0
  package var fact: Int64 = 0

  package static func key(_ manufacturer: String, _ number: String) -> String { "\(manufacturer)/\(number)" }
  /// Orders of one phone stand together: that is what its owner asks by.
  package static func group(_ manufacturer: String, mobile: String) -> String { "\(manufacturer)/\(mobile)" }

  package init(manufacturer: String, number: String) {
    key = WarrantyOrder.key(manufacturer, number)
    self.manufacturer = manufacturer
    self.number = number
  }

  package var group: String { WarrantyOrder.group(manufacturer, mobile: mobile) }

  /// How it stands on a day, in the words its owner reads.
  package func status(on day: Day) -> String {
    guard standing == .inForce else { return standing.rawValue }
    return day < period.starts ? "未生效" : day > period.ends ? "已过期" : "保障中"
  }

  package init(key: String, rows: Batch) {
    self.key = key
    let row = rows[0]
    func text(_ column: Column) -> String { row.text(column.rawValue) ?? "" }
    func day(_ column: Column) -> Day? { row.date(column.rawValue) }
    func number(_ column: Column) -> Int { Int(row.integer(column.rawValue) ?? 0) }
    manufacturer = text(.manufacturer)
    self.number = text(.number)
    product = text(.product)
    model = text(.model)
    name = text(.name)
    mobile = text(.mobile)
    serial = text(.serial)
    bought = day(.bought) ?? Day(number: 0)
    period = ServicePeriod(starts: day(.starts) ?? Day(number: 0), ends: day(.ends) ?? Day(number: 0))
    method = text(.method)
    paid = row.money(Column.paid.rawValue) ?? .zero
    payment = text(.payment)
    type = WarrantyProduct.Kind(rawValue: text(.kind)) ?? .sold
    channel = text(.channel)
    standing = Standing(rawValue: text(.status)) ?? .unpaid
    limit = number(.limit)
    used = number(.used)
    paidRepairs = number(.paidRepairs)
    cancelled = day(.cancelled)
    refund = row.money(Column.refund.rawValue) ?? .zero
    weights = text(.weights).split(separator: " ").compactMap { Int64($0) }
    splitRule = text(.splitRule)
    repairDays = number(.repairDays)
    fact = row.integer(Column.fact.rawValue) ?? 0
  }

  package func write(to rows: inout Batch) {
    rows.appendEmptyRow()
    func set(_ column: Column, _ text: String) { if !text.isEmpty { rows.set(0, column.rawValue, text: text) } }
    func set(_ column: Column, _ number: Int) { if number != 0 { rows.set(0, column.rawValue, .integer(Int64(number))) } }
    set(.manufacturer, manufacturer)
    set(.number, number)
    set(.product, product)
    set(.model, model)
    set(.name, name)
    set(.mobile, mobile)
    set(.serial, serial)
    rows.set(0, Column.bought.rawValue, .date(bought))
    if standing != .unpaid {
      rows.set(0, Column.starts.rawValue, .date(period.starts))
      rows.set(0, Column.ends.rawValue, .date(period.ends))
    }
    set(.method, method)
    rows.set(0, Column.paid.rawValue, .money(paid))
    set(.payment, payment)
    set(.kind, type.rawValue)
    set(.channel, channel)
    set(.status, standing.rawValue)
    set(.limit, limit)
    set(.used, used)
    set(.paidRepairs, paidRepairs)
    if let cancelled { rows.set(0, Column.cancelled.rawValue, .date(cancelled)) }
    if !refund.isZero { rows.set(0, Column.refund.rawValue, .money(refund)) }
    set(.weights, weights.map { String($0) }.joined(separator: " "))
    set(.splitRule, splitRule)
    set(.repairDays, repairDays)
    rows.set(0, Column.fact.rawValue, .integer(fact))
  }

  package static let register = StateKind(
    kind, query: "warranty-orders", keyTitle: "延保订单", listing: .first,
    fields: Column.allCases.map { column in
      switch column {
      case .manufacturer: Field(name: "manufacturer", header: "厂商", kind: .id)
      case .number: Field(name: "order", header: "订单号", kind: .id)
      case .product: Field(name: "product", header: "产品编码", kind: .id)
      case .model: Field(name: "model", header: "型号", kind: .id)
      case .name: Field(name: "name", header: "姓名", kind: .text, personal: "name")
      case .mobile: Field(name: "mobile", header: "手机号", kind: .id, personal: "mobile")
      case .serial: Field(name: "device", header: "主商品识别号", kind: .id, personal: "account")
      case .bought: Field(name: "bought", header: "购买日期", kind: .date)
      case .starts: Field(name: "starts", header: "生效日期", kind: .date)
      case .ends: Field(name: "ends", header: "到期日期", kind: .date)
      case .method: Field(name: "method", header: "支付方式", kind: .text)
      case .paid: Field(name: "paid", header: "支付金额", kind: .money)
      case .payment: Field(name: "payment", header: "支付流水", kind: .id, personal: "account")
      case .kind: Field(name: "kind", header: "订单类型", kind: .text)
      case .channel: Field(name: "channel", header: "渠道", kind: .text)
      case .status: Field(name: "status", header: "状态", kind: .text)
      case .limit: Field(name: "limit", header: "次数上限", kind: .integer)
      case .used: Field(name: "used", header: "已用次数", kind: .integer)
      case .paidRepairs: Field(name: "paid-repairs", header: "有费用的维修", kind: .integer)
      case .cancelled: Field(name: "cancelled", header: "退保日期", kind: .date)
      case .refund: Field(name: "refund", header: "退款金额", kind: .money)
      case .weights: Field(name: "weights", header: "分成权重", kind: .text)
      case .splitRule: Field(name: "split-rule", header: "分成规则", kind: .id)
      case .repairDays: Field(name: "repair-days", header: "延长天数", kind: .integer)
      case .fact: Field(name: "fact", header: "登记序号", kind: .integer)
      }
    })
}
