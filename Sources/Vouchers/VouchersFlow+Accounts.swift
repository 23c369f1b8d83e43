import Flows
import Ledger
import Tables
import Values

/// The banks' balance files (账户余额): the first row opens an account, later ones move what came in and went out, and every one is held against
/// our figures as the bank was last told them, before tonight's instructions. (domain.md B4-12; contract.md, accounts)
extension VouchersFlow {
  func statement(_ fact: Fact, _ desk: inout Desk) {
    let (row, fields) = (fact.row, fields.accounts)
    let number = row.text(fields.account) ?? ""
    let day = row.date(fields.day) ?? desk.day
    func money(_ field: Int) -> Money? { row.money(field) }
    let known = desk.recall(BankAccount.self, number)
    if let known, known.bank != fact.party { return desk.reject(fact, VoucherReasons.accountOfOtherBank, known.bank) }
    var account = known ?? BankAccount(number: number, bank: fact.party, opened: day)
    let isFirst = known == nil
    let paths = AccountPaths(bank: account.bank, account: account.key)

    // What this row moves, each in its pair of accounts.
    let opening = isFirst ? money(fields.funds) ?? .zero : .zero
    let deposit = isFirst ? .zero : (money(fields.deposit) ?? .zero) - (money(fields.withdrawal) ?? .zero)
    let limit = (money(fields.limit) ?? account.limit) - account.limit
    let debt = isFirst ? money(fields.drawn) ?? .zero : .zero - (money(fields.repaid) ?? .zero)
    var postings: [Posting] = []
    func move(_ amount: Money, to path: AccountPath, from counter: AccountPath) {
      if amount.isZero { return }
      postings.append(Posting(desk.books.account(path, .cny), amount))
      postings.append(Posting(desk.books.account(counter, .cny), -amount))
    }
    move(opening, to: paths.available, from: paths.opening)
    move(deposit, to: paths.available, from: paths.deposits)
    move(limit, to: paths.free, from: paths.limit)
    move(debt, to: paths.debt, from: paths.free)
    if debt.isNegative, account.drawn + debt < .zero {
      return desk.reject(fact, VoucherReasons.movementOverBalance, "还款 \(-debt) > 已用授信 \(account.drawn)")
    }
    if !postings.isEmpty {
      let verdict = desk.books.post(
        Entry(reference: Reference("account/\(fact.id)"), kind: "bank-statement", cause: String(fact.id), postings: postings))
      if case .belowFloor(let key, let missing) = verdict {
        return desk.reject(fact, VoucherReasons.movementOverBalance, "\(AccountPaths.title(of: key.path)) \(Money(minor: missing))")
      }
      precondition(verdict == .accepted, "a row of a statement is booked or too large: \(verdict)")
    }
    account.opening += opening
    account.deposits += deposit
    account.available += opening + deposit
    account.limit += limit
    account.drawn += debt
    account.free += limit - debt
    if let holder = row.text(fields.holder) { account.holder = holder }
    guard account.statement.map({ $0 <= day }) ?? true else {
      // An older statement that comes late moves its money; what it says of the balance is history.
      keep(account, &desk)
      return desk.settle(fact)
    }
    account.statement = day
    let findings = compare(&account, row)
    keep(account, &desk)
    guard let (reason, detail) = findings else { return desk.settle(fact) }
    desk.settle(fact, reason, detail)
  }

  /// The bank's own columns beside ours; the frozen one first. Columns a bank leaves blank are not compared.
  private func compare(_ account: inout BankAccount, _ row: Batch.Row) -> (Reason, String)? {
    let fields = fields.accounts
    account.bankFunds = row.money(fields.funds) ?? .zero
    account.bankFrozen = row.money(fields.frozen) ?? .zero
    let columns: [(title: String, field: Int, ours: Money, reason: Reason)] = [
      ("冻结余额", fields.frozen, account.frozen, VoucherReasons.frozenDiffers),
      ("资金", fields.funds, account.available + account.frozen, VoucherReasons.fundsDiffer),
      ("冻结授信", fields.frozenCredit, account.creditFrozen, VoucherReasons.fundsDiffer),
      ("已用授信", fields.drawn, account.drawn, VoucherReasons.fundsDiffer),
    ]
    for column in columns {
      guard let theirs = row.money(column.field), theirs != column.ours else { continue }
      account.check = "\(column.title)不符"
      account.difference = theirs - column.ours
      return (column.reason, "\(column.title) 银行 \(theirs) 平台 \(column.ours) 差额 \(account.difference)")
    }
    account.check = BankAccount.agrees
    account.difference = .zero
    return nil
  }
}
