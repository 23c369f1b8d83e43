import Flows
import Tables
import Values

/// One endorsement as its file says it: a row of the endorsements feed, or a row of the underwriting list with a 批单号.
struct Endorsement: Sendable {
  var number: String
  var policy: String
  var line: String
  /// 批改类型, as the sheets print it.
  var title: String
  var change: LineChanges.Change
  /// 退保原因.
  var cause: String
  /// Premium given back or 撤单: the line is not insured on.
  var endsLine: Bool

  var key: String { "\(policy)\t\(line)" }

  enum Reading {
    case endorsement(Endorsement)
    case wrong(Reason, String)
  }

  /// A row of the underwriting list with a 批单号: what it says is added to what there is. (domain.md C1, 保费(变化))
  static func read(underwriting fact: Fact, _ fields: UnderwritingFields, on day: Day) -> Endorsement {
    let row = fact.row
    let signed = row.date(fields.signed) ?? day
    let number = row.text(fields.endorsement)
    return Endorsement(
      number: number, policy: row.text(fields.policy) ?? "", line: row.text(fields.line) ?? "", title: "批改",
      change: LineChanges.Change(
        number: number, at: Moment(signed), effect: .delta, gross: row.money(fields.premium) ?? .zero, net: netChange(row, fields),
        vehicleTax: row.money(fields.vehicleTax) ?? .zero, effective: row.date(fields.starts) ?? signed), cause: "", endsLine: false)
  }

  private static func netChange(_ row: Batch.Row, _ fields: UnderwritingFields) -> Money? {
    row.money(fields.net) ?? row.money(fields.tax).map { (row.money(fields.premium) ?? .zero) - $0 }
  }

  /// A row of the endorsements feed.
  static func read(_ fact: Fact, _ fields: EndorsementFields) -> Reading {
    let row = fact.row
    let on = row.date(fields.on) ?? fact.since
    let type = row.text(fields.type) ?? ""
    let (change, total) = (row.money(fields.change), row.money(fields.total))
    let isVoid = type == "撤单" || type == "注销"
    let effect: LineChanges.Change.Effect
    switch (change, total) {
    case _ where isVoid: effect = .void
    case (_?, _?): return .wrong(EndorsingReasons.changeTwice, "")
    case (_?, nil): effect = .delta
    case (nil, _?): effect = .total
    case (nil, nil) where type == "退保": effect = .cancellation
    case (nil, nil): return .wrong(EndorsingReasons.changeMissing, type)
    }
    let number = row.text(fields.number) ?? ""
    return .endorsement(
      Endorsement(
        number: number, policy: row.text(fields.policy) ?? "", line: row.text(fields.line) ?? "", title: type,
        change: LineChanges.Change(
          number: number, at: row.moment(fields.at) ?? Moment(on), effect: effect, gross: change ?? total ?? .zero,
          net: row.money(fields.netChange), vehicleTax: row.money(fields.vehicleTax) ?? .zero,
          effective: row.date(fields.effective) ?? on), cause: row.text(fields.cause), endsLine: isVoid || type == "退保"))
  }
}

/// Where the endorsements feed's fields stand in its schema.
struct EndorsementFields: Sendable {
  let number, policy, line, type, change, total, on: Int
  let effective, at, cause, netChange, vehicleTax: Int?

  init(_ declared: DeclaredFields) throws(Fault) {
    number = try declared.index(of: "endorsement")
    policy = try declared.index(of: "policy")
    line = try declared.index(of: "line")
    type = try declared.index(of: "type")
    change = try declared.index(of: "change")
    total = try declared.index(of: "new-premium")
    on = try declared.index(of: "on")
    effective = declared.place(of: "effective")
    at = declared.place(of: "at")
    cause = declared.place(of: "cause")
    netChange = declared.place(of: "net-change")
    vehicleTax = declared.place(of: "vehicle-tax-change")
  }
}

extension Batch.Row {
  func moment(_ column: Int?) -> Moment? { column.flatMap { moment($0) } }
}
