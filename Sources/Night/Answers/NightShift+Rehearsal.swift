import Drops
import Flows
import Ledger
package import Rules
import Store
import Tables
package import Values

/// What a changed table would have made of past nights, beside what was booked: by table, rule and party. (`settle rules rehearse`; domain.md B1-15)
package struct Rehearsal: Sendable {
  package struct Key: Hashable, Comparable, Sendable {
    package var table: String
    /// Whose table it is, where it is not the flow's own: the version a supplier published, which no house table changes.
    package var source = ""
    package var rule: String
    /// Whom the amount goes to, or comes from.
    package var party: String

    package static func < (left: Key, right: Key) -> Bool {
      (left.table, left.source, left.rule, left.party) < (right.table, right.source, right.rule, right.party)
    }
  }

  package struct Sum: Sendable, Equatable {
    package var lines = 0
    package var minor: Int64 = 0
  }

  package let flow: String
  package let table: String
  /// Whose tables were changed; nil: the flow's own.
  package var party: String?
  package var nights = 0
  package var facts = 0
  package var was: [Key: Sum] = [:]
  package var would: [Key: Sum] = [:]
  /// Settled lines that would wait, or be refused: reason → how many.
  package var stops: [String: Int] = [:]
  /// Facts that were left out on both sides, because their amounts hang on another's: endorsements.
  package var leftOut = 0
  /// Lines that wait today and would settle.
  package var starts = 0
  /// Other tables of the flow that were not in force then as they are today → on how many of the nights.
  package var otherTables: [String: Int] = [:]

  package func listing(english: Bool) -> TextTable {
    var listing = TextTable(
      titles: english
        ? ["table", "rule", "party", "lines", "amount", "lines changed", "amount changed", "difference"]
        : ["规则表", "规则", "对方", "行数", "金额", "改后行数", "改后金额", "差额"], numeric: [3, 4, 5, 6, 7])
    for key in Set(was.keys).union(would.keys).sorted() {
      let (before, after) = (was[key] ?? Sum(), would[key] ?? Sum())
      listing.rows.append([
        key.source.isEmpty ? key.table : "\(key.table) \(key.source)", key.rule, key.party, "\(before.lines)",
        "\(Money(minor: before.minor))", "\(after.lines)",
        "\(Money(minor: after.minor))",
        "\(Money(minor: after.minor - before.minor))",
      ])
    }
    return listing
  }

  /// Per table: what was booked, what it would have been.
  package var totals: [(table: String, was: Money, would: Money)] {
    Set(was.keys.map(\.table)).union(would.keys.map(\.table)).sorted().map { table in
      func sum(_ sums: [Key: Sum]) -> Money { Money(minor: sums.filter { $0.key.table == table }.reduce(0) { $0 + $1.value.minor }) }
      return (table, sum(was), sum(would))
    }
  }
}

extension NightShift {
  /// Decides once more, with a changed table and the other settings as they stand today, what the nights since a day settled, and what still waits.
  /// Nothing is written. `name` is the table it stands in for: `income`, or `settlement/income` where two flows have one of that name.
  package func rehearse(_ changed: DecisionTable, as name: String, since day: Day) throws(Fault) -> Rehearsal {
    let files = try PipelineFiles(folder: root.pipelinesPath)
    let (flow, table) = try subject(changed, name, files)
    return try rehearse(Rehearsal(flow: flow.name, table: table), flow, files, since: day)
  }

