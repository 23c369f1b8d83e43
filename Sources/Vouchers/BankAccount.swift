package import Flows
import Ledger
package import Tables
package import Values

/// An applicant's or insurer's account at a bank, as its statements opened it and our vouchers moved it. No money rests here: the figures are the
/// bank's, kept beside the ledger so that every row can be held against the next statement. (domain.md 3.18, B4-12)
package struct BankAccount: Remembered {
  package enum Column: Int, CaseIterable {
    case bank, holder, opened, opening, deposits, available, frozen, released
    case limit, free, creditFrozen, drawn
    case statement, bankFunds, bankFrozen, check, difference
  }

  package static let kind = "bank-account"
  package static let width = Column.allCases.count

  /// 账号.
  package var key: String
  /// The bank that sent its first row; nobody else speaks for it.
  package var bank: String
  package var holder = ""
  package var opened: Day
  /// 期初资金 of the first row.
  package var opening = Money.zero
  /// 存入 less 支取 since.
  package var deposits = Money.zero
  package var available = Money.zero
  package var frozen = Money.zero
  /// Paid from frozen funds.
  package var released = Money.zero
  /// 授信额度.
  package var limit = Money.zero
  package var free = Money.zero
  package var creditFrozen = Money.zero
  /// Paid from frozen credit and not repaid: a debt.
  package var drawn = Money.zero
  /// The last statement compared, and what it said.
  package var statement: Day?
  package var bankFunds = Money.zero
  package var bankFrozen = Money.zero
  /// 一致, or what is not.
  package var check = ""
  package var difference = Money.zero

  package init(number: String, bank: String, opened: Day) {
    key = number
    self.bank = bank
    self.opened = opened
  }

  /// available + frozen + released = opening + deposits, and free + frozen + drawn = limit. (domain.md B4)
  package var foots: Bool {
    available + frozen + released == opening + deposits && free + creditFrozen + drawn == limit
  }

  package static let agrees = "一致"

  // MARK: kept

  package init(key: String, rows: Batch) {
    self.key = key
    let row = rows[0]
    func money(_ column: Column) -> Money { row.money(column.rawValue) ?? .zero }
    bank = row.text(Column.bank.rawValue) ?? ""
    holder = row.text(Column.holder.rawValue) ?? ""
    opened = row.date(Column.opened.rawValue) ?? Day(number: 0)
    opening = money(.opening)
    deposits = money(.deposits)
    available = money(.available)
    frozen = money(.frozen)
    released = money(.released)
    limit = money(.limit)
    free = money(.free)
    creditFrozen = money(.creditFrozen)
    drawn = money(.drawn)
    statement = row.date(Column.statement.rawValue)
    bankFunds = money(.bankFunds)
    bankFrozen = money(.bankFrozen)
    check = row.text(Column.check.rawValue) ?? ""
    difference = money(.difference)
  }

  package func write(to rows: inout Batch) {
    rows.appendEmptyRow()
    func set(_ column: Column, _ money: Money) { rows.set(0, column.rawValue, .money(money)) }
    rows.set(0, Column.bank.rawValue, text: bank)
    if !holder.isEmpty { rows.set(0, Column.holder.rawValue, text: holder) }
    rows.set(0, Column.opened.rawValue, .date(opened))
    set(.opening, opening)
    set(.deposits, deposits)
    set(.available, available)
    set(.frozen, frozen)
    set(.released, released)
    set(.limit, limit)
    set(.free, free)
    set(.creditFrozen, creditFrozen)
    set(.drawn, drawn)
    if let statement { rows.set(0, Column.statement.rawValue, .date(statement)) }
    set(.bankFunds, bankFunds)
    set(.bankFrozen, bankFrozen)
    if !check.isEmpty { rows.set(0, Column.check.rawValue, text: check) }
    set(.difference, difference)
  }

  // MARK: listed

  package static let register = StateKind(
    kind, query: "accounts", keyTitle: "账号", keyPersonal: "account",
    fields: Column.allCases.map { column in
      switch column {
      case .bank: Field(name: "bank", header: "银行", kind: .id)
      case .holder: Field(name: "holder", header: "户名", kind: .text, personal: "name")
      case .opened: Field(name: "opened", header: "开户日", kind: .date)
      case .opening: Field(name: "opening", header: "期初资金", kind: .money)
      case .deposits: Field(name: "deposits", header: "存入减支取", kind: .money)
      case .available: Field(name: "available", header: "可用资金", kind: .money)
      case .frozen: Field(name: "frozen", header: "冻结资金", kind: .money)
      case .released: Field(name: "released", header: "已解付资金", kind: .money)
      case .limit: Field(name: "limit", header: "授信额度", kind: .money)
      case .free: Field(name: "free", header: "可用授信", kind: .money)
      case .creditFrozen: Field(name: "credit-frozen", header: "冻结授信", kind: .money)
      case .drawn: Field(name: "drawn", header: "已用授信", kind: .money)
      case .statement: Field(name: "statement", header: "对账日", kind: .date)
      case .bankFunds: Field(name: "bank-funds", header: "银行资金", kind: .money)
      case .bankFrozen: Field(name: "bank-frozen", header: "银行冻结余额", kind: .money)
      case .check: Field(name: "check", header: "核对", kind: .text)
      case .difference: Field(name: "difference", header: "核对差额", kind: .money)
      }
    })
}

/// Where an account's money stands in the books. Every entry of the flow stays within one of the two groups of an account, so each adds up to
/// nought by itself: that is the identity of B4.
struct AccountPaths: Sendable {
  let bank: String
  let account: String

  private func path(_ name: String) -> AccountPath { AccountPath(.memo, name, bank, account) }

  var available: AccountPath { path("funds-available") }
  var frozen: AccountPath { path("funds-frozen") }
  var released: AccountPath { path("funds-released") }
  /// Opening and deposits, with the other sign.
  var opening: AccountPath { path("funds-opening") }
  var deposits: AccountPath { path("funds-deposits") }
  var free: AccountPath { path("credit-free") }
  var creditFrozen: AccountPath { path("credit-frozen") }
  /// Paid from credit by vouchers.
  var paid: AccountPath { path("credit-paid") }
  /// Debt from before, less what was repaid; with `paid` it is what is drawn.
  var debt: AccountPath { path("credit-debt") }
  var limit: AccountPath { path("credit-limit") }

  static let names = [
    "funds-available", "funds-frozen", "funds-released", "funds-opening", "funds-deposits", "credit-free", "credit-frozen", "credit-paid",
    "credit-debt", "credit-limit",
  ]
  static let patterns = names.map { AccountPattern(.memo, $0, "*", "*") }

  /// What people call a floored account.
  static func title(of path: AccountPath) -> String {
    switch path.segments[0] {
    case "funds-available": "可用资金不足"
    case "credit-free": "可用授信不足"
    default: path.segments[0]
    }
  }

  /// All of them: which may not pass zero, and so must be known before they are posted to, is the chart's choice.
  var all: [AccountPath] { AccountPaths.names.map(path) }
}
