import Flows
package import Tables
import Values

/// What happened to a line after it was settled, and what its premium has become. The changes are replayed in the order of their events
/// and not of their arrival, so that an endorsement that comes late changes nothing but the night it is settled in. (domain.md B1-10 to B1-14)
package struct LineChanges: Remembered {
  package static let kind = "line-changes"
  package static let width = 9

  /// What a row cost by level, for the seller's own sheet to be held against.
  struct Paid: Equatable, Sendable {
    var level1 = Money.zero
    var level2 = Money.zero
  }

  struct Change: Equatable, Sendable {
    enum Effect: Int, Sendable {
      /// 保费变化: added to what the premium is.
      case delta
      /// 改后保费: what the premium becomes.
      case total
      /// 退保 without an amount: what is not earned by the day of cancellation goes back.
      case cancellation
      /// 撤单, 注销, 退保 before inception: nothing is left.
      case void
    }

    /// 批单号.
    var number: String
    var at: Moment
    var effect: Effect
    var gross: Money
    /// 不含税保费变化, where the file says it.
    var net: Money?
    var vehicleTax: Money
    /// 生效日期: the day a cancellation counts from.
    var effective: Day
    /// What its night settled for it.
    var paid = Paid()
  }

  /// Policy and line, tab-joined.
  package var key: String
  /// As it was settled first.
  var gross: Money
  var net: Money
  var vehicleTax: Money
  var paid: Paid
  var changes: [Change]

  init(key: String, gross: Money, net: Money, vehicleTax: Money, paid: Paid) {
    self.key = key
    self.paid = paid
    (self.gross, self.net, self.vehicleTax) = (gross, net, vehicleTax)
    changes = []
  }

  package init(key: String, rows: Batch) {
    self.key = key
    (gross, net, vehicleTax) = (rows[0].money(3) ?? .zero, rows[0].money(4) ?? .zero, rows[0].money(5) ?? .zero)
    paid = Paid(level1: rows[0].money(7) ?? .zero, level2: rows[0].money(8) ?? .zero)
    changes = (1..<max(1, rows.count)).map { index in
      let row = rows[index]
      return Change(
        number: row.text(0) ?? "", at: row.moment(1) ?? Moment(seconds: 0),
        effect: Change.Effect(rawValue: Int(row.integer(2) ?? 0)) ?? .delta,
        gross: row.money(3) ?? .zero, net: row.money(4), vehicleTax: row.money(5) ?? .zero, effective: row.date(6) ?? Day(number: 0),
        paid: Paid(level1: row.money(7) ?? .zero, level2: row.money(8) ?? .zero))
    }
  }

  package func write(to rows: inout Batch) {
    rows.appendEmptyRow()
    rows.set(0, 3, .money(gross))
    rows.set(0, 4, .money(net))
    rows.set(0, 5, .money(vehicleTax))
    rows.set(0, 7, .money(paid.level1))
    rows.set(0, 8, .money(paid.level2))
    for (index, change) in changes.enumerated() {
      rows.appendEmptyRow()
      rows.set(index + 1, 0, text: change.number)
      rows.set(index + 1, 1, .moment(change.at))
      rows.set(index + 1, 2, .integer(Int64(change.effect.rawValue)))
      rows.set(index + 1, 3, .money(change.gross))
      if let net = change.net { rows.set(index + 1, 4, .money(net)) }
      rows.set(index + 1, 5, .money(change.vehicleTax))
      rows.set(index + 1, 6, .date(change.effective))
      rows.set(index + 1, 7, .money(change.paid.level1))
      rows.set(index + 1, 8, .money(change.paid.level2))
    }
  }

  /// Takes a change in at its place.
  mutating func add(_ change: Change) {
    let place = changes.firstIndex { ($0.at, $0.number) > (change.at, change.number) } ?? changes.count
    changes.insert(change, at: place)
  }

  /// Notes what a change cost on the night it was settled.
  mutating func note(_ paid: Paid, for change: Change) {
    guard let index = changes.firstIndex(of: change) else { return }
    changes[index].paid = paid
  }

  /// What a premium is, with tax, without, and the vehicle tax collected beside it.
  struct Amounts: Equatable, Sendable {
    var gross: Money
    var net: Money
    var vehicleTax: Money
  }

  /// The premium after all changes. `taxed` says how premium without tax follows from one with it where no file says it.
  func replayed(_ rules: EndorsingRules, starts: Day?, ends: Day?, hasOwnTax: Bool) -> Amounts {
    var now = Amounts(gross: gross, net: net, vehicleTax: vehicleTax)
    for change in changes {
      let before = now
      switch change.effect {
      case .delta: now.gross += change.gross
      case .total: now.gross = change.gross
      case .cancellation: now.gross = rules.earned(of: before.gross, starts: starts, ends: ends, on: change.effective)
      case .void: return Amounts(gross: .zero, net: .zero, vehicleTax: .zero)
      }
      now.vehicleTax += change.vehicleTax
      if let net = change.net {
        now.net = before.net + net
      } else if hasOwnTax, !gross.isZero {
        // The list's own tax columns come before any rate: the rest keeps their proportion.
        now.net = net.share(now.gross.minor, of: gross.minor, rules.rounding)
      } else {
        now.net = now.gross.without(rules.premiumVat, rules.rounding)
      }
    }
    return now
  }
}

/// How endorsements are settled, from `pipelines/settlement/pipeline.yaml`. (domain.md E8, E18)
package struct EndorsingRules: Sendable {
  enum Term: String, Sendable, CaseIterable {
    case real
    case year = "365"
  }

  var rounding: Rounding
  var premiumVat: Rate
  /// The day of cancellation is earned.
  var dayIsEarned: Bool
  var term: Term
  /// 退保 before inception: what the insurer keeps is a charge and no premium, so the whole fee comes back.
  var chargeIsNoPremium: Bool
  var compulsoryLines: Set<String>
  /// 退保原因 for which a compulsory line may be cancelled.
  var compulsoryReasons: Set<String>

  /// What of a premium is earned by a day of cancellation. (domain.md B1-12)
  func earned(of gross: Money, starts: Day?, ends: Day?, on day: Day) -> Money {
    guard let starts else { return .zero }
    let days: Int
    switch (term, ends) {
    case (.real, let ends?): days = ends - starts + 1
    default: days = 365
    }
    let used = min(max(day - starts + (dayIsEarned ? 1 : 0), 0), days)
    if days <= 0 { return .zero }
    // What goes back is rounded, and what stays is the rest: both are printed and add up.
    return gross - gross.share(Int64(days - used), of: Int64(days), rounding)
  }
}
