import Drops
import Flows
import Rules
import Store
import Tables
package import Values

/// Which rules the past nights used, how often and for how much money, and which never did. (`settle rules coverage`)
package struct RuleCoverage: Sendable {
  package struct Use: Sendable, Equatable {
    package var flow: String
    package var table: String
    /// Whose table it is, where it is not the flow's own: the version a supplier published.
    package var source = ""
    /// Nothing where the lines do not name the table's rules.
    package var rule: String?
    /// Physical row in today's table; nothing for a rule that is no longer there.
    package var row: Int?
    package var hits = 0
    /// Nothing where the rule moves no money.
    package var amount: Money?
    /// The last day it hit.
    package var last: Day?
  }

  package var since: Day
  package var nights = 0
  /// Table by table, rules in the order of today's table, then those that are gone.
  package var uses: [Use] = []
  /// Tables that were changed in these nights, or since: flow/table → how many versions were in force.
  package var versions: [String: Int] = [:]

  package func listing(english: Bool) -> TextTable {
    var table = TextTable(
      titles: english
        ? ["flow", "table", "rule", "row", "hits", "amount", "last", "note"] : ["流程", "规则表", "规则", "行", "命中次数", "金额", "最近命中", "说明"],
      numeric: [3, 4, 5])
    for use in uses {
      let note: (zh: String, en: String) =
        use.rule == nil
        ? ("这张表的命中不写在明细里", "the lines do not name its rules")
        : !use.source.isEmpty
          ? ("供应商自己发布的规则 \(use.source)", "published by a supplier: \(use.source)")
          : use.row == nil ? ("表里已没有这条规则", "no longer in the table") : use.hits == 0 ? ("从未命中", "never hit") : ("", "")
      table.rows.append([
        use.flow, use.table, use.rule ?? "", use.row.map(String.init) ?? "", use.rule == nil ? "" : "\(use.hits)",
        use.amount.map { "\($0)" } ?? "", use.last.map { "\($0)" } ?? "", english ? note.en : note.zh,
      ])
    }
    return table
  }
}

extension NightShift {
  /// The closed nights from a day on; none at all is a fault.
  func nights(since day: Day) throws(Fault) -> [RunRecord] {
    var found: [RunRecord] = []
    for name in try store.runs() where name.day >= day { if let run = try store.run(name) { found.append(run) } }
    guard !found.isEmpty else {
      throw Fault(
        .missing, code: "no-night", place: "--since \(day)", cause: "no night was closed on that day or later",
        remedy: "settle status says which night was the last")
    }
    return found
  }

  /// Of these flows, or of all that have tables.
  package func coverage(since day: Day, flows: [String] = []) throws(Fault) -> RuleCoverage {
    let files = try PipelineFiles(folder: root.pipelinesPath)
    let house = try house()
    if let unknown = flows.first(where: { name in !house.flows.contains { $0.name == name } }) {
      throw Fault(
        .missing, code: "flow-unknown", place: "--flow \(unknown)", cause: "there is no flow of that name",
        remedy: "name one of: \(house.flows.map(\.name).sorted().joined(separator: ", "))")
    }
    let nights = try nights(since: day)
    var coverage = RuleCoverage(since: day)
    coverage.nights = nights.count
    var versions: [String: Set<String>] = [:]
    for run in nights {
      for version in try store.ruleVersions(run) where flows.isEmpty || flows.contains(version.flow) {
        versions["\(version.flow)/\(version.table)", default: []].insert(version.digest)
      }
    }
    for flow in house.flows where flows.isEmpty || flows.contains(flow.name) {
      guard let pipeline = files.pipelines.first(where: { $0.name == flow.name }) else { continue }
      var tally = RuleTally()
      for run in nights { for kind in flow.lines.indices { try count(flow, kind, run, &tally) } }
      for (name, table) in pipeline.tables.sorted(by: { $0.key < $1.key }) {
        versions["\(flow.name)/\(name)", default: []].insert(table.version.hex)
        coverage.uses += tally.uses(of: table, name, flow)
      }
    }
    coverage.versions = versions.mapValues(\.count).filter { $0.value > 1 }
    return coverage
  }

  private func count(_ flow: any Flow, _ kind: Int, _ run: RunRecord, _ tally: inout RuleTally) throws(Fault) {
    let uses = flow.lines[kind].uses
    if uses.isEmpty { return }
    var counted = tally
    try store.eachPart(flow: flow, kind: kind, run: run) { _, cells in
      for row in 0..<cells.count {
        let source = flow.lines[kind].source(of: cells, row)
        for use in uses { counted.add(use, cells, row, from: source, on: run.name.day) }
      }
    }
    tally = counted
  }
}

/// Hits and money by table and rule, as the lines name them.
private struct RuleTally {
  struct Sum {
    var hits = 0
    var amount: Int64 = 0
    var last: Day
  }

  private struct Table: Hashable {
    var source: String
    var name: String
  }

  private var tables: [Table: [[UInt8]: Sum]] = [:]

  mutating func add(_ use: LineKind.RuleUse, _ cells: Batch, _ row: Int, from source: String, on day: Day) {
    let rule = cells[row, use.rule]
    guard rule.tag == .text else { return }
    let moved = use.amount.map { cells[row, $0] }?.money?.minor ?? 0
    // The name's bytes, not a text: there are as many lines as rows of business.
    let table = Table(source: source, name: use.table)
    tables[table, default: [:]][Array(cells.arena[rule.textRange]), default: Sum(last: day)].take(moved, day)
  }

  func uses(of table: DecisionTable, _ name: String, _ flow: any Flow) -> [RuleCoverage.Use] {
    let named = flow.lines.flatMap(\.uses).filter { $0.table == name }
    guard !named.isEmpty else { return [RuleCoverage.Use(flow: flow.name, table: name)] }
    let movesMoney = named.contains { $0.amount != nil }
    func use(_ rule: String, _ row: Int?, from source: String = "") -> RuleCoverage.Use {
      let sum = tables[Table(source: source, name: name)]?[Array(rule.utf8)]
      return RuleCoverage.Use(
        flow: flow.name, table: name, source: source, rule: rule, row: row, hits: sum?.hits ?? 0,
        amount: movesMoney ? Money(minor: sum?.amount ?? 0) : nil, last: sum?.last)
    }
    let known = table.rules.map { ($0.id, $0.row) } + (table.defaults.map { [($0.id, $0.row)] } ?? [])
    func names(_ source: String) -> [String] {
      (tables[Table(source: source, name: name)] ?? [:]).keys.map { String(decoding: $0, as: UTF8.self) }.sorted()
    }
    let gone = names("").filter { rule in !known.contains { $0.0 == rule } }
    let others = Set(tables.keys.filter { $0.name == name && !$0.source.isEmpty }.map(\.source)).sorted()
    return known.map { use($0.0, $0.1) } + gone.map { use($0, nil) }
      + others.flatMap { source in names(source).map { use($0, nil, from: source) } }
  }
}

extension RuleTally.Sum {
  fileprivate mutating func take(_ moved: Int64, _ day: Day) {
    hits += 1
    amount += moved
    last = max(last, day)
  }
}
