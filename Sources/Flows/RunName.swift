package import Values

/// `2026-11-21-1`: the business day and the run of that day, no clock in it. 批次号.
package struct RunName: Hashable, Sendable, Comparable, CustomStringConvertible {
  package let day: Day
  /// From 1.
  package let number: Int

  package init(day: Day, number: Int) {
    self.day = day
    self.number = number
  }

  package static func < (left: RunName, right: RunName) -> Bool { (left.day, left.number) < (right.day, right.number) }
  package var description: String { "\(day)-\(number)" }
  /// Run 2 and later of a day write `…_r2`: nothing published is replaced.
  package var suffix: String { number > 1 ? "_r\(number)" : "" }
}
