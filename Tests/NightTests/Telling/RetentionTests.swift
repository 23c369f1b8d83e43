import Drops
import Foundation
import Glibc
import Night
import NightKit
import Store
import Testing
import Values

/// Files go by rule, and only those proven done; what went stays known.
@Suite("What may go, and what stays")
struct RetentionTests {
  private let folder = ScratchFolder()
  private let root: TrialRoot
  private static let all = """
    retention:
      archive: {default: 10 days}
      refused: {default: 10 days}
      outbound: {default: 10 days}

    """

  init() throws {
    root = try Evening.root(at: folder.path + "/root")
    try Evening.drop(into: root)
    try root.run(Evening.day)
  }

  private func stored(_ root: TrialRoot) -> [String] {
    ["archive", "refused", "parties"].flatMap(root.files(under:)).filter { !$0.contains("/inbound/") }
  }

  @Test("As shipped nothing goes, however old it is")
  func off() throws {
    let before = stored(root)
    try root.run("2026-04-12")
    #expect(Set(before).isSubset(of: stored(root)))
  }

  @Test("What is done goes on its day and not before; a file with a row that waits or stands in a conflict stays")
  func onItsDay() throws {
    try root.operate(RetentionTests.all)
    let before = stored(root)
    let early = try root.run("2026-03-21")
    #expect(early.removed.files == 0 && Set(before).isSubset(of: stored(root)))
    let outcome = try root.run("2026-03-22")
    let after = stored(root)
    #expect(outcome.removed.files > 10)
    // S001's first list and S002's list have rows that wait and conflicts.
    #expect(after.contains("archive/\(Evening.day)/S001/underwriting/0311.csv"))
    #expect(after.contains("archive/\(Evening.day)/S002/underwriting/list (again).csv"))
    #expect(!after.contains("archive/\(Evening.day)/platform/merchants/商户.csv"))
    #expect(!after.contains { $0.hasPrefix("refused/\(Evening.day)") })
    #expect(!after.contains { $0.contains("/outbound/\(Evening.day)/") })
    #expect(!FileManager.default.fileExists(atPath: "\(root.path)/refused/\(Evening.day)"), "empty folders go too")
    #expect(try root.run("2026-03-22").removed.files == 0)
  }

  @Test("Verify says what went and when, finds no fault, and still finds one in what stays")
  func verified() throws {
    try root.operate(RetentionTests.all)
    try root.run("2026-03-22")
    let night = try root.night()
    let run = try #require(try night.store.runs().first)
    #expect(try night.verify(run) == [])
    let told = try night.verification(run).notes
    #expect(told.contains { $0.hasPrefix("archive/\(Evening.day)/platform/merchants/商户.csv: removed by retention on 2026-03-22") })
    let kept = root.path + "/archive/\(Evening.day)/S001/underwriting/0311.csv"
    chmod(kept, 0o644)
    try Data("other".utf8).write(to: URL(fileURLWithPath: kept))
    #expect(try night.verify(run).count == 1)
  }

