/// The first segment of every account: what sort of thing its balance is.
package enum AccountKind: String, Sendable, CaseIterable {
  case asset
  case liability
  case income
  case expense
  case equity
  /// What others hold and we only follow: a bank's account, a voucher's frozen premium.
  case memo
  /// Pieces, coupons and remaining quantities.
  case stock
  /// What may still be spent of a limit.
  case quota

  /// The side on which a balance of this kind normally stands; a chart's row may say otherwise.
  package var side: Side {
    switch self {
    case .asset, .expense, .memo, .stock, .quota: .debit
    case .liability, .income, .equity: .credit
    }
  }
}

/// Debit (借) amounts are positive, credit (贷) amounts negative, everywhere in this house.
package enum Side: String, Sendable, CaseIterable {
  case debit
  case credit

  /// What a signed amount is multiplied by to read as "more" on this side.
  @inlinable package var sign: Int64 { self == .debit ? 1 : -1 }
}
