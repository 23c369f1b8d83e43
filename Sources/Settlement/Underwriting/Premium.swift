package import Values

/// A line's premium taken apart: with tax, without, the tax as the residual. The file's own columns come before any division. (domain.md B1, Base)
package struct Premium: Sendable, Equatable {
  package var gross: Money
  package var net: Money
  package var tax: Money { gross - net }

  /// As endorsements left it.
  static func of(_ amounts: LineChanges.Amounts) -> Premium { Premium(gross: amounts.gross, net: amounts.net) }

  private init(gross: Money, net: Money) {
    self.gross = gross
    self.net = net
  }

  /// Nil when the file's own columns contradict each other.
  package init?(gross: Money, net: Money?, tax: Money?, rate: Rate, rounding: Rounding) {
    self.gross = gross
    switch (net, tax) {
    case (let net?, let tax?):
      if net + tax != gross { return nil }
      self.net = net
    case (let net?, nil): self.net = net
    case (nil, let tax?): self.net = gross - tax
    case (nil, nil): self.net = gross.without(rate, rounding)
    }
    if (self.net.minor < 0) != (gross.minor < 0) && !self.net.isZero || self.net.minor.magnitude > gross.minor.magnitude { return nil }
  }
}

/// A fee with and without its tax; the tax is the residual, so that a row adds up. (domain.md B1-3)
package struct Fee: Sendable, Equatable {
  package var amount: Money
  package var net: Money
  package var vat: Money { amount - net }

  package static let zero = Fee(amount: .zero, net: .zero)

  package init(amount: Money, net: Money) {
    self.amount = amount
    self.net = net
  }

  /// `computed` is what rate times base gave, or the rule's fixed amount.
  package init(computed: Money, vat: Rate, includesTax: Bool, rounding: Rounding) {
    if includesTax {
      self.init(amount: computed, net: computed.without(vat, rounding))
    } else {
      self.init(amount: computed + computed.times(vat, rounding), net: computed)
    }
  }
}
