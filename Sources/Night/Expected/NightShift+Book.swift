import Flows
import Store
import Tables
import Values

/// Keeps the book of expected files: opens what is due on a day, shows it the files that came, and makes of each irregularity one alert.
/// Judges nothing itself; see Book.
extension NightShift {
  /// So many days a file whose name says a later day is remembered, and an answered sheet.
  private static let memory = 40

  /// Brings the book up to a run. Doing it again finds nothing new and writes nothing.
  func keepBook(_ house: House, _ run: RunRecord, today: Day) throws(Fault) -> [Alert] {
    let expected = house.expected
    if expected.entries.isEmpty, try !store.hasDues() { return [] }
    let parties = try BookParties(self, house)
    let since = run.name.day.advanced(by: -Self.memory)
    let known = Dictionary(uniqueKeysWithValues: try store.dues(since: since).map { ($0.key, $0) })
    var dues = known
    for due in try opened(run, parties) + sent(run.name.day, since, parties) where dues[due.key] == nil { dues[due.key] = due }
    for (key, due) in dues where due.state.isOpen {
      if let state = parties.closes(due) { dues[key]!.state = state }
    }
    let book = Book(today: run.name.day, at: options.began, judges: run.name.day == today)
    let hints = try BookHints(files: store.files(run: run, states: [.refused, .aside, .left]))
    var words = BookWords(hints: hints)
    var alerts: [Alert] = []
    var arrivals: [ArrivalRecord] = []
    let files = Dictionary(grouping: try store.unplacedFiles(since: since)) { [$0.party, $0.feed] }
    let pairs = Set(dues.values.filter { $0.sheet.isEmpty }.map { [$0.party, $0.feed] }).union(files.keys)
    for pair in pairs.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      let (party, feed) = (pair[0], pair[1])
      let entries = parties.entries(party, feed)
      let own = dues.values.filter { $0.sheet.isEmpty && $0.party == party && $0.feed == feed }
      if entries.isEmpty && own.isEmpty { continue }
      var shown: [Book.Arrival] = []
      var named: [Int64: NameRule.Found] = [:]
      var fresh: [UnplacedFile] = []
      for file in files[pair] ?? [] {
        guard let found = BookParties.read(file.name, entries) else {
          if !file.isKnown && file.run == run.id { words.hints.otherwise[pair, default: []].append(file.name) }
          continue
        }
        // The same bytes again are no new file, unless the name says for which day.
        if found.day == nil && (file.isKnown || file.isAgain) { continue }
        named[file.id] = found
        if !file.isKnown { fresh.append(file) }
        shown.append(
          Book.Arrival(
            file: file.id, name: file.name, modified: Moment(unix: file.changed.quotient(1_000_000_000)), rows: file.rows, day: file.day,
            dated: found.day))
      }
      let outcome = book.judge(Array(own), shown)
      for due in outcome.dues { dues[due.key] = due }
      alerts += outcome.findings.map(words.alert)
      let byDay = entries.contains { $0.name?.numbersByDay ?? false }
      var numbered: [String: [(number: Int64, name: String)]] = [:]
      for file in fresh {
        let scope = byDay ? named[file.id]?.day.map { "\($0)" } ?? "" : ""
        let number = named[file.id]?.number
        if let number, !file.isAgain { numbered[scope, default: []].append((number, file.name)) }
        arrivals.append(ArrivalRecord(file: file.id, due: outcome.days[file.id], scope: scope, number: number))
      }
      for file in files[pair] ?? [] where file.isKnown {
        guard let day = outcome.days[file.id] else { continue }
        let scope = byDay ? named[file.id]?.day.map { "\($0)" } ?? "" : ""
        arrivals.append(ArrivalRecord(file: file.id, due: day, scope: scope, number: named[file.id]?.number))
      }
      for (scope, arriving) in numbered.sorted(by: { $0.key < $1.key }) {
        let seen = try store.numbers(party: party, feed: feed, scope: scope)
        // A day's numbers begin at one.
        let before = scope.isEmpty ? seen : seen.union([0])
        alerts += Numbering.judge(seen: before, arriving: arriving).map { BookWords.alert($0, party, feed, run.name.day) }
      }
    }
    for due in dues.values.filter({ !$0.sheet.isEmpty && $0.state.isOpen }).sorted(by: { ($0.day, $0.party) < ($1.day, $1.party) }) {
      let came = try due.sent.map { run throws(Fault) in try store.firstTaken(party: due.party, feed: due.feed, after: run) } ?? nil
      let (now, finding) = book.judge(answer: due, came: came)
      dues[due.key] = now
      alerts += finding.map { [words.alert($0)] } ?? []
    }
    let changed = dues.values.filter { known[$0.key] != $0 }.sorted {
      ($0.day, $0.party, $0.feed, $0.sheet) < ($1.day, $1.party, $1.feed, $1.sheet)
    }
    try store.keepBook(
      dues: changed, arrivals: arrivals,
      notices: alerts.map {
        NoticeRecord(code: $0.code, weight: $0.weight.rawValue, place: $0.place, day: Day(iso: $0.day)!, cause: $0.cause, remedy: $0.remedy)
      }, run: run)
    for alert in alerts { options.report(.alert(alert)) }
    return alerts
  }

  /// What is due on the run's own day.
  private func opened(_ run: RunRecord, _ parties: BookParties) throws(Fault) -> [DueRecord] {
    let (day, expected) = (run.name.day, parties.house.expected)
    var found: [DueRecord] = []
    for feed in Set(expected.entries.filter { $0.days != nil }.map(\.feed)).sorted() {
      for (party, roles) in parties.roles.sorted(by: { $0.key < $1.key }) {
        guard let entry = expected.entry(of: party, roles: roles, feed: feed, on: day),
          !expected.isWaived(party, roles: roles, feed: feed, day)
        else { continue }
        // Who is named must send; of the others those who may.
        if case .party = entry.who {
        } else {
          guard case .allowed = try Roles.dropping(party, feed, parties.house, day, store) else { continue }
        }
        found.append(DueRecord(party: party, feed: feed, day: day, cutOff: entry.cutOff?.moment(day), least: entry.least))
      }
    }
    return found
  }

  /// Answers to sheets that went out.
  private func sent(_ today: Day, _ since: Day, _ parties: BookParties) throws(Fault) -> [DueRecord] {
    let expected = parties.house.expected
    let answering = expected.entries.filter { !$0.answers.isEmpty }
    if answering.isEmpty { return [] }
    var found: [DueRecord] = []
    for sheet in try store.sentSheets(since: since) {
      let stem = Waits.stem(sheet.name)
      for feed in Set(answering.filter { $0.answers == stem }.map(\.feed)).sorted() {
        guard let entry = expected.entries(of: sheet.party, roles: parties.roles[sheet.party] ?? [], feed: feed, answers: stem).first else {
          continue
        }
        var due = DueRecord(
          party: sheet.party, feed: feed, sheet: stem, day: sheet.day,
          until: expected.calendar.adding(workdays: entry.within, to: sheet.day))
        // A row that was only just written asks for nothing that is long past.
        if due.until < today { continue }
        due.sent = sheet.run
        found.append(due)
      }
    }
    return found
  }
}

