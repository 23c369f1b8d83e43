import Flows
import Tables
import Values

/// Which covers a thing has had, by its number (主商品识别号) and its manufacturer: no two of them overlap. (domain.md B5-4, B5-8)
struct CoveredSerial: Remembered {
  struct Cover: Equatable {
    /// Key of the order.
    var order: String
    var period: ServicePeriod
  }

  static let kind = "warranty-serial"
  static let width = 4

  var key: String
  /// One thing is of one model.
  var model: String
  /// In the order they were registered; a cancelled one ends on the day it was cancelled, or is gone when it never began.
  var covers: [Cover]

  static func key(_ manufacturer: String, _ serial: String) -> String { "\(manufacturer)/\(serial)" }

  init(_ key: String, model: String) {
    self.key = key
    self.model = model
    covers = []
  }

  init(key: String, rows: Batch) {
    self.key = key
    model = rows[0].text(0) ?? ""
    covers = (0..<rows.count).compactMap { index in
      let row = rows[index]
      guard let order = row.text(1), let starts = row.date(2), let ends = row.date(3) else { return nil }
      return Cover(order: order, period: ServicePeriod(starts: starts, ends: ends))
    }
  }

  func write(to rows: inout Batch) {
    rows.appendEmptyRow()
    rows.set(0, 0, text: model)
    for (index, cover) in covers.enumerated() {
      if index > 0 { rows.appendEmptyRow() }
      rows.set(index, 1, text: cover.order)
      rows.set(index, 2, .date(cover.period.starts))
      rows.set(index, 3, .date(cover.period.ends))
    }
  }
}

/// Which order a payment was for: paid once, ordered once. (domain.md B5-4)
struct UsedPayment: Remembered {
  static let kind = "warranty-payment"
  static let width = 1

  var key: String
  var order: String

  static func key(_ manufacturer: String, _ number: String) -> String { "\(manufacturer)/\(number)" }

  init(_ key: String, order: String) {
    self.key = key
    self.order = order
  }

  init(key: String, rows: Batch) {
    self.key = key
    order = rows[0].text(0) ?? ""
  }

  func write(to rows: inout Batch) {
    rows.appendEmptyRow()
    rows.set(0, 0, text: order)
  }
}

/// A request for repair as it was last decided, so that a row that says more of it counts nothing twice.
struct KnownRepair: Remembered {
  static let kind = "warranty-repair"
  static let width = 4

  var key: String
  /// Key of the order that covers it; empty where none does.
  var order: String
  var cost: Money
  var reported: Day
  var model: String

  static func key(_ manufacturer: String, _ number: String) -> String { "\(manufacturer)/\(number)" }

  init(_ key: String, order: String, cost: Money, reported: Day, model: String) {
    self.key = key
    self.order = order
    self.cost = cost
    self.reported = reported
    self.model = model
  }

  init(key: String, rows: Batch) {
    self.key = key
    order = rows[0].text(0) ?? ""
    cost = rows[0].money(1) ?? .zero
    reported = rows[0].date(2) ?? Day(number: 0)
    model = rows[0].text(3) ?? ""
  }

  func write(to rows: inout Batch) {
    rows.appendEmptyRow()
    if !order.isEmpty { rows.set(0, 0, text: order) }
    rows.set(0, 1, .money(cost))
    rows.set(0, 2, .date(reported))
    if !model.isEmpty { rows.set(0, 3, text: model) }
  }
}
