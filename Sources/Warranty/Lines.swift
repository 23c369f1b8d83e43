import Flows
import Tables
import Values

/// The lines of a manufacturer's sheets: suggestions for a demand, what became of an order, answers, repairs, and what statistics count.
package enum WarrantyLine: Int, CaseIterable {
  case suggestion, order, answer, repair, tally

  package enum Suggestion: Int, CaseIterable { case demand, model, rank, type, code, title, score, overlap, reasons }
  package enum Order: Int, CaseIterable {
    case order, product, model, name, mobile, device, bought, starts, ends, days, method, paid, refund, net, makerShare, platformShare
    case channelShare, splitRule, kind, channel, status, cancelled, why
  }
  package enum Answer: Int, CaseIterable {
    case order, product, title, model, name, mobile, device, bought, starts, ends, status, left, digest, coverage
  }
  package enum Repair: Int, CaseIterable { case covered, why, order, product, model, starts, ends, used, limit, cost }
  package enum Tally: Int, CaseIterable {
    case event, model, product, term, at, net, sales, sold, orders, gifts, cancelled, refund, days, repairs, cost
  }

  static let kinds: [LineKind] = allCases.map { line in
    switch line {
    case .suggestion:
      LineKind(
        name: "suggestion",
        fields: [
          ("demand", .id), ("model", .id), ("rank", .integer), ("type", .text), ("code", .id), ("title", .text), ("score", .number),
          ("overlap", .rate), ("reasons", .text),
        ], totals: [])
    case .order:
      LineKind(
        name: "order",
        fields: [
          ("order", .id), ("product", .id), ("model", .id), ("name", .text), ("mobile", .id), ("device", .id), ("bought", .date),
          ("starts", .date), ("ends", .date), ("days", .integer), ("method", .text), ("paid", .money), ("refund", .money), ("net", .money),
          ("maker-share", .money), ("platform-share", .money), ("channel-share", .money), ("split-rule", .id), ("kind", .text),
          ("channel", .text), ("status", .text), ("cancelled", .date), ("why", .text),
        ], totals: ["paid", "refund", "net", "maker-share", "platform-share", "channel-share"], rules: ["split-rule": "split"],
        amounts: ["split-rule": "net"])
    case .answer:
      LineKind(
        name: "answer",
        fields: [
          ("order", .id), ("product", .id), ("title", .text), ("model", .id), ("name", .text), ("mobile", .id), ("device", .id),
          ("bought", .date), ("starts", .date), ("ends", .date), ("status", .text), ("left", .integer), ("digest", .id),
          ("coverage", .text),
        ], totals: [])
    case .repair:
      LineKind(
        name: "repair",
        fields: [
          ("covered", .text), ("why", .text), ("order", .id), ("product", .id), ("model", .id), ("starts", .date), ("ends", .date),
          ("used", .integer), ("limit", .integer), ("cost", .money),
        ], totals: ["cost"])
    case .tally:
      LineKind(
        name: "tally",
        fields: [
          ("event", .text), ("model", .id), ("product", .id), ("term", .text), ("at", .date), ("net", .money), ("sales", .money),
          ("sold", .integer), ("orders", .integer), ("gifts", .integer), ("cancelled", .integer), ("refund", .money), ("days", .integer),
          ("repairs", .integer), ("cost", .money),
        ], totals: ["net", "sales", "sold", "orders", "gifts", "cancelled", "refund", "days", "repairs", "cost"])
    }
  }
}

/// One event as statistics count it; what it has nothing to say of stays blank. (domain.md B5-9)
struct Event {
  enum Name: String {
    case sales = "主商品销售"
    case registration = "登记"
    case cancellation = "退保"
    case repair = "报修"
  }

  var name: Name
  var model: String
  var product = ""
  /// 服务期.
  var months = 0
  var at: Day
  var net: Money?
  var sales: Money?
  var sold: Int64?
  var orders: Int64?
  var gifts: Int64?
  var cancelled: Int64?
  var refund: Money?
  var days: Int64?
  var repairs: Int64?
  var cost: Money?

  init(_ name: Name, model: String, at: Day) {
    self.name = name
    self.model = model
    self.at = at
  }

  func tell(_ desk: inout Desk, part: String, about fact: Int64) {
    desk.line(WarrantyLine.tally.rawValue, part: part, about: fact) { cells, row in
      func set(_ column: WarrantyLine.Tally, _ text: String) { if !text.isEmpty { cells.set(row, column.rawValue, text: text) } }
      func set(_ column: WarrantyLine.Tally, _ money: Money?) { if let money { cells.set(row, column.rawValue, .money(money)) } }
      func set(_ column: WarrantyLine.Tally, _ number: Int64?) { if let number { cells.set(row, column.rawValue, .integer(number)) } }
      set(.event, name.rawValue)
      set(.model, model)
      set(.product, product)
      set(.term, months > 0 ? "\(months)个月" : "")
      cells.set(row, WarrantyLine.Tally.at.rawValue, .date(at))
      set(.net, net)
      set(.sales, sales)
      set(.sold, sold)
      set(.orders, orders)
      set(.gifts, gifts)
      set(.cancelled, cancelled)
      set(.refund, refund)
      set(.days, days)
      set(.repairs, repairs)
      set(.cost, cost)
    }
  }
}
