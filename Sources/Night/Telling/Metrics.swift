import Flows
import Store
import Values

/// The figures of a root as Prometheus text (exposition format 0.0.4), for node_exporter's textfile collector. Names of feeds, states and codes are the only
/// labels: no party, no file, no person.
struct Metrics {
  private var text = ""

  /// Seconds since 1970 at which a run last ended well, as an earlier file says; a run that fails carries it on.
  static let success = "settle_last_success_timestamp_seconds"

  struct Run {
    /// Seconds since 1970.
    var ended: Int64
    /// Milliseconds the run took.
    var milliseconds: Int64
    var exit: Int32
    var alerts: [Alert]
    /// What the file said before.
    var before: String
  }

  static func text(_ night: NightShift?, _ run: Run) throws(Fault) -> String {
    var metrics = Metrics()
    let earlier = run.before.split(separator: "\n").first { $0.hasPrefix(success + " ") }?.split(separator: " ").last.flatMap { Int64($0) }
    if let ended = run.exit == 0 ? run.ended : earlier {
      metrics.family(success, "When a run last ended with exit code 0.", [([], "\(ended)")])
    }
    metrics.family("settle_last_run_timestamp_seconds", "When the last run ended.", [([], "\(run.ended)")])
    metrics.family("settle_run_duration_seconds", "What the last run took.", [([], Decimals.text(run.milliseconds, places: 3))])
    metrics.family("settle_last_run_exit_code", "Exit code of the last run.", [([], "\(run.exit)")])
    var alerts: [String: Int] = [:]
    for alert in run.alerts { alerts["\(alert.code)\t\(alert.weight.rawValue)", default: 0] += 1 }
    metrics.family(
      "settle_alerts", "What a person has to hear of, as the last run found it.",
      alerts.sorted { $0.key < $1.key }.map { key, count in
        let parts = key.split(separator: "\t").map(String.init)
        return ([("code", parts[0]), ("weight", parts[1])], "\(count)")
      })
    if let night { try metrics.night(night) }
    return metrics.text
  }

  /// What the store says of the last closed night, and of what waits now.
  private mutating func night(_ night: NightShift) throws(Fault) {
    guard let run = try night.store.lastClosedRun(), let kept = try night.store.certificate(of: run.name) else { return }
    let certificate = try Certificate(text: kept)
    let midnight = Int64(run.name.day.number) * 86_400
    family("settle_last_closed_day_timestamp_seconds", "The business day closed last, as its midnight in UTC.", [([], "\(midnight)")])
    var rows: [([(String, String)], String)] = []
    var amounts: [([(String, String)], String)] = []
    for feed in certificate.feeds {
      for (outcome, count) in feed.rows.sorted(by: { $0.key < $1.key }) {
        rows.append(([("feed", feed.feed), ("outcome", outcome)], "\(count)"))
        amounts.append(([("feed", feed.feed), ("outcome", outcome)], feed.amounts[outcome] ?? "0.00"))
      }
    }
    family("settle_rows", "Rows of the last closed night by feed and outcome.", rows)
    family("settle_amount_yuan", "Money of these rows.", amounts)
    let files = try night.store.files(run: run)
    family(
      "settle_files", "Files of the last closed night by what became of them.",
      [FileRecord.State.taken, .already, .refused, .aside, .left].map { state in
        ([("state", state.rawValue)], "\(files.count { $0.state == state })")
      })
    let sheets = try night.store.sheets(run: run)
    family(
      "settle_sheets", "Sheets of the last closed night.",
      [SheetRecord.State.published, .failed].map { state in ([("state", state.rawValue)], "\(sheets.count { $0.state == state })") })
    var waiting: [String: (rows: Int, amount: Int64, oldest: Day)] = [:]
    for part in try night.store.waitingSummary() {
      let key = "\(part.feed)\t\(part.state)"
      let sum = waiting[key] ?? (0, 0, part.oldest)
      waiting[key] = (sum.rows + part.rows, sum.amount + part.amount, min(sum.oldest, part.oldest))
    }
    let sorted = waiting.sorted { $0.key < $1.key }.map { key, sum in
      let parts = key.split(separator: "\t").map(String.init)
      return (labels: [("feed", parts[0]), ("state", parts[1])], sum: sum)
    }
    family("settle_waiting_rows", "Rows that wait or stand in a conflict now.", sorted.map { ($0.labels, "\($0.sum.rows)") })
    family("settle_waiting_amount_yuan", "Money of these rows.", sorted.map { ($0.labels, "\(Money(minor: $0.sum.amount))") })
    family(
      "settle_waiting_oldest_seconds", "Age of the oldest of them on the last closed day, in whole days.",
      sorted.map { ($0.labels, "\(Int64(run.name.day - $0.sum.oldest) * 86_400)") })
    let removed = try night.store.removedSoFar()
    family("settle_removed_files", "Files retention has removed so far.", [([], "\(removed.files)")])
  }

  /// A gauge with its help and its samples; without samples it is left out.
  mutating func family(_ name: String, _ help: String, _ samples: [(labels: [(String, String)], value: String)]) {
    if samples.isEmpty { return }
    text += "# HELP \(name) \(Metrics.escaped(help, quotes: false))\n# TYPE \(name) gauge\n"
    for sample in samples {
      let labels = sample.labels.map { "\($0.0)=\"\(Metrics.escaped($0.1, quotes: true))\"" }.joined(separator: ",")
      text += "\(name)\(labels.isEmpty ? "" : "{\(labels)}") \(sample.value)\n"
    }
  }

  static func escaped(_ text: String, quotes: Bool) -> String {
    let plain = text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    return quotes ? plain.replacing("\"", with: "\\\"") : plain
  }
}
