package import Flows
import Tables
package import Values

/// After the sale: a request for repair is held against the covers of its thing, a question is answered, masked. (domain.md 4.19, 4.21, B5-8)
extension WarrantyFlow {
  private enum Cover {
    case by(WarrantyOrder)
    case not(String, WarrantyOrder?)
  }

  func repair(_ fact: Fact, _ desk: inout Desk) {
    let fields = fields(fact)
    let key = KnownRepair.key(fact.party, text(fact, "repair"))
    let reported = fields.date(fact.row, "reported") ?? desk.day
    let cost = fields.money(fact.row, "cost") ?? .zero
    // What was decided of it before is taken back first: a row that tells the result is no second repair.
    if let known = desk.recall(KnownRepair.self, key) { takeBack(known, fact, &desk) }
    let cover = cover(CoveredSerial.key(fact.party, text(fact, "device")), mobile: text(fact, "mobile"), on: reported, desk)
    var (order, why): (WarrantyOrder?, String) = (nil, "")
    switch cover {
    case .by(var found):
      found.used += 1
      if !cost.isZero { found.paidRepairs += 1 }
      desk.remember(found, group: found.group)
      order = found
      var event = Event(.repair, model: found.model, at: reported)
      event.product = found.product
      (event.repairs, event.cost) = (1, cost)
      event.tell(&desk, part: fact.party, about: fact.id)
    case .not(let reason, let found): (order, why) = (found, reason)
    }
    var isCovered = false
    if case .by = cover { isCovered = true }
    desk.remember(
      KnownRepair(key, order: isCovered ? order?.key ?? "" : "", cost: cost, reported: reported, model: order?.model ?? ""))
    desk.line(WarrantyLine.repair.rawValue, part: fact.party, fact: fact) { cells, row in
      func set(_ column: WarrantyLine.Repair, _ text: String) { if !text.isEmpty { cells.set(row, column.rawValue, text: text) } }
      func set(_ column: WarrantyLine.Repair, _ datum: Datum) { cells.set(row, column.rawValue, datum) }
      set(.covered, isCovered ? "在保" : "不在保")
      set(.why, why)
      set(.cost, .money(cost))
      guard let order else { return }
      set(.order, order.number)
      set(.product, order.product)
      set(.model, order.model)
      set(.starts, .date(order.period.starts))
      set(.ends, .date(order.period.ends))
      set(.used, .integer(Int64(order.used)))
      if order.limit > 0 { set(.limit, .integer(Int64(order.limit))) }
    }
    if isCovered { desk.settle(fact) } else { desk.settle(fact, WarrantyReasons.notCovered, why) }
  }

  private func takeBack(_ known: KnownRepair, _ fact: Fact, _ desk: inout Desk) {
    guard !known.order.isEmpty, var order = desk.recall(WarrantyOrder.self, known.order) else { return }
    order.used -= 1
    if !known.cost.isZero { order.paidRepairs -= 1 }
    desk.remember(order, group: order.group)
    var event = Event(.repair, model: order.model, at: known.reported)
    event.product = order.product
    (event.repairs, event.cost) = (-1, .zero - known.cost)
    event.tell(&desk, part: fact.party, about: fact.id)
  }

  /// First and last day count; then the owner, then how often. (domain.md B5-8)
  private func cover(_ key: String, mobile: String, on day: Day, _ desk: Desk) -> Cover {
    guard let serial = desk.recall(CoveredSerial.self, key), !serial.covers.isEmpty else { return .not("没有登记延保", nil) }
    func order(_ cover: CoveredSerial.Cover) -> WarrantyOrder? { desk.recall(WarrantyOrder.self, cover.order) }
    guard let cover = serial.covers.first(where: { $0.period.contains(day) }), let found = order(cover) else {
      if let next = serial.covers.filter({ day < $0.period.starts }).min(by: { $0.period.starts < $1.period.starts }) {
        return .not("延保尚未生效（\(next.period.starts) 起）", order(next))
      }
      let last = serial.covers.max { $0.period.ends < $1.period.ends }!
      return .not("延保已于 \(last.period.ends) 到期", order(last))
    }
    guard found.mobile == mobile else { return .not("手机号与登记不符", found) }
    guard found.limit == 0 || found.used < found.limit else { return .not("服务次数已用完（\(found.limit) 次）", found) }
    return .by(found)
  }

