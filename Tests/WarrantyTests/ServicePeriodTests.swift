import Foundation
import Testing
import Values
import Warranty

@Suite("Service periods")
struct ServicePeriodTests {
  static func day(_ text: String) -> Day { Day(iso: text)! }

  /// A calendar that is not ours.
  static let calendar: Calendar = {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(secondsFromGMT: 0)!
    return calendar
  }()

  @Test("Every purchase day of ten years and every number of months end on the day an independent calendar says")
  func againstCalendar() {
    let months = ProcessInfo.processInfo.environment["SETTLE_LONG"] == nil ? Array(1...12) + [18, 24, 30, 36, 48, 60] : Array(1...120)
    let epoch = Date(timeIntervalSince1970: 0)
    var wrong: [String] = []
    for number in ServicePeriodTests.day("2024-01-01").number...ServicePeriodTests.day("2033-12-31").number {
      let bought = Day(number: number)
      let date = epoch.addingTimeInterval(Double(number) * 86_400)
      for count in months {
        let expected = ServicePeriodTests.calendar.date(byAdding: .month, value: count, to: date)!
        let last = Int32((expected.timeIntervalSince1970 / 86_400).rounded())
        if ServicePeriod.lastDay(from: bought, months: count, .nextDay).number != last { wrong.append("\(bought) + \(count)") }
        if ServicePeriod.lastDay(from: bought, months: count, .sameDay).number != last - 1 {
          wrong.append("\(bought) + \(count), same day")
        }
      }
    }
    #expect(wrong == [])
  }

  struct Case: Sendable {
    let bought: String
    let warranty: Int
    let months: Int
    var count = ServicePeriod.Count.nextDay
    let starts: String
    let ends: String
  }

  static let cases = [
    Case(bought: "2026-01-31", warranty: 12, months: 24, starts: "2027-02-01", ends: "2029-01-31"),
    Case(bought: "2026-08-31", warranty: 6, months: 12, starts: "2027-03-01", ends: "2028-02-29"),
    Case(bought: "2028-02-29", warranty: 12, months: 12, starts: "2029-03-01", ends: "2030-02-28"),
    Case(bought: "2026-01-31", warranty: 12, months: 24, count: .sameDay, starts: "2027-01-31", ends: "2029-01-30"),
    Case(bought: "2026-03-15", warranty: 0, months: 1, starts: "2026-03-16", ends: "2026-04-15"),
  ]

  @Test("The worked periods are reached", arguments: cases)
  func worked(_ worked: Case) {
    let period = ServicePeriod(
      bought: ServicePeriodTests.day(worked.bought), warranty: worked.warranty, months: worked.months, effect: .afterWarranty,
      count: worked.count)
    #expect(period.starts == ServicePeriodTests.day(worked.starts))
    #expect(period.ends == ServicePeriodTests.day(worked.ends))
  }

  @Test("Adding months to a month's end that was cut loses a day; counting from the purchase does not")
  func chained() {
    let bought = ServicePeriodTests.day("2026-08-31")
    let original = ServicePeriod.lastDay(from: bought, months: 6, .nextDay)
    #expect(original.adding(months: 12) == ServicePeriodTests.day("2028-02-28"))
    #expect(ServicePeriod.lastDay(from: bought, months: 18, .nextDay) == ServicePeriodTests.day("2028-02-29"))
  }

  @Test("The original warranty and the extension meet without a gap and without a day twice")
  func meeting() {
    for offset in 0..<800 {
      let bought = ServicePeriodTests.day("2026-01-01").advanced(by: offset)
      for repair in [0, 9] {
        let period = ServicePeriod(bought: bought, warranty: 12, repairDays: repair, months: 24, effect: .afterWarranty, count: .nextDay)
        #expect(period.starts == ServicePeriod.lastDay(from: bought, months: 12, .nextDay).advanced(by: repair + 1))
        #expect(period.days == 730 || period.days == 731)
      }
    }
  }

  @Test("Days that touch do not overlap, a shared day does")
  func overlap() {
    let first = ServicePeriod(starts: ServicePeriodTests.day("2026-01-01"), ends: ServicePeriodTests.day("2026-06-30"))
    #expect(!first.overlaps(ServicePeriod(starts: first.ends.advanced(by: 1), ends: first.ends.advanced(by: 9))))
    #expect(first.overlaps(ServicePeriod(starts: first.ends, ends: first.ends.advanced(by: 9))))
    #expect(first.contains(first.starts) && first.contains(first.ends) && !first.contains(first.ends.advanced(by: 1)))
  }
}
