package import Values

/// One ladder 阶梯: what a month's premium earns a seller on top of the two levels. Pure money: the month's premium in, the month's earning out;
/// what a line brings is the difference. (domain.md B1-8, B1-9, E19)
package struct Ladder: Sendable {
  package enum Method: String, Sendable, CaseIterable {
    /// Each tier's rate on the premium within the tier.
    case marginal = "超额累进"
    /// The rate of the tier reached on all of it; earlier policies of the month are caught up.
    case whole = "全额累进"
    /// An amount a month, by days where it does not hold all of it.
    case fixed = "月度固定"
  }

  /// Whose premium climbs together; always one seller's.
  package enum Scope: String, Sendable, CaseIterable {
    case seller = "销售商"
    case supplier = "供应商"
    case line = "险种"
  }

  package struct Tier: Equatable, Sendable {
    /// Index in the table.
    package var rule: Int
    /// 起点: where the tier begins; that amount belongs to it.
    package var from: Money
    package var rate: Rate

    package init(rule: Int, from: Money, rate: Rate) {
      self.rule = rule
      self.from = from
      self.rate = rate
    }
  }

  package struct Monthly: Equatable, Sendable {
    package var rule: Int
    package var amount: Money
    /// Both days count; nil: no end.
    package var from: Day?
    package var until: Day?

    package init(rule: Int, amount: Money, from: Day?, until: Day?) {
      self.rule = rule
      self.amount = amount
      self.from = from
      self.until = until
    }
  }

  package var name: String
  package var method: Method
  /// The premium without tax climbs, not the one with it.
  package var onNet: Bool
  package var scope: Scope
  /// 批改 counts for the month of its policy.
  package var isMovedByEndorsements: Bool
  /// Ascending.
  package var tiers: [Tier] = []
  package var monthly: [Monthly] = []

  package init(
    name: String, method: Method, onNet: Bool, scope: Scope, isMovedByEndorsements: Bool, tiers: [Tier] = [], monthly: [Monthly] = []
  ) {
    self.name = name
    self.method = method
    self.onNet = onNet
    self.scope = scope
    self.isMovedByEndorsements = isMovedByEndorsements
    self.tiers = tiers
    self.monthly = monthly
  }

  /// What a month's premium has earned, up to now.
  package func earned(_ total: Money, month: Day, _ rounding: Rounding) -> Money {
    switch method {
    case .marginal:
      return tiers.indices.map { within($0, total).times(tiers[$0].rate, rounding) }.sum()
    case .whole:
      guard total > .zero, let tier = tier(at: total) else { return .zero }
      return total.times(tier.rate, rounding)
    case .fixed:
      let first = Ladder.start(of: month)
      let days = first.adding(months: 1) - first
      return monthly.map { fixed in
        let from = max(fixed.from ?? first, first)
        let until = min(fixed.until ?? first.advanced(by: days - 1), first.advanced(by: days - 1))
        return until < from ? .zero : fixed.amount.share(Int64(until - from + 1), of: Int64(days), rounding)
      }.sum()
    }
  }

  /// A part of what a premium brings: base × rate, as the payee's detail prints it.
  package struct Step: Equatable, Sendable {
    package var title: String
    package var rule: Int?
    package var base: Money
    package var rate: Rate?
    package var amount: Money
  }

  /// What brings a month from one premium to another, given what was computed for it so far. The steps add up to the month's new earning
  /// less that: so a ladder that was changed within the month is made good, too.
  package func steps(from old: Money, to new: Money, paid: Money, month: Day, _ rounding: Rounding) -> [Step] {
    var steps: [Step] = []
    switch method {
    case .marginal:
      for index in tiers.indices {
        let (before, after, rate) = (within(index, old), within(index, new), tiers[index].rate)
        if before == after { continue }
        let amount = after.times(rate, rounding) - before.times(rate, rounding)
        steps.append(Step(title: "阶梯", rule: tiers[index].rule, base: after - before, rate: rate, amount: amount))
      }
    case .whole:
      if let tier = tier(at: new), new > .zero {
        let base = new - old
        steps.append(Step(title: "阶梯", rule: tier.rule, base: base, rate: tier.rate, amount: base.times(tier.rate, rounding)))
      }
    case .fixed: break
    }
    let rest = earned(new, month: month, rounding) - paid - steps.map(\.amount).sum()
    if !rest.isZero {
      let isFixed = method == .fixed
      steps.append(
        Step(
          title: isFixed ? "月度固定" : "阶梯追补", rule: rule(at: new, month: month), base: isFixed ? .zero : old,
          rate: isFixed ? nil : tier(at: new)?.rate, amount: rest))
    }
    return steps.filter { !$0.amount.isZero }
  }

  /// What of a month's premium lies within a tier.
  private func within(_ index: Int, _ total: Money) -> Money {
    let above = max(total - tiers[index].from, .zero)
    return index + 1 < tiers.count ? min(above, tiers[index + 1].from - tiers[index].from) : above
  }

  /// The tier a month's premium has reached.
  func tier(at total: Money) -> Tier? { tiers.last { $0.from <= total } }

  /// The rule a sheet names for a month's premium.
  package func rule(at total: Money, month: Day) -> Int? {
    if method != .fixed { return (tier(at: total) ?? tiers.first)?.rule }
    let (first, next) = (Ladder.start(of: month), Ladder.start(of: month).adding(months: 1))
    return monthly.last { ($0.from.map { $0 < next } ?? true) && ($0.until.map { first <= $0 } ?? true) }?.rule
  }

  static func start(of day: Day) -> Day {
    let (year, month, _) = day.civil
    return Day(year: year, month: month, day: 1)!
  }

  /// What climbs together in a month.
  func key(seller: String, supplier: String, line: String, signed: Day) -> String {
    let within =
      switch scope {
      case .seller: ""
      case .supplier: supplier
      case .line: line
      }
    return [name, seller, within, Ladder.start(of: signed).description].joined(separator: "\t")
  }
}