  @Test("The same bytes again are known, and a settled row is explained, after their file went")
  func known() throws {
    try root.drop(Evening.header + Evening.row("PK000001", "商业险", "X001", "1000.00"), as: "whole.csv", from: "S001", to: "underwriting")
    try root.run("2026-03-13")
    try root.operate(RetentionTests.all)
    try root.run("2026-03-23")
    #expect(!stored(root).contains { $0.hasSuffix("whole.csv") })
    let explained = try root.night().explain("PK000001")
    #expect(
      explained.map(\.archived) == ["removed by retention on 2026-03-23"] && explained[0].sources.contains { $0.column.hasPrefix("A") })
    try root.drop(Evening.header + Evening.row("PK000001", "商业险", "X001", "1000.00"), as: "again.csv", from: "S001", to: "underwriting")
    try root.run("2026-03-24")
    #expect(try root.night().status().lastFiles.map(\.state) == ["already"])
  }

  @Test("Each feed, flow and sheet has its own time; what is not named stays")
  func byName() throws {
    try root.operate(
      "retention:\n  archive: {merchants: 1 months, settlement: keep}\n  outbound: {default: keep, receipt: 5 days, settlement-sheet: 2 months}\n"
    )
    let before = stored(root)
    try root.run("2026-04-11")
    #expect(Set(before).subtracting(stored(root)).allSatisfy { $0.contains("/outbound/") && $0.contains("receipt_") })
    try root.run("2026-04-12")
    let gone = Set(before).subtracting(stored(root))
    #expect(gone.contains("archive/\(Evening.day)/platform/merchants/商户.csv") && !gone.contains { $0.contains("settlement-sheet") })
    #expect(!gone.contains { $0.hasPrefix("refused/") })
    try root.run("2026-05-12")
    #expect(Set(before).subtracting(stored(root)).contains { $0.contains("settlement-sheet_S001") })
  }

  @Test("Other bytes, a link, and what is missing are left as they are, and told")
  func otherwise() throws {
    try root.operate(RetentionTests.all)
    let place = root.path + "/archive/\(Evening.day)/platform/merchants/商户.csv"
    let elsewhere = folder.path + "/elsewhere.csv"
    try FileManager.default.moveItem(atPath: place, toPath: elsewhere)
    symlink(elsewhere, place)
    let outcome = try root.run("2026-03-22")
    #expect(outcome.alerts.map(\.code) == ["stored-otherwise"] && outcome.alerts[0].weight == .urgent)
    #expect(FileManager.default.fileExists(atPath: elsewhere))
    unlink(place)
    #expect(try root.run("2026-03-22").alerts.map(\.code) == ["stored-missing"])
    // The whole day's folder led elsewhere: nothing behind it is touched.
    let day = root.path + "/archive/\(Evening.day)"
    try FileManager.default.moveItem(atPath: day, toPath: folder.path + "/day")
    symlink(folder.path + "/day", day)
    let behind = try FileManager.default.subpathsOfDirectory(atPath: folder.path + "/day").count
    _ = try root.run("2026-03-23")
    #expect(try FileManager.default.subpathsOfDirectory(atPath: folder.path + "/day").count == behind)
  }

  @Test("Killed at any step, retention loses nothing that stays and leaves nothing that goes")
  func killed() throws {
    try root.operate(RetentionTests.all)
    let calm = try root.copied(to: folder.path + "/calm")
    let watched = Steps()
    try calm.run("2026-03-22", watched)
    let expected = stored(calm)
    let first = try #require(watched.names.firstIndex(of: "intend removal"))
    for number in first..<watched.names.count {
      let copy = try root.copied(to: folder.path + "/copy")
      _ = Result { () throws(Fault) in try copy.run("2026-03-22", Steps(.dieAt(number + 1))) }
      let left = stored(copy)
      #expect(Set(expected).isSubset(of: left), "step \(number), \(watched.names[number])")
      try copy.run("2026-03-22")
      #expect(stored(copy) == expected, "step \(number), \(watched.names[number])")
      let night = try copy.night()
      for run in try night.store.runs() { #expect(try night.verify(run) == []) }
      #expect(try Picture(of: copy).differences(from: Picture(of: calm)) == [])
      try FileManager.default.removeItem(atPath: copy.path)
    }
  }

  @Test("A file that cannot be removed is told and tried again; the night is closed all the same")
  func failing() throws {
    try root.operate(RetentionTests.all)
    let outcome = try root.run("2026-03-22", Steps(.failAlways("drops: remove")))
    #expect(!outcome.runs.isEmpty && outcome.removed.files == 0 && outcome.alerts.allSatisfy { $0.code == "retention-failed" })
    #expect(try root.night().retention(on: Day(iso: "2026-03-22")!).dueFiles == outcome.alerts.count)
    let again = try root.run("2026-03-22")
    #expect(again.removed.files == outcome.alerts.count && again.alerts.isEmpty)
  }

  @Test("A receipt that comes back after its original went: rows written in full are taken, masks are not guessed")
  func correctedReceipt() throws {
    try root.operate(RetentionTests.all)
    let list = Evening.header + Evening.row("PM000001", "商业险", "X001", "abc").replacing("张三,,", with: "张三,11010519491231002X,")
    try root.drop(list, as: "wrong.csv", from: "S001", to: "underwriting")
    try root.run("2026-03-13")
    let file = try #require(try root.night().store.files(states: [.taken]).first { $0.name == "wrong.csv" })
    try root.run("2026-03-25")
    #expect(!stored(root).contains { $0.hasSuffix("wrong.csv") })
    let mark = "\(file.digest!.short):2"
    let header = Evening.header.dropLast() + ",回执行号\n"
    func corrected(_ name: String, _ policy: String) -> String {
      Evening.row(policy, "商业险", "X001", "900.00").replacing("张三,,", with: "\(name),,").dropLast() + ",\(mark)\n"
    }
    try root.drop(header + corrected("张*", "PM000001"), as: "masked.csv", from: "S001", to: "underwriting")
    try root.drop(header + corrected("张三", "PM000001"), as: "written.csv", from: "S001", to: "underwriting")
    try root.run("2026-03-26")
    let files = try root.night().status().lastFiles
    #expect(files.map { "\($0.path.split(separator: "/").last!) \($0.rows) \($0.rejected)" } == ["masked.csv 1 1", "written.csv 1 0"])
  }
}