/// Everybody the book may speak of, with their roles.
struct BookParties {
  let house: House
  var roles: [String: [String]]

  init(_ night: NightShift, _ house: House) throws(Fault) {
    self.house = house
    roles = Dictionary(uniqueKeysWithValues: try SheetOrders.parties(night.store).map { ($0.number, $0.roles) })
    for entry in house.expected.entries { if case .party(let number) = entry.who, roles[number] == nil { roles[number] = [] } }
  }

  func entries(_ party: String, _ feed: String, answers: String? = nil) -> [Expectations.Entry] {
    house.expected.entries(of: party, roles: roles[party] ?? [], feed: feed, answers: answers)
  }

  /// How something that is waited for ends without a file: an operator waives it, or nobody asks for it any more.
  func closes(_ due: DueRecord) -> DueRecord.State? {
    if house.expected.isWaived(due.party, roles: roles[due.party] ?? [], feed: due.feed, due.day) { return .waived }
    return entries(due.party, due.feed, answers: due.sheet).isEmpty ? .withdrawn : nil
  }

  /// What a file's name says by the first row it fits; nil: it fits none.
  static func read(_ name: String, _ entries: [Expectations.Entry]) -> NameRule.Found? {
    for entry in entries {
      guard let rule = entry.name else { return NameRule.Found() }
      if let found = rule.read(name) { return found }
    }
    return nil
  }
}

extension Int64 {
  /// Rounded down, also below zero.
  fileprivate func quotient(_ divisor: Int64) -> Int64 { (self - ((self % divisor) + divisor) % divisor) / divisor }
}
