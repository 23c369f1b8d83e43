import Foundation
import Night
import NightKit
import Store
import Synchronization
import Testing
import Values

/// Whole nights with a book of expected files: what operators are told, what is held back, and that nothing is lost or doubled by it.
@Suite("Nights with expected files")
struct ExpectedNightTests {
  private let scratch = ScratchFolder("expected")
  static let header = "party,feed,days,cut-off,min-rows,name,answers,within,holds,hold-limit\n"

  /// Thursday; S001 has its list, S002 has none.
  static func root(at path: String, _ rows: String) throws -> TrialRoot {
    let root = try Evening.root(at: path)
    try expect(rows, root)
    try root.drop(Evening.merchants, as: "merchants.csv", from: "platform", to: "merchants")
    try drop(Evening.first, "a.csv", "S001", root, "2026-03-12 20:00")
    return root
  }

  static func expect(_ rows: String, _ root: TrialRoot) throws {
    try Data((header + rows).utf8).write(to: URL(fileURLWithPath: root.path + "/pipelines/expected.csv"))
  }

  static func drop(_ text: String, _ name: String, _ party: String, _ root: TrialRoot, _ time: String) throws {
    try root.drop(text, as: name, from: party, to: "underwriting")
    let parts = time.split(separator: " ")
    let clock = parts[1].split(separator: ":").map { Int($0)! }
    try root.date("parties/\(party)/inbound/underwriting/\(name)", Moment(Day(iso: parts[0])!, hour: clock[0], minute: clock[1]))
  }

  static func list(_ number: Int, rows: Int = 1) -> String {
    Evening.header + (0..<rows).map { Evening.row("PN\(100 * number + $0)", "商业险", "X002", "\(1000 + number).00") }.joined()
  }

  private func states(_ root: TrialRoot) throws -> [String] {
    try root.night().store.dues(since: Day(iso: "2026-03-01")!).map {
      "\($0.party) \($0.day) \($0.state.rawValue)\($0.isShort ? " short" : "") \($0.rows)"
    }
  }

  private func codes(_ outcome: NightOutcome) -> [String] { outcome.alerts.map { "\($0.code) \($0.weight.rawValue) \($0.day)" } }

