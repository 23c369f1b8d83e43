import Drops
import Foundation
import Glibc
import Synchronization
import Testing
import Values

/// What a night asks of this room: files are claimed, one is archived, one refused with its reasons, one put back, a sheet goes out.
/// A journal outside the root holds what was done, as the store's would; an operation it does not hold is done again.
private struct Journey {
  let root: WorkingRoot
  let journal: String
  let listed: [InboundFile]
  let day = Day(iso: "2026-11-21")!

  /// What comes in, and how a child process is told of it.
  static func begin(_ sandbox: Sandbox) throws -> [String] {
    for name in ["a.csv", "a.csv.done", "b.csv", "c.csv", "c.csv.done"] { try sandbox.drop(name, "content of " + name) }
    return try sandbox.listed().files.map { "\($0.name)|\($0.size)|\($0.modified)|\($0.inode)" }
  }

  init(_ path: String, journal: String, _ listed: [String], steps: DropSteps = .none) {
    root = WorkingRoot(path: path, steps: steps)
    self.journal = journal
    self.listed = listed.map { line in
      let parts = line.split(separator: "|").map(String.init)
      return InboundFile(
        party: "CH-A", feed: "underwriting", name: parts[0], size: Int64(parts[1])!, modified: Int64(parts[2])!, inode: UInt64(parts[3])!,
        hasDoneMarker: true)
    }
  }

  func run() throws {
    for file in listed {
      try once("claim " + file.name) {
        guard case .claimed = try root.claim(file, id: "F-" + file.name) else {
          throw Fault(.program, code: "not-claimed", place: file.name, cause: "the claim was lost", remedy: "")
        }
      }
    }
    try once("archive") { _ = try root.archive(claimed(0), day: day) }
    try once("refuse") { try root.writeBeside(try root.refuse(claimed(1), day: day), bytes: Array("reasons".utf8)) }
    try once("put back") { _ = try root.putBack(claimed(2)) }
    try root.sweepWriting()
    try once("publish") {
      let sheet = try root.temporary(named: "sheet")
      try Data("sheet".utf8).write(to: URL(filePath: sheet))
      _ = try root.publish(temporary: sheet, party: "CH-B", day: day, name: "sheet.xlsx", digest: Digest(of: "sheet"))
    }
  }

  private func claimed(_ number: Int) -> ClaimedFile {
    let file = listed[number]
    return ClaimedFile(id: "F-" + file.name, party: file.party, feed: file.feed, name: file.name, inode: file.inode)
  }

  private func once(_ name: String, _ work: () throws -> Void) throws {
    let done = (try? String(contentsOfFile: journal, encoding: .utf8)) ?? ""
    if done.contains(name + "\n") { return }
    try work()
    try (done + name + "\n").write(toFile: journal, atomically: true, encoding: .utf8)
  }
}

/// Counts steps, and does something at one of them.
private final class Trap: Sendable {
  private let count = Mutex(0)
  private let number: Int
  private let forEver: Bool
  let seen = Mutex<[DropStep]>([])

  init(_ number: Int, forEver: Bool = false) {
    self.number = number
    self.forEver = forEver
  }

  /// Whether this step is the one.
  func springs(_ step: DropStep) -> Bool {
    seen.withLock { $0.append(step) }
    return count.withLock {
      $0 += 1
      return $0 == number || (forEver && $0 > number)
    }
  }

  var sprang: Bool { count.withLock { $0 >= number } }

  var failing: DropSteps {
    DropSteps { [self] (step) throws(Fault) in
      if springs(step) {
        throw Fault(.inputOutput, code: "trap", place: step.rawValue, cause: "the test lets this step fail", remedy: "run again")
      }
    }
  }
}

@Suite("Faults and kills at every durable step")
struct FaultTests {
  private func undisturbed() throws -> [String: String] {
    let sandbox = try Sandbox()
    try Journey(sandbox.root.path, journal: sandbox.folder + "/journal", try Journey.begin(sandbox)).run()
    return Sandbox.tree(sandbox.root.path)
  }

  @Test("Where a step fails once, the next run ends as if nothing had happened")
  func failsOnce() throws {
    let expected = try undisturbed()
    for number in 1... {
      let sandbox = try Sandbox()
      let (path, journal, listed) = (sandbox.root.path, sandbox.folder + "/journal", try Journey.begin(sandbox))
      let trap = Trap(number)
      let fault = DropsTests.fault { try Journey(path, journal: journal, listed, steps: trap.failing).run() }
      guard trap.sprang else {
        #expect(fault == nil && number > 15, "every step was tried")
        break
      }
      #expect(fault?.code == "trap")
      #expect(Sandbox.tree(path) != expected, "a step that changes nothing is none")
      try Journey(path, journal: journal, listed).run()
      #expect(Sandbox.tree(path) == expected, "step \(number)")
    }
  }

  @Test("Where a step fails for ever, no file is lost and none is doubled")
  func failsForEver() throws {
    for number in 1... {
      let sandbox = try Sandbox()
      let (path, journal, listed) = (sandbox.root.path, sandbox.folder + "/journal", try Journey.begin(sandbox))
      let trap = Trap(number, forEver: true)
      for _ in 0..<3 { _ = fault { try Journey(path, journal: journal, listed, steps: trap.failing).run() } }
      let contents = sandbox.files.values.filter { $0.hasPrefix("content of") && !$0.hasSuffix(".done") }.sorted()
      #expect(contents == ["content of a.csv", "content of b.csv", "content of c.csv"], "step \(number)")
      if !trap.sprang { break }
    }
  }

  @Test("Where the process is killed at a step, the next run ends as if nothing had happened")
  func killed() async throws {
    let expected = try undisturbed()
    var number = 0
    var isKilled = true
    while isKilled {
      number += 1
      let sandbox = try Sandbox()
      let (path, journal, listed) = (sandbox.root.path, sandbox.folder + "/journal", try Journey.begin(sandbox))
      await #expect(processExitsWith: .failure) {
        [path = path as String, journal = journal as String, listed = listed as [String], number = number as Int] in
        let trap = Trap(number)
        let killing = DropSteps { (step) throws(Fault) in if trap.springs(step) { kill(getpid(), SIGKILL) } }
        try Journey(path, journal: journal, listed, steps: killing).run()
        // The last number springs no trap.
        try "all".write(toFile: journal + "-end", atomically: true, encoding: .utf8)
        exit(1)
      }
      isKilled = !FileManager.default.fileExists(atPath: journal + "-end")
      #expect((Sandbox.tree(path) == expected) == !isKilled)
      try Journey(path, journal: journal, listed).run()
      #expect(Sandbox.tree(path) == expected, "step \(number)")
    }
    #expect(number > 15)
  }

  @Test("Every step is met on the way, but the one that needs another disk")
  func steps() throws {
    let sandbox = try Sandbox(parties: [])
    let trap = Trap(.max)
    let root = sandbox.root(trap.failing)
    try root.create(parties: ["CH-A", "CH-B"])
    try root.makeParty("CH-A", feeds: ["underwriting"])
    try Journey(root.path, journal: sandbox.folder + "/journal", try Journey.begin(sandbox), steps: trap.failing).run()
    try root.withdrawTemporary(try sandbox.write("x", temporary: "x").path)
    let kept = sandbox.root(trap.failing)
    #expect(try kept.remove("archive/2026-11-21/CH-A/underwriting/a.csv", Digest(of: "content of a.csv")) == .done)
    #expect(Set(DropStep.allCases).subtracting(trap.seen.withLock { $0 }) == [.copy, .lay])
  }
}
