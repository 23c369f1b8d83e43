package import Flows
import Ledger
import Values

/// What the sheets' summaries say beside the totals, and what the ledger must have moved for them to be true.
extension SettlementFlow {
  package func headline(sheet: Sheet, part: String) -> [Headline] {
    if part.isEmpty { return [] }
    let (payable, held) = (AccountPath(.liability, "payable", part), AccountPath(.liability, "payable-held", part))
    let paid = AccountPath(.asset, "paid-out", part)
    let receivable = AccountPath(.asset, "receivable", part)
    let party = StateKey(Party.kind, part)
    switch lines[sheet.lines].name {
    case PayableLine.kind.name:
      return [
        .register(title: "收款户名", titleEnglish: "Account holder", state: party, column: Party.Column.accountName.rawValue, personal: ""),
        .register(title: "账号", titleEnglish: "Account", state: party, column: Party.Column.account.rawValue, personal: "account"),
        .register(title: "开户行", titleEnglish: "Bank", state: party, column: Party.Column.bank.rawValue, personal: ""),
        .balance(title: "期初结转", titleEnglish: "Brought forward", accounts: [payable], when: .before, sign: -1),
        .balance(title: "本期应付", titleEnglish: "Payable of this run", accounts: [payable, paid], when: .movement, sign: -1),
        .balance(title: "已付", titleEnglish: "Paid", accounts: [paid], when: .movement, sign: -1),
        .balance(title: "结转", titleEnglish: "Carried forward", accounts: [payable], when: .after, sign: -1),
        .balance(title: "其中暂扣", titleEnglish: "Held until approved", accounts: [held], when: .after, sign: -1),
      ]
    case SettlementLine.kind.name:
      return [
        .balance(title: "期初应收", titleEnglish: "Receivable brought forward", accounts: [receivable], when: .before, sign: 1),
        .balance(title: "本期应收", titleEnglish: "Receivable of this run", accounts: [receivable], when: .movement, sign: 1),
        .balance(title: "期末应收", titleEnglish: "Receivable carried forward", accounts: [receivable], when: .after, sign: 1),
      ]
    default: return []
    }
  }

  package func ties(sheet: Sheet, parts: [String]) -> [Tie] {
    switch lines[sheet.lines].name {
    case PayableLine.kind.name:
      return [
        Tie(
          title: "应付金额 = 应付账户与暂扣账户的变动", titleEnglish: "payable = movement of payable and held accounts", field: "amount",
          accounts: parts.flatMap { [AccountPath(.liability, "payable", $0), AccountPath(.liability, "payable-held", $0)] }, sign: -1)
      ]
    case SettlementLine.kind.name:
      return [
        Tie(
          title: "收入金额 = 应收账户的变动", titleEnglish: "income = movement of the receivable", field: "income-amount",
          accounts: parts.map { AccountPath(.asset, "receivable", $0) }, sign: 1),
        Tie(
          title: "收入不含税 = 收入账户的变动", titleEnglish: "income excl. tax = movement of the income account", field: "income-net",
          accounts: parts.map { AccountPath(.income, "commission", $0) }, sign: -1),
      ]
    default: return []
    }
  }
}
