/// A civil day, counted from 1970-01-01. The business day of a night, the date in a cell. No clock stands behind it.
@frozen
package struct Day: Hashable, Comparable, Sendable {
  package var number: Int32

  @inlinable package init(number: Int32) { self.number = number }
  @inlinable package static func < (left: Day, right: Day) -> Bool { left.number < right.number }
  @inlinable package func advanced(by days: Int) -> Day { Day(number: number + Int32(days)) }
  @inlinable package static func - (left: Day, right: Day) -> Int { Int(left.number) - Int(right.number) }

  /// A day of the proleptic Gregorian calendar, or nil when there is none: 2026-02-29.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Day.days(in: month, of: year) else { return nil }
    // Days from civil: years begin in March, so that the leap day comes last.
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    self.init(number: Int32(era * 146_097 + dayOfEra - 719_468))
  }

  package var civil: (year: Int, month: Int, day: Int) {
    let shifted = Int(number) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
  }

  package static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// The corresponding day of a later month, else that month's last day. (Civil Code arts. 201–202; domain.md B5-1)
  package func adding(months: Int) -> Day {
    let (year, month, day) = civil
    let count = year * 12 + (month - 1) + months
    let (newYear, newMonth) = (count / 12, count % 12 + 1)
    return Day(year: newYear, month: newMonth, day: min(day, Day.days(in: newMonth, of: newYear)))!
  }

  /// `2026-11-21`, and nothing else.
  package init?(iso text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2, parts[2].utf8.count == 2,
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }
}

extension Day: CustomStringConvertible {
  package var description: String {
    let (year, month, day) = civil
    return Decimals.padded(year, 4) + "-" + Decimals.padded(month, 2) + "-" + Decimals.padded(day, 2)
  }

  /// `20261121`, as it stands in 结算单号.
  package var compact: String { description.replacing("-", with: "") }
}

extension Decimals {
  package static func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
