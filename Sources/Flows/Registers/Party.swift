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

  package static let kind = "party"
  package static let width = 12

  /// 商户号: also the name of its folder.
  package var key: String
  /// What it may act as: `seller`, `supplier`, `insurer`, `bank` … Decides access.
  package var roles: [String]
  /// Ascending by effective day; never empty.
  package var versions: [Version]

  package init(number: String, roles: [String], versions: [Version]) {
    self.key = number
    self.roles = roles
    self.versions = versions
  }

  package init(key: String, rows: Batch) {
    self.key = key
    roles = (rows[0].text(Column.roles.rawValue) ?? "").split(separator: " ").map(String.init)
    versions = (0..<rows.count).map { index in
      let row = rows[index]
      func text(_ column: Column) -> String { row.text(column.rawValue) ?? "" }
      return Version(
        from: row.date(Column.from.rawValue) ?? Day(number: 0), name: text(.name), creditCode: text(.creditCode), business: text(.business),
        contact: text(.contact), mobile: text(.mobile), accountName: text(.accountName), account: text(.account), bank: text(.bank),
        taxRate: row.rate(Column.taxRate.rawValue))
    }
  }

  package func write(to rows: inout Batch) {
    for version in versions {
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
  }

  /// The version in force on a day; before the first one, the first.
  package func inForce(on day: Day) -> Version {
    versions.last { $0.from <= day } ?? versions[0]
  }

  /// Where a field stands in the register's rows, for headlines of sheets.
  package enum Column: Int {
    case roles, from, name, creditCode, business, contact, mobile, accountName, account, bank, taxRate
  }
}
