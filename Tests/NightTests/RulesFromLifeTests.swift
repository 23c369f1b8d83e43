import Foundation
import Night
import NightKit
import Rules
import Store
import Tables
import Testing
import Values

/// Rules held against nights that were: coverage and rehearsal.
@Suite("Rules and past nights")
struct RulesFromLifeTests {
  /// A root on which the evening's two runs were settled.
  private func root(_ scratch: ScratchFolder) throws -> TrialRoot {
    let root = try Evening.root(at: scratch.path + "/root")
    try Evening.drop(into: root)
    try root.run(Evening.day)
    try Evening.dropLater(into: root)
    try root.run(Evening.day)
    return root
  }

  private var day: Day { Day(iso: Evening.day)! }

  private func income(_ root: TrialRoot, _ from: String = "", _ to: String = "") throws -> DecisionTable {
    let path = root.path + "/pipelines/settlement/rules/income.csv"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let changed = root.path + "/income.csv"
    try Data((from.isEmpty ? text : text.replacing(from, with: to)).utf8).write(to: URL(fileURLWithPath: changed))
    return try RuleFile(path: changed).table()
  }

  @Test("A table that was not changed rehearses to exactly what was booked, line by line and to the fen")
  func unchanged() throws {
    let scratch = ScratchFolder("life")
    let root = try root(scratch)
    let night = try root.night()
    let rehearsal = try night.rehearse(income(root), as: "income", since: day)
    #expect(rehearsal.was == rehearsal.would)
    #expect(rehearsal.was.values.reduce(0) { $0 + $1.lines } > 20 && rehearsal.stops.isEmpty && rehearsal.starts == 0)
    // What was booked is what the ledger says.
    let booked = try night.balances(upTo: day).filter { $0.path.hasPrefix("asset:receivable:") }.reduce(0) { $0 + $1.debit - $1.credit }
    #expect(rehearsal.totals.first { $0.table == "income" }?.was == Money(minor: booked))
  }

  @Test("A changed rate moves the amounts of its own rule alone, and rehearsing writes nothing")
  func changed() throws {
    let scratch = ScratchFolder("life")
    let root = try root(scratch)
    let table = try income(root, "20%", "22%")
    let before = try Picture(of: root)
    let rehearsal = try root.night().rehearse(table, as: "settlement/income", since: day)
    for (key, was) in rehearsal.was {
      let would = rehearsal.would[key]
      #expect(key.rule == "INC-01" ? (would?.minor ?? 0) > was.minor : would == was, "\(key)")
    }
    #expect(try Picture(of: root).differences(from: before) == [])
  }

  @Test("A table that no longer covers a line says how many would wait, and why")
  func uncovered() throws {
    let scratch = ScratchFolder("life")
    let root = try root(scratch)
    let rehearsal = try root.night().rehearse(income(root, "INC-02,交强险", "INC-02,货运险"), as: "income", since: day)
    let compulsory = rehearsal.was.filter { $0.key.rule == "INC-02" }.reduce(0) { $0 + $1.value.lines }
    #expect(compulsory > 0 && rehearsal.stops == ["no-income-rule": compulsory])
    #expect(!rehearsal.would.keys.contains { $0.rule == "INC-02" })
  }

  @Test("Coverage counts every line once per table, and its money is the sheets'")
  func coverage() throws {
    let scratch = ScratchFolder("life")
    let root = try root(scratch)
    let night = try root.night()
    let coverage = try night.coverage(since: day)
    func uses(_ table: String) -> [RuleCoverage.Use] { coverage.uses.filter { $0.table == table } }
    let lines = uses("income").reduce(0) { $0 + $1.hits }
    #expect(lines > 8)
    for table in ["expenditure-1", "expenditure-2", "allocated"] { #expect(uses(table).reduce(0) { $0 + $1.hits } == lines, "\(table)") }
    let booked = try night.balances(upTo: day).filter { $0.path.hasPrefix("asset:receivable:") }.reduce(0) { $0 + $1.debit - $1.credit }
    #expect(uses("income").reduce(Int64(0)) { $0 + ($1.amount?.minor ?? 0) } == booked)
    #expect(
      uses("expenditure-1").map(\.rule) == ["L1-01", "L1-02", "L1-03", "L1-04"] && uses("expenditure-1").allSatisfy { $0.row != nil })
    #expect(uses("allocated").allSatisfy { $0.amount == nil })
    #expect(throws: Fault.self) { try night.coverage(since: day.advanced(by: 1)) }
  }
}
