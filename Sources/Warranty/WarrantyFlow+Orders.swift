import Flows
import Ledger
import Tables
import Values

/// Orders (延保订单): recorded once paid, at the product's price, for a thing that is not covered already; what is not paid yet waits. (domain.md
/// 4.15–4.18, B5-2 … B5-4, B5-7)
extension WarrantyFlow {
  private enum Payment: String {
    case done = "成功"
    case pending = "处理中"
    case unpaid = "待支付"
    case failed = "失败"
    case refunded = "退款"
  }

  func order(_ fact: Fact, _ shelf: inout [String: WarrantyProduct], _ desk: inout Desk) {
    var order = draft(fact, desk.day)
    let payment = Payment(rawValue: text(fact, "payment-state")) ?? .unpaid
    if let known = desk.recall(WarrantyOrder.self, order.key) {
      let differing = differences(known, order)
      let corrects = known.standing == .unpaid && fields(fact).boolean(fact.row, "correction") == true
      guard differing.isEmpty || corrects else {
        return desk.reject(fact, WarrantyReasons.orderFixed, differing.joined(separator: "、"))
      }
      if known.standing != .unpaid { return update(known, order, payment, fact, &desk) }
    }
    switch payment {
    case .done: break
    case .pending, .unpaid:
      desk.remember(order, group: order.group)
      return desk.wait(fact, WarrantyReasons.unpaid, payment.rawValue)
    case .failed, .refunded:
      desk.forget(WarrantyOrder.stateKey(order.key))
      return desk.reject(fact, WarrantyReasons.paymentFailed, payment.rawValue)
    }
    let key = WarrantyProduct.key(fact.party, order.product)
    guard let product = shelf[key] ?? desk.recall(WarrantyProduct.self, key) else {
      return desk.wait(fact, WarrantyReasons.productUnknown, order.product)
    }
    shelf[key] = product
    guard let main = desk.recall(MainProduct.self, MainProduct.key(fact.party, product.model)) else {
      return desk.wait(fact, WarrantyReasons.modelUnknown, product.model)
    }
    let registered = fields(fact).moment(fact.row, "ordered")?.day ?? fact.since
    guard isFit(order, product, main, registered: registered, fact, &desk) else { return }
    order.model = product.model
    order.limit = product.limit
    order.period = product.period(bought: order.bought, repairDays: order.repairDays, count: terms.count)
    var serial =
      desk.recall(CoveredSerial.self, CoveredSerial.key(fact.party, order.serial))
      ?? CoveredSerial(CoveredSerial.key(fact.party, order.serial), model: product.model)
    // One thing is of one model, whatever a later order says.
    guard serial.model == product.model else { return desk.reject(fact, WarrantyReasons.otherModel, "\(serial.model) ≠ \(product.model)") }
    if let cover = serial.covers.first(where: { $0.period.overlaps(order.period) }) {
      return desk.reject(fact, WarrantyReasons.overlaps, "\(cover.order) \(cover.period.starts)—\(cover.period.ends)")
    }
    switch splits.split(manufacturer: fact.party, product: product, channel: order.channel, type: order.type) {
    case .unclear(let why): return desk.wait(fact, WarrantyReasons.tableUnclear, why)
    case .split(let rule, let weights): (order.splitRule, order.weights) = (rule, weights)
    }
    order.standing = .inForce
    serial.covers.append(.init(order: order.key, period: order.period))
    desk.remember(serial)
    if !order.payment.isEmpty { desk.remember(UsedPayment(UsedPayment.key(fact.party, order.payment), order: order.key)) }
    desk.remember(order, group: order.group)
    record(order, product, fact, &desk)
    desk.settle(fact)
  }

  private func draft(_ fact: Fact, _ day: Day) -> WarrantyOrder {
    let (row, fields) = (fact.row, fields(fact))
    func text(_ name: String) -> String { fields.text(row, name) }
    var order = WarrantyOrder(manufacturer: fact.party, number: text("order"))
    order.product = text("product")
    order.name = text("name")
    order.mobile = text("mobile")
    order.serial = text("device")
    order.bought = fields.date(row, "bought") ?? day
    order.method = text("method")
    order.paid = fields.money(row, "paid") ?? .zero
    order.payment = text("payment")
    order.type = WarrantyProduct.Kind(rawValue: text("kind")) ?? .sold
    order.channel = text("channel")
    order.repairDays = Int(fields.integer(row, "repair-days") ?? 0)
    order.fact = fact.id
    return order
  }

  /// What of an order may not change once it was sent, by the headers of its columns. (contract.md, warranty-orders)
  private func differences(_ known: WarrantyOrder, _ order: WarrantyOrder) -> [String] {
    [
      (known.product == order.product, "产品编码"), (known.name == order.name, "姓名"), (known.mobile == order.mobile, "手机号"),
      (known.serial == order.serial, "主商品识别号"), (known.bought == order.bought, "购买日期"), (known.type == order.type, "订单类型"),
      (known.repairDays == order.repairDays, "延长天数"),
    ].filter { !$0.0 }.map(\.1)
  }

