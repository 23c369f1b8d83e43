import Flows
import Night
import NightKit
import Store
import Testing

/// Worked numbers that need a whole night: what a row unfolds into, and what comes again. (domain.md B1-20, B1-21)
@Suite("Settlement, a night long")
struct SettlementNightTests {
  @Test("B1-21: one row with two premiums is two lines; blank, nought and a dash are none")
  func twoLines() throws {
    let folder = ScratchFolder()
    let root = try TrialRoot(new: folder.path + "/root")
    try root.drop(Evening.merchants, as: "m.csv", from: "platform", to: "merchants")
    let list = """
      保单号,商业险保费,交强险保费,车船税,产品编码,销售商,签单日期,起保日期,终保日期
      PT000001,3196.82,950.00,420.00,P-MOTOR,X001,2026-03-11,2026-03-12,2027-03-11
      PT000002,1000.00,,,P-MOTOR,X001,2026-03-11,2026-03-12,2027-03-11
      PT000003,-,950.00,,P-MOTOR,X001,2026-03-11,2026-03-12,2027-03-11
      PT000004,0,950.00,,P-MOTOR,X001,2026-03-11,2026-03-12,2027-03-11

      """
    try root.drop(list, as: "two.csv", from: "S001", to: "underwriting")
    try root.run(Evening.day)
    let status = try root.night().status()
    let feed = try PipelineFiles(folder: root.path + "/pipelines").pipelines.first { $0.name == "settlement" }!.feed("underwriting")
    let facts = try root.night().store.facts(feed: feed, keyPrefix: "PT").map { $0.key.split(separator: "\t").joined(separator: " ") }
    #expect(facts == ["PT000001 交强险", "PT000001 商业险", "PT000002 商业险", "PT000003 交强险", "PT000004 交强险"])
    #expect(status.lastSheets.first { $0.path == "S001/settlement-sheet_S001.xlsx" }?.rows == 5)
    let amounts = try root.night().balances(upTo: nil).filter { $0.path == "asset:receivable:S001" }.map { $0.debit - $0.credit }
    // 603.17 + 35.85 + 188.68 + 35.85 + 35.85
    #expect(amounts == [89_940])
  }

  @Test("B1-20: the same list again changes no account; a settled line's other premium is refused")
  func again() throws {
    let folder = ScratchFolder()
    let root = try TrialRoot(new: folder.path + "/root")
    try Evening.drop(into: root)
    try root.run(Evening.day)
    let before = try root.night().balances(upTo: nil).map { "\($0.path) \($0.debit) \($0.credit)" }
    try root.drop(Evening.first, as: "again.csv", from: "S001", to: "underwriting")
    try root.drop(Evening.first.replacing("3196.82", with: "3200.00"), as: "changed.csv", from: "S001", to: "underwriting")
    try root.run("2026-03-13")
    #expect(try root.night().balances(upTo: nil).map { "\($0.path) \($0.debit) \($0.credit)" } == before)
    let files = try root.night().status().lastFiles.map { "\($0.path) \($0.state)" }
    #expect(files.contains("S001/underwriting/again.csv already") && files.contains("S001/underwriting/changed.csv taken"))
  }
}
