package import Flows
package import Tables
import Values

/// How many of a product are left, and whether its merchant was told. Sold policies are facts: stock may fall below nought. (domain.md 0.28, B1-19)
package struct Stock: Remembered {
  package static let kind = "product-stock"
  package static let width = 4

  /// `settle query stock`.
  package static let listing = StateKind(
    kind, query: "stock", keyTitle: "产品", listing: .first,
    fields: [
      Field(name: "stock-version", header: "登记版本", kind: .id), Field(name: "stock-remaining", header: "剩余量", kind: .integer),
      Field(name: "stock-sold", header: "售出数", kind: .integer), Field(name: "stock-alerted", header: "已预警", kind: .boolean),
    ])

  /// As the product's: merchant, tab, 产品编码.
  package var key: String
  /// The version that declared the quantity: another one counts anew.
  var version: String
  var remaining: Int64
  var sold: Int64
  /// Its crossing was told; once, until it is stocked up.
  var isAlerted: Bool

  init(_ key: String, version: String, remaining: Int64) {
    self.key = key
    self.version = version
    self.remaining = remaining
    sold = 0
    isAlerted = false
  }

  package init(key: String, rows: Batch) {
    self.key = key
    version = rows[0].text(0) ?? ""
    remaining = rows[0].integer(1) ?? 0
    sold = rows[0].integer(2) ?? 0
    isAlerted = rows[0].boolean(3) ?? false
  }

  package func write(to rows: inout Batch) {
    rows.appendEmptyRow()
    rows.set(0, 0, text: version)
    rows.set(0, 1, .integer(remaining))
    rows.set(0, 2, .integer(sold))
    rows.set(0, 3, .boolean(isAlerted))
  }
}
