package import Drops
import Flows
import Foundation
import Store
package import Values

/// How a run came to its end, as those who are told need it.
package struct NightEnd: Sendable {
  package var day: Day
  /// Nil when a fault ended the run.
  package var outcome: NightOutcome?
  package var fault: Fault?
  /// What it took. Printed and measured, never kept with the night.
  package var duration: Duration

  package init(day: Day, outcome: NightOutcome?, fault: Fault?, duration: Duration) {
    self.day = day
    self.outcome = outcome
    self.fault = fault
    self.duration = duration
  }

  package var exitCode: Int32 { fault?.exitCode ?? (outcome?.unpublished.isEmpty == false ? 74 : 0) }
}

/// What people were told.
package struct Told: Sendable {
  /// For the terminal.
  package var summary: String
  package var alerts: [Alert]
  /// Messages handed over, and why others were not.
  package var sent = 0
  package var failures: [String] = []
}

/// After a run, whatever became of it: its summary is written, alerts are taken up and handed over. The caller holds the root's lock. A kill in between
/// loses nothing: what was closed and not told is told by the next run.
extension NightShift {
  /// How a message travels: the alert, the program to call, and the seconds it has. Says why it could not be handed over.
  package typealias Send = @Sendable (AlertMessage, [String], Int) -> String?

  package func tell(_ end: NightEnd, send: @escaping Send) throws(Fault) -> Told {
    let rules = (try? operations().alerts) ?? Operations.AlertRules()
    let runs = try store.runsNotRaised()
    var alerts = end.outcome?.alerts ?? []
    alerts += try AlertSources(night: self, rules: rules, runs: runs, day: end.day).all
    if let fault = end.fault, fault.kind != .usage { alerts.append(.failed(fault, day: end.day, english: options.english)) }
    if let resumed = end.outcome?.resumed, try !store.alerts().contains(where: { $0.code == "night-failed" && $0.over == nil }) {
      alerts.append(.interrupted("\(resumed)", day: end.day, english: options.english))
    }
    let summaries = try summaries(runs, alerts)
    let delivery = AlertDelivery(store: store, rules: rules, root: root.path, day: end.day, english: options.english) { message in
      send(message, rules.command, rules.timeout)
    }
    try delivery.raise(alerts, isComplete: end.fault == nil, upTo: runs.last?.id)
    let delivered = try delivery.deliver()
    var told = Told(summary: "", alerts: NightSummary.sorted(alerts), sent: delivered.sent, failures: delivered.failures)
    told.summary = text(summaries.last, alerts, end, delivered)
    return told
  }

  /// `state/nights/<run>.summary.txt` of every run that was closed since. What stands in them is of the night alone: no clock, no delivery.
  private func summaries(_ runs: [RunRecord], _ alerts: [Alert]) throws(Fault) -> [NightSummary] {
    var made: [NightSummary] = []
    let titles = titles()
    for run in runs {
      // A day that was made up for has its own events; what stands belongs to the last.
      let own = run.id == runs.last?.id ? alerts : alerts.filter { $0.passes && $0.day == "\(run.name.day)" }
      let summary = try NightSummary(night: self, run: run, alerts: own, titles: titles)
      let place = "state/nights/\(run.name).summary.txt"
      do {
        try Data(SummaryText.text(of: summary).utf8).write(to: URL(fileURLWithPath: "\(root.path)/\(place)"), options: .atomic)
      } catch {
        throw Fault(
          .inputOutput, code: "summary-not-written", place: place, cause: error.localizedDescription,
          remedy: "make room on the disk and run again: the night is closed, and its summary is written then")
      }
      made.append(summary)
    }
    return made
  }

