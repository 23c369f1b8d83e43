/// An amount in minor units (fen for CNY), exact. This file knows addition, comparison and how an amount is printed;
/// products and shares stand in `Money+Rate.swift`, splits in `Money+Split.swift`. (domain.md B0)
@frozen
package struct Money: Hashable, Comparable, Sendable {
  /// Minor units: 1 yuan = 100.
  package var minor: Int64

  @inlinable package init(minor: Int64) { self.minor = minor }

  package static let zero = Money(minor: 0)

  /// The largest magnitude a cell may hold: ten thousand billion yuan. Sums of millions of such cells stay far from `Int64`'s end.
  package static let cellLimit: Int64 = 1_000_000_000_000_000

  @inlinable package static func < (left: Money, right: Money) -> Bool { left.minor < right.minor }
  @inlinable package static func + (left: Money, right: Money) -> Money { Money(minor: left.minor + right.minor) }
  @inlinable package static func - (left: Money, right: Money) -> Money { Money(minor: left.minor - right.minor) }
  @inlinable package static prefix func - (money: Money) -> Money { Money(minor: -money.minor) }
  @inlinable package static func += (left: inout Money, right: Money) { left.minor += right.minor }
  @inlinable package static func -= (left: inout Money, right: Money) { left.minor -= right.minor }
  @inlinable package var isNegative: Bool { minor < 0 }
  @inlinable package var isZero: Bool { minor == 0 }
}

extension Money: CustomStringConvertible {
  /// `-1234.50`: two decimals, no grouping: what machines read.
  package var description: String { Decimals.text(minor, places: 2) }

  /// `-1,234.50`: what people read.
  package var grouped: String {
    let plain = Decimals.text(minor.magnitude, places: 2)
    let point = plain.index(plain.endIndex, offsetBy: -3)
    var whole = ""
    for (index, digit) in plain[..<point].enumerated() {
      let left = plain.distance(from: plain.startIndex, to: point) - index
      if index > 0, left % 3 == 0 { whole.append(",") }
      whole.append(digit)
    }
    return (minor < 0 ? "-" : "") + whole + plain[point...]
  }
}

extension Sequence where Element == Money {
  /// The sum of rounded lines; a total is never rounded itself.
  package func sum() -> Money { reduce(.zero, +) }
}
