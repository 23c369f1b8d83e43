import Foundation
import Night
import NightKit
import Synchronization
import Testing
import Values

/// Each step fails once, and each fails for ever; when the disk is well again, the next runs make of the root what an undisturbed night makes.
@Suite("A step that fails")
struct FaultTests {
  /// A file that could not be claimed lies where it was dropped, and a later run takes it under its own id.
  static let leavesFiles: Set<String> = ["drops: claim"]

  @Test("Failing once, each step is made up for by the next run")
  func once() throws {
    try each(bothEnds: true) { stage, name, number in
      let root = try stage.root()
      let steps = Steps(.failOnce(at: number))
      let outcome = Result { () throws(Fault) in try root.run(Evening.day, steps) }
      guard steps.fired else { return "never fired" }
      if case .failure(let fault) = outcome, fault.place.isEmpty || fault.remedy.isEmpty { return "\(fault) names no place" }
      return try settled(root, stage, name)
    }
  }

  @Test("Failing for ever, a step loses nothing, names a place, and leaves the rest to go on")
  func forEver() throws {
    try each(bothEnds: false) { stage, name, _ in
      let root = try stage.root()
      for _ in 1...4 {
        let steps = Steps(.failAlways(name))
        let outcome = Result { () throws(Fault) in try root.run(Evening.day, steps) }
        if case .failure(let fault) = outcome, fault.place.isEmpty || fault.remedy.isEmpty { return "\(fault) names no place" }
      }
      return try settled(root, stage, name)
    }
  }

  @Test("While no sheet can be handed over, the night closes, and the sheets wait for the next run")
  func nothingPublished() throws {
    let stage = try Stage(.first)
    let root = try stage.root()
    let outcome = try root.run(Evening.day, Steps(.failAlways("drops: publish")))
    #expect(outcome.runs.count == 1)
    #expect(!outcome.unpublished.isEmpty)
    #expect(try root.night().status().unpublished.count == outcome.unpublished.count)
    let next = try root.run(Evening.day)
    #expect(next.runs.isEmpty && next.unpublished.isEmpty)
    try stage.expectUndisturbed(root)
  }

  @Test("A kill between the handing over of a staged sheet and its record is made up for")
  func killedWhileHandingOver() throws {
    let stage = try Stage(.first)
    let root = try stage.root()
    try root.run(Evening.day, Steps(.failAlways("drops: publish")))
    for number in 1... {
      let steps = Steps(.dieAt(number))
      _ = Result { () throws(Fault) in try root.run(Evening.day, steps) }
      if !steps.fired { break }
    }
    try stage.expectUndisturbed(root)
  }

  /// Every distinct step of both runs of the day, at its first place and, if asked, at its last.
  private func each(bothEnds: Bool, _ body: @escaping @Sendable (Stage, String, Int) throws -> String?) throws {
    var cases: [(stage: Stage, name: String, number: Int)] = []
    for part in Evening.Part.allCases {
      let stage = try Stage(part)
      for name in Set(stage.steps).sorted() {
        let first = stage.steps.firstIndex(of: name)!
        for number in Set(bothEnds ? [first, stage.steps.lastIndex(of: name)!] : [first]).sorted() {
          cases.append((stage, name, number + 1))
        }
      }
    }
    let all = cases
    let found = Mutex<[String]>([])
    SideBySide.each(upTo: all.count) { index in
      let (stage, name, number) = all[index - 1]
      do {
        if let wrong = try body(stage, name, number) { found.withLock { $0.append("\(name) (step \(number)): \(wrong)") } }
      } catch {
        found.withLock { $0.append("\(name) (step \(number)): \(error)") }
      }
      return true
    }
    for wrong in found.withLock({ $0.sorted() }) { Issue.record(Comment(rawValue: wrong)) }
  }

  /// Runs until nothing is left to do, and compares; nil when all is as it should be.
  private func settled(_ root: TrialRoot, _ stage: Stage, _ name: String) throws -> String? {
    defer { try? FileManager.default.removeItem(atPath: root.path) }
    for _ in 1...3 {
      let outcome = try root.run(Evening.day)
      if outcome.runs.isEmpty && outcome.unpublished.isEmpty { break }
    }
    var (mine, theirs) = (try Picture(of: root), stage.undisturbed)
    if FaultTests.leavesFiles.contains(name) { (mine, theirs) = (try mine.withoutRuns(), try theirs.withoutRuns()) }
    let found = mine.differences(from: theirs)
    return found.isEmpty ? nil : found.prefix(6).joined(separator: "; ")
  }
}