  /// The same with a party's own tables, by name, before anybody approves them. (contract.md, rules)
  package func rehearse(_ tables: [DecisionTable], of party: String, since day: Day) throws(Fault) -> Rehearsal {
    let files = try PipelineFiles(folder: root.pipelinesPath)
    let published = try store.state(RuleSet.stateKey(party), width: RuleSet.width).map { RuleSet(key: party, rows: $0.rows) }
    let named = Dictionary(tables.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let today = try store.lastClosedRun()?.name.day ?? day
    for pipeline in files.pipelines {
      guard let flow = try makers.first(where: { $0.name == pipeline.name })?.make(pipeline) as? any Rehearsing,
        let trying = try flow.trying(named, for: party, published: published, on: today)
      else { continue }
      var rehearsal = Rehearsal(flow: flow.name, table: "")
      rehearsal.party = party
      return try rehearse(rehearsal, trying, files, since: day)
    }
    throw Fault(
      .usage, code: "flow-not-rehearsed", place: party, cause: "no flow of this root settles by parties' own rules",
      remedy: "rehearse a table of pipelines/ with --as")
  }

  private func rehearse(_ begun: Rehearsal, _ flow: any Rehearsing, _ files: PipelineFiles, since day: Day) throws(Fault) -> Rehearsal {
    var rehearsal = begun
    let table = rehearsal.table
    let house = try house()
    let nights = try nights(since: day)
    rehearsal.nights = nights.count
    let current = files.pipelines.first { $0.name == flow.name }?.tables.mapValues(\.version.hex) ?? [:]
    var (seen, decided): (Set<Int64>, Set<Int64>) = ([], [])
    for run in nights {
      for version in try store.ruleVersions(run)
      where version.flow == flow.name && version.table != table && version.digest != current[version.table] {
        rehearsal.otherTables[version.table, default: 0] += 1
      }
      // A line that was corrected later has lines in several runs, and is decided once.
      let facts = try store.settledFacts(flow: flow, run: run).filter { seen.insert($0).inserted }
      decided.formUnion(try decide(facts, flow, house, run, settled: true, &rehearsal))
      try addBooked(flow, run, decided, &rehearsal)
    }
    if let last = nights.last { _ = try decide(try store.waitingFacts(flow: flow), flow, house, last, settled: false, &rehearsal) }
    return rehearsal
  }

  /// The flow as it would be with the changed table.
  private func subject(_ changed: DecisionTable, _ name: String, _ files: PipelineFiles) throws(Fault) -> (any Rehearsing, String) {
    let parts = name.split(separator: "/").map(String.init)
    let candidates = files.pipelines.filter { pipeline in
      parts.count == 2 ? pipeline.name == parts[0] && pipeline.tables[parts[1]] != nil : pipeline.tables[name] != nil
    }
    guard var pipeline = candidates.first, candidates.count == 1, let table = parts.last else {
      // Only flows that can answer are offered.
      let answering = files.pipelines.filter { pipeline in
        makers.contains { $0.name == pipeline.name && (try? $0.make(pipeline)) is any Rehearsing }
      }
      let known = answering.flatMap { pipeline in pipeline.tables.keys.map { "\(pipeline.name)/\($0)" } }.sorted()
      throw Fault(
        .missing, code: "table-unknown", place: name,
        cause: candidates.isEmpty ? "no flow has a table of that name" : "several flows have a table of that name",
        remedy: "say with --as which table the file stands in for: \(known.joined(separator: ", "))")
    }
    var named = changed
    named.name = table
    pipeline.tables[table] = named
    guard let maker = makers.first(where: { $0.name == pipeline.name }), let flow = try maker.make(pipeline) as? any Rehearsing else {
      throw Fault(
        .usage, code: "flow-not-rehearsed", place: "pipelines/\(pipeline.name)",
        cause: "this flow cannot say what other rules would have made",
        remedy: "settle rules eval answers single cases")
    }
    return (flow, table)
  }

  /// What the lines of a run say was booked on the facts that were decided once more.
  private func addBooked(_ flow: any Flow, _ run: RunRecord, _ decided: Set<Int64>, _ rehearsal: inout Rehearsal) throws(Fault) {
    for kind in flow.lines.indices {
      let uses = flow.lines[kind].uses.filter { $0.amount != nil }
      if uses.isEmpty { continue }
      var sums = rehearsal.was
      try store.eachLine(flow: flow, kind: kind, part: nil, run: run) { views, cells, facts in
        for (row, view) in views.enumerated() where decided.contains(view.factID) {
          let schema = flow.feeds.first { $0.name == view.feed }?.schema
          Rehearsal.add(
            flow.lines[kind], uses, cells, row, part: view.part, fact: schema.map { ($0, facts[row]) },
            of: rehearsal.party, to: &sums)
        }
      }
      rehearsal.was = sums
    }
  }

  /// The facts the flow decided.
  private func decide(
    _ ids: [Int64], _ flow: any Rehearsing, _ house: House, _ run: RunRecord, settled: Bool, _ rehearsal: inout Rehearsal
  ) throws(Fault) -> Set<Int64> {
    var decided: Set<Int64> = []
    var from = 0
    while from < ids.count {
      let chunk = ids[from..<min(from + options.chunk, ids.count)]
      from = chunk.endIndex
      let facts = try store.facts(chunk, feeds: flow.feeds)
      let items = facts.map(Item.fact)
      var needs = Needs()
      flow.need(items, &needs)
      var known = try store.known(needs, widths: house.widths, feeds: flow.feeds)
      var further = Needs()
      flow.follow(items, Found(known.states, groups: known.groups, run: run.name), &further)
      if !further.isEmpty { known.add(try store.known(further, widths: house.widths, feeds: flow.feeds)) }
      var books = Books(chart: house.chart)
      for (key, balance) in known.balances { books.load(key, balance: balance) }
      var desk = Desk(
        run: run.name, books: books, lineKinds: flow.lines, states: known.states, groups: known.groups, kin: known.kin)
      flow.rehearse(items, &desk)
      rehearsal.facts += desk.decisions.count
      if settled { rehearsal.leftOut += facts.count - desk.decisions.count }
      decided.formUnion(desk.decisions.map(\.fact))
      for decision in desk.decisions {
        if settled, decision.state != .settled { rehearsal.stops[decision.reason?.code ?? "", default: 0] += 1 }
        if !settled, decision.state == .settled { rehearsal.starts += 1 }
      }
      rehearsal.take(desk, flow, Dictionary(uniqueKeysWithValues: facts.map { ($0.id, $0) }))
    }
    return decided
  }
}

extension Rehearsal {
  fileprivate mutating func take(_ desk: Desk, _ flow: any Flow, _ facts: [Int64: Fact]) {
    let uses = flow.lines.map { $0.uses.filter { $0.amount != nil } }
    for line in desk.lines where !uses[line.kind].isEmpty {
      Rehearsal.add(
        flow.lines[line.kind], uses[line.kind], desk.cells[line.kind], line.row, part: line.part,
        fact: facts[line.fact].map { (flow.feeds[$0.feed].schema, $0.row) }, of: self.party, to: &would)
    }
  }

  fileprivate static func add(
    _ kind: LineKind, _ uses: [LineKind.RuleUse], _ cells: Batch, _ row: Int, part: String, fact: (schema: Schema, row: Batch.Row)?,
    of subject: String?, to sums: inout [Key: Sum]
  ) {
    // Both versions of the party whose tables are changed stand in one row.
    let source = subject == part ? part : kind.source(of: cells, row)
    for use in uses {
      guard let rule = cells.text(cells[row, use.rule]) else { continue }
      var party = use.payee == nil ? part : ""
      if let field = use.payee {
        party = fact.flatMap { fact in fact.schema.index(of: field).flatMap { fact.row.text($0) } } ?? ""
        if party.isEmpty { party = kind.schema.index(of: field).flatMap { cells.text(cells[row, $0]) } ?? part }
      }
      let moved = use.amount.flatMap { cells[row, $0].money }?.minor ?? 0
      sums[Key(table: use.table, source: source, rule: rule, party: party), default: Sum()].add(moved)
    }
  }
}

extension Rehearsal.Sum {
  fileprivate mutating func add(_ moved: Int64) {
    lines += 1
    minor += moved
  }
}
