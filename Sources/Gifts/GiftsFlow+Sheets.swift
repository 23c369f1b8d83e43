package import Flows
import Ledger
import Values

/// What must be true of the sheets' totals in the ledger.
extension GiftsFlow {
  package func parts(ofWaiting fact: Fact) -> [(kind: Int, part: String)] {
    switch source(fact) {
    case .gifts: [(GiftLine.distribution.rawValue, text(fact, "provider"))]
    case .customers, .shipments, .redemptions, .queries: []
    }
  }

  package func ties(sheet: Sheet, parts: [String]) -> [Tie] {
    guard sheet.states == nil else { return [] }
    switch GiftLine(rawValue: sheet.lines) {
    case .payable:
      return [
        Tie(
          title: "应付金额 = 应付礼品款的变动", titleEnglish: "payable = movement of gift payables", field: "amount",
          accounts: parts.map { AccountPaths.payable($0).path }, sign: -1),
        Tie(
          title: "不含税 = 礼品费用的变动", titleEnglish: "net = movement of gift expenses", field: "net",
          accounts: parts.map { AccountPaths.expense($0).path }, sign: 1),
      ]
    case .movement:
      return [
        Tie(
          title: "追回 = 应收追回款的变动", titleEnglish: "reclaimed = movement of reclaims", field: "reclaim",
          accounts: parts.map { AccountPaths.reclaim($0).path }, sign: 1)
      ]
    case .distribution, .policy, nil: return []
    }
  }

  package func headline(sheet: Sheet, part: String) -> [Headline] {
    guard GiftLine(rawValue: sheet.lines) == .payable, sheet.states == nil else { return [] }
    let owed = [AccountPaths.payable(part).path]
    return [
      .register(title: "提供商名称", titleEnglish: "Provider", state: Provider.stateKey(part), column: 0, personal: ""),
      .balance(title: "期初应付", titleEnglish: "Owed before", accounts: owed, when: .before, sign: -1),
      .balance(title: "本期应付", titleEnglish: "Owed for this run", accounts: owed, when: .movement, sign: -1),
      .balance(title: "期末应付", titleEnglish: "Owed after", accounts: owed, when: .after, sign: -1),
    ]
  }
}
