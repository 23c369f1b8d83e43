import Flows
import Foundation
import Ledger
import Night
import NightKit
import Rules
import Tables
import Values
import Vouchers

/// The voucher flow on a bench of its own: instructions in, one at a time or together, decisions and entries out; states, holds and balances are
/// kept as a store would keep them. No file, no store, no night.
struct Bench {
  let flow: VouchersFlow
  let chart: Chart
  private(set) var states: [StateKey: State] = [:]
  /// Those of them that have a due.
  private var waiting: Set<StateKey> = []
  private(set) var books: Books
  /// Those that are open; a store keeps the others too, but nobody moves them any more.
  private(set) var holds: [Reference: Hold] = [:]
  private(set) var lines: [Line] = []
  var day: Day
  private var next: Int64 = 0

  static let banks = (first: "BANK-A", second: "BANK-B")
  static let insurer = "INS-P"

  /// The shipped pipeline, with some of its settings changed.
  init(day: String = "2026-03-31", _ changes: [(String, String)] = []) throws {
    let folder = ScratchFolder("vouchers")
    let pipelines = folder.path + "/pipelines"
    try FileManager.default.copyItem(atPath: Checkout.pipelines, toPath: pipelines)
    let file = pipelines + "/vouchers/pipeline.yaml"
    var text = try String(contentsOfFile: file, encoding: .utf8)
    for (old, new) in changes {
      precondition(text.contains(old), "\(old) does not stand in the pipeline")
      text = text.replacing(old, with: new)
    }
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    let files = try PipelineFiles(folder: pipelines)
    flow = try VouchersFlow(files.pipelines.first { $0.name == "vouchers" }!)
    chart = files.chart
    books = Books(chart: chart)
    self.day = Day(iso: day)!
    for (number, role) in [("BANK-A", "bank"), ("BANK-B", "bank"), ("INS-P", "insurer")] {
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
      case .money:
        guard case .value(let minor) = Decimals.read(text.utf8, places: 2) else { preconditionFailure(text) }
        batch.set(0, column, .money(Money(minor: minor)))
      case .date: batch.set(0, column, .date(Day(iso: text)!))
      case .datetime: batch.set(0, column, .moment(Bench.moment(text)))
      default: batch.set(0, column, text: text)
      }
    }
    next += 1
    return Fact(id: next, feed: index, party: party, file: 1, rowNumber: Int(next), since: day, row: batch[0])
  }

  /// `2026-03-31 18:00:00`.
  static func moment(_ text: String) -> Moment {
    let parts = text.split(separator: " ")
    let time = parts.count > 1 ? parts[1].split(separator: ":").map { Int($0)! } : [0, 0, 0]
    return Moment(Day(iso: parts[0])!, hour: time[0], minute: time[1], second: time[2])
  }

  mutating func open(_ account: String, funds: String, credit: String = "0.00", bank: String = Bench.banks.first) {
    let row = fact(
      "accounts", from: bank,
      ["account": account, "holder": "户", "day": "\(day)", "funds": funds, "limit": credit, "frozen": "0.00"])
    _ = run([row])
  }

  mutating func issue(
    _ number: String, at: String = "2026-03-31 09:00:00", premium: String = "100.00", frozen: String = "资金", account: String = "A-1",
    receiveBy: String = "2026-04-02 18:00:00", releaseBy: String = "2026-04-10 18:00:00"
  ) -> Fact {
    fact(
      "voucher-instructions", from: Bench.banks.first,
      [
        "instruction": number, "act": "开证", "origin": "投保人", "at": at, "applicant": "甲", "insurer": Bench.insurer, "account": account,
        "frozen-kind": frozen, "premium": premium, "product": "P-FLIGHT", "payee-account": "P-1", "receive-by": receiveBy,
        "release-by": releaseBy,
      ])
  }

  mutating func instruction(_ number: String, _ act: Act, _ voucher: String, at: String, policies: String = "") -> Fact {
    let sender = act == .receive ? Bench.banks.second : act == .issue ? Bench.banks.first : Bench.insurer
    return fact(
      "voucher-instructions", from: sender,
      ["instruction": number, "act": act.rawValue, "origin": "保险人", "at": at, "voucher": voucher, "policies": policies])
  }

  mutating func confirm(_ policy: String, _ premium: String, status: String = "已承保") {
    let row = fact(
      "insurance-confirmations", from: Bench.insurer, ["policy": policy, "product": "P-FLIGHT", "premium": premium, "status": status])
    _ = run([row])
  }

  // MARK: nights

  /// Decides these facts in the flow's order, as one chunk; what was decided of each.
  @discardableResult
  mutating func run(_ facts: [Fact]) -> [Decision] {
    let ordered = facts.sorted {
      (flow.order(of: $0.row, feed: $0.feed), $0.id) < (flow.order(of: $1.row, feed: $1.feed), $1.id)
    }
    return decide(ordered.map { .fact($0) })
  }

  /// Hands over what falls due by the end of the day, in passes, until nothing is left; how many there were.
  @discardableResult
  mutating func pass() -> Int {
    var count = 0
    while true {
      let end = Moment.end(of: day)
      let due = waiting.compactMap { states[$0] }.filter { $0.due! <= end }.sorted { ($0.due!, $0.key) < ($1.due!, $1.key) }
      if due.isEmpty { return count }
      count += due.count
      for state in due {
        var done = state
        done.due = nil
        keep(done)
        decide([.due(state)])
      }
    }
  }

  @discardableResult
  private mutating func decide(_ items: [Item]) -> [Decision] {
    let run = RunName(day: day, number: 1)
    var needs = Needs()
    flow.need(items, &needs)
    var known: [StateKey: State] = [:]
    func take(_ needs: Needs) {
      for key in needs.states { known[key] = states[key] }
      for key in needs.accounts {
        let account = books.account(key.path, key.unit)
        if books.balance(account) == nil { books.load(key, balance: 0) }
      }
      for reference in needs.holds { if let hold = holds[reference] { books.load(hold) } }
    }
    take(needs)
    var further = Needs()
    flow.follow(items, Found(known, run: run), &further)
    take(further)
    for case .due(let state) in items { known[state.key] = state }
    var desk = Desk(run: run, books: books, lineKinds: flow.lines, states: known)
    books = Books(chart: chart)
    flow.decide(items, &desk)
    let changes = desk.books.takeChanges()
    for hold in changes.holds { holds[hold.reference] = hold.state == .open ? hold : nil }
    for key in desk.changed { keep(desk.state(key)!) }
    lines = desk.lines
    desk.books.forgetEntries()
    books = desk.books
    return desk.decisions
  }

  private mutating func keep(_ state: State) {
    states[state.key] = state
    if state.due == nil { waiting.remove(state.key) } else { waiting.insert(state.key) }
  }

  /// Lets go of a voucher that is over: long walks stay small.
  mutating func forget(_ voucher: String) { states[Voucher.stateKey(voucher)] = nil }

  // MARK: what stands

  func voucher(_ number: String) -> Voucher? { states[Voucher.stateKey(number)].map { Voucher(key: number, rows: $0.rows) } }
  func account(_ number: String) -> BankAccount? { states[BankAccount.stateKey(number)].map { BankAccount(key: number, rows: $0.rows) } }

  /// An account's balance in the books, debit positive.
  mutating func balance(_ name: String, _ account: String, bank: String = Bench.banks.first) -> Money {
    let id = books.account(AccountPath(.memo, name, bank, account), .cny)
    return Money(minor: books.balance(id) ?? 0)
  }
}
