import Flows
import Ledger
import Night
import NightKit
import Tables
import Values

/// A small flow of the tests' own that asks the trunk for all it offers: needs by key and by group, kin, sums, dues, registers, waking. What it does
/// with each fact and due it writes into a log, in its state, so that the order of the night can be read afterwards.
struct TrialFlow: Flow {
  let name: String
  let feeds: [Feed]
  let publishes: [String]
  let reads: [String]
  let lines: [LineKind] = []
  let sheets: [Sheet] = []
  let reasons = [TrialFlow.notYet, TrialFlow.refused]

  static let notYet = Reason("not-yet", zh: "未到", en: "not yet", remedyZh: "等待", remedyEn: "wait")
  static let refused = Reason("refused", zh: "拒绝", en: "refused", remedyZh: "更正", remedyEn: "correct")
  static let kinds = ["log": 1, "sum": 1, "ticket": 1, "entry": 1]

  enum Column: Int { case id, act, group, amount, day, until, rank, correction }
  static let fields = """
    field,header,aliases,type,required,limits,personal
    id,编号,,id,required,,
    act,动作,,text,required,,
    group,组,,text,optional,,
    amount,金额,,money,optional,,
    day,日期,,date,required,,
    until,到期,,date,optional,,
    rank,次序,,integer,optional,,
    correction,更正,,boolean,optional,,

    """

  static func maker(_ name: String = "trial", publishes: [String] = [], reads: [String] = []) -> NightShift.Maker {
    NightShift.Maker(name, kinds: kinds) { pipeline throws(Fault) in
      TrialFlow(name: name, feeds: pipeline.feeds.values.sorted { $0.name < $1.name }, publishes: publishes, reads: reads)
    }
  }

  func order(of row: Batch.Row, feed: Int) -> Order {
    Order(rank: Int(row.integer(Column.rank.rawValue) ?? 0), at: Moment(row.date(Column.day.rawValue)!))
  }

  func need(_ items: [Item], _ needs: inout Needs) {
    needs.state("log", name)
    for case .fact(let fact) in items {
      let group = fact.row.text(Column.group.rawValue) ?? ""
      needs.state("sum", group)
      needs.state("ticket", group)
      needs.state("ticket", fact.row.text(Column.id.rawValue) ?? "")
      needs.state("entry", group)
      needs.group("ticket", group)
      needs.facts(of: feeds[fact.feed].name, keyPrefix: group)
    }
  }

  func decide(_ items: [Item], _ desk: inout Desk) {
    for item in items {
      switch item {
      case .fact(let fact): decide(fact, &desk)
      case .again(let fact): log("again \(fact.row.text(Column.id.rawValue)!)", &desk)
      case .recalled(let fact): log("recalled \(fact.row.text(Column.id.rawValue)!)", &desk)
      case .due(let state):
        // A ticket with something on it opens the next one, due this very night.
        let left = state.rows[0].money(0)?.minor ?? 0
        log("due \(state.key.key)", &desk)
        if left > 0 { put(state.key.key + "'", Money(minor: left - 1), group: "", due: .end(of: desk.day), &desk) }
      }
    }
  }

  private func decide(_ fact: Fact, _ desk: inout Desk) {
    let row = fact.row
    let (id, act, group) = (row.text(Column.id.rawValue)!, row.text(Column.act.rawValue)!, row.text(Column.group.rawValue) ?? "")
    let amount = row.money(Column.amount.rawValue) ?? .zero
    let until = row.date(Column.until.rawValue)
    let sum = desk.state(StateKey("sum", group))?.rows[0].money(0) ?? .zero
    var wakes: Moment?
    switch act {
    case "add":
      put("sum", group, sum + amount, &desk)
      log("add \(id) \(sum + amount)", &desk)
    case "open":
      put(id, amount, group: group, due: until.map { Moment.end(of: $0) }, &desk)
      log("open \(id)", &desk)
    case "revisit":
      desk.revisit(feed: feeds[fact.feed].name, of: fact.party, from: Moment(until ?? desk.day))
      log("revisit \(id)", &desk)
    case "tell":
      // A ticket for another flow.
      put(id, amount, group: "", due: until.map { Moment.end(of: $0) }, to: group, &desk)
      log("tell \(group)", &desk)
    case "move":
      guard let ticket = desk.state(StateKey("ticket", group)) else { return desk.wait(fact, TrialFlow.notYet) }
      put(group, ticket.rows[0].money(0)!, group: ticket.group ?? "", due: until.map { Moment.end(of: $0) }, &desk)
      log("move \(group)", &desk)
    case "close":
      desk.forget(StateKey("ticket", group))
      log("close \(group)", &desk)
    case "take":
      guard let first = desk.group("ticket", group).first else { return desk.wait(fact, TrialFlow.notYet) }
      desk.forget(first.key)
      log("take \(first.key.key) of \(desk.group("ticket", group).count + 1)", &desk)
    case "kin":
      let kin = desk.facts(of: feeds[fact.feed].name, keyPrefix: group)
      log("kin \(kin.count) \(kin.map { $0.row.money(Column.amount.rawValue) ?? .zero }.sum())", &desk)
    case "later":
      if let until, until > desk.day { return desk.wait(fact, TrialFlow.notYet, until: Moment(until)) }
      log("later \(id) on \(desk.day)", &desk)
    case "sleep":
      // It would wake on its day, and is not ready then either: from that day on it is asked every night.
      if let until, until > desk.day { wakes = Moment(until) }
      log("asked \(id) on \(desk.day)", &desk)
      return desk.wait(fact, TrialFlow.notYet, until: wakes)
    case "retry":
      log("try \(id) on \(desk.run)", &desk)
      if sum < amount { return desk.wait(fact, TrialFlow.notYet, "\(sum)") }
    case "name":
      put("entry", group, amount, &desk)
      log("name \(group)", &desk)
    case "read":
      guard let entry = desk.state(StateKey("entry", group)) else { return desk.wait(fact, TrialFlow.notYet) }
      log("read \(group) \(entry.rows[0].money(0)!)", &desk)
    case "wait": return desk.wait(fact, TrialFlow.notYet)
    case "reject": return desk.reject(fact, TrialFlow.refused)
    default: break
    }
    desk.settle(fact)
  }

  private func put(_ kind: String, _ key: String, _ amount: Money, _ desk: inout Desk) {
    var rows = Batch(width: 1)
    rows.appendEmptyRow()
    rows.set(0, 0, .money(amount))
    desk.put(State(StateKey(kind, key), rows: rows))
  }

  private func put(_ ticket: String, _ amount: Money, group: String, due: Moment?, to addressee: String? = nil, _ desk: inout Desk) {
    var rows = Batch(width: 1)
    rows.appendEmptyRow()
    rows.set(0, 0, .money(amount))
    desk.put(State(StateKey("ticket", ticket), group: group, due: due, to: addressee, rows: rows))
  }

  private func log(_ text: String, _ desk: inout Desk) {
    let before = desk.state(StateKey("log", name))?.rows[0].text(0) ?? ""
    var rows = Batch(width: 1)
    rows.appendEmptyRow()
    rows.set(0, 0, text: before + text + "\n")
    desk.put(State(StateKey("log", name), rows: rows))
  }
}
