import Ledger
import Values

/// Where the cards of an issuer stand in the books: what they are worth to their holders on one side, how it came about on the other. Money rests
/// with the issuer, so these are memo accounts; cards that count uses have accounts of their own. (domain.md B3, ties)
struct CardPaths: Sendable {
  let issuer: String
  let isMoney: Bool

  static let unit = Unit(code: "USE", places: 0)
  static let names = ["value", "face", "topped-up", "spent", "refunded", "claimed", "adjusted"]

  var unit: Unit { isMoney ? .cny : CardPaths.unit }
  func path(_ name: String) -> AccountPath { AccountPath(.memo, isMoney ? "cards-\(name)" : "card-uses-\(name)", issuer) }
  var value: AccountPath { path("value") }

  static func premiumsDue(_ issuer: String) -> AccountPath { AccountPath(.memo, "card-premiums-due", issuer) }
  static func premiumsTo(_ insurer: String) -> AccountPath { AccountPath(.memo, "card-premiums-to", insurer) }
  /// What a claim paid, by its number, and who owes it.
  static func claimPaid(_ claim: String) -> AccountPath { AccountPath(.memo, "card-claims-paid", claim) }
  static func claimsOf(_ insurer: String) -> AccountPath { AccountPath(.memo, "card-claims-of", insurer) }

  static let patterns: [AccountPattern] =
    names.map { AccountPattern(.memo, "cards-\($0)", "*") }
    + names.map { AccountPattern(.memo, "card-uses-\($0)", "*", unit: unit) }
    + ["card-premiums-due", "card-premiums-to", "card-claims-paid", "card-claims-of"].map { AccountPattern(.memo, $0, "*") }
}

extension Position.Totals {
  /// By the names of `CardPaths`, with the sign each has in the balance.
  var parts: [(name: String, sign: Int64, units: Int64)] {
    [
      ("face", 1, face), ("topped-up", 1, toppedUp), ("spent", -1, spent), ("refunded", 1, refunded), ("claimed", -1, claimed),
      ("adjusted", 1, adjusted),
    ]
  }
}
