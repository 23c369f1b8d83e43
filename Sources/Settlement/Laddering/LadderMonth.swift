import Flows
package import Tables
import Values

/// How far a seller has climbed a ladder in a month, and what was settled for it. The key is ladder, seller, scope and month. (domain.md B1-9)
package struct LadderMonth: Remembered {
  package static let kind = "ladder-month"
  package static let width = 3

  package var key: String
  /// The month's premium.
  var total = Money.zero
  /// Settled so far, with its tax and without.
  var amount = Money.zero
  var net = Money.zero

  init(_ key: String) { self.key = key }

  package init(key: String, rows: Batch) {
    self.key = key
    (total, amount, net) = (rows[0].money(0) ?? .zero, rows[0].money(1) ?? .zero, rows[0].money(2) ?? .zero)
  }

  package func write(to rows: inout Batch) {
    rows.appendEmptyRow()
    rows.set(0, 0, .money(total))
    rows.set(0, 1, .money(amount))
    rows.set(0, 2, .money(net))
  }
}
