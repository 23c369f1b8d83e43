import Flows
import Foundation
import Ledger
import Night
import NightKit
import Rules
import Settlement
import Tables
import Values

/// The settlement flow on a bench of its own: facts in, decisions, lines and entries out; no store, no file of a night.
struct Bench {
  let flow: SettlementFlow
  let chart: Chart
  let schema: Schema
  var sellers: [Party]
  static let run = RunName(day: Day(iso: "2026-03-12")!, number: 1)

  /// The shipped pipeline, with some of its files changed.
  init(_ changes: [String: (String) -> String] = [:]) throws {
    let folder = ScratchFolder("bench")
    let pipelines = folder.path + "/pipelines"
    try FileManager.default.copyItem(atPath: Checkout.pipelines, toPath: pipelines)
    try Checkout.allowHouseRules(in: pipelines)
    for (place, change) in changes {
      let path = "\(pipelines)/settlement/\(place)"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let changed = change(text)
      precondition(changed != text, "nothing changed in \(place)")
      try Data(changed.utf8).write(to: URL(fileURLWithPath: path))
      // The shipped examples speak of the shipped table.
      if place.hasPrefix("rules/") { try? FileManager.default.removeItem(atPath: path.replacing(".csv", with: ".examples.csv")) }
    }
    let files = try PipelineFiles(folder: pipelines)
    flow = try SettlementFlow(files.pipelines.first { $0.name == "settlement" }!)
    chart = files.chart
    schema = flow.feeds[0].schema
    func seller(_ number: String, _ business: String, _ rate: Int64? = nil) -> Party {
      Party(
        number: number, roles: ["seller", "supplier"],
        versions: [
          .init(
            from: Day(number: 0), name: number, creditCode: "", business: business, taxRate: rate.map { Rate(billionths: $0 * 10_000_000) })
        ])
    }
    sellers = [seller("X001", "4S店"), seller("X002", "汽修厂"), seller("X003", "经纪", 3), seller("S001", "代理")]
  }

  /// One row of the list, by field name.
  func fact(_ id: Int64, _ cells: [String: String], party: String = "S001") -> Fact {
    var batch = Batch(width: schema.width)
    batch.appendEmptyRow()
    let known = ["policy": "P\(id)", "line": "商业险", "product": "P-MOTOR", "seller": "X001", "signed": "2026-03-11"].merging(cells) { $1 }
    for (name, text) in known {
      let column = schema.index(of: name)!
      switch schema.fields[column].kind {
      case .money: batch.set(0, column, .money(money(text)))
      case .date: batch.set(0, column, .date(Day(iso: text)!))
      default: batch.set(0, column, text: text)
      }
    }
    return Fact(id: id, feed: 0, party: party, file: 1, rowNumber: Int(id), since: Bench.run.day, row: batch[0])
  }

  /// Decides facts in the flow's order, as the trunk hands them over.
  func settle(_ facts: [Fact]) -> Desk {
    let ordered = facts.sorted {
      (flow.order(of: $0.row, feed: 0).at.seconds, flow.feeds[0].keyText($0.row)) < (
        flow.order(of: $1.row, feed: 0).at.seconds, flow.feeds[0].keyText($1.row)
      )
    }
    let items = ordered.map(Item.fact)
    var needs = Needs()
    flow.need(items, &needs)
    var kin: [Needs.Kin: [Fact]] = [:]
    for wanted in needs.kin { kin[wanted] = ordered.filter { flow.feeds[0].keyText($0.row).hasPrefix(wanted.prefix) } }
    let states = Dictionary(uniqueKeysWithValues: sellers.map { (Party.stateKey($0.key), $0.state()) })
    var desk = Desk(
      run: Bench.run, books: Books(chart: chart, balances: Dictionary(uniqueKeysWithValues: needs.accounts.map { ($0, 0) })),
      lineKinds: flow.lines,
      states: states, kin: kin)
    flow.decide(items, &desk)
    return desk
  }

  /// One line's figures by column, and its decision.
  func settle(_ cells: [String: String]) -> Settled { Settled(desk: settle([fact(1, cells)]), flow: flow) }

  func money(_ text: String) -> Money {
    guard case .value(let value) = Decimals.read(text.utf8, places: 2) else { preconditionFailure("\(text) is no amount") }
    return Money(minor: value)
  }
}

/// What became of one line.
struct Settled {
  let desk: Desk
  let flow: SettlementFlow

  var state: Fact.State { desk.decisions[0].state }
  var reason: String { desk.decisions[0].reason?.code ?? "" }
  var detail: String { desk.decisions[0].detail }

  /// A figure of the settlement line, as text.
  subscript(column: String) -> String {
    guard let line = desk.lines.first(where: { flow.lines[$0.kind].name == "settlement" }),
      let at = flow.lines[line.kind].schema.index(of: column)
    else {
      return "no line"
    }
    return Canonical.text(desk.cells[line.kind][line.row, at], in: desk.cells[line.kind])
  }

  /// The payee's lines, a column of each.
  func payables(_ column: String) -> [String] {
    desk.lines.filter { flow.lines[$0.kind].name == "payable" }.map { line in
      Canonical.text(desk.cells[line.kind][line.row, flow.lines[line.kind].schema.index(of: column)!], in: desk.cells[line.kind])
    }
  }
}
