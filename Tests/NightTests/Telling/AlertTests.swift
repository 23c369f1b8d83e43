import Foundation
import GRDB
import Night
import NightKit
import Store
import Testing
import Values

@Suite("Who is told of trouble")
struct AlertTests {
  private let night: TrialNight
  private let mailbox = Mailbox()
  private var root: TrialRoot { night.root }

  init() throws {
    night = try TrialNight()
    try night.root.operate("alerts: {command: [/bin/true], repeat-after: 3 days, per-run: 4}\n")
  }

  private func alert(_ place: String, _ weight: Alert.Weight = .warning, day: String = "2026-03-10", passes: Bool = false) -> Alert {
    Alert("trial", weight, place: place, day: Day(iso: day)!, cause: "it is so", remedy: "do this", passes: passes)
  }

  @Test("A trouble is told once, again after the days the rules give, and once more when it is over")
  func standing() throws {
    try root.tell("2026-03-10", [alert("a")], to: mailbox)
    #expect(mailbox.take() == ["raised warning a"])
    for day in ["2026-03-10", "2026-03-11", "2026-03-12"] { try root.tell(day, [alert("a", day: day)], to: mailbox) }
    #expect(mailbox.take() == [])
    try root.tell("2026-03-13", [alert("a", day: "2026-03-13")], to: mailbox)
    #expect(mailbox.messages.map(\.since) == ["2026-03-10"])
    #expect(mailbox.take() == ["again warning a"])
    try root.tell("2026-03-14", to: mailbox)
    #expect(mailbox.take() == ["over warning a"])
    try root.tell("2026-03-15", to: mailbox)
    #expect(mailbox.take() == [])
    try root.tell("2026-03-16", [alert("a", day: "2026-03-16")], to: mailbox)
    #expect(mailbox.take() == ["raised warning a"])
  }

  @Test("What weighs more than when it was told is told at once; what weighs less is not")
  func heavier() throws {
    try root.tell("2026-03-10", [alert("a"), alert("b", .urgent)], to: mailbox)
    #expect(mailbox.take() == ["raised urgent b", "raised warning a"])
    try root.tell("2026-03-11", [alert("a", .urgent), alert("b", .warning)], to: mailbox)
    #expect(mailbox.take() == ["again urgent a"])
  }

  @Test("What weighs less than the rules ask for is kept and not told")
  func lighter() throws {
    let told = try root.tell("2026-03-10", [alert("a", .note)], to: mailbox)
    #expect(mailbox.take() == [] && told.alerts.count == 1)
    try root.tell("2026-03-11", to: mailbox)
    #expect(mailbox.take() == [], "what nobody was told of is not said to be over")
    #expect(try root.night().status().alerts.isEmpty)
  }

  @Test("An event is told once and is never over")
  func events() throws {
    try root.tell("2026-03-10", [alert("a", passes: true)], to: mailbox)
    for day in ["2026-03-11", "2026-03-20"] { try root.tell(day, to: mailbox) }
    #expect(mailbox.take() == ["raised warning a"])
    try root.tell("2026-03-21", [alert("a", day: "2026-03-21", passes: true)], to: mailbox)
    #expect(mailbox.take() == ["again warning a"])
  }

