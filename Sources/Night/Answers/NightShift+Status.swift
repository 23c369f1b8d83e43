import Drops
package import Flows
import Store
package import Values

/// What waits, what failed, what the last night did.
package struct NightStatus: Codable, Sendable {
  package struct File: Codable, Sendable { package var path, state, reason, since: String; package var rows, rejected: Int }
  package struct Sheet: Codable, Sendable { package var path, state: String; package var rows: Int }
  package struct Waiting: Codable, Sendable {
    package var feed, state, reason: String; package var rows: Int; package var amount, since: String
  }
  package struct Retained: Codable, Sendable {
    package var dueFiles: Int
    package var dueBytes: Int64
    package var removedFiles: Int
    package var removedBytes: Int64
  }
  package struct Standing: Codable, Sendable {
    package var code, weight, place, cause, remedy, since: String
    /// The day it was told; empty: it was not.
    package var told, failure: String
  }
  package var lastClosed: String?
  /// The flows it was for, and those the unfinished one is for; none: every flow.
  package var lastFlows: [String]
  /// The last link of the chain over the journal: whoever keeps a copy can have it compared with `settle verify --head`.
  package var head: String?
  package var unfinished: String?
  package var unfinishedFlows: [String]
  package var lastFiles: [File]
  package var lastSheets: [Sheet]
  package var waiting: [Waiting]
  package var leftFiles: [File]
  package var unpublished: [Sheet]
  package var alerts: [Standing]
  package var retention: Retained
  /// The book of expected files: the last closed day, what was not right in the week before it, and whatever is still waited for.
  package var expected: [Expected]
  package var held: [Held]
  /// What the book had to tell on the last closed day.
  package var bookAlerts: [Alert]

  package struct Expected: Codable, Sendable {
    package var party, feed, day, state, cutOff: String
    /// The sheet it answers, and by when; empty on a file that is due by the day.
    package var answers, until: String
    package var rows, files: Int
    package var isShort: Bool
  }
  package struct Held: Codable, Sendable { package var path, run, waitsFor: String }
}

extension NightShift {
  package func status(on day: Day? = nil) throws(Fault) -> NightStatus {
    let last = try store.lastClosedRun()
    let begun = try store.unfinishedRun()
    let files = try last.map { run throws(Fault) -> [FileRecord] in try store.files(run: run) } ?? []
    let sheets = try last.map { run throws(Fault) -> [SheetRecord] in try store.sheets(run: run) } ?? []
    func file(_ file: FileRecord) -> NightStatus.File {
      .init(
        path: file.path, state: file.state.rawValue, reason: file.reason ?? "", since: "\(file.since)", rows: file.reading.dataRows,
        rejected: file.reading.rejectedRows)
    }
    return NightStatus(
      lastClosed: last.map { "\($0.name)" }, lastFlows: last?.only?.sorted() ?? [],
      head: try last.flatMap { run throws(Fault) in try store.head(run)?.hex }, unfinished: begun.map { "\($0.name)" },
      unfinishedFlows: begun?.only?.sorted() ?? [],
      lastFiles: files.filter { $0.state != .left }.map(file),
      lastSheets: sheets.map { .init(path: "\($0.party)/\($0.name)", state: $0.state.rawValue, rows: $0.rows) },
      waiting: try store.waitingSummary().map {
        .init(feed: $0.feed, state: $0.state, reason: $0.reason, rows: $0.rows, amount: "\(Money(minor: $0.amount))", since: "\($0.oldest)")
      }, leftFiles: files.filter { $0.state == .left }.map(file),
      unpublished: try store.unpublishedSheets().map {
        .init(path: "\($0.1.party)/\($0.1.name)", state: $0.1.reason ?? "failed", rows: $0.1.rows)
      }, alerts: try standing(), retention: try retention(on: day ?? last?.name.day ?? Day(number: 0)),
      expected: try last.map { run throws(Fault) in try expected(on: run.name.day) } ?? [],
      held: try store.heldSheets().map { .init(path: "\($0.sheet.party)/\($0.sheet.name)", run: "\($0.run.name)", waitsFor: $0.cause) },
      bookAlerts: try last.map { run throws(Fault) in try bookAlerts(on: run.name.day) } ?? [])
  }

  private func expected(on day: Day) throws(Fault) -> [NightStatus.Expected] {
    let found = try store.dues(since: day.advanced(by: -6)).filter { due in
      due.state != .withdrawn && (due.day == day || due.state.isOpen || due.state == .late || due.isShort)
    }
    return found.map { due in
      .init(
        party: due.party, feed: due.feed, day: "\(due.day)", state: due.state.rawValue, cutOff: due.cutOff.map { "\($0)" } ?? "",
        answers: due.sheet, until: due.sheet.isEmpty ? "" : "\(due.until)", rows: due.rows, files: due.files, isShort: due.isShort)
    }
  }

  /// What the book of expected files had to tell in the runs of a day, in order.
  package func bookAlerts(on day: Day) throws(Fault) -> [Alert] {
    var found: [Alert] = []
    for name in try store.runs() where name.day == day {
      guard let run = try store.run(name) else { continue }
      found += try store.notices(run).map {
        Alert(
          $0.code, Alert.Weight(rawValue: $0.weight) ?? .warning, place: $0.place, day: $0.day, cause: $0.cause, remedy: $0.remedy)
      }
    }
    return found
  }

  /// Whether these runs rejected a row or refused a file.
  package func hasRefusals(_ runs: [RunName]) throws(Fault) -> Bool {
    for name in runs {
      guard let run = try store.run(name) else { continue }
      if try store.files(run: run).contains(where: { $0.state == .refused || $0.state == .aside || $0.reading.rejectedRows > 0 }) {
        return true
      }
      if try store.balances(run).contains(where: { ($0.moved["rejected"]?.rows ?? 0) > 0 }) { return true }
    }
    return false
  }

  /// Makes the feed folders of the parties that always exist.
  package func layOut() throws(Fault) {
    let house = try house()
    for party in Roles.fixed.sorted() {
      try root.makeParty(
        party, feeds: house.flows.flatMap(\.feeds).map(\.name).filter { house.access.mayDrop($0, roles: [party]) },
        outboundOnly: party == "public")
    }
  }
}
