/// What an amount counts: money of a currency, pieces of a product, coupons, quota. Entries balance per unit.
@frozen
package struct Unit: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// `CNY`, or a thing by name such as `stock:P-MOTOR`.
  package let code: String
  /// Decimals of its minor unit: 2 for CNY, 0 for pieces.
  package let places: Int

  package init(code: String, places: Int) {
    self.code = code
    self.places = places
  }

  package static let cny = Unit(code: "CNY", places: 2)
  package static func < (left: Unit, right: Unit) -> Bool { left.code < right.code }
  package var description: String { code }
}