  /// Price, model, launch, window and payment; says what is wrong, and whether it may still come right.
  private func isFit(
    _ order: WarrantyOrder, _ product: WarrantyProduct, _ main: MainProduct, registered: Day, _ fact: Fact, _ desk: inout Desk
  ) -> Bool {
    func reject(_ reason: Reason, _ detail: String = "") -> Bool {
      desk.reject(fact, reason, detail)
      return false
    }
    func wait(_ reason: Reason, _ detail: String) -> Bool {
      desk.wait(fact, reason, detail)
      return false
    }
    let named = text(fact, "model")
    if !named.isEmpty && named != product.model { return reject(WarrantyReasons.otherModel, "\(named) ≠ \(product.model)") }
    switch order.type {
    case .sold:
      if product.type == .gifted { return reject(WarrantyReasons.priceMissing, product.code) }
      if order.payment.isEmpty { return reject(WarrantyReasons.paymentMissing) }
    case .gifted: break
    }
    let price = order.type == .gifted ? .zero : product.price
    if order.paid != price { return wait(WarrantyReasons.priceDiffers, "支付 \(order.paid) ≠ 价格 \(price)") }
    if order.bought < main.launched { return reject(WarrantyReasons.beforeLaunch, "\(order.bought) < \(main.launched)") }
    let original = ServicePeriod.lastDay(from: order.bought, months: product.warranty, terms.count).advanced(by: order.repairDays)
    switch windows.answer(product, type: order.type, daysAfter: registered - order.bought, isWithinWarranty: registered <= original) {
    case .open: break
    case .closed(let why): return reject(WarrantyReasons.windowClosed, why)
    case .unclear(let why): return wait(WarrantyReasons.tableUnclear, why)
    }
    if !order.payment.isEmpty, let used = desk.recall(UsedPayment.self, UsedPayment.key(fact.party, order.payment)), used.order != order.key
    {
      return reject(WarrantyReasons.paymentUsed, used.order)
    }
    return true
  }

  /// A row of an order that stands: its payment came back, or it says the same again.
  private func update(_ known: WarrantyOrder, _ order: WarrantyOrder, _ payment: Payment, _ fact: Fact, _ desk: inout Desk) {
    switch payment {
    case .done where order.paid == known.paid: desk.settle(fact)
    case .done, .pending, .unpaid, .failed:
      desk.reject(fact, WarrantyReasons.orderFixed, "支付状态 \(payment.rawValue)，支付金额 \(order.paid)")
    case .refunded:
      guard known.standing == .inForce else { return desk.reject(fact, WarrantyReasons.ended, known.standing.rawValue) }
      // The payment went back whole: there never was an order.
      end(known, .refunded, on: max(desk.day, known.bought), refund: known.paid, daysLeft: known.period.days, "支付已退款", fact, &desk)
      desk.settle(fact)
    }
  }

  // MARK: recorded

  private func record(_ order: WarrantyOrder, _ product: WarrantyProduct, _ fact: Fact, _ desk: inout Desk) {
    let shares = order.paid.split(by: order.weights)
    if !order.paid.isZero {
      book(order, shares, reference: Reference("warranty/\(order.key)"), kind: "warranty-order", corrects: nil, fact, &desk)
    }
    tell(order, paid: order.paid, refund: nil, shares: shares, about: fact, &desk)
    var event = Event(.registration, model: order.model, at: order.bought)
    event.product = order.product
    event.months = product.months
    event.net = order.paid
    if order.type == .sold { (event.orders, event.sales) = (1, order.paid) } else { event.gifts = 1 }
    event.days = Int64(order.period.days)
    event.tell(&desk, part: order.manufacturer, about: fact.id)
  }

  /// What was received, and whom it belongs to.
  private func book(
    _ order: WarrantyOrder, _ shares: [Money], reference: Reference, kind: String, corrects: Reference?, _ fact: Fact, _ desk: inout Desk
  ) {
    let amount = shares.reduce(Money.zero, +)
    var postings = [Posting(desk.books.account(WarrantyAccounts.receipts(order.manufacturer), .cny), amount)]
    for (path, share) in zip(WarrantyAccounts.shares(order.manufacturer), shares) where !share.isZero {
      postings.append(Posting(desk.books.account(path, .cny), -share))
    }
    let verdict = desk.books.post(
      Entry(reference: reference, kind: kind, cause: String(fact.id), postings: postings, corrects: corrects))
    precondition(verdict == .accepted, "an order is booked once, and ended once: \(verdict)")
  }

