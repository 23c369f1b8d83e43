import Flows
import Ledger
import Night
import NightKit
import Tables
import Values

/// A small flow of the tests' own that books: entries under references it chooses, holds that later facts move on, pots kept as a register, and a
/// line that only a deadline brings about. It reads the lists of `TrialFlow`.
struct BookingFlow: Flow {
  let name = "trial"
  let feeds: [Feed]
  let publishes: [String] = []
  let reads: [String] = []
  let lines = [LineKind(name: "act", fields: [("what", .text), ("moved", .money)], totals: ["moved"])]
  let sheets: [Sheet]
  let states = [
    StateKind(
      "pot", query: "pots", keyTitle: "罐", listing: .first,
      fields: [Field(name: "money", header: "金额", kind: .money), Field(name: "from", header: "来源", kind: .id)])
  ]
  let accounts = [
    AccountPattern(.memo, "free", "*"), AccountPattern(.memo, "held", "*"), AccountPattern(.memo, "used", "*"),
    AccountPattern(.memo, "source", "*"),
  ]
  let reasons = [TrialFlow.notYet]

  static let kinds = ["pot": 2, "pointer": 1]
  static let chart = """
    account,unit,below-zero,note
    memo:free:*,CNY,no,
    memo:held:*,CNY,no,
    memo:used:*,CNY,yes,
    memo:source:*,CNY,yes,

    """
  static let sheets = [
    "acts": "field,title,title-en,format,width,total,group\nwhat,事项,What,text,20,no,base\nmoved,金额,Moved,money,12,yes,base\n"
      + "source-row,来源行,Row,integer,8,no,base\n",
    "pots": "field,title,title-en,format,width,total,group\nkey,罐,Pot,id,10,no,base\nmoney,金额,Money,money,12,yes,base\n"
      + "due,到期,Due,moment,20,no,base\n",
  ]
  static let settings = """
    sheets:
      acts:
        title: 事项
        lines: act
      pots:
        title: 罐
        states: pot

    """

  static let maker = NightShift.Maker("trial", kinds: kinds) { pipeline throws(Fault) in try BookingFlow(pipeline) }

  init(_ pipeline: Pipeline) throws(Fault) {
    feeds = pipeline.feeds.values.sorted { $0.name < $1.name }
    var bound: [Sheet] = []
    for draft in pipeline.sheets { bound.append(try draft.bound(to: lines, states: states, facts: feeds.map(\.schema))) }
    sheets = bound
  }

  private typealias Column = TrialFlow.Column

  func order(of row: Batch.Row, feed: Int) -> Order { Order(at: Moment(row.date(Column.day.rawValue)!)) }

  private func path(_ segment: String, _ pot: String) -> AccountPath { AccountPath(.memo, segment, pot) }

  func need(_ items: [Item], _ needs: inout Needs) {
    for case .fact(let fact) in items {
      let (id, group) = (fact.row.text(Column.id.rawValue)!, fact.row.text(Column.group.rawValue) ?? "")
      needs.state("pot", group)
      needs.state("pointer", group)
      needs.hold(Reference("hold/\(group)"))
      needs.hold(Reference("hold/\(id)"))
      needs.entry(Reference("entry/\(group)"))
      for segment in ["free", "held"] { needs.account(AccountKey(path(segment, group), .cny)) }
    }
  }

  func follow(_ items: [Item], _ found: Found, _ needs: inout Needs) {
    for case .fact(let fact) in items {
      guard let pointer = found.state(StateKey("pointer", fact.row.text(Column.group.rawValue) ?? "")) else { continue }
      let pot = pointer.rows[0].text(0)!
      needs.state("pot", pot)
      needs.account(AccountKey(path("free", pot), .cny))
    }
  }

  func decide(_ items: [Item], _ desk: inout Desk) {
    for item in items {
      switch item {
      case .fact(let fact): decide(fact, &desk)
      case .again, .recalled: break
      case .due(let state):
        desk.line(0, part: state.group ?? "", about: nil) { cells, row in cells.set(row, 0, text: "due \(state.key.key)") }
      }
    }
  }

  private func decide(_ fact: Fact, _ desk: inout Desk) {
    let row = fact.row
    let (id, act, group) = (row.text(Column.id.rawValue)!, row.text(Column.act.rawValue)!, row.text(Column.group.rawValue) ?? "")
    let amount = row.money(Column.amount.rawValue) ?? .zero
    func account(_ segment: String, _ pot: String) -> AccountID { desk.books.account(path(segment, pot), .cny) }
    func fill(_ reference: String, _ pot: String) -> Verdict {
      let postings = [Posting(account("free", pot), amount), Posting(account("source", pot), -amount)]
      return desk.books.post(Entry(reference: Reference(reference), kind: "fill", cause: id, postings: postings))
    }
    let verdict: Verdict
    switch act {
    case "open":
      verdict = fill("open/\(id)", group)
      pot(group, amount, due: row.date(Column.until.rawValue), &desk)
    case "entry":
      let postings = [Posting(account("used", "X"), amount), Posting(account("source", "X"), -amount)]
      verdict = desk.books.post(Entry(reference: Reference("entry/\(group)"), kind: "entry", cause: group, postings: postings))
    case "hold":
      verdict = desk.books.place(
        Hold(
          reference: Reference("hold/\(id)"), from: path("free", group), held: path("held", group), to: path("used", group), unit: .cny,
          amount: amount.minor), kind: "hold", cause: id)
    case "free": verdict = desk.books.void(hold: Reference("hold/\(group)"), as: Reference("free/\(id)"), kind: "free", cause: id)
    case "point":
      var rows = Batch(width: 1)
      rows.appendEmptyRow()
      rows.set(0, 0, text: row.text(Column.group.rawValue)!)
      desk.put(State(StateKey("pointer", id), rows: rows))
      verdict = .accepted
    default:
      // Through the pointer to a pot this fact does not name.
      guard let pointer = desk.state(StateKey("pointer", group)) else { return desk.wait(fact, TrialFlow.notYet) }
      verdict = fill("add/\(id)", pointer.rows[0].text(0)!)
      if verdict == .accepted { change(pointer.rows[0].text(0)!, by: amount, &desk) }
    }
    desk.line(0, part: fact.party, fact: fact) { cells, row in
      cells.set(row, 0, text: "\(act) \(id) \(verdict.code.rawValue)")
      cells.set(row, 1, .money(amount))
    }
    desk.settle(fact)
  }

  private func change(_ key: String, by amount: Money, _ desk: inout Desk) {
    pot(key, (desk.state(StateKey("pot", key))?.rows[0].money(0) ?? .zero) + amount, due: nil, &desk)
  }

  private func pot(_ key: String, _ free: Money, due: Day?, _ desk: inout Desk) {
    var rows = Batch(width: 2)
    for text in ["now", "history"] {
      rows.appendEmptyRow()
      rows.set(rows.count - 1, 0, .money(free))
      rows.set(rows.count - 1, 1, text: text)
    }
    desk.put(State(StateKey("pot", key), group: "platform", due: due.map { .end(of: $0) }, rows: rows))
  }

  func ties(sheet: Sheet, parts: [String]) -> [Tie] {
    if sheet.states == nil { return [] }
    return [
      Tie(
        title: "可用与占用 = 账簿余额", titleEnglish: "free and held = ledger", field: "money",
        families: [AccountPath(.memo, "free"), AccountPath(.memo, "held")], sign: 1, when: .after)
    ]
  }
}
