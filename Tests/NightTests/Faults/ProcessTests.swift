import Drops
import Flows
import Foundation
import Glibc
import Night
import NightKit
import Testing
import Values

/// What needs a process of its own: one that really ends at a step, and one that dies of a file.
@Suite("A process that ends")
struct ProcessTests {
  @Test("A process that ends at the first step of each kind leaves what the next run finishes")
  func everyKind() async throws {
    let stage = try Stage(.first)
    for name in Set(stage.steps).sorted() {
      let number = stage.steps.firstIndex(of: name)! + 1
      let root = try stage.root()
      let path = root.path
      await #expect(processExitsWith: .exitCode(9), "\(name)") { [path = path as String, number = number as Int] in
        let steps = Steps(.call { step, _ in if step == number { _exit(9) } })
        try TrialRoot(at: path).run(Evening.day, steps)
      }
      try root.run(Evening.day)
      try stage.expectUndisturbed(root, "\(name)")
    }
  }

  @Test("A file whose reading ends the process three times in a row is set aside, and the night goes on")
  func poison() async throws {
    let stage = try Stage(.first)
    let root = try stage.root()
    let path = root.path
    for attempt in 1...3 {
      await #expect(processExitsWith: .exitCode(9), "attempt \(attempt)") { [path = path as String] in
        _ = try TrialRoot(at: path).night(report: { event in
          if case .reading(let file, _) = event, file == "S001/underwriting/0311.csv" { _exit(9) }
        }).run(day: Day(iso: Evening.day)!)
      }
    }
    let night = try root.night(report: { event in
      if case .reading(let file, _) = event, file == "S001/underwriting/0311.csv" { Issue.record("it was read a fourth time") }
    })
    let outcome = try night.run(day: Day(iso: Evening.day)!)
    #expect(outcome.runs.map(\.description) == ["\(Evening.day)-1"])
    let refused = "refused/\(Evening.day)/S001/underwriting/0311.csv"
    #expect(root.bytes(refused) == Data(Evening.first.utf8))
    #expect(root.bytes(refused + ".reasons.csv").map { String(decoding: $0, as: UTF8.self).contains("set-aside") } == true)
    let status = try night.status()
    #expect(status.lastFiles.contains { $0.path == "S001/underwriting/0311.csv" && $0.state == "aside" })
    #expect(status.lastFiles.contains { $0.path == "S002/underwriting/list.csv" || $0.state == "taken" })
    #expect(root.files(under: "parties/S001/outbound").contains { $0.hasSuffix("receipt_underwriting_0311.csv.xlsx") })
    #expect(root.files(under: "state/claimed").isEmpty)
  }

  @Test("A second run on the same root is told at once that another holds it (75)")
  func busy() throws {
    let folder = ScratchFolder()
    let root = try Evening.root(at: folder.path + "/root")
    let night = try root.night()
    let lock = try night.root.lock()
    let fault = #expect(throws: Fault.self) { _ = try root.night().root.lock() }
    #expect(fault?.kind == .busy && fault?.exitCode == 75)
    withExtendedLifetime(lock) {}
  }
}
