/// Which days are worked: Monday to Friday, but for the days that are named (public holidays, make-up workdays). No clock stands behind it, and it
/// knows no holiday by itself: they are data. A night's business day is any calendar day; this only counts.
package struct WorkCalendar: Hashable, Sendable {
  /// Days that differ from the rule, or repeat it: true where the day is worked.
  private let named: [Day: Bool]

  package init(_ named: [Day: Bool] = [:]) { self.named = named }

  package func isWorkday(_ day: Day) -> Bool { named[day] ?? (day.weekday < 5) }

  /// Whether any day of the year is named; a year nobody wrote down is counted by the rule alone.
  package func covers(_ year: Int) -> Bool { named.keys.contains { $0.civil.year == year } }

  /// The day itself where it is worked, else the next one that is.
  package func workday(onOrAfter day: Day) -> Day {
    var day = day
    while !isWorkday(day) { day = day.advanced(by: 1) }
    return day
  }

  package func workday(after day: Day) -> Day { workday(onOrAfter: day.advanced(by: 1)) }

  package func workday(before day: Day) -> Day {
    var day = day.advanced(by: -1)
    while !isWorkday(day) { day = day.advanced(by: -1) }
    return day
  }

  /// The day that is so many workdays after a day: 1 is the next workday, 0 the day itself.
  package func adding(workdays count: Int, to day: Day) -> Day { (0..<max(0, count)).reduce(day) { day, _ in workday(after: day) } }

  /// How many workdays come after the first day, up to and with the last; 0 where the last is not later.
  package func workdays(after first: Day, through last: Day) -> Int {
    first < last ? (1...(last - first)).count { isWorkday(first.advanced(by: $0)) } : 0
  }
}

extension Day {
  /// 0 is Monday, 6 is Sunday.
  package var weekday: Int {
    // Day 0 was a Thursday.
    let rest = (Int(number) + 3) % 7
    return rest < 0 ? rest + 7 : rest
  }
}
