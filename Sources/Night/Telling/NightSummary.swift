import Flows
import Store
import Values

/// What a person reads of a night in ten seconds: whether something needs somebody, what, and how much went where. Taken from the night's certificate,
/// so that the same night says the same; knows no clock.
package struct NightSummary: Sendable {
  /// Rows and money of one outcome.
  struct Sum: Sendable, Equatable {
    var rows = 0
    var amount = Money.zero
    static func + (left: Sum, right: Sum) -> Sum { Sum(rows: left.rows + right.rows, amount: left.amount + right.amount) }
  }

  struct Feed: Sendable {
    var title: String
    /// In the order of `NightSummary.outcomes`.
    var sums: [Sum]
  }

  /// What the columns of the table hold: what came in or was there, and what became of it.
  static let outcomes = ["before", "in", "settled", "waiting", "rejected", "already", "conflict"]

  package var run: String
  var english: Bool
  /// The heaviest first.
  package var alerts: [Alert]
  /// By state, as the store calls them.
  var files: [(state: String, count: Int)]
  var feeds: [Feed]
  var sheets: Int
  var unpublished: Int
  /// What was debited of each unit.
  var units: [(unit: String, amount: String)]

  init(night: NightShift, run: RunRecord, alerts: [Alert], titles: [String: String]) throws(Fault) {
    self.run = "\(run.name)"
    english = night.options.english
    self.alerts = NightSummary.sorted(alerts)
    guard let kept = try night.store.certificate(of: run.name) else {
      throw Fault(
        .program, code: "summary-without-certificate", place: "\(run.name)", cause: "the night is not closed", remedy: "report it")
    }
    let certificate = try Certificate(text: kept)
    let listed = try night.store.files(run: run)
    files = [FileRecord.State.taken, .already, .refused, .aside, .left].map { state in
      (state.rawValue, listed.count { $0.state == state })
    }
    feeds = certificate.feeds.map { feed in
      Feed(
        title: titles[feed.feed] ?? feed.feed,
        sums: NightSummary.outcomes.map { Sum(rows: feed.rows[$0] ?? 0, amount: NightSummary.money(feed.amounts[$0])) })
    }.filter { feed in feed.sums.contains { $0.rows > 0 } }
    let published = try night.store.sheets(run: run)
    unpublished = published.count { $0.state == .failed }
    sheets = published.count - unpublished
    units = try night.store.debits(run).map { ($0.unit, Decimals.text($0.amount, places: $0.places)) }
  }

  /// How many things need a person.
  package var pressing: Int { alerts.count { $0.weight >= .warning } }

  /// Whether nothing of the night was refused, rejected or left waiting.
  var isAllSettled: Bool {
    let open = Set(["waiting", "rejected", "conflict"])
    return unpublished == 0 && !files.contains { ["refused", "aside", "left"].contains($0.state) && $0.count > 0 }
      && feeds.allSatisfy { feed in zip(NightSummary.outcomes, feed.sums).allSatisfy { !open.contains($0) || $1.rows == 0 } }
  }

  static func sorted(_ alerts: [Alert]) -> [Alert] {
    alerts.sorted { $0.weight != $1.weight ? $0.weight > $1.weight : ($0.code, $0.place) < ($1.code, $1.place) }
  }

  private static func money(_ text: String?) -> Money {
    guard let text, case .value(let minor) = Decimals.read(text.utf8, places: 2) else { return .zero }
    return Money(minor: minor)
  }
}
