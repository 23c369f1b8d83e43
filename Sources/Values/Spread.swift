/// How amounts lie: their number, sum and sum of squares, kept exactly and added up in any order. Mean, variance and deviation are taken of these
/// only when they are printed. (domain.md 0.33)
package struct Spread: Hashable, Sendable {
  package var count: Int64 = 0
  package var sum: Int64 = 0
  package var squares: Int128 = 0

  package init() {}

  package init(count: Int64, sum: Int64, squares: Int128) {
    self.count = count
    self.sum = sum
    self.squares = squares
  }

  package mutating func add(_ amount: Int64) {
    count += 1
    sum += amount
    squares += Int128(amount) * Int128(amount)
  }

  package mutating func add(_ other: Spread) {
    count += other.count
    sum += other.sum
    squares += other.squares
  }

  /// Sum by number, in the amounts' own unit; nil of nothing.
  package var mean: Int64? { count > 0 ? Rounding.halfUp.quotient(Int128(sum), Int128(count)) : nil }

  /// Of all amounts, not of a sample: squares by number less the mean squared, times `times` by `by`. Nil of nothing, and beyond what 64 bits hold.
  package func variance(times: Int64 = 1, by divisor: Int64 = 1) -> Int64? {
    guard let (deviations, count) = deviations else { return nil }
    let (above, overflow) = deviations.multipliedReportingOverflow(by: Int128(times))
    if overflow { return nil }
    let below = count * count * Int128(divisor)
    guard above / below < Int128(Int64.max) else { return nil }
    return Rounding.halfUp.quotient(above, below)
  }

  /// The root of the variance, in the amounts' own unit.
  package var deviation: Int64? {
    guard let (deviations, count) = deviations, deviations < Int128.max / 4 else { return nil }
    let root = (Spread.root(deviations * 4) + count) / (2 * count)
    return root < Int128(Int64.max) ? Int64(root) : nil
  }

  /// Number times squares less the sum squared, and the number.
  private var deviations: (Int128, Int128)? {
    guard count > 0 else { return nil }
    let (above, overflow) = squares.multipliedReportingOverflow(by: Int128(count))
    return overflow ? nil : (above - Int128(sum) * Int128(sum), Int128(count))
  }

  /// The largest whole number whose square is not above `value`.
  static func root(_ value: Int128) -> Int128 {
    if value < 2 { return max(value, 0) }
    var root = Int128(1) << ((Int128.bitWidth - value.leadingZeroBitCount + 1) / 2)
    while true {
      let next = (root + value / root) / 2
      if next >= root { return root }
      root = next
    }
  }
}

extension Rate {
  /// A hundredth of a percent: what people read.
  package static let basisPoint: Int64 = 100_000

  /// A part of a whole, rounded once to a multiple of `grain` billionths; nil of nothing, and beyond what a rate holds.
  package static func share(_ part: Int64, of whole: Int64, grain: Int64 = basisPoint) -> Rate? {
    guard whole != 0 else { return nil }
    let above = Int128(part) * Int128(scale / grain) * (whole < 0 ? -1 : 1)
    let below = Int128(whole.magnitude)
    guard (above / below).magnitude < Int128.Magnitude(Int64.max / grain) else { return nil }
    return Rate(billionths: Rounding.halfUp.quotient(above, below) * grain)
  }

  /// What came on top of what was before; nil where nothing was.
  package static func growth(from before: Int64, to now: Int64, grain: Int64 = basisPoint) -> Rate? {
    let (change, overflow) = now.subtractingReportingOverflow(before)
    guard before != .min, !overflow else { return nil }
    return share(change, of: abs(before), grain: grain)
  }
}