  // MARK: questions

  func answer(_ fact: Fact, _ desk: inout Desk) {
    let (mobile, device) = (text(fact, "mobile"), text(fact, "device"))
    if mobile.isEmpty && device.isEmpty { return desk.reject(fact, WarrantyReasons.queryEmpty) }
    var orders: [WarrantyOrder] = []
    if !mobile.isEmpty {
      orders = desk.group(WarrantyOrder.kind, WarrantyOrder.group(fact.party, mobile: mobile)).map {
        WarrantyOrder(key: $0.key.key, rows: $0.rows)
      }
      if !device.isEmpty { orders.removeAll { $0.serial != device } }
    } else if let serial = desk.recall(CoveredSerial.self, CoveredSerial.key(fact.party, device)) {
      orders = serial.covers.compactMap { desk.recall(WarrantyOrder.self, $0.order) }
    }
    for order in orders {
      let product = desk.recall(WarrantyProduct.self, WarrantyProduct.key(fact.party, order.product))
      let status = order.status(on: desk.day)
      desk.line(WarrantyLine.answer.rawValue, part: fact.party, fact: fact) { cells, row in
        func set(_ column: WarrantyLine.Answer, _ text: String) { if !text.isEmpty { cells.set(row, column.rawValue, text: text) } }
        func set(_ column: WarrantyLine.Answer, _ datum: Datum) { cells.set(row, column.rawValue, datum) }
        set(.order, order.number)
        set(.product, order.product)
        set(.title, product?.name ?? "")
        set(.model, order.model)
        set(.name, order.name)
        set(.mobile, order.mobile)
        set(.device, order.serial)
        set(.bought, .date(order.bought))
        if order.standing != .unpaid {
          set(.starts, .date(order.period.starts))
          set(.ends, .date(order.period.ends))
        }
        set(.status, status)
        if order.limit > 0 { set(.left, .integer(Int64(max(0, order.limit - order.used)))) }
        set(.digest, product.map { String($0.digest.prefix(16)) } ?? "")
        set(.coverage, product?.coverage ?? "")
      }
    }
    guard orders.isEmpty else { return desk.settle(fact) }
    desk.line(WarrantyLine.answer.rawValue, part: fact.party, fact: fact) { cells, row in
      cells.set(row, WarrantyLine.Answer.status.rawValue, text: "未找到")
    }
    desk.settle(fact, WarrantyReasons.nothingFound)
  }

  package static let questionNames = [Question.warranty.name]

  /// `settle query warranty`: by phone or serial number, as the cover stands on the day. (domain.md 4.19)
  package func answer(_ question: Question, _ state: State, day: Day) -> [[String]] {
    guard question.name == Question.warranty.name else { return [] }
    let order = WarrantyOrder(key: state.key.key, rows: state.rows)
    let isRecorded = order.standing != .unpaid
    return [
      [
        order.manufacturer, order.number, order.product, order.model, order.name, order.mobile, order.serial, "\(order.bought)",
        isRecorded ? "\(order.period.starts)" : "", isRecorded ? "\(order.period.ends)" : "", "\(order.paid)", order.status(on: day),
        "\(order.used)", order.limit > 0 ? "\(order.limit)" : "",
      ]
    ]
  }
}

extension Question {
  package static let warranty = Question(
    "warranty", kind: WarrantyOrder.kind,
    columns: [
      Column("厂商", "manufacturer"), Column("订单号", "order"), Column("产品编码", "product"), Column("型号", "model"),
      Column("姓名", "name", personal: "name"), Column("手机号", "mobile", personal: "mobile"),
      Column("主商品识别号", "device", personal: "account"), Column("购买日期", "bought"), Column("生效日期", "starts"), Column("到期日期", "ends"),
      Column("支付金额", "paid", isNumeric: true), Column("状态", "status"), Column("已用次数", "used", isNumeric: true),
      Column("次数上限", "limit", isNumeric: true),
    ], owner: 0)
}
