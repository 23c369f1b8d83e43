package import Values

/// One line of an entry: an amount in minor units of the account's own unit; debit positive, credit negative.
@frozen
package struct Posting: Hashable, Sendable {
  package let account: AccountID
  package let amount: Int64

  @inlinable package init(_ account: AccountID, _ amount: Int64) {
    self.account = account
    self.amount = amount
  }

  @inlinable package init(_ account: AccountID, _ money: Money) { self.init(account, money.minor) }
}
