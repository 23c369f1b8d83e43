/// An exact fraction of one, in billionths: 20 % is 200 000 000. Seven decimals of a percent fit.
@frozen
package struct Rate: Hashable, Comparable, Sendable {
  package var billionths: Int64

  @inlinable package init(billionths: Int64) { self.billionths = billionths }

  package static let zero = Rate(billionths: 0)
  package static let one = Rate(billionths: scale)
  @inlinable package static var scale: Int64 { 1_000_000_000 }

  /// Whole percents, for settings and tests: `Rate(percent: 6)`.
  package init(percent: Int64) { self.init(billionths: percent * 10_000_000) }

  @inlinable package static func < (left: Rate, right: Rate) -> Bool { left.billionths < right.billionths }
  @inlinable package static func + (left: Rate, right: Rate) -> Rate { Rate(billionths: left.billionths + right.billionths) }
}

extension Rate: CustomStringConvertible {
  /// `20%`, `16.5%`: the shortest percent that is exact.
  package var description: String { Decimals.trimmed(billionths, places: 7) + "%" }
}
