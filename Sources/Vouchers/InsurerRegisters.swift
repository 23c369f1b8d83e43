import Flows
package import Tables
package import Values

/// What an insurer asked an applicant's voucher for (保险人请求): the issue must agree with it. (domain.md 3.3, B4-10)
package struct InsurerRequest: Remembered {
  package static let kind = "insurer-request"
  package static let width = 4

  /// Insurer and 请求号: numbers are the insurer's own.
  package var key: String
  package var account: String
  package var product: String
  package var premium: Money
  /// The voucher issued on it; a request is answered once.
  package var voucher: String

  package static func key(_ insurer: String, _ number: String) -> String { "\(insurer)\t\(number)" }

  package init(insurer: String, number: String, account: String, product: String, premium: Money) {
    key = InsurerRequest.key(insurer, number)
    self.account = account
    self.product = product
    self.premium = premium
    voucher = ""
  }

  package init(key: String, rows: Batch) {
    self.key = key
    account = rows[0].text(0) ?? ""
    product = rows[0].text(1) ?? ""
    premium = rows[0].money(2) ?? .zero
    voucher = rows[0].text(3) ?? ""
  }

  package func write(to rows: inout Batch) {
    rows.appendEmptyRow()
    if !account.isEmpty { rows.set(0, 0, text: account) }
    if !product.isEmpty { rows.set(0, 1, text: product) }
    rows.set(0, 2, .money(premium))
    if !voucher.isEmpty { rows.set(0, 3, text: voucher) }
  }
}

/// What insurers confirm of a policy (保险人确认), for kinds of insurance that have no register here. (domain.md 3.8)
package struct Confirmation: Remembered {
  package struct Statement: Sendable, Equatable {
    package var insurer: String
    package var product: String
    package var premium: Money
    package var status: String
    package var signed: Day?
  }

  package static let kind = "insurance-confirmation"
  package static let width = 5

  /// 保单号.
  package var key: String
  /// One for each insurer that speaks of it.
  package var statements: [Statement]

  package init(policy: String, statements: [Statement]) {
    key = policy
    self.statements = statements
  }

  package init(key: String, rows: Batch) {
    self.key = key
    statements = (0..<rows.count).map { index in
      let row = rows[index]
      return Statement(
        insurer: row.text(0) ?? "", product: row.text(1) ?? "", premium: row.money(2) ?? .zero, status: row.text(3) ?? "",
        signed: row.date(4))
    }
  }

  package func write(to rows: inout Batch) {
    for (index, statement) in statements.enumerated() {
      rows.appendEmptyRow()
      rows.set(index, 0, text: statement.insurer)
      rows.set(index, 1, text: statement.product)
      rows.set(index, 2, .money(statement.premium))
      rows.set(index, 3, text: statement.status)
      if let signed = statement.signed { rows.set(index, 4, .date(signed)) }
    }
  }

  package func statement(of insurer: String) -> Statement? { statements.first { $0.insurer == insurer } }
}
