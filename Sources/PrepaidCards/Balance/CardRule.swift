package import Values

/// How one kind of card counts: the four strategies of the one balance. What a kind of card goes by stands in `rules/kinds`.
/// (domain.md 2.15, 2.16, B3-3)
package struct CardRule: Equatable, Sendable {
  /// What one unit of usable value is, and how a payment lowers it.
  package enum Strategy: String, CaseIterable, Sendable {
    /// Fen; a payment takes what it says: stored value, bonus.
    case amount = "金额"
    /// Fen; a payment takes its list price times the card's discount.
    case discount = "折扣"
    /// Uses: count cards and coupons.
    case uses = "次数"
    /// One right for a term; its principal falls by the day.
    case term = "期限"

    package var isMoney: Bool { self == .amount || self == .discount }
  }

  /// How what was given on top weighs in the principal. (domain.md B3-3, E20)
  package enum GiftMethod: String, CaseIterable, Sendable {
    /// Every fen spent is principal and gift in the proportion they were charged in. 法释〔2025〕4号.
    case ratio = "按比例"
    case principalFirst = "先本金"
    case giftFirst = "先赠金"
  }

  /// Which sub-card pays first. (domain.md B3-4)
  package enum PayOrder: String, CaseIterable, Sendable {
    case number = "sub-card-number"
    case smallest = "smallest-balance"
  }

  /// Whose balance counts where the feed's differs from ours. (domain.md B3-8)
  package enum Trust: String, CaseIterable, Sendable { case ledger, feed }

  package var strategy: Strategy
  package var discount: Rate
  package var gift: GiftMethod
  /// A right is used up by its first use.
  package var endsWithUse: Bool
  package var payOrder: PayOrder
  package var trust: Trust

  package init(
    _ strategy: Strategy, discount: Rate = .one, gift: GiftMethod = .ratio, endsWithUse: Bool = false, payOrder: PayOrder = .number,
    trust: Trust = .ledger
  ) {
    self.strategy = strategy
    self.discount = discount
    self.gift = gift
    self.endsWithUse = endsWithUse
    self.payOrder = payOrder
    self.trust = trust
  }

  /// Units a payment of so much takes: fen, or uses.
  package func units(of amount: Int64, uses: Int64) -> Int64 {
    switch strategy {
    case .amount: amount
    case .discount: Money(minor: amount).times(discount).minor
    case .uses: uses
    case .term: endsWithUse ? 1 : 0
    }
  }
}
