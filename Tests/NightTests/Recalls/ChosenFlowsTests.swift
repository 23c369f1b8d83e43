import Drops
import Foundation
import Night
import NightKit
import Store
import Testing
import Values

/// Nights for some flows only, and nights that are only looked at.
@Suite("Chosen flows and trials")
struct ChosenFlowsTests {
  private static func root(_ folder: ScratchFolder) throws -> TrialRoot {
    let root = try Evening.root(at: folder.path + "/root")
    try root.drop(Evening.merchants, as: "商户.csv", from: "platform", to: "merchants")
    try root.run("2026-03-12")
    try root.drop(Evening.laterMerchants, as: "商户2.csv", from: "platform", to: "merchants")
    try root.drop(Evening.first, as: "0311.csv", from: "S001", to: "underwriting")
    return root
  }

  private static func run(_ root: TrialRoot, only flows: [String], _ day: String, _ steps: Steps? = nil) throws {
    _ = try root.night(steps, flows: flows).run(day: Day(iso: day)!)
  }

  @Test(
    "Only the flows asked for are taken and matched; the others' files lie untouched, and a later night goes on as if nothing had happened")
  func chosen() throws {
    let folder = ScratchFolder()
    let root = try Self.root(folder)
    let whole = try root.copied(to: folder.path + "/whole")
    try whole.run("2026-03-13")
    try Self.run(root, only: ["settlement"], "2026-03-13")
    #expect(root.bytes("parties/platform/inbound/merchants/商户2.csv") != nil)
    #expect(root.bytes("parties/S001/inbound/underwriting/0311.csv") == nil)
    let settled = try root.balances()
    #expect(!settled.isEmpty)
    let names = try root.night().store.runs().map { "\($0)" }
    #expect(names == ["2026-03-12-1", "2026-03-13-1"])
    // The day is not closed for the others: the next night closes it before its own.
    try root.run("2026-03-14")
    try whole.run("2026-03-14")
    #expect(try root.night().store.runs().map { "\($0)" } == names + ["2026-03-13-2", "2026-03-14-1"])
    #expect(try root.balances() == whole.balances())
    let night = try root.night()
    #expect(try night.store.runs().flatMap { try night.verify($0) } == [])
  }

  @Test("A night for some flows that is killed is finished for these flows alone, whatever is asked next")
  func resumed() throws {
    let folder = ScratchFolder()
    let root = try Self.root(folder)
    let calm = try root.copied(to: folder.path + "/calm")
    try Self.run(calm, only: ["settlement"], "2026-03-13")
    try calm.run("2026-03-13")
    let steps = Steps(.dieWhen { $0 == "post chunk" })
    #expect(throws: Fault.self) { try Self.run(root, only: ["settlement"], "2026-03-13", steps) }
    try root.run("2026-03-13")
    #expect(try Picture(of: root).differences(from: Picture(of: calm)) == [])
  }

  @Test("A flow that is not here is named with those that are; days are closed for every flow before some go on")
  func refused() throws {
    let folder = ScratchFolder()
    let root = try Self.root(folder)
    func code(_ flow: String, _ day: String) -> String {
      do {
        try Self.run(root, only: [flow], day)
        return "none"
      } catch { return (error as? Fault).map { "\($0.code) \($0.exitCode) \($0.remedy)" } ?? "\(error)" }
    }
    #expect(code("settlements", "2026-03-13") == "flow-not-here 64 name one of: parties, settlement")
    #expect(code("settlement", "2026-03-15").hasPrefix("days-missed 64"))
  }

  @Test("A trial says what the night then does, and changes no byte")
  func trial() throws {
    let folder = ScratchFolder()
    let root = try Self.root(folder)
    let before = Bytes(of: root)
    let trial = try Trial(of: WorkingRoot(path: root.path))
    let copy = TrialRoot(at: trial.path, makers: root.makers)
    let said = try copy.run("2026-03-14").runs.map { try copy.night().account(of: $0) }
    #expect(Bytes(of: root) == before)
    let done = try root.run("2026-03-14").runs.map { try root.night().account(of: $0) }
    #expect("\(said)" == "\(done)")
    #expect(said.count == 2)
    #expect(said.last?.files.isEmpty == false)
    trial.remove()
    #expect(!FileManager.default.fileExists(atPath: trial.path))
  }

  @Test("A trial of a night that was killed goes on with it as the next run does")
  func trialOfTheUnfinished() throws {
    let folder = ScratchFolder()
    let root = try Self.root(folder)
    #expect(throws: Fault.self) { try root.run("2026-03-13", Steps(.dieWhen { $0 == "take file" })) }
    let trial = try Trial(of: WorkingRoot(path: root.path))
    let copy = TrialRoot(at: trial.path, makers: root.makers)
    try copy.night().adoptCopies()
    let said = try copy.run("2026-03-13").runs.map { try copy.night().account(of: $0) }
    let done = try root.run("2026-03-13").runs.map { try root.night().account(of: $0) }
    #expect("\(said)" == "\(done)")
  }
}
