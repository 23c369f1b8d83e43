import Flows
import Store
import Values

/// One round with the book of expected files: opens what is due on a run's day, shows it the files that came, and makes of each irregularity one
/// alert. Judges nothing itself (Book), and writes all it found in one transaction.
struct BookRound {
  /// So many days a file whose name says a later day is remembered, and a sheet that was sent.
  private static let memory = 40

  let night: NightShift
  let house: House
  let run: RunRecord
  private let parties: BookParties
  private let book: Book
  private var words: BookWords
  /// As the store has them.
  private let known: [DueRecord.Key: DueRecord]
  private var dues: [DueRecord.Key: DueRecord]
  private var arrivals: [ArrivalRecord] = []
  private(set) var alerts: [Alert] = []

  private var day: Day { run.name.day }
  private var since: Day { day.advanced(by: -Self.memory) }
  private var expected: Expectations { house.expected }

  /// `today` is the last of the days that are closed: files nobody has seen yet may lie there for all of them.
  init(night: NightShift, house: House, run: RunRecord, today: Day) throws(Fault) {
    self.night = night
    self.house = house
    self.run = run
    parties = try BookParties(night, house)
    book = Book(today: run.name.day, at: night.options.began, judges: run.name.day == today)
    words = BookWords(hints: BookHints(files: try night.store.files(run: run, states: [.refused, .aside, .left])))
    let since = run.name.day.advanced(by: -Self.memory)
    known = Dictionary(uniqueKeysWithValues: try night.store.dues(since: since).map { ($0.key, $0) })
    dues = known
  }

  // MARK: what is due

  mutating func open() throws(Fault) {
    for due in try dueToday() + dueAnswers() where dues[due.key] == nil { dues[due.key] = due }
  }

  private func dueToday() throws(Fault) -> [DueRecord] {
    var found: [DueRecord] = []
    for feed in Set(expected.entries.filter { $0.days != nil }.map(\.feed)).sorted() {
      for (party, roles) in parties.roles.sorted(by: { $0.key < $1.key }) {
        guard let entry = expected.entry(of: party, roles: roles, feed: feed, on: day),
          !expected.isWaived(party, roles: roles, feed: feed, day)
        else { continue }
        // Who is named must send; of the others those who may.
        if case .party = entry.who {
        } else {
          guard case .allowed = try Roles.dropping(party, feed, house, day, night.store) else { continue }
        }
        found.append(DueRecord(party: party, feed: feed, day: day, cutOff: entry.cutOff?.moment(day), least: entry.least))
      }
    }
    return found
  }

  /// Answers to sheets that went out.
  private func dueAnswers() throws(Fault) -> [DueRecord] {
    let answering = expected.entries.filter { !$0.answers.isEmpty }
    if answering.isEmpty { return [] }
    var found: [DueRecord] = []
    for sheet in try night.store.sentSheets(since: since) {
      let stem = Waits.stem(sheet.name)
      for feed in Set(answering.filter { $0.answers == stem }.map(\.feed)).sorted() {
        guard let entry = parties.entries(sheet.party, feed, answers: stem).first else { continue }
        var due = DueRecord(
          party: sheet.party, feed: feed, sheet: stem, day: sheet.day,
          until: expected.calendar.adding(workdays: entry.within, to: sheet.day))
        // A row that was only just written asks for nothing that is long past.
        if due.until < day { continue }
        due.sent = sheet.run
        found.append(due)
      }
    }
    return found
  }

  /// What an operator waives, and what no row asks for any more.
  mutating func close() {
    for (key, due) in dues where due.state.isOpen {
      if let state = parties.closes(due) { dues[key]!.state = state }
    }
  }

  // MARK: what came

  mutating func showFiles() throws(Fault) {
    let files = Dictionary(grouping: try night.store.unplacedFiles(since: since)) { [$0.party, $0.feed] }
    let pairs = Set(dues.values.filter { $0.sheet.isEmpty }.map { [$0.party, $0.feed] }).union(files.keys)
    for pair in pairs.sorted(by: { $0.lexicographicallyPrecedes($1) }) { try show(files[pair] ?? [], pair[0], pair[1]) }
  }

