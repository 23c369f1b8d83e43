import Testing
import Values

/// Workdays counted by a rule and by named days.
@Suite("A calendar of workdays")
struct WorkCalendarTests {
  private let calendar = WorkCalendar([
    Day(iso: "2026-02-14")!: true, Day(iso: "2026-02-16")!: false, Day(iso: "2026-02-17")!: false, Day(iso: "2026-02-15")!: false,
  ])
  private func day(_ text: String) -> Day { Day(iso: text)! }

  @Test("Monday to Friday are worked, but for the days that are named")
  func named() {
    #expect(day("2026-11-21").weekday == 5 && day("1969-12-29").weekday == 0)
    #expect(calendar.isWorkday(day("2026-02-13")) && calendar.isWorkday(day("2026-02-14")))
    #expect(!calendar.isWorkday(day("2026-02-15")) && !calendar.isWorkday(day("2026-02-16")) && calendar.isWorkday(day("2026-02-18")))
    #expect(calendar.covers(2026) && !calendar.covers(2027))
  }

  @Test("The next workday lies behind holidays, and counting forward and back agree")
  func counting() {
    #expect(calendar.workday(after: day("2026-02-14")) == day("2026-02-18"))
    #expect(calendar.workday(before: day("2026-02-18")) == day("2026-02-14"))
    #expect(calendar.workday(onOrAfter: day("2026-02-14")) == day("2026-02-14"))
    #expect(calendar.adding(workdays: 3, to: day("2026-02-12")) == day("2026-02-18"))
    for start in 0..<20 {
      for count in 0..<10 {
        let from = day("2026-02-05").advanced(by: start)
        let to = calendar.adding(workdays: count, to: from)
        #expect(calendar.workdays(after: from, through: to) == count)
      }
    }
    #expect(calendar.workdays(after: day("2026-02-18"), through: day("2026-02-14")) == 0)
  }
}
