import Foundation
import NightKit
import Synchronization
import Testing
import Values

/// The night ends at every durable step in turn, and the next run makes of the root what an undisturbed night would have made.
@Suite("A night that is killed")
struct KillTests {
  @Test(
    "Killed at any step, the next run leaves every file, row and balance as an undisturbed night does", arguments: Evening.Part.allCases)
  func everyStep(part: Evening.Part) throws {
    let stage = try Stage(part)
    let faults = Mutex<[String]>([])
    let last = Mutex(Int.max)
    SideBySide.each(upTo: 5000) { number in
      if last.withLock({ number > $0 }) { return false }
      do {
        let root = try stage.root()
        let steps = Steps(.dieAt(number))
        let died = Result { try root.run(Evening.day, steps) }
        guard steps.fired else {
          last.withLock { $0 = min($0, number) }
          return false
        }
        if case .success = died { faults.withLock { $0.append("step \(number), \(steps.names[number - 1]): the night went on") } }
        try root.run(Evening.day)
        let found = try Picture(of: root).differences(from: stage.undisturbed)
        if !found.isEmpty {
          faults.withLock { $0.append("step \(number), \(steps.names[number - 1]): \(found.prefix(6).joined(separator: "; "))") }
        }
        try FileManager.default.removeItem(atPath: root.path)
      } catch {
        faults.withLock { $0.append("step \(number): \(error)") }
      }
      return true
    }
    // None fired beyond the undisturbed night's own steps, and all of those did.
    #expect(last.withLock { $0 } == stage.steps.count + 1)
    for fault in faults.withLock({ $0.sorted() }) { Issue.record(Comment(rawValue: fault)) }
  }
}

/// One part of the evening: the root as it stands before, and what an undisturbed night makes of it.
final class Stage: Sendable {
  let folder = ScratchFolder()
  let before: TrialRoot
  let undisturbed: Picture
  let steps: [String]
  private let copies = Mutex(0)

  /// With `rows` more lines in a list of their own, for what needs bulk.
  init(_ part: Evening.Part, rows: Int = 0) throws {
    before = try Evening.root(at: folder.path + "/before")
    try Evening.drop(into: before)
    if rows > 0 { try before.drop(Evening.bulk(rows), as: "bulk.csv", from: "S001", to: "underwriting") }
    if part == .second {
      try before.run(Evening.day)
      try Evening.dropLater(into: before)
    }
    let calm = try before.copied(to: folder.path + "/undisturbed")
    let watched = Steps()
    try calm.run(Evening.day, watched)
    undisturbed = try Picture(of: calm)
    steps = watched.names
  }

  /// The root holds what an undisturbed night leaves; of what differs the first few are told.
  func expectUndisturbed(_ root: TrialRoot, _ place: String = "", at location: SourceLocation = #_sourceLocation) throws {
    let found = try Picture(of: root).differences(from: undisturbed)
    if !found.isEmpty {
      Issue.record("\(place) \(found.prefix(6).map { String($0.prefix(300)) }.joined(separator: "\n"))", sourceLocation: location)
    }
  }

  func root() throws -> TrialRoot {
    let number = copies.withLock { copies -> Int in
      copies += 1
      return copies
    }
    return try before.copied(to: folder.path + "/\(number)")
  }
}

/// Numbers from 1 on, on all cores, until the work says there are no more.
enum SideBySide {
  static func each(upTo last: Int, _ body: @Sendable (Int) -> Bool) {
    let next = Mutex(1)
    DispatchQueue.concurrentPerform(iterations: ProcessInfo.processInfo.activeProcessorCount) { _ in
      while true {
        let mine = next.withLock { next -> Int in
          next += 1
          return next - 1
        }
        if mine > last || !body(mine) { return }
      }
    }
  }
}
