import Synchronization
import Values

/// What a stage took, and what its parts took added up over all workers: for whoever watches the night. No decision rests on it.
final class Stopwatch: Sendable {
  private let stage: String
  private let began = ContinuousClock.now
  private let parts = Mutex<[String: Duration]>([:])

  init(_ stage: String) { self.stage = stage }

  func time<Result>(_ part: String, _ work: () throws(Fault) -> Result) throws(Fault) -> Result {
    let began = ContinuousClock.now
    defer { add(part, ContinuousClock.now - began) }
    return try work()
  }

  func add(_ part: String, _ duration: Duration) { parts.withLock { $0[part, default: .zero] += duration } }

  /// The stage has come to its end.
  var event: NightEvent {
    let parts = parts.withLock { $0 }
    return .stage(stage, seconds: (ContinuousClock.now - began) / .seconds(1), parts: parts.mapValues { $0 / .seconds(1) })
  }
}
