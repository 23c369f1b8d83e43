/// Amounts times and without a rate, with the one rounding a printed line has.
extension Money {
  /// This amount times a rate, rounded once.
  @inlinable
  package func times(_ rate: Rate, _ rounding: Rounding = .halfUp) -> Money {
    Money(minor: rounding.quotient(Int128(minor) * Int128(rate.billionths), Int128(Rate.scale)))
  }

  /// This amount divided by one plus a rate: an amount with tax, without it.
  @inlinable
  package func without(_ tax: Rate, _ rounding: Rounding = .halfUp) -> Money {
    Money(minor: rounding.quotient(Int128(minor) * Int128(Rate.scale), Int128(Rate.scale + tax.billionths)))
  }

  /// This amount times `part / whole`: days of a term, uses of a card.
  @inlinable
  package func share(_ part: Int64, of whole: Int64, _ rounding: Rounding = .halfUp) -> Money {
    Money(minor: rounding.quotient(Int128(minor) * Int128(part), Int128(whole)))
  }
}
