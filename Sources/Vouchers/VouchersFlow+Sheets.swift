package import Flows
import Ledger
import Values

/// Where what waits is listed, and what the ledger must hold for the sheets' totals to be true.
extension VouchersFlow {
  package func parts(ofWaiting fact: Fact) -> [(kind: Int, part: String)] { [(VoucherLine.issued.rawValue, fact.party)] }

  package func ties(sheet: Sheet, parts: [String]) -> [Tie] {
    guard terms.keepsFunds else { return [] }
    func path(_ name: String, _ part: String?) -> AccountPath { AccountPath(.memo, segments: part.map { [name, $0] } ?? [name]) }
    // One workbook for all banks is tied to the accounts of all banks.
    let banks: [String?] = sheet.together ? [nil] : parts.map(Optional.some)
    func tie(_ title: String, _ english: String, _ field: String, _ names: [String], sign: Int64 = 1, _ when: Headline.Instant = .after)
      -> Tie
    {
      Tie(
        title: title, titleEnglish: english, field: field, families: names.flatMap { name in banks.map { path(name, $0) } }, sign: sign,
        when: when)
    }
    if sheet.states?.name == BankAccount.kind {
      return [
        tie("可用资金 = 账簿余额", "available = ledger", "available", ["funds-available"]),
        tie("冻结资金 = 账簿余额", "frozen = ledger", "frozen", ["funds-frozen"]),
        tie("已解付资金 = 账簿余额", "released = ledger", "released", ["funds-released"]),
        tie("期初资金 = 账簿余额", "opening = ledger", "opening", ["funds-opening"], sign: -1),
        tie("存入减支取 = 账簿余额", "deposits = ledger", "deposits", ["funds-deposits"], sign: -1),
        tie("可用授信 = 账簿余额", "free credit = ledger", "free", ["credit-free"]),
        tie("冻结授信 = 账簿余额", "frozen credit = ledger", "credit-frozen", ["credit-frozen"]),
        tie("已用授信 = 账簿余额", "drawn credit = ledger", "drawn", ["credit-paid", "credit-debt"]),
        tie("授信额度 = 账簿余额", "credit limit = ledger", "limit", ["credit-limit"], sign: -1),
      ]
    }
    if sheet.states?.name == Voucher.kind {
      return [
        tie("冻结中 = 冻结资金与冻结授信余额", "held = frozen funds and credit", "held", ["funds-frozen", "credit-frozen"]),
        tie("已解付金额 = 已解付资金与授信余额", "paid = released funds and credit", "paid", ["funds-released", "credit-paid"]),
      ]
    }
    guard sheet.states == nil, sheet.lines == VoucherLine.release.rawValue else { return [] }
    return [
      tie("付出资金 = 已解付资金的变动", "funds paid = movement of released funds", "out-funds", ["funds-released"], .movement),
      tie("付出授信 = 授信解付的变动", "credit paid = movement of credit paid", "out-credit", ["credit-paid"], .movement),
    ]
  }
}