  @Test("A run sends no more than it may, the heaviest first, and says how many there are besides; none of them comes again the next day")
  func flood() throws {
    let many = (1...9).map { alert("w\($0)") } + [alert("u", .urgent)]
    let told = try root.tell("2026-03-10", many, to: mailbox)
    #expect(
      mailbox.take() == ["raised urgent u", "raised warning w1", "raised warning w2", "raised warning w3", "more warning 另有 6 件"])
    #expect(told.sent == 5)
    try root.tell("2026-03-11", many, to: mailbox)
    #expect(mailbox.take() == [])
  }

  @Test("A message that could not be handed over is said so, fails nothing, and is tried again by the next run")
  func failing() throws {
    mailbox.refuse(true)
    let many = (1...4).map { alert("w\($0)") }
    let told = try root.tell("2026-03-10", many, to: mailbox)
    #expect(told.sent == 0 && told.failures == Array(repeating: "nobody is at home", count: 3), "patience ends after three")
    #expect(told.summary.contains("nobody is at home"))
    #expect(try root.night().status().alerts.map(\.failure) == ["nobody is at home", "nobody is at home", "nobody is at home", ""])
    mailbox.refuse(false)
    try root.tell("2026-03-10", many, to: mailbox)
    #expect(mailbox.take().count == 4)
    #expect(try root.night().status().alerts.allSatisfy { $0.failure.isEmpty && $0.told == "2026-03-10" })
  }

  @Test("A night that failed is told, ends nothing else, and is over with the next that closes")
  func failed() throws {
    try root.tell("2026-03-10", [alert("a")], to: mailbox)
    mailbox.clear()
    let fault = Fault(.inputOutput, code: "disk-full", place: "state", cause: "no room left on the disk", remedy: "make room")
    let told = try root.tell("2026-03-11", to: mailbox, fault: fault)
    #expect(mailbox.take() == ["raised urgent settle run (disk-full)"])
    #expect(told.summary.contains("未完成") && told.summary.contains("make room"))
    try root.tell("2026-03-12", [alert("a")], to: mailbox)
    #expect(mailbox.take() == ["over urgent settle run (disk-full)"])
  }

  @Test("Killed at any step of telling, nobody is left untold, and none is told more than once more")
  func killed() throws {
    let many = (1...3).map { alert("w\($0)") } + [alert("e", passes: true)]
    try night.drop(["a,add,G,1,2026-03-01"])
    try root.run("2026-03-10")
    for number in 1... {
      let copy = try root.copied(to: night.folder.path + "/\(number)")
      let steps = Steps(.dieAt(number))
      let died = Result { () throws(Fault) in try copy.tell("2026-03-10", many, to: mailbox, steps) }
      if !steps.fired {
        _ = try died.get()
        #expect(number > 8)
        break
      }
      let before = mailbox.take()
      try copy.tell("2026-03-10", many.filter { !$0.passes || number == 1 }, to: mailbox)
      let all = before + mailbox.take()
      #expect(Set(all).count == 4, "step \(number): \(all)")
      #expect(all.count <= 5, "step \(number): \(all)")
      #expect(copy.bytes("state/nights/2026-03-10-1.summary.txt") != nil)
      try copy.tell("2026-03-11", many, to: mailbox)
      #expect(mailbox.take() == [], "step \(number)")
    }
  }

  @Test("Refused files, sheets that wait and rows that wait for long are told by themselves, without what a name may hold")
  func sources() throws {
    let folder = ScratchFolder()
    let root = try Evening.root(at: folder.path + "/root")
    try root.operate("alerts: {command: [/bin/true], waiting-days: 2, conflict-days: 1}\n")
    try Evening.drop(into: root)
    try root.drop(Evening.unreadable, as: "张三13800138000.csv", from: "S002", to: "underwriting")
    try root.runAndTell(Evening.day, to: mailbox)
    let first = mailbox.take()
    #expect(first.contains { $0.hasPrefix("raised warning parties/S002/inbound/underwriting/***.csv #") }, "\(first)")
    #expect(first.contains("raised warning parties/finance/inbound/merchants/not-mine.csv"))
    #expect(first.allSatisfy { $0.contains("/inbound/") })
    try root.drop(Evening.firstOther.replacing("PA000011", with: "PA000012"), as: "next.csv", from: "S001", to: "underwriting")
    try root.runAndTell("2026-03-14", to: mailbox)
    let second = mailbox.take()
    #expect(second.contains { $0.hasPrefix("raised warning underwriting/") })
    #expect(second.contains("raised warning underwriting/across-suppliers") && second.contains("raised warning underwriting/conflict"))
    #expect(second.contains { $0.contains("parties/Z999/inbound") }, "its file lies in its folder")
  }

  @Test("A night that a kill ended is told by the run that finished it")
  func interrupted() throws {
    try night.drop(["a,add,G,1,2026-03-01"])
    #expect(throws: Fault.self) { try root.run("2026-03-10", Steps(.dieWhen { $0 == "close run" })) }
    try root.runAndTell("2026-03-10", to: mailbox)
    #expect(mailbox.take() == ["raised warning 2026-03-10-1"])
  }

  @Test("Told again with nothing changed, nothing is written")
  func unchanged() throws {
    try night.drop(["a,add,G,1,2026-03-01"])
    try root.run("2026-03-09")
    #expect(try root.night().store.runsNotRaised().count == 1)
    try root.tell("2026-03-09", [alert("a", day: "2026-03-09")], to: mailbox)
    #expect(try root.night().store.runsNotRaised().isEmpty)
    let steps = Steps()
    try root.tell("2026-03-09", [alert("a", day: "2026-03-09")], to: mailbox, steps)
    #expect(steps.names == [])
  }

  @Test("The events of a store that was written by an earlier release are history: an upgrade tells nothing of them")
  func history() throws {
    try night.drop(["a,add,G,1,2026-03-01"])
    try root.run("2026-03-09")
    try DatabaseQueue(path: root.path + "/state/settle.db").write { database in
      for table in ["alert", "raised", "removal"] { try database.execute(sql: "DROP TABLE \(table)") }
      try database.execute(sql: "DELETE FROM grdb_migrations WHERE identifier LIKE '%telling people and retention'")
    }
    #expect(try root.night().store.runsNotRaised().isEmpty)
  }
}
