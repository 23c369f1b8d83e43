import Foundation
import Night
import NightKit
import Synchronization
import Values

/// A working root of its own for one sample, laid out as `settle init` does, with `samples/ground` (the parties all samples know) laid over it.
/// It is gone with the value.
final class SampleRoot {
  private let scratch = ScratchFolder("sample")
  private let root: TrialRoot

  /// Where the root stands, as `root`.
  var folder: String { scratch.path }

  init() throws {
    root = try TrialRoot(new: scratch.path + "/root", houseRules: false)
    try Dropping(root: root.path).lay(Sample.root + "/ground")
  }

  /// Lays the night's input out, runs it, and hands over what it left.
  func run(_ night: Sample.Night) throws -> Evidence {
    try Dropping(root: root.path).lay(night.input)
    let told = Mutex<[Oddity]>([])
    let failures = Mutex<[String]>([])
    let shift = try root.night(report: { event in
      switch event {
      case .oddity(let text): told.withLock { $0.append(Oddity(text)) }
      case .unpublished(_, let fault): failures.withLock { $0.append(fault.description) }
      default: break
      }
    })
    var evidence = Evidence(day: night.day, shift: shift, path: root.path)
    do throws(Fault) {
      evidence.exit = try shift.run(day: night.day).unpublished.isEmpty ? 0 : 74
    } catch {
      evidence.exit = error.exitCode
      evidence.fault = error
    }
    evidence.failures = failures.withLock { $0 }
    evidence.oddities = told.withLock { $0 }
    return evidence
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
