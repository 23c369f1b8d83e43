/// A second on the business clock (Asia/Shanghai, UTC+8 without summer time), counted from 1970-01-01 00:00 on that clock.
/// A text without a zone is taken as that clock shows it. (contract.md, Instants)
@frozen
package struct Moment: Hashable, Comparable, Sendable {
  package var seconds: Int64

  @inlinable package init(seconds: Int64) { self.seconds = seconds }
  @inlinable package static func < (left: Moment, right: Moment) -> Bool { left.seconds < right.seconds }

  package static let secondsPerDay: Int64 = 86_400
  /// The business clock's distance from UTC.
  package static let offset: Int64 = 8 * 3600

  package init(_ day: Day, hour: Int = 0, minute: Int = 0, second: Int = 0) {
    self.init(seconds: Int64(day.number) * Moment.secondsPerDay + Int64(hour * 3600 + minute * 60 + second))
  }

  /// A deadline given as a day includes its last second, 23:59:59.
  package static func end(of day: Day) -> Moment { Moment(day, hour: 23, minute: 59, second: 59) }

  package init(unix: Int64) { self.init(seconds: unix + Moment.offset) }

  package var day: Day {
    let whole = seconds / Moment.secondsPerDay
    return Day(number: Int32(seconds % Moment.secondsPerDay < 0 ? whole - 1 : whole))
  }

  package var secondOfDay: Int { Int(seconds - Int64(day.number) * Moment.secondsPerDay) }
}

extension Moment: CustomStringConvertible {
  /// `2026-11-21 02:00:00`.
  package var description: String {
    let second = secondOfDay
    return
      "\(day) \(Decimals.padded(second / 3600, 2)):\(Decimals.padded(second / 60 % 60, 2)):\(Decimals.padded(second % 60, 2))"
  }
}
