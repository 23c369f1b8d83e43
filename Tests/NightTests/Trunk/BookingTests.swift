import Flows
import Foundation
import Night
import NightKit
import Spreadsheets
import Store
import Tables
import Testing
import Values

@Suite("What the trunk offers flows that book")
struct BookingTests {
  private func night(chart: String = BookingFlow.chart) throws -> TrialNight {
    try TrialNight(
      [BookingFlow.maker], feed: BookingFlow.settings, chart: chart, sheets: BookingFlow.sheets,
      access: "platform,,acts,all,*,\nplatform,,pots,all,*,\nfinance,,pots,all,*,\n")
  }

  /// What the acts sheet of a day says, in its order.
  private func acts(_ night: TrialNight, _ day: String, suffix: String = "") throws -> [String] {
    try rows(night, "platform/outbound/\(day)/acts_platform\(suffix).xlsx", titles: 3).map { $0[0] }
  }

  private func rows(_ night: TrialNight, _ place: String, titles: Int) throws -> [[String]] {
    let path = "\(night.root.path)/parties/\(place)"
    try #require(FileManager.default.fileExists(atPath: path), "\(place) was not written")
    let reader = try SheetReader(path: path, hints: ReadHints(sheet: .name("明细")))
    var grid = Grid()
    while try reader.next(into: &grid) {}
    let cells = grid.rows.map { row in (0..<Int(row.count)).map { grid.text(grid.cell(row, $0)) } }
    let header = try #require(cells.firstIndex { $0.count >= titles && !$0[0].isEmpty && !$0[titles - 1].isEmpty })
    return cells[(header + 1)...].filter { !$0[0].isEmpty && $0[0] != "合计" }
  }

  private func balance(_ account: String, _ night: TrialNight) throws -> Int64 {
    try night.root.night().store.balances(upTo: nil).first { $0.path == account }?.after ?? 0
  }

  @Test(
    "An entry that comes again is known in every later chunk and night, and other content under its reference is told",
    arguments: [1, 2, 9])
  func entries(chunk: Int) throws {
    let night = try night()
    try night.drop(["a,entry,R,5,2026-03-01", "b,entry,R,5,2026-03-02", "c,entry,R,6,2026-03-03"])
    try night.root.run("2026-03-10", chunk: chunk)
    try night.drop(["d,entry,R,5,2026-03-04"], as: "next.csv")
    try night.root.run("2026-03-11", chunk: chunk)
    #expect(try acts(night, "2026-03-10") == ["entry a accepted", "entry b already-posted", "entry c differs"])
    #expect(try acts(night, "2026-03-11") == ["entry d already-posted"])
    #expect(try balance("memo:used:X", night) == 500)
  }

  @Test("A hold placed in one chunk is moved on in another, once, with its balances", arguments: [1, 2, 9])
  func holds(chunk: Int) throws {
    let night = try night()
    try night.drop([
      "o,open,P,10,2026-03-01", "h,hold,P,7,2026-03-02", "i,hold,P,4,2026-03-03", "v,free,h,,2026-03-04", "w,free,h,,2026-03-05",
      "j,hold,P,4,2026-03-06",
    ])
    try night.root.run("2026-03-10", chunk: chunk)
    try night.drop(["x,free,j,,2026-03-07", "y,free,nobody,,2026-03-08"], as: "next.csv")
    try night.root.run("2026-03-11", chunk: chunk)
    #expect(
      try acts(night, "2026-03-10") == [
        "open o accepted", "hold h accepted", "hold i below-floor", "free v accepted", "free w hold-voided", "hold j accepted",
      ])
    #expect(try acts(night, "2026-03-11") == ["free x accepted", "free y hold-unknown"])
    #expect(try balance("memo:free:P", night) == 1000)
    #expect(try balance("memo:held:P", night) == 0)
  }

  @Test("What the first needs point to is known as well", arguments: [1, 9])
  func follow(chunk: Int) throws {
    let night = try night()
    try night.drop(["o,open,P,10,2026-03-01", "p,point,P,,2026-03-01"])
    try night.root.run("2026-03-10", chunk: chunk)
    try night.drop(["a,add,p,2,2026-03-02"], as: "next.csv")
    try night.root.run("2026-03-11", chunk: chunk)
    #expect(try acts(night, "2026-03-11") == ["add a accepted"])
    #expect(try balance("memo:free:P", night) == 1200)
  }

  @Test("A register sheet lists its entries as they stand, tied to the ledger, when one of them changed; and can be asked and explained")
  func register() throws {
    let night = try night()
    try night.drop(["o,open,P,10,2026-03-01,2026-03-12", "q,open,Q,3,2026-03-01"])
    try night.root.run("2026-03-10")
    let first = try rows(night, "finance/outbound/2026-03-10/pots_platform.xlsx", titles: 2)
    #expect(first.map { Array($0[0...1]) } == [["P", "10"], ["Q", "3"]])
    #expect(first[0].count > 2 && !first[0][2].isEmpty && (first[1].count < 3 || first[1][2].isEmpty))
    try night.drop(["e,entry,R,5,2026-03-04"], as: "next.csv")
    try night.root.run("2026-03-11")
    #expect(!night.root.files(under: "parties").contains { $0.contains("2026-03-11/pots") })
    var asked: [[String]] = []
    let shift = try night.root.night()
    try shift.query("pots", conditions: [("金额", "3.00")], begin: { _ in }, row: { cells throws(Fault) in asked.append(cells) })
    #expect(asked == [["Q", "3.00", "now"]])
    let explained = try shift.explainRegisters("P")
    #expect(explained.map(\.register) == ["罐"])
    #expect(explained.first?.rows.map { $0.map(\.value) } == [["10.00", "now"], ["10.00", "history"]])
  }

  @Test("A deadline writes a line that speaks of no fact")
  func dueLine() throws {
    let night = try night()
    try night.drop(["o,open,P,10,2026-03-01,2026-03-12"])
    for day in 10...13 { try night.root.run("2026-03-\(day)") }
    #expect(try acts(night, "2026-03-12") == ["due P"])
  }

  @Test("A chart without a family the flow books on stops the night before it begins (78)")
  func chart() throws {
    let missing = #expect(throws: Fault.self) { _ = try night(chart: BookingFlow.chart.replacing("memo:held:*", with: "memo:held:P")) }
    #expect(missing?.exitCode == 78 && missing?.cause.contains("memo:held:*") == true)
    let unit = #expect(throws: Fault.self) {
      _ = try night(chart: BookingFlow.chart.replacing("memo:held:*,CNY", with: "memo:held:*,stock:*"))
    }
    #expect(unit?.exitCode == 78 && unit?.code == "account-missing")
  }
}