  private mutating func show(_ files: [UnplacedFile], _ party: String, _ feed: String) throws(Fault) {
    let entries = parties.entries(party, feed)
    let own = dues.values.filter { $0.sheet.isEmpty && $0.party == party && $0.feed == feed }
    if entries.isEmpty && own.isEmpty { return }
    var shown: [(file: UnplacedFile, name: NameRule.Found)] = []
    for file in files {
      guard let name = BookParties.read(file.name, entries) else {
        if !file.isKnown && file.run == run.id { words.hints.otherwise[[party, feed], default: []].append(file.name) }
        continue
      }
      // A name without a day counts once; the same bytes again are no new file, unless the name says for which day.
      if name.day != nil || !(file.isKnown || file.isAgain) { shown.append((file, name)) }
    }
    let outcome = book.judge(
      Array(own),
      shown.map { file, name in
        Book.Arrival(
          file: file.id, name: file.name, modified: Moment(unix: file.changed.quotient(1_000_000_000)), rows: file.rows, day: file.day,
          dated: name.day)
      })
    for due in outcome.dues { dues[due.key] = due }
    alerts += outcome.findings.map(words.alert)
    let byDay = entries.contains { $0.name?.numbersByDay ?? false }
    var numbered: [String: [(number: Int64, name: String)]] = [:]
    for (file, name) in shown where !file.isKnown || outcome.days[file.id] != nil {
      let scope = byDay ? name.day.map { "\($0)" } ?? "" : ""
      arrivals.append(ArrivalRecord(file: file.id, due: outcome.days[file.id], scope: scope, number: name.number))
      if let number = name.number, !file.isKnown && !file.isAgain { numbered[scope, default: []].append((number, file.name)) }
    }
    for (scope, arriving) in numbered.sorted(by: { $0.key < $1.key }) {
      let seen = try night.store.numbers(party: party, feed: feed, scope: scope)
      // A day's numbers begin at one.
      let before = scope.isEmpty ? seen : seen.union([0])
      alerts += Numbering.judge(seen: before, arriving: arriving).map { BookWords.alert($0, party, feed, day) }
    }
  }

  mutating func answer() throws(Fault) {
    let open = dues.values.filter { !$0.sheet.isEmpty && $0.state.isOpen }
    for due in open.sorted(by: BookRound.precedes) {
      let came = try due.sent.map { run throws(Fault) in try night.store.firstTaken(party: due.party, feed: due.feed, after: run) } ?? nil
      let (now, finding) = book.judge(answer: due, came: came)
      dues[due.key] = now
      if let finding { alerts.append(words.alert(finding)) }
    }
  }

  /// A fortnight before a year begins whose holidays nobody wrote down, once.
  mutating func warnOfCalendar() throws(Fault) {
    let year = day.advanced(by: 14).civil.year
    if expected.entries.isEmpty || expected.calendar.covers(year) { return }
    let alert = BookWords.calendar(year, day)
    if try !night.store.hasNotice(code: alert.code, cause: alert.cause) { alerts.append(alert) }
  }

  // MARK: what is kept

  func write() throws(Fault) {
    try night.store.keepBook(
      dues: dues.values.filter { known[$0.key] != $0 }.sorted(by: BookRound.precedes), arrivals: arrivals,
      notices: alerts.map {
        NoticeRecord(code: $0.code, weight: $0.weight.rawValue, place: $0.place, day: Day(iso: $0.day)!, cause: $0.cause, remedy: $0.remedy)
      }, run: run)
  }

  private static func precedes(_ left: DueRecord, _ right: DueRecord) -> Bool {
    (left.day, left.party, left.feed, left.sheet) < (right.day, right.party, right.feed, right.sheet)
  }
}

extension Int64 {
  /// Rounded down, also below zero.
  fileprivate func quotient(_ divisor: Int64) -> Int64 { (self - ((self % divisor) + divisor) % divisor) / divisor }
}
