import Flows
import Foundation
import Ledger
import Night
import NightKit
import PrepaidCards
import Rules
import Tables
import Values

/// The cards' flow on a bench of its own: rows in, chunk by chunk and night by night; states and balances are kept as a store would keep them, and a
/// repeated row is known as the trunk knows it. No file, no store.
struct Bench {
  let flow: CardsFlow
  let chart: Chart
  private(set) var states: [StateKey: State] = [:]
  private(set) var books: Books
  private var balances: [AccountKey: Int64] = [:]
  /// Facts that wait, and keys of those that settled.
  private var waiting: [Fact] = []
  private var settled: Set<String> = []
  private(set) var decisions: [Int64: Decision] = [:]
  var day: Day
  private var next: Int64 = 0

  /// The shipped pipeline with a limit of 0.50 a card, claims that do not wait, and some of its settings changed.
  init(day: String, _ changes: [(String, String)] = []) throws {
    let folder = ScratchFolder("cards")
    let pipelines = folder.path + "/pipelines"
    try FileManager.default.copyItem(atPath: Checkout.pipelines, toPath: pipelines)
    func change(_ file: String, _ changes: [(String, String)]) throws {
      let path = pipelines + "/cards/" + file
      var text = try String(contentsOfFile: path, encoding: .utf8)
      for (old, new) in changes {
        precondition(text.contains(old), "\(old) does not stand in \(file)")
        text = text.replacing(old, with: new)
      }
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }
    try change("pipeline.yaml", changes)
    try change("rules/limits.csv", [("5000.00", "0.50"), ("1000.00", "0.50")])
    try change("rules/claim-reasons.csv", [("是,1,", "是,0,")])
    for table in ["limits", "claim-reasons"] {
      try FileManager.default.removeItem(atPath: "\(pipelines)/cards/rules/\(table).examples.csv")
    }
    let files = try PipelineFiles(folder: pipelines)
    flow = try CardsFlow(files.pipelines.first { $0.name == "cards" }!)
    chart = files.chart
    books = Books(chart: chart)
    self.day = Day(iso: day)!
    for (number, role) in [("ISS-A", "issuer"), ("INS-P", "insurer")] {
      let party = Party(number: number, roles: [role], versions: [.init(from: Day(number: 0), name: number, creditCode: "", business: "")])
      states[Party.stateKey(number)] = party.state()
    }
  }

  // MARK: rows

  /// One row of a feed, by field name.
  mutating func fact(_ feed: String, from party: String, _ cells: [String: String]) -> Fact {
    let index = flow.feeds.firstIndex { $0.name == feed }!
    let schema = flow.feeds[index].schema
    var batch = Batch(width: schema.width)
    batch.appendEmptyRow()
    for (name, text) in cells where !text.isEmpty {
      let column = schema.index(of: name)!
      switch schema.fields[column].kind {
      case .money: batch.set(0, column, .money(Money(minor: Int64(text)!)))
      case .integer: batch.set(0, column, .integer(Int64(text)!))
      case .rate: batch.set(0, column, .rate(Rate(billionths: Int64(text)!)))
      case .boolean: batch.set(0, column, .boolean(text == "是"))
      case .date: batch.set(0, column, .date(Day(iso: text)!))
      case .datetime: batch.set(0, column, .moment(Moment(seconds: Int64(text)!)))
      default: batch.set(0, column, text: text)
      }
    }
    next += 1
    return Fact(id: next, feed: index, party: party, file: 1, rowNumber: Int(next), since: day, row: batch[0])
  }

  private func key(_ fact: Fact) -> String { "\(fact.feed)\t\(fact.party)\t\(flow.feeds[fact.feed].keyText(fact.row))" }

  // MARK: nights

  /// A night: what came and what waits, in the flow's order, in chunks of these sizes.
  mutating func night(_ facts: [Fact], chunk: () -> Int) {
    var keys = Set(waiting.map(key))
    var items = waiting
    for fact in facts where !settled.contains(key(fact)) && keys.insert(key(fact)).inserted { items.append(fact) }
    waiting = []
    items.sort { (flow.order(of: $0.row, feed: $0.feed), key($0), $0.id) < (flow.order(of: $1.row, feed: $1.feed), key($1), $1.id) }
    while !items.isEmpty {
      let part = Array(items.prefix(chunk()))
      items.removeFirst(part.count)
      decide(part)
    }
    day = day.advanced(by: 1)
  }

  private mutating func decide(_ facts: [Fact]) {
    let items = facts.map { Item.fact($0) }
    let run = RunName(day: day, number: 1)
    var needs = Needs()
    flow.need(items, &needs)
    var known: [StateKey: State] = [:]
    var groups: [Needs.Group: [StateKey]] = [:]
    func take(_ needs: Needs) {
      for key in needs.states { known[key] = states[key] }
      for group in needs.groups {
        groups[group] = states.values.filter { $0.key.kind == group.kind && $0.group == group.group }.map(\.key).sorted()
        for key in groups[group]! { known[key] = states[key] }
      }
      for key in needs.accounts { books.load(key, balance: balances[key] ?? 0) }
    }
    // Books are new for every chunk: only what was asked for is known.
    books = Books(chart: chart)
    take(needs)
    var further = Needs()
    flow.follow(items, Found(known, run: run), &further)
    take(further)
    var desk = Desk(run: run, books: books, lineKinds: flow.lines, states: known, groups: groups)
    flow.decide(items, &desk)
    let changes = desk.books.takeChanges()
    for delta in changes.deltas { balances[desk.books[delta.account], default: 0] += delta.amount }
    for key in desk.changed { states[key] = desk.state(key)! }
    precondition(desk.decisions.count == facts.count, "every fact is decided once")
    for decision in desk.decisions {
      decisions[decision.fact] = decision
      let fact = facts.first { $0.id == decision.fact }!
      if decision.state == .waiting { waiting.append(fact) }
      if decision.state == .settled { settled.insert(key(fact)) }
    }
  }

  // MARK: what stands

  func card(_ account: String) -> CardAccount? { states[CardAccount.stateKey(account)].map { CardAccount(key: account, rows: $0.rows) } }

  func movements(_ account: String) -> [Movement] {
    states.values.filter { $0.key.kind == CardHistory.kind && $0.group == account }.sorted { $0.key < $1.key }
      .flatMap { CardHistory(key: $0.key.key, rows: $0.rows).movements }
  }

  func claim(_ number: String) -> CardClaim? { states[CardClaim.stateKey(number)].map { CardClaim(key: number, rows: $0.rows) } }

  /// The sum of an account over all issuers, debit positive.
  func balance(_ name: String) -> Int64 {
    balances.filter { $0.key.path.segments[0] == name }.reduce(0) { $0 + $1.value }
  }
}
