import Foundation
import Night
import NightKit
import Testing
import Values

/// The words of `pipelines/expected.csv`: days, cut-offs, names, numbers.
@Suite("What the book of expected files is asked")
struct ExpectedWordsTests {
  private static let shipped = WorkCalendar([
    Day(iso: "2026-10-01")!: false, Day(iso: "2026-10-02")!: false, Day(iso: "2026-10-05")!: false, Day(iso: "2026-10-06")!: false,
    Day(iso: "2026-10-07")!: false, Day(iso: "2026-10-10")!: true, Day(iso: "2026-09-20")!: true,
  ])

  @Test(
    "Words say the days of October 2026",
    arguments: [
      ("每周一", [5, 12, 19, 26]), ("monday", [5, 12, 19, 26]), ("每周天", [4, 11, 18, 25]), ("每月5日", [5]), ("day-31", [31]), ("月末", [31]),
      ("首个工作日", [8]), ("last-workday", [30]), ("每月5日顺延", [8]), ("月末顺延", []), ("每周六顺延", [8, 10, 19, 26]),
      ("每月5日、每月20号", [5, 20]), ("day-5-rolled month-end", [8, 31]),
      ("工作日", [8, 9, 10, 12, 13, 14, 15, 16, 19, 20, 21, 22, 23, 26, 27, 28, 29, 30]),
    ])
  func october(_ words: String, _ expected: [Int]) throws {
    let days = try #require(DueDays(words))
    #expect((1...31).filter { days.contains(Day(year: 2026, month: 10, day: $0)!, Self.shipped) } == expected)
  }

  @Test("In a shorter month a day of the month is its last", arguments: [("每月31日", 28), ("每月30日", 28), ("月末", 28), ("每月28日", 28)])
  func shorter(_ words: String, _ expected: Int) throws {
    let days = try #require(DueDays(words))
    #expect((1...28).filter { days.contains(Day(year: 2026, month: 2, day: $0)!, WorkCalendar()) } == [expected])
  }

  @Test("What is no word for days is none", arguments: ["", "每周", "每周八", "每月0日", "day-32", "每日x", "、", "sometimes", "工作日 吧"])
  func unknown(_ words: String) { #expect(DueDays(words) == nil) }

  @Test("A cut-off is a time of the day, or of the day after")
  func cutOffs() throws {
    let day = Day(iso: "2026-11-20")!
    #expect("\(try #require(CutOff("23:30")).moment(day))" == "2026-11-20 23:30:00")
    for text in ["次日 01:00", "次日1:00", "next-day 01：00"] { #expect("\(try #require(CutOff(text)).moment(day))" == "2026-11-21 01:00:00") }
    for text in ["24:00", "9", "9:5", "noon", "次日", "-1:00"] { #expect(CutOff(text) == nil) }
  }

  @Test("A name says its day and its number where the rule has them")
  func names() throws {
    let rule = try #require(NameRule("承保_{日期}_{序号}.*"))
    #expect(rule.read("承保_20261121_007.xlsx") == NameRule.Found(day: Day(iso: "2026-11-21")!, number: 7))
    #expect(rule.read("承保_2026-11-21_12.csv.gz")?.number == 12)
    for name in ["承保_20261131_1.csv", "承保_20261121_.csv", "承保_20261121_1", "x承保_20261121_1.csv", "承保_20261121_1a.csv"] {
      #expect(rule.read(name) == nil)
    }
    // Digits that follow each other are parted where both fit.
    #expect(try #require(NameRule("{date}{number}")).read("202611213")?.number == 3)
    #expect(try #require(NameRule("*{number}.csv")).read("a-17.csv")?.number == 7)
    for text in ["{x}", "{date", "{date}{date}", "{日内序号}", ""] { #expect(NameRule(text) == nil) }
  }

  @Test("Numbers follow each other: a gap, what fills it, and a step back are told")
  func numbers() {
    func judge(_ seen: Set<Int64>, _ new: [Int64]) -> [Numbering.Finding] {
      Numbering.judge(seen: seen, arriving: new.map { ($0, "\($0)") })
    }
    #expect(judge([], [7, 8, 9]).isEmpty && judge([7, 8], [9]).isEmpty)
    #expect(judge([7], [10, 9]) == [.gap(8...8, name: "9")])
    #expect(judge([7, 9], [8]) == [.filled(8, name: "8")])
    #expect(judge([7, 9], [9, 3]) == [.back(3, last: 9, name: "3"), .back(9, last: 9, name: "9")])
    #expect(judge([5], [6, 6]) == [.back(6, last: 6, name: "6")])
  }

  @Test("The shipped calendar is the State Council's for 2026: 33 days off, six of them made up")
  func shippedCalendar() throws {
    let rows = try CellFile.rows(Checkout.pipelines + "/calendar.csv", name: "calendar.csv").filter {
      $0.count == 3 && !$0[0].hasPrefix("#")
    }
    let days = Dictionary(uniqueKeysWithValues: rows.dropFirst().map { (Day(iso: $0[0])!, $0[1] == "上班") })
    let calendar = WorkCalendar(days)
    let holidays = [("01-01", 3), ("02-15", 9), ("04-04", 3), ("05-01", 5), ("06-19", 3), ("09-25", 3), ("10-01", 7)]
    for (first, count) in holidays {
      let first = Day(iso: "2026-\(first)")!
      for day in 0..<count { #expect(!calendar.isWorkday(first.advanced(by: day)), "\(first.advanced(by: day))") }
    }
    for day in ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"] { #expect(calendar.isWorkday(Day(iso: "2026-\(day)")!)) }
    #expect(calendar.workdays(after: Day(iso: "2025-12-31")!, through: Day(iso: "2026-12-31")!) == 248)
    // Every row says something the rule does not.
    for (day, isWorked) in days { #expect(isWorked == (day.weekday > 4)) }
  }
}
