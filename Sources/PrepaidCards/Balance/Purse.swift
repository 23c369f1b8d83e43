package import Values

/// What one charge put on a sub-card, or several charges in the same proportion: so much was paid for so many units, so many are left.
/// Usable value U is what is left; refundable principal R is what was paid times U by the units. (domain.md B3-3)
package struct Purse: Equatable, Sendable {
  /// Number of the sub-card within its account, from 1.
  package var card: Int
  /// Fen paid for it.
  package var paid: Int64
  /// Units charged: fen paid and given, uses, or one right.
  package var units: Int64
  package var left: Int64
  /// The term of a right; other purses have none.
  package var from: Day?
  package var until: Day?

  package init(card: Int, paid: Int64, units: Int64, left: Int64, from: Day? = nil, until: Day? = nil) {
    self.card = card
    self.paid = paid
    self.units = units
    self.left = left
    self.from = from
    self.until = until
  }

  /// R in fen, rounded once. A right loses a day with every day of its term that has come, the day itself counted.
  package func principal(_ rule: CardRule, on day: Day) -> Int64 {
    guard left > 0, units > 0, paid > 0 else { return 0 }
    switch rule.strategy {
    case .amount, .discount:
      switch rule.gift {
      case .ratio: return Money(minor: paid).share(left, of: units).minor
      case .principalFirst: return max(0, left - (units - paid))
      case .giftFirst: return min(paid, left)
      }
    case .uses: return Money(minor: paid).share(left, of: units).minor
    case .term:
      guard let from, let until, until >= from else { return paid }
      let term = until - from + 1
      return Money(minor: paid).share(Int64(min(max(until - day, 0), term)), of: Int64(term)).minor
    }
  }

  /// Whether a charge has the proportion of paid and given that this purse has: the two are then one.
  package func isAlike(paid more: Int64, units added: Int64) -> Bool {
    until == nil && Int128(paid) * Int128(added) == Int128(more) * Int128(units)
  }
}
