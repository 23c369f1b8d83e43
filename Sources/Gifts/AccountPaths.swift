import Flows
import Ledger
import Values

/// Where gifts, quotas and what is owed for them stand in the books. Stock and quotas have a floor of zero. (design.md, law 2)
enum AccountPaths {
  static let piece = Unit(code: "ITEM", places: 0)

  static func stock(_ gift: String) -> AccountKey { AccountKey(AccountPath(.memo, "gift-stock", gift), piece) }
  static func given(_ gift: String) -> AccountKey { AccountKey(AccountPath(.memo, "gift-given", gift), piece) }
  static func supplied(_ gift: String) -> AccountKey { AccountKey(AccountPath(.memo, "gift-supplied", gift), piece) }
  static func quotaSet(_ use: QuotaUse) -> AccountKey { AccountKey(AccountPath(.memo, "gift-quota-set", use.rule), use.unit) }
  static func quotaUsed(_ use: QuotaUse) -> AccountKey { AccountKey(AccountPath(.memo, "gift-quota-used", use.rule), use.unit) }
  static func payable(_ provider: String) -> AccountKey { AccountKey(AccountPath(.liability, "gift-payable", provider), .cny) }
  static func expense(_ provider: String) -> AccountKey { AccountKey(AccountPath(.expense, "gifts", provider), .cny) }
  static let inputVat = AccountKey(AccountPath(.asset, "input-vat"), .cny)
  static func reclaim(_ branch: String) -> AccountKey { AccountKey(AccountPath(.asset, "gift-reclaim", branch), .cny) }
  static func reclaimed(_ branch: String) -> AccountKey { AccountKey(AccountPath(.expense, "gifts-reclaimed", branch), .cny) }

  static let patterns =
    ["gift-stock", "gift-given", "gift-supplied"].map { AccountPattern(.memo, $0, "*", unit: piece) }
    + [Unit.cny, QuotaUse.couponUnit].flatMap { unit in
      [
        AccountPattern(.memo, "gift-quota", "*", "*", "*", unit: unit), AccountPattern(.memo, "gift-quota-set", "*", unit: unit),
        AccountPattern(.memo, "gift-quota-used", "*", unit: unit),
      ]
    } + [
      AccountPattern(.liability, "gift-payable", "*"), AccountPattern(.expense, "gifts", "*"), AccountPattern(.asset, "input-vat"),
      AccountPattern(.asset, "gift-reclaim", "*"), AccountPattern(.expense, "gifts-reclaimed", "*"),
    ]
}

/// Postings of one entry, put together: pairs that move an amount from one account to another, then booked at once.
struct EntryDraft {
  private var postings: [Posting] = []

  /// A debit-natural account gains what the other loses.
  mutating func move(_ amount: Int64, from: AccountKey, to: AccountKey, _ desk: inout Desk) {
    if amount == 0 { return }
    postings.append(Posting(desk.books.account(from.path, from.unit), -amount))
    postings.append(Posting(desk.books.account(to.path, to.unit), amount))
  }

  mutating func add(_ amount: Money, to account: AccountKey, _ desk: inout Desk) {
    if !amount.isZero { postings.append(Posting(desk.books.account(account.path, account.unit), amount)) }
  }

  /// Books it in a policy's name. What it draws on was looked at before, so a refusal is a fault of the program.
  func post(_ reference: String, kind: String, policy: String, _ desk: inout Desk) {
    if postings.isEmpty { return }
    let verdict = desk.books.post(Entry(reference: Reference(reference), kind: kind, cause: policy, postings: postings))
    precondition(verdict == .accepted, "\(reference) was looked at before it was booked: \(verdict)")
  }
}
