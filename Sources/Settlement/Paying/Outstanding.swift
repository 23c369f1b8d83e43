import Flows
package import Tables
import Values

/// What one statement owes one payee, and how much of it is paid. (contract.md, payments)
package struct Outstanding: Remembered {
  package static let kind = "outstanding"
  package static let width = 4

  /// 结算单号 and payee, tab-joined.
  package var key: String
  var payable = Money.zero
  /// Of it, what is held until somebody approves it.
  var held = Money.zero
  var paid = Money.zero
  /// Premium of the lines it stands on: the seller's exposure until the statement is paid.
  var exposure = Money.zero

  var open: Money { payable - held - paid }

  static func key(_ statement: String, _ payee: String) -> String { "\(statement)\t\(payee)" }

  init(statement: String, payee: String) { key = Outstanding.key(statement, payee) }

  package init(key: String, rows: Batch) {
    self.key = key
    payable = rows[0].money(0) ?? .zero
    held = rows[0].money(1) ?? .zero
    paid = rows[0].money(2) ?? .zero
    exposure = rows[0].money(3) ?? .zero
  }

  package func write(to rows: inout Batch) {
    rows.appendEmptyRow()
    for (column, amount) in [payable, held, paid, exposure].enumerated() { rows.set(0, column, .money(amount)) }
  }
}

/// Premium a seller brought whose statements are not paid yet: what its credit line covers. (domain.md B1-23)
package struct Exposure: Remembered {
  package static let kind = "exposure"
  package static let width = 1

  /// The seller.
  package var key: String
  var open = Money.zero

  init(seller: String) { key = seller }

  package init(key: String, rows: Batch) {
    self.key = key
    open = rows[0].money(0) ?? .zero
  }

  package func write(to rows: inout Batch) {
    rows.appendEmptyRow()
    rows.set(0, 0, .money(open))
  }
}
