import Foundation
import Night
import NightKit
import Synchronization
import Values

/// Whoever is told: keeps every message, and refuses them while it is told to.
final class Mailbox: Sendable {
  private let kept = Mutex<(messages: [AlertMessage], refuses: Bool)>(([], false))

  var messages: [AlertMessage] { kept.withLock { $0.messages } }
  func refuse(_ refuses: Bool) { kept.withLock { $0.refuses = refuses } }
  func clear() { kept.withLock { $0.messages = [] } }

  /// What came since the last look: kind, weight and place.
  func take() -> [String] {
    kept.withLock { kept in
      defer { kept.messages = [] }
      return kept.messages.map { "\($0.kind.rawValue) \($0.weight) \($0.place)" }
    }
  }

  var send: NightShift.Send {
    { [self] message, _, _ in
      kept.withLock { kept in
        if kept.refuses { return "nobody is at home" }
        kept.messages.append(message)
        return nil
      }
    }
  }
}

extension TrialRoot {
  /// Lays `operations.yaml` in the root's pipelines.
  func operate(_ text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/pipelines/operations.yaml"))
  }

  /// What `settle run` does after a night that found these alerts.
  @discardableResult
  func tell(
    _ day: String, _ alerts: [Alert] = [], to mailbox: Mailbox, fault: Fault? = nil, _ steps: Steps? = nil
  ) throws(Fault) -> Told {
    var outcome = NightOutcome()
    outcome.alerts = alerts
    let end = NightEnd(day: Day(iso: day)!, outcome: fault == nil ? outcome : nil, fault: fault, duration: .milliseconds(1234))
    return try night(steps).tell(end, send: mailbox.send)
  }

  /// A night and what is told of it.
  @discardableResult
  func runAndTell(_ day: String, to mailbox: Mailbox) throws(Fault) -> Told {
    let night = try night()
    let outcome = try night.run(day: Day(iso: day)!)
    return try night.tell(NightEnd(day: Day(iso: day)!, outcome: outcome, fault: nil, duration: .milliseconds(1234)), send: mailbox.send)
  }
}
