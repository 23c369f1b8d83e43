package import Tables
package import Values

/// A merchant or another party: insurer, bank, issuer. Published by Parties, read by every flow. Later versions count from their effective
/// day on; a policy signed before is settled by what was in force then. (domain.md 0.6, 0.7; contract.md, merchants)
package struct Party: Remembered {
  package struct Version: Sendable, Equatable {
    package var from: Day
    package var name: String
    package var creditCode: String
    /// 主营类型: what expenditure level 1 is chosen by.
    package var business: String
    package var contact: String
    package var mobile: String
    package var accountName: String
    package var account: String
    package var bank: String
    /// 增值税率 of what the party invoices; nil where the file says nothing.
    package var taxRate: Rate?

    package init(
      from: Day, name: String, creditCode: String, business: String, contact: String = "", mobile: String = "", accountName: String = "",
      account: String = "", bank: String = "", taxRate: Rate? = nil
    ) {
      self.from = from
      self.name = name
      self.creditCode = creditCode
      self.business = business
      self.contact = contact
      self.mobile = mobile
      self.accountName = accountName
      self.account = account
      self.bank = bank
      self.taxRate = taxRate
    }
  }

  /// Days on which it may use the supplier side: from the first on, until the day it no longer may. (domain.md 0.9)
  package struct Span: Sendable, Equatable {
    package var from: Day
    package var until: Day?

    package init(from: Day, until: Day? = nil) {
      self.from = from
      self.until = until
    }

    package func holds(on day: Day) -> Bool { from <= day && until.map { day < $0 } ?? true }
  }

  /// A credit line, from its day until the next one's. Nought takes it away. (domain.md 0.8)
  package struct Credit: Sendable, Equatable {
    package var from: Day
    package var limit: Money

    package init(from: Day, limit: Money) {
      self.from = from
      self.limit = limit
    }
  }

  package static let kind = "party"
  package static let width = 16

  /// 商户号: also the name of its folder.
  package var key: String
  /// What it may act as: `merchant`, `seller`, `supplier`, `insurer`, `bank` … What it may drop *today* also asks its access.
  package var roles: [String]
  /// Ascending by effective day; never empty.
  package var versions: [Version]
  /// 标识码: given with the first supplier access, never again and never another; empty before.
  package var code = ""
  /// Ascending; the last one is open while access stands.
  package var supplierAccess: [Span] = []
  /// Ascending by day.
  package var credit: [Credit] = []
  /// 保证金 held.
  package var deposit = Money.zero

  package init(number: String, roles: [String], versions: [Version]) {
    self.key = number
    self.roles = roles
    self.versions = versions
  }

  package init(key: String, rows: Batch) {
    self.key = key
    let last = rows[rows.count - 1]
    roles = (last.text(Column.roles.rawValue) ?? "").split(separator: " ").map(String.init)
    code = last.text(Column.code.rawValue) ?? ""
    deposit = last.money(Column.deposit.rawValue) ?? .zero
    versions = []
    for index in 0..<rows.count {
      let row = rows[index]
      let from = row.date(Column.from.rawValue) ?? Day(number: 0)
      switch row.text(Column.section.rawValue) {
      case Section.supplierAccess?: supplierAccess.append(Span(from: from, until: row.date(Column.until.rawValue)))
      case Section.credit?: credit.append(Credit(from: from, limit: row.money(Column.limit.rawValue) ?? .zero))
      default: versions.append(Party.version(row, from: from))
      }
    }
  }

  private static func version(_ row: Batch.Row, from: Day) -> Version {
    func text(_ column: Column) -> String { row.text(column.rawValue) ?? "" }
    return Version(
      from: from, name: text(.name), creditCode: text(.creditCode), business: text(.business), contact: text(.contact),
      mobile: text(.mobile), accountName: text(.accountName), account: text(.account), bank: text(.bank),
      taxRate: row.rate(Column.taxRate.rawValue))
  }

  /// The newest registration stands last: there headlines look for it.
  package func write(to rows: inout Batch) {
    for span in supplierAccess {
      let row = Party.section(Section.supplierAccess, from: span.from, in: &rows)
      if let until = span.until { rows.set(row, Column.until.rawValue, .date(until)) }
    }
    for line in credit {
      let row = Party.section(Section.credit, from: line.from, in: &rows)
      rows.set(row, Column.limit.rawValue, .money(line.limit))
    }
    for version in versions { write(version, to: &rows) }
    if !code.isEmpty { rows.set(rows.count - 1, Column.code.rawValue, text: code) }
    if deposit != .zero { rows.set(rows.count - 1, Column.deposit.rawValue, .money(deposit)) }
  }

  private func write(_ version: Version, to rows: inout Batch) {
    rows.appendEmptyRow()
    let row = rows.count - 1
    func set(_ column: Column, _ text: String) {
      if !text.isEmpty { rows.set(row, column.rawValue, text: text) }
    }
    set(.roles, roles.joined(separator: " "))
    rows.set(row, Column.from.rawValue, .date(version.from))
    set(.name, version.name)
    set(.creditCode, version.creditCode)
    set(.business, version.business)
    set(.contact, version.contact)
    set(.mobile, version.mobile)
    set(.accountName, version.accountName)
    set(.account, version.account)
    set(.bank, version.bank)
    if let rate = version.taxRate { rows.set(row, Column.taxRate.rawValue, .rate(rate)) }
  }

  private static func section(_ name: String, from: Day, in rows: inout Batch) -> Int {
    rows.appendEmptyRow()
    let row = rows.count - 1
    rows.set(row, Column.section.rawValue, text: name)
    rows.set(row, Column.from.rawValue, .date(from))
    return row
  }

  /// The version in force on a day; before the first one, the first.
  package func inForce(on day: Day) -> Version {
    versions.last { $0.from <= day } ?? versions[0]
  }

  // MARK: what it may do on a day

  /// Deposit paid, a product and rules published: all three hold. (domain.md 0.9)
  package func hasSupplierAccess(on day: Day) -> Bool { supplierAccess.contains { $0.holds(on: day) } }

  /// The credit line of a day; nought before one was granted.
  package func creditLine(on day: Day) -> Money { credit.last { $0.from <= day }?.limit ?? .zero }

  /// A credit line is granted. (domain.md 0.8)
  package func hasSellerAccess(on day: Day) -> Bool { roles.contains("seller") && creditLine(on: day) > .zero }

  /// The roles by which it may drop files on a day: `supplier` and `seller` count by access, but for those that are open to everybody registered.
  package func rolesInForce(on day: Day, open: Set<String> = []) -> [String] {
    roles.filter { role in
      switch role {
      case "supplier": open.contains(role) || hasSupplierAccess(on: day)
      case "seller": open.contains(role) || hasSellerAccess(on: day)
      default: true
      }
    }
  }

  private enum Section {
    static let supplierAccess = "supplier-access"
    static let credit = "credit"
  }

  /// Where a field stands in the register's rows, for headlines of sheets.
  package enum Column: Int {
    case roles, from, name, creditCode, business, contact, mobile, accountName, account, bank, taxRate
    case code, deposit, section, until, limit
  }
}