  private func verified(_ root: TrialRoot) throws {
    let night = try root.night()
    for run in try night.store.runs() { #expect(try night.verify(run) == [], "\(run)") }
  }

  @Test("Late, missing, short and out of sequence are told once each, and what came after all closes them")
  func irregular() throws {
    let root = try Self.root(at: scratch.path + "/root", "S002,underwriting,每日,23:30,2,list_{日期}_{序号}.csv\nS001,承保清单,每周四,,\n")
    #expect(codes(try root.run("2026-03-12")) == ["file-missing urgent 2026-03-12"])
    #expect(
      try states(root) == [
        "S001 2026-03-12 in-time \(try root.night().store.files(states: [.taken]).first { $0.party == "S001" }!.reading.dataRows)",
        "S002 2026-03-12 missing 0",
      ])
    #expect(codes(try root.run("2026-03-12")).isEmpty)
    // The day after, its own file comes in time and short, and yesterday's with it.
    try Self.drop(Self.list(1), "list_20260313_1.csv", "S002", root, "2026-03-13 12:00")
    try Self.drop(Self.list(2, rows: 2), "list_20260312_2.csv", "S002", root, "2026-03-13 12:01")
    #expect(codes(try root.run("2026-03-13")) == ["file-missing note 2026-03-12", "file-short warning 2026-03-13"])
    // The same evening more of it, after the cut-off; a number is left out.
    try Self.drop(Self.list(3), "list_2026-03-13_4.csv", "S002", root, "2026-03-13 23:31")
    let second = try root.run("2026-03-13")
    #expect(codes(second) == ["file-late warning 2026-03-13", "file-short note 2026-03-13", "file-out-of-sequence warning 2026-03-13"])
    #expect(
      second.alerts[0].cause == "list_2026-03-13_4.csv for 2026-03-13 came at 2026-03-13 23:31:00, after the cut-off 2026-03-13 23:30:00")
    #expect(second.alerts[2].cause == "list_2026-03-13_4.csv came, but number 3 did not")
    #expect(try states(root).suffix(2) == ["S002 2026-03-12 late 2", "S002 2026-03-13 late 2"])
    #expect(try root.night().status().bookAlerts.count == 5)
    // Nothing is refused for being late: every row is in.
    #expect(try root.night().store.files(states: [.taken]).filter { $0.party == "S002" }.count == 3)
    // What left a gap comes, under a name the rule does not know first, then under its own.
    try Self.drop(Self.list(5), "other.csv", "S002", root, "2026-03-14 10:00")
    let third = try root.run("2026-03-14")
    #expect(third.alerts.map(\.cause) == ["no file for 2026-03-14 came; other.csv does not bear the expected name"])
    try Self.drop(Self.list(6), "list_20260314_3.csv", "S002", root, "2026-03-14 11:00")
    #expect(
      codes(try root.run("2026-03-14")) == [
        "file-missing note 2026-03-14", "file-short warning 2026-03-14", "file-out-of-sequence note 2026-03-14",
      ])
    try verified(root)
  }

  @Test("After an outage each day is judged by the time of its file")
  func outage() throws {
    let root = try Self.root(at: scratch.path + "/root", "S002,underwriting,daily,23:30,1\n")
    try Self.drop(Self.list(1), "l1.csv", "S002", root, "2026-03-12 09:00")
    #expect(try root.run("2026-03-12").alerts.isEmpty)
    try Self.drop(Self.list(2), "l2.csv", "S002", root, "2026-03-13 09:00")
    try Self.drop(Self.list(3), "l3.csv", "S002", root, "2026-03-15 09:00")
    try Self.drop(Self.list(4), "l4.csv", "S002", root, "2026-03-16 23:40")
    #expect(codes(try root.run("2026-03-16")) == ["file-missing urgent 2026-03-14", "file-late warning 2026-03-16"])
    #expect(
      try states(root) == [
        "S002 2026-03-12 in-time 1", "S002 2026-03-13 in-time 1", "S002 2026-03-14 missing 0", "S002 2026-03-15 in-time 1",
        "S002 2026-03-16 late 1",
      ])
  }

  @Test("Before its cut-off nothing is missing; once it has passed it is, though nothing else is new, and no run is made for it")
  func daytime() throws {
    let root = try Self.root(at: scratch.path + "/root", "S002,underwriting,workdays,次日 01:00\n")
    let day = Day(iso: "2026-03-12")!
    #expect(try root.night(began: Moment(day, hour: 21)).run(day: day).alerts.isEmpty)
    #expect(try states(root) == ["S002 2026-03-12 expected 0"])
    let night = try root.night(began: Moment(day.advanced(by: 1), hour: 2)).run(day: day)
    #expect(codes(night) == ["file-missing urgent 2026-03-12"] && night.runs.isEmpty)
    // Neither Saturday nor Sunday is a workday.
    try root.run("2026-03-16")
    #expect(try states(root) == ["S002 2026-03-12 missing 0", "S002 2026-03-13 missing 0", "S002 2026-03-16 missing 0"])
  }

  @Test("A sheet that was sent asks for its answer within workdays")
  func feedback() throws {
    let root = try Self.root(at: scratch.path + "/root", "role:supplier,underwriting,,,,,settlement-sheet,2\n")
    #expect(try root.run("2026-03-12").alerts.isEmpty)
    #expect(try states(root) == ["S001 2026-03-12 expected 0"])
    #expect(try root.run("2026-03-15").alerts.isEmpty)
    #expect(codes(try root.run("2026-03-16")) == ["feedback-overdue urgent 2026-03-12"])
    // Every sheet asks for one; what still waits was sent on Friday and at the weekend too.
    #expect(codes(try root.run("2026-03-17")) == (13...15).map { "feedback-overdue urgent 2026-03-\($0)" })
    try Self.drop(Self.list(1), "answer.csv", "S001", root, "2026-03-18 09:00")
    #expect(codes(try root.run("2026-03-18")).first == "feedback-overdue note 2026-03-12")
    let due = try root.night().store.dues(since: Day(iso: "2026-03-01")!)[0]
    #expect(due.state == .late && "\(due.until)" == "2026-03-16" && due.came.map { "\($0)" } == "2026-03-18")
  }

  static let waiting = "S002,underwriting,workdays,,,list_{date}.csv,,,business-desk@finance settlement/*@X001\n"
  private static func desk(_ day: String) -> String { "parties/finance/outbound/\(day)/business-desk.xlsx" }

  @Test(
    "A destination waits for its input while every other sheet goes out; what was held goes out with its own lines, the same bytes as without waiting"
  )
  func held() throws {
    let free = try Self.root(at: scratch.path + "/free", "")
    let root = try free.copied(to: scratch.path + "/root")
    try Self.expect(Self.waiting, root)
    for root in [free, root] { #expect(try root.run("2026-03-12").unpublished.isEmpty) }
    #expect(root.bytes(Self.desk("2026-03-12")) == nil && free.bytes(Self.desk("2026-03-12")) != nil)
    #expect(root.files(under: "parties/S001/outbound") == free.files(under: "parties/S001/outbound"))
    #expect(root.files(under: "parties/X001/outbound").isEmpty && !root.files(under: "parties/X002/outbound").isEmpty)
    let status = try root.night().status()
    #expect(status.held.map(\.path).contains("finance/business-desk.xlsx") && status.held[0].waitsFor == "S002/underwriting of 2026-03-12")
    try verified(root)
    // A later file for Friday alone lets nothing of Thursday go.
    for root in [free, root] {
      try Self.drop(Self.list(1), "list_20260313.csv", "S002", root, "2026-03-13 12:00")
      try root.run("2026-03-13")
    }
    #expect(root.bytes(Self.desk("2026-03-13")) == nil)
    try verified(root)
    for root in [free, root] {
      try Self.drop(Self.list(2), "list_20260312.csv", "S002", root, "2026-03-13 22:00")
      try root.run("2026-03-13")
    }
    #expect(try root.night().status().held.isEmpty)
    // Nothing lost, nothing doubled: all that was made is there, byte for byte.
    let all = free.files(under: "parties")
    #expect(root.files(under: "parties") == all && all.count > 15)
    for file in all { #expect(root.bytes(file) == free.bytes(file), "\(file)") }
    try verified(root)
    #expect(root.files(under: "state/writing").isEmpty)
  }

  @Test("An operator ends the waiting by a row, and a limit ends it by itself")
  func endsOfWaiting() throws {
    let root = try Self.root(at: scratch.path + "/root", Self.waiting)
    try root.run("2026-03-12")
    let limited = try root.copied(to: scratch.path + "/limited")
    try Self.expect(Self.waiting + "*,underwriting,豁免 2026-03-10..2026-03-12\n", root)
    let outcome = try root.run("2026-03-12")
    #expect(outcome.runs.isEmpty && root.bytes(Self.desk("2026-03-12")) != nil)
    #expect(try states(root) == ["S002 2026-03-12 waived 0"])
    try verified(root)
    try Self.expect(Self.waiting.replacing("X001\n", with: "X001,1\n"), limited)
    try limited.run("2026-03-13")
    #expect(limited.bytes(Self.desk("2026-03-12")) == nil)
    try limited.run("2026-03-16")
    #expect(limited.bytes(Self.desk("2026-03-12")) != nil)
    try verified(limited)
  }

  @Test("Killed at any step, a night that holds back, and one that lets go, end as undisturbed ones do", arguments: [1, 2])
  func kills(night: Int) throws {
    let before = try Self.root(at: scratch.path + "/before", Self.waiting)
    let day = night == 1 ? "2026-03-12" : "2026-03-13"
    if night == 2 {
      try before.run("2026-03-12")
      try Self.drop(Self.list(2), "list_20260312.csv", "S002", before, "2026-03-13 22:00")
      try Self.drop(Self.list(3), "list_20260313.csv", "S002", before, "2026-03-13 23:00")
    }
    let calm = try before.copied(to: scratch.path + "/calm")
    let watched = Steps()
    try calm.run(day, watched)
    #expect(watched.names.contains(night == 1 ? "sheet held" : "sheet released") && watched.names.contains("book of expected files"))
    let picture = try Picture(of: calm)
    let faults = Mutex<[String]>([])
    SideBySide.each(upTo: watched.names.count) { number in
      do {
        let root = try before.copied(to: scratch.path + "/\(number)")
        let steps = Steps(.dieAt(number))
        _ = Result { () throws(Fault) in try root.run(day, steps) }
        try root.run(day)
        let found = try Picture(of: root).differences(from: picture)
        if !found.isEmpty {
          faults.withLock { $0.append("step \(number), \(watched.names[number - 1]): \(found.prefix(4).joined(separator: "; "))") }
        }
        try FileManager.default.removeItem(atPath: root.path)
      } catch {
        faults.withLock { $0.append("step \(number), \(watched.names[number - 1]): \(error)") }
      }
      return true
    }
    for fault in faults.withLock({ $0.sorted().prefix(8) }) { Issue.record(Comment(rawValue: fault)) }
  }

  @Test(
    "A wrong row stops the night with its row and column",
    arguments: [
      ("S001,nonsense,daily\n", "nonsense is no feed", "投件"), ("S001,underwriting,now and then\n", "now and then names no days", "日子"),
      (",underwriting,daily\n", "nobody is named", "参与方"), ("S001,underwriting,daily,25:00\n", "25:00 is no time", "截止时间"),
      ("S001,underwriting,daily,,few\n", "few is no number from 0 to 20000000", "最少行数"),
      ("S001,underwriting,daily,,,{no}\n", "{no} is no rule for names", "文件名规则"),
      ("S001,underwriting,,,,,no-sheet,3\n", "no-sheet is no sheet", "回应表"),
      ("S001,underwriting,,,,,settlement-sheet\n", "no limit is given", "回应期限"),
      ("S001,underwriting,daily,,,,,,no-sheet@finance\n", "no-sheet@finance names no sheet", "等待表"),
      ("S001,underwriting,豁免 yesterday\n", "豁免 yesterday names no days", "日子"),
      ("S001,underwriting,daily,,,,,,,,,x\n", "there are more cells than columns", "column L"),
    ])
  func wrong(_ rows: String, _ cause: String, _ column: String) throws {
    let root = try Evening.root(at: scratch.path + "/root")
    try Self.expect(rows, root)
    let fault = #expect(throws: Fault.self) { try root.run("2026-03-12") }
    #expect(fault?.kind == .setting && fault?.cause == cause, "\(fault.map { "\($0)" } ?? "")")
    #expect(fault?.place.hasPrefix("pipelines/expected.csv") ?? false)
    #expect(fault?.place.contains("2") ?? false && fault?.place.contains(column) ?? false, "\(fault?.place ?? "")")
  }

  @Test(
    "A wrong calendar stops the night",
    arguments: [
      ("2026-13-01,休息\n", "2026-13-01 is no day"), ("2026-10-01,半天\n", "半天 is neither 休息 nor 上班"),
      ("2026-10-01,rest\n2026-10-01,work\n", "2026-10-01 stands here twice"),
    ])
  func wrongCalendar(_ rows: String, _ cause: String) throws {
    let root = try Evening.root(at: scratch.path + "/root")
    try Data(("# note, with a comma\ndate,kind\n" + rows).utf8).write(to: URL(fileURLWithPath: root.path + "/pipelines/calendar.csv"))
    let fault = #expect(throws: Fault.self) { try root.run("2026-03-12") }
    #expect(fault?.kind == .setting && fault?.cause == cause && fault?.place.hasPrefix("pipelines/calendar.csv") ?? false)
  }

  @Test("A year whose holidays nobody wrote down is told once, a fortnight before it begins")
  func calendarYear() throws {
    let root = try Self.root(at: scratch.path + "/root", "S002,underwriting,每月1日,,,,,,,\n")
    #expect(try root.run("2026-12-17").alerts.isEmpty)
    #expect(codes(try root.run("2026-12-19")) == ["calendar-year-missing warning 2026-12-18"])
    #expect(try root.run("2026-12-20").alerts.isEmpty)
  }

  @Test("A root from before these files expects nothing, and its calendar is Monday to Friday")
  func without() throws {
    let root = try Self.root(at: scratch.path + "/root", "")
    for file in ["expected.csv", "calendar.csv"] { try FileManager.default.removeItem(atPath: root.path + "/pipelines/" + file) }
    let outcome = try root.run("2026-03-12")
    #expect(outcome.runs.count == 1 && outcome.alerts.isEmpty)
    #expect(try root.night().status().expected.isEmpty)
  }
}
