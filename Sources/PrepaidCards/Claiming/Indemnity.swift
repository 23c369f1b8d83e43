package import Values

/// What a claim comes to: the principal at the claim's moment, not above the sum insured, less the deductible, for each thing insured; one payment
/// for the prepaid card. (domain.md B3-9, E12)
package struct Indemnity: Equatable, Sendable {
  package struct Share: Equatable, Sendable {
    /// 0: the whole account.
    package var card: Int
    package var balance: Int64
    package var principal: Money
    package var sum: Money
    package var deductible: Money
    package var policies: [String]

    package var payable: Money { Money(minor: max(0, min(principal, sum).minor - deductible.minor)) }
  }

  package var shares: [Share]
  package var payout: Money { shares.map(\.payable).sum() }

  /// A sub-card without a policy in force stands in the list with a sum insured of nought.
  package init(_ position: Position, _ rule: CardRule, _ policies: [CardInsurance.Policy], at moment: Moment) {
    let inForce = policies.filter { $0.isInForce(on: moment.day) }
    func share(_ card: Int) -> Share {
      let own = inForce.filter { $0.card == card }
      return Share(
        card: card, balance: position.balance(card), principal: Money(minor: position.principal(rule, on: moment.day, card: card)),
        sum: own.map(\.sum).sum(), deductible: own.map(\.deductible).max() ?? .zero, policies: own.map(\.number))
    }
    shares = inForce.contains { $0.card == 0 } ? [share(0)] : (1...max(1, position.cards)).map(share)
  }
}
