import Store
import Values

/// Hands messages over: the heaviest first, each no more often than the rules say, no more than they allow in one run. What is to be told and what was
/// stands in the store before and after each message, so that a killed run loses none and repeats at most the one it was about to send. Knows nothing of how
/// a message travels.
struct AlertDelivery {
  let store: Journal
  let rules: Operations.AlertRules
  let root: String
  let day: Day
  let english: Bool
  /// Hands one message over; says why it could not.
  let send: (AlertMessage) -> String?

  /// After so many failures one after the other, the rest is left to the next run.
  private static let patience = 3
  /// Events nobody was told of are forgotten after so many days.
  private static let memory = 30

  struct Outcome {
    var sent = 0
    var failures: [String] = []
  }

  // MARK: what stands

  /// Takes up what was found. `isComplete`: whoever did not raise its alert again is over; a night that failed cannot say so.
  func raise(_ alerts: [Alert], isComplete: Bool, upTo run: Int64?) throws(Fault) {
    let known = Dictionary(uniqueKeysWithValues: try store.alerts().map { ($0.identity, $0) })
    var records: [String: AlertRecord] = [:]
    for alert in alerts {
      // Where nobody is told, an event stands in the night's summary alone: a command that is named later is not sent what is long past.
      if alert.passes && rules.command.isEmpty { continue }
      let day = Day(iso: alert.day) ?? day
      var record = AlertRecord(
        identity: alert.identity, code: alert.code, weight: alert.weight.rawValue, place: alert.place, cause: alert.cause,
        remedy: alert.remedy, passes: alert.passes, since: day, raised: day)
      if let before = known[alert.identity] {
        if before.over == nil, !alert.passes { record.since = before.since }
        record.raised = max(day, before.raised)
        (record.told, record.toldWeight) = (before.told, before.toldWeight)
        (record.attempts, record.failure) = (before.attempts, before.failure)
      }
      // Raised twice in one night, it is the heavier of the two.
      if let twin = records[record.identity], Self.weight(twin.weight) > Self.weight(record.weight) { continue }
      records[record.identity] = record
    }
    var gone: [String] = []
    for (identity, before) in known where records[identity] == nil {
      if before.passes {
        if day - max(before.raised, before.told ?? before.raised) > max(Self.memory, rules.repeatAfter) { gone.append(identity) }
      } else if isComplete, before.over == nil {
        if before.told == nil || !rules.tellsWhenOver {
          gone.append(identity)
        } else {
          var over = before
          over.over = day
          records[identity] = over
        }
      }
    }
    try store.raise(records.values.sorted { $0.identity < $1.identity }, gone: gone.sorted(), upTo: run)
  }

  // MARK: telling

  /// What is to be told now, the heaviest and oldest first; what is over comes last.
  func due() throws(Fault) -> [AlertRecord] {
    try store.alerts().filter(isDue).sorted { left, right in
      if (left.over == nil) != (right.over == nil) { return left.over == nil }
      let (one, other) = (Self.weight(left.weight), Self.weight(right.weight))
      return one != other ? one > other : (left.since, left.identity) < (right.since, right.identity)
    }
  }

  private func isDue(_ record: AlertRecord) -> Bool {
    if record.over != nil { return record.told != nil }
    let weight = Self.weight(record.weight)
    guard weight >= rules.atLeast else { return false }
    guard let told = record.told else { return true }
    if let before = record.toldWeight.map(Self.weight), weight > before { return true }
    return record.raised > told && record.raised - told >= rules.repeatAfter
  }

  func deliver() throws(Fault) -> Outcome {
    var outcome = Outcome()
    if rules.command.isEmpty { return outcome }
    let due = try due()
    var inARow = 0
    for record in due.prefix(rules.perRun) {
      if inARow == Self.patience { return outcome }
      let kind: AlertMessage.Kind = record.over != nil ? .over : record.told == nil ? .raised : .again
      var tried = record
      tried.attempts += 1
      try store.note("attempt", [tried])
      if let failure = send(AlertMessage(kind, record, root: root, day: day)) {
        inARow += 1
        outcome.failures.append(failure)
        tried.failure = failure
        try store.note("not told", [tried])
        continue
      }
      inARow = 0
      outcome.sent += 1
      if record.over != nil { try store.note("told", [], gone: [record.identity]) } else { try store.note("told", [told(tried)]) }
    }
    let rest = due.dropFirst(rules.perRun)
    if rest.isEmpty || inARow == Self.patience { return outcome }
    if let failure = send(more(Array(rest))) {
      outcome.failures.append(failure)
    } else {
      outcome.sent += 1
      // They were told, if only by their number: the summary and `settle status` list them.
      try store.note("told", rest.filter { $0.over == nil }.map(told), gone: rest.filter { $0.over != nil }.map(\.identity))
    }
    return outcome
  }

  private func told(_ record: AlertRecord) -> AlertRecord {
    var told = record
    (told.told, told.toldWeight, told.attempts, told.failure) = (max(record.raised, day), record.weight, 0, nil)
    return told
  }

  private func more(_ rest: [AlertRecord]) -> AlertMessage {
    let heaviest = rest.map { Self.weight($0.weight) }.max() ?? .note
    let record = AlertRecord(
      identity: "more", code: "more", weight: heaviest.rawValue, place: english ? "and \(rest.count) more" : "另有 \(rest.count) 件",
      cause: english ? "there are more alerts than one run may send" : "告警数量超过每次运行的上限",
      remedy: english ? "settle status and the night's summary list them all" : "settle status 与夜报列出全部", passes: true, since: day,
      raised: day)
    return AlertMessage(.more, record, root: root, day: day)
  }

  private static func weight(_ text: String) -> Alert.Weight { Alert.Weight(rawValue: text) ?? .urgent }
}
