package import Drops
import Synchronization
package import Values

/// Every durable step of a night in one sequence: the store's transactions by name, the room of drops' changes on the disk, the certificate. A test counts
/// them, lets one fail once or for ever, or ends the work there.
package final class Steps: Sendable {
  package enum Plan: Sendable {
    case watch
    /// Step n is not made, nor any after it: what a kill at this instant leaves.
    case dieAt(Int)
    /// The same at the first step for which this holds.
    case dieWhen(@Sendable (String) -> Bool)
    case failOnce(at: Int)
    /// Step n fails and every one after it, as on a disk that is full.
    case failFrom(Int)
    case failAlways(String)
    /// Told the number and the name of each step.
    case call(@Sendable (Int, String) -> Void)
  }

  private struct Seen {
    var names: [String] = []
    var isDead = false
    var refused = 0
  }

  private let plan: Plan
  private let seen = Mutex(Seen())

  package init(_ plan: Plan = .watch) { self.plan = plan }

  /// Names of the steps so far, from the first on, those that failed too.
  package var names: [String] { seen.withLock { $0.names } }
  package var fired: Bool { seen.withLock { $0.refused > 0 } }

  package static let killed = "killed-by-the-test"
  package static let failed = "failed-by-the-test"

  package func before(_ name: String) throws(Fault) {
    let isTime = if case .dieWhen(let condition) = plan { condition(name) } else { false }
    let (number, refuses, dies) = seen.withLock { seen -> (Int, Bool, Bool) in
      seen.names.append(name)
      let number = seen.names.count
      switch plan {
      case .watch, .call: return (number, false, false)
      case .dieAt(let step):
        if number >= step { seen.isDead = true }
        if seen.isDead { seen.refused += 1 }
        return (number, false, seen.isDead)
      case .dieWhen:
        if isTime { seen.isDead = true }
        if seen.isDead { seen.refused += 1 }
        return (number, false, seen.isDead)
      case .failOnce(let step):
        if number == step { seen.refused += 1 }
        return (number, number == step, false)
      case .failFrom(let step):
        if number >= step { seen.refused += 1 }
        return (number, number >= step, false)
      case .failAlways(let failing):
        if name == failing { seen.refused += 1 }
        return (number, name == failing, false)
      }
    }
    if case .call(let body) = plan { body(number, name) }
    if dies { throw Fault(.program, code: Steps.killed, place: name, cause: "the test ended the night here", remedy: "run again") }
    if refuses {
      throw Fault(
        .inputOutput, code: Steps.failed, place: name.hasPrefix("drops: ") ? name : "state/settle.db (\(name))",
        cause: "the test let this step fail", remedy: "run again")
    }
  }

  package var drops: DropSteps { DropSteps { [self] (step) throws(Fault) in try before("drops: " + step.rawValue) } }
  package var store: @Sendable (String) throws(Fault) -> Void { { [self] (name) throws(Fault) in try before(name) } }
}