  /// For the terminal: with what the run took and what came of telling.
  private func text(_ summary: NightSummary?, _ alerts: [Alert], _ end: NightEnd, _ delivered: AlertDelivery.Outcome) -> String {
    var more: [String] = []
    func line(_ zh: String, _ en: String, _ text: String) { more.append(SummaryText.line(said(zh, en), text)) }
    if let removed = end.outcome?.removed, removed.files > 0 {
      line(
        "清理", "removed",
        said("到期文件 \(removed.files) 个，\(removed.bytes / 1024) KB", "\(removed.files) files past retention, \(removed.bytes / 1024) KB"))
    }
    if delivered.sent > 0 { line("告警", "alerts", said("已送出 \(delivered.sent)", "\(delivered.sent) sent")) }
    if let failure = delivered.failures.last {
      let count = delivered.failures.count
      line("告警", "alerts", said("未送出 \(count)（\(failure)），下次再试", "\(count) not delivered (\(failure)); the next run tries again"))
    }
    line("用时", "took", "\(Decimals.text(end.duration.milliseconds / 100, places: 1)) \(said("秒", "s"))")
    if end.fault == nil, let summary { return SummaryText.text(of: summary, besides: more) }
    let title =
      end.fault == nil
      ? said("结算 \(end.day)：没有新文件", "Settlement, \(end.day): nothing new") : said("结算 \(end.day)：未完成", "Settlement, \(end.day): not done")
    return SummaryText.text(title: title, alerts: alerts, english: options.english, besides: [""] + more)
  }

  /// The feeds' names as people know them; their own where the pipelines cannot be read.
  private func titles() -> [String: String] {
    guard let house = try? house(), !options.english else { return [:] }
    return Dictionary(house.flows.flatMap(\.feeds).map { ($0.name, $0.title) }, uniquingKeysWith: { first, _ in first })
  }

  // MARK: figures

  /// Writes the Prometheus text where `operations.yaml` wants it, under another name first. `now` in seconds since 1970.
  package func measure(_ end: NightEnd, alerts: [Alert], now: Int64) throws(Fault) {
    guard let path = try operations().metrics.map(root.place(of:)) else { return }
    try NightShift.measure(self, path, end, alerts: alerts, now: now)
  }

  /// The same where the store could not even be opened.
  package static func measure(_ night: NightShift?, _ path: String, _ end: NightEnd, alerts: [Alert], now: Int64) throws(Fault) {
    let before = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    let text = try Metrics.text(
      night,
      Metrics.Run(ended: now, milliseconds: end.duration.milliseconds, exit: end.exitCode, alerts: alerts, before: before))
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
      // Its reader is another program's user.
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    } catch {
      throw Fault(
        .inputOutput, code: "metrics-not-written", place: path, cause: error.localizedDescription,
        remedy: "make its folder and let the program's user write there, or turn metrics off in pipelines/operations.yaml")
    }
  }

  /// What is said to an operator where nothing can be kept of it, such as on a full disk or of a root that cannot be opened: every attempt tells it.
  package static func tellDirectly(_ root: WorkingRoot, _ fault: Fault, day: Day, english: Bool, send: Send) -> (
    alert: Alert, failure: String?
  ) {
    let alert = Alert.failed(fault, day: day, english: english)
    guard let rules = try? Operations(folder: root.pipelinesPath).alerts, !rules.command.isEmpty else { return (alert, nil) }
    let record = AlertRecord(
      identity: alert.identity, code: alert.code, weight: alert.weight.rawValue, place: alert.place, cause: alert.cause,
      remedy: alert.remedy, passes: true, since: day, raised: day)
    return (alert, send(AlertMessage(.raised, record, root: root.path, day: day), rules.command, rules.timeout))
  }

  /// What stands now, and what of it was told.
  func standing() throws(Fault) -> [NightStatus.Standing] {
    try store.alerts().filter { !$0.passes && $0.over == nil }.map {
      .init(
        code: $0.code, weight: $0.weight, place: $0.place, cause: $0.cause, remedy: $0.remedy, since: "\($0.since)",
        told: $0.told.map { "\($0)" } ?? "", failure: $0.failure ?? "")
    }
  }
}

extension WorkingRoot {
  /// A path that stands below the root, or by itself.
  package func place(of path: String) -> String { path.hasPrefix("/") ? path : "\(self.path)/\(path)" }
}

extension Duration {
  var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