  /// Ends an order: the thing may be covered anew from the next day on, what is given back is taken from whom it went to.
  func end(
    _ known: WarrantyOrder, _ standing: WarrantyOrder.Standing, on day: Day, refund: Money, daysLeft: Int, _ why: String, _ fact: Fact,
    _ desk: inout Desk
  ) {
    var order = known
    order.standing = standing
    order.cancelled = day
    order.refund = refund
    if var serial = desk.recall(CoveredSerial.self, CoveredSerial.key(order.manufacturer, order.serial)) {
      let last = order.period.starts.advanced(by: order.period.days - daysLeft - 1)
      serial.covers = serial.covers.compactMap { cover in
        guard cover.order == order.key else { return cover }
        return last < cover.period.starts
          ? nil : CoveredSerial.Cover(order: cover.order, period: ServicePeriod(starts: cover.period.starts, ends: last))
      }
      desk.remember(serial)
    }
    desk.remember(order, group: order.group)
    let shares = (.zero - refund).split(by: order.weights)
    if !refund.isZero {
      let first = Reference("warranty/\(order.key)")
      book(order, shares, reference: Reference(first.text + "/end"), kind: "warranty-refund", corrects: first, fact, &desk)
    }
    tell(order, paid: nil, refund: refund, shares: shares, why: why, about: fact, &desk)
    var event = Event(.cancellation, model: order.model, at: day)
    event.product = order.product
    event.months = desk.recall(WarrantyProduct.self, WarrantyProduct.key(order.manufacturer, order.product))?.months ?? 0
    event.net = .zero - refund
    event.refund = refund
    event.cancelled = 1
    event.days = -Int64(daysLeft)
    event.tell(&desk, part: order.manufacturer, about: fact.id)
  }

  private func tell(
    _ order: WarrantyOrder, paid: Money?, refund: Money?, shares: [Money], why: String = "", about fact: Fact, _ desk: inout Desk
  ) {
    // What the order's own row says is read from there; a row that ends it says nothing of it.
    let isOwn = WarrantyFlow.source(fact) == .orders
    desk.line(WarrantyLine.order.rawValue, part: order.manufacturer, fact: fact) { cells, row in
      func set(_ column: WarrantyLine.Order, _ text: String) { if !text.isEmpty { cells.set(row, column.rawValue, text: text) } }
      func set(_ column: WarrantyLine.Order, _ datum: Datum) { cells.set(row, column.rawValue, datum) }
      set(.model, order.model)
      if !isOwn {
        set(.product, order.product)
        set(.name, order.name)
        set(.mobile, order.mobile)
        set(.device, order.serial)
        set(.bought, .date(order.bought))
        set(.method, order.method)
        set(.channel, order.channel)
      }
      set(.starts, .date(order.period.starts))
      set(.ends, .date(order.period.ends))
      set(.days, .integer(Int64(order.period.days)))
      set(.paid, .money(paid ?? .zero))
      if let refund { set(.refund, .money(refund)) }
      set(.net, .money((paid ?? .zero) - (refund ?? .zero)))
      set(.makerShare, .money(shares[0]))
      set(.platformShare, .money(shares[1]))
      set(.channelShare, .money(shares[2]))
      set(.splitRule, order.splitRule)
      set(.kind, order.type.rawValue)
      set(.status, order.standing.rawValue)
      if let cancelled = order.cancelled { set(.cancelled, .date(cancelled)) }
      set(.why, why)
    }
  }

  // MARK: cancellations

  /// 退保: all of it before the cover begins, by the day afterwards, nothing once a repair was paid, unless the setting says otherwise. (domain.md B5-5)
  func cancel(_ fact: Fact, _ desk: inout Desk) {
    let number = text(fact, "order")
    guard let order = desk.recall(WarrantyOrder.self, WarrantyOrder.key(fact.party, number)), order.standing != .unpaid else {
      return desk.wait(fact, WarrantyReasons.orderUnknown, number)
    }
    guard order.standing == .inForce else { return desk.reject(fact, WarrantyReasons.ended, order.standing.rawValue) }
    let day = fields(fact).date(fact.row, "day") ?? desk.day
    guard day <= order.period.ends else { return desk.reject(fact, WarrantyReasons.ended, "\(order.period.ends)") }
    var (refund, daysLeft) = terms.refund(of: order.paid, order.period, on: day)
    var why = text(fact, "reason")
    if order.paidRepairs > 0, terms.afterRepair == .none {
      refund = .zero
      why += "；已有费用维修，不退款"
    } else if refund != order.paid {
      why += "；剩余 \(daysLeft)/\(order.period.days) 天"
    }
    daysLeft = max(0, daysLeft)
    end(order, .cancelled, on: day, refund: refund, daysLeft: daysLeft, why, fact, &desk)
    desk.settle(fact)
  }
}
