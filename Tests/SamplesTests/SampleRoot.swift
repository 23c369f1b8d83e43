import Drops
import Flows
import Foundation
import Night
import Parties
import Settlement
import Store
import Synchronization
import Values

/// A working root of its own for one sample, laid out as `settle init` does, with `samples/ground` (the parties all samples know) laid over it.
/// It is gone with the value.
final class SampleRoot {
  let path: String
  private var root: WorkingRoot { WorkingRoot(path: path) }

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/settle-sample-\(UUID().uuidString)"
    let root = WorkingRoot(path: path)
    try root.create(parties: ["platform", "finance", "applicants", "public"])
    try FileManager.default.removeItem(atPath: root.pipelinesPath)
    try FileManager.default.copyItem(atPath: Sample.package + "/pipelines", toPath: root.pipelinesPath)
    try open().layOut()
    try Dropping(root: path).lay(Sample.root + "/ground")
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Lays the night's input out, runs it, and hands over what it left.
  func run(_ night: Sample.Night) throws -> Evidence {
    try Dropping(root: path).lay(night.input)
    let told = Mutex<[Oddity]>([])
    let shift = try open { event in
      if case .oddity(let text) = event { told.withLock { $0.append(Oddity(text)) } }
    }
    var evidence = Evidence(day: night.day, shift: shift, path: path)
    do throws(Fault) {
      evidence.exit = try shift.run(day: night.day).unpublished.isEmpty ? 0 : 74
    } catch {
      evidence.exit = error.exitCode
      evidence.fault = error
    }
    evidence.oddities = told.withLock { $0 }
    return evidence
  }

  private func open(_ report: @escaping @Sendable (NightEvent) -> Void = { _ in }) throws -> NightShift {
    NightShift(
      root: root, store: try Journal(path: root.statePath + "/settle.db"),
      makers: [
        NightShift.Maker("parties", kinds: [Party.kind: Party.width]) { pipeline throws(Fault) in try PartiesFlow(pipeline) },
        NightShift.Maker("settlement", kinds: [Policy.kind: Policy.width, Statement.kind: Statement.width]) { pipeline throws(Fault) in
          try SettlementFlow(pipeline)
        },
      ], options: NightOptions(workers: 1, quiet: .zero, report: report))
  }
}

/// What the night said it did not touch.
struct Oddity {
  let place: String
  let reason: String

  init(_ text: String) {
    let parts = text.components(separatedBy: ": ")
    place = parts.dropLast().joined(separator: ": ")
    reason = parts.last ?? ""
  }
}
