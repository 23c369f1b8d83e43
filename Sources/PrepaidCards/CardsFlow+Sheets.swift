package import Flows
import Ledger
import Values

/// Where what waits is listed, and what the ledger must hold for the sheets' totals to be true.
extension CardsFlow {
  package func parts(ofWaiting fact: Fact) -> [(kind: Int, part: String)] {
    let line: CardLine =
      switch CardsFlow.source(fact.feed) {
      case .orders: .issue
      case .policies: .insure
      case .transactions, .claims: .exception
      }
    return [(line.rawValue, fact.party)]
  }

  package func ties(sheet: Sheet, parts: [String]) -> [Tie] {
    func family(_ name: String) -> [AccountPath] {
      sheet.together ? [AccountPath(.memo, name)] : parts.map { AccountPath(.memo, name, $0) }
    }
    func tie(_ title: String, _ english: String, _ field: String, _ name: String, sign: Int64 = 1, _ when: Headline.Instant = .after) -> Tie
    {
      Tie(
        title: title, titleEnglish: english, field: field, accounts: sheet.together ? [] : family(name),
        families: sheet.together ? family(name) : [], sign: sign, when: when)
    }
    if sheet.states?.name == CardAccount.kind {
      // Counter accounts carry the other sign; what lowers the balance stands there as it is.
      return [
        tie("余额 = 账簿余额", "balance = ledger", "balance", "cards-value"),
        tie("面值 = 账簿余额", "face = ledger", "face", "cards-face", sign: -1),
        tie("充值 = 账簿余额", "top-ups = ledger", "topped-up", "cards-topped-up", sign: -1),
        tie("消费 = 账簿余额", "payments = ledger", "spent", "cards-spent"),
        tie("退货 = 账簿余额", "refunds = ledger", "refunded", "cards-refunded", sign: -1),
        tie("赔付转出 = 账簿余额", "claimed = ledger", "claimed", "cards-claimed"),
        tie("调整 = 账簿余额", "adjusted = ledger", "adjusted", "cards-adjusted", sign: -1),
      ]
    }
    guard sheet.states == nil, let line = CardLine(rawValue: sheet.lines) else { return [] }
    switch line {
    case .premium: return [tie("应收保费 = 账簿发生额", "premium = ledger", "settled-premium", "card-premiums-due", .movement)]
    case .claim:
      return [
        Tie(
          title: "本次赔付 = 账簿发生额", titleEnglish: "paid = ledger", field: "claim-paid",
          accounts: parts.map { CardPaths.claimPaid(String($0.split(separator: "\t").first ?? "")) }, sign: 1)
      ]
    case .issue, .insure, .exception: return []
    }
  }
}
