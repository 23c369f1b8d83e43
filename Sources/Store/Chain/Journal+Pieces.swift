import Flows
import GRDB
package import Values

/// What a night's links cover, made anew from the tables: the same rows in the same order whenever it is asked. Columns that depend on retries, and
/// numbers of names and accounts, which depend on the order of arrival, do not enter.
extension Journal {
  /// Parts of a night that can be gone through side by side, in the order of their links.
  package enum ChainSection: CaseIterable, Sendable { case intake, outcomes, ledger, lines, sheets, standing }

  /// The first link: the run's name, and the night it follows. Of a night from before the chain the certificate's digest stands in for the head.
  package func opening(_ run: RunRecord) throws(Fault) -> (head: Digest?, piece: ChainPiece) {
    // Another connection may have given names since this one was opened.
    try read("names") { [names] in try names.load($0) }
    let before = try closedRun(before: run)
    let head = try before.flatMap { before throws(Fault) in try self.head(before) }
    var content = ChainPiece.print("\(run.name)") + ChainPiece.print(before.map { "\($0.name)" } ?? "")
    if let before, head == nil { content += try Digest(of: certificate(of: before.name) ?? "").bytes }
    return (head, ChainPiece(kind: .night, subject: "\(run.name)", rows: 1, content: Digest(of: content)))
  }

  /// `standing` is made anew for all kinds of state, or, at a close, only for those the run touched; the rest is as the night before left it.
  package func pieces(_ section: ChainSection, _ run: RunRecord, untouched: [ChainPiece]? = nil) throws(Fault) -> [ChainPiece] {
    try read("chain") { [names] database in
      var maker = PieceMaker(names: names.prints())
      switch section {
      case .intake: try Journal.intake(run.id, names, database, &maker)
      case .outcomes: try Journal.outcomes(run.id, database, &maker)
      case .ledger: try Journal.ledger(run.id, database, &maker)
      case .lines: try Journal.lines(run.id, names, database, &maker)
      case .sheets: try Journal.sheets(run.id, database, &maker)
      case .standing: return try Journal.standing(run.id, names, database, maker, untouched)
      }
      return maker.finish()
    }
  }

  // MARK: what came in

  private static func intake(_ run: Int64, _ names: Names, _ database: Database, _ maker: inout PieceMaker) throws {
    maker.begin(.rules)
    let rules = try Prepared(database, "SELECT flow, rule_table, digest, rows FROM rule_version WHERE run = ? ORDER BY flow, rule_table")
    rules.bind(1, run)
    while try rules.next() {
      maker.row { "\(rules.text(0))/\(rules.text(1))" }
      maker.add(rules, 0...3)
    }
    if let only = try String.fetchOne(database, sql: "SELECT only FROM run WHERE id = ?", arguments: [run]) {
      maker.row { "the flows that were asked for" }
      maker.add(Array(only.utf8))
    }
    let files = try Prepared(
      database,
      """
      SELECT id, party, feed, folder, name, size, state, since, digest, reason, detail, kind, encoding, sheet, layout, sums, data_rows, blank_rows,
        header_rows, total_rows, physical_rows, rejected_rows, amount, printed_amount, repetition, archived, receipt,
        recall, corrects
      FROM file WHERE run = ? ORDER BY party, feed, name, id
      """)
    files.bind(1, run)
    let findings = try Prepared(
      database, "SELECT row, number, field, reason, found, detail, warning FROM finding WHERE file = ? ORDER BY row, number")
    let facts = try Prepared(
      database,
      """
      SELECT flow, feed, party, scope, id, key, digest, rank, at, amount, corrects, since, row, payload FROM fact WHERE file = ? ORDER BY id
      """)
    while try files.next() {
      let place = "\(files.text(1))/\(files.text(3))/\(files.text(4))"
      maker.begin(.file, limit: 1)
      maker.row { place }
      maker.add(files, 0...26)
      if !files.isNull(27) || !files.isNull(28) { maker.add(files, 27...28) }
      maker.begin(.findings)
      findings.bind(1, files.int64(0))
      while try findings.next() {
        maker.row { "\(place), row \(findings.int(0))" }
        maker.add(findings, 0...6)
      }
      maker.begin(.facts)
      facts.bind(1, files.int64(0))
      while try facts.next() {
        maker.row { "\(place), row \(facts.int(12))" }
        for column in Int32(0)...3 { maker.add(name: facts, column) }
        maker.add(facts, 4...13)
      }
    }
  }

  /// Facts this run decided, in the order of intake, and what it had decided of those that later runs moved on.
  private static func outcomes(_ run: Int64, _ database: Database, _ maker: inout PieceMaker) throws {
    maker.begin(.outcomes)
    let recalled = try Prepared(database, "SELECT flow, fact, rank, at, key, successor FROM recalled WHERE run = ? ORDER BY fact")
    recalled.bind(1, run)
    while try recalled.next() {
      maker.row { "recalled rows" }
      maker.add(name: recalled, 0)
      maker.add(recalled, 1...5)
    }
    let now = try Prepared(database, "SELECT id, reason, state, detail FROM fact WHERE run = ? ORDER BY id")
    let moved = try Prepared(database, "SELECT fact, reason, state, detail FROM outcome WHERE run = ? ORDER BY fact, id")
    let place = try Prepared(
      database, "SELECT o.party, o.folder, o.name, f.row FROM fact f JOIN file o ON o.id = f.file WHERE f.id = ?")
    now.bind(1, run)
    moved.bind(1, run)
    var (hasNow, hasMoved) = (try now.next(), try moved.next())
    while hasNow || hasMoved {
      let takesMoved = hasMoved && (!hasNow || moved.int64(0) <= now.int64(0))
      let statement = takesMoved ? moved : now
      try maker.row {
        place.bind(1, statement.int64(0))
        defer { place.reset() }
        return try place.next() ? "\(place.text(0))/\(place.text(1))/\(place.text(2)), row \(place.int(3))" : "\(statement.int64(0))"
      }
      maker.add(statement, 0)
      maker.add(name: statement, 1)
      maker.add(statement, 2...3)
      if takesMoved { hasMoved = try moved.next() } else { hasNow = try now.next() }
    }
  }

  // MARK: what was booked

  private static func ledger(_ run: Int64, _ database: Database, _ maker: inout PieceMaker) throws {
    var accounts: [Int64: [UInt8]] = [:]
    let known = try Prepared(database, "SELECT id, path, unit, places FROM account")
    while try known.next() {
      var bytes: [UInt8] = []
      for column in Int32(1)...3 { known.append(column, to: &bytes) }
      accounts[known.int64(0)] = bytes
    }
    maker.begin(.entries)
    let entries = try Prepared(
      database,
      """
      SELECT e.id, e.kind, e.reference, e.cause, e.hold, e.step, e.corrects, p.number, p.amount, p.account
      FROM entry e LEFT JOIN posting p ON p.entry = e.id WHERE e.run = ? ORDER BY e.id, p.number
      """)
    entries.bind(1, run)
    var last: Int64?
    while try entries.next() {
      if entries.int64(0) != last {
        last = entries.int64(0)
        maker.row { entries.text(2) }
        maker.add(entries, 0)
        maker.add(name: entries, 1)
        maker.add(entries, 2...6)
      }
      maker.add(entries, 7...8)
      maker.add(accounts[entries.int64(9)] ?? [0])
    }
    maker.begin(.movements)
    let movements = try Prepared(
      database,
      """
      SELECT a.path, a.unit, a.places, m.debit, m.credit FROM movement m LEFT JOIN account a ON a.id = m.account WHERE m.run = ?
      ORDER BY a.path, a.unit
      """)
    movements.bind(1, run)
    while try movements.next() {
      maker.row { "\(movements.text(0)) \(movements.text(1))" }
      maker.add(movements, 0...4)
    }
    // A hold as it was placed; how it ended belongs to the night it ended in, and is never changed after it.
    maker.begin(.holds)
    let holds = try Prepared(
      database,
      """
      SELECT h.reference, h.source, h.held, h.target, h.unit, h.amount, h.due, h.placed = ?1, IIF(h.resolved = ?1, h.state, NULL),
        IIF(h.resolved = ?1, h.posted, NULL)
      FROM hold h WHERE h.reference IN (SELECT hold FROM entry WHERE run = ?1 AND hold IS NOT NULL) ORDER BY h.reference
      """)
    holds.bind(1, run)
    while try holds.next() {
      maker.row { holds.text(0) }
      maker.add(holds, 0...9)
    }
  }

  // MARK: what was told

  private static func lines(_ run: Int64, _ names: Names, _ database: Database, _ maker: inout PieceMaker) throws {
    maker.begin(.parts)
    let parts = try Prepared(
      database,
      """
      SELECT k.text, n.text, p.rows, 0, 0 FROM part p LEFT JOIN name k ON k.id = p.kind LEFT JOIN name n ON n.id = p.part WHERE p.run = ?1
      UNION ALL
      SELECT k.text, n.text, NULL, t.field, t.amount FROM part_total t LEFT JOIN name k ON k.id = t.kind LEFT JOIN name n ON n.id = t.part WHERE t.run = ?1
      ORDER BY 1, 2, 4, 3
      """)
    parts.bind(1, run)
    while try parts.next() {
      maker.row { "\(parts.text(0)) \(parts.text(1))" }
      maker.add(parts, 0...4)
    }
    try numbered("line", "number, fact, payload", columns: 2, .lines, run, names, database, &maker)
    try numbered("open", "number, fact", columns: 1, .listed, run, names, database, &maker)
  }

  /// Rows kept by kind and part, in the order of their names.
  private static func numbered(
    _ table: String, _ columns: String, columns last: Int32, _ kind: ChainPiece.Kind, _ run: Int64, _ names: Names, _ database: Database,
    _ maker: inout PieceMaker
  ) throws {
    maker.begin(kind)
    let next = try Prepared(
      database, "SELECT kind, part FROM \(table) WHERE run = ?1 AND (kind, part) > (?2, ?3) ORDER BY kind, part LIMIT 1")
    var parts: [(kind: String, part: String, ids: (Int64, Int64))] = []
    var after = (Int64.min, Int64.min)
    while true {
      next.bind(1, run)
      next.bind(2, after.0)
      next.bind(3, after.1)
      guard try next.next() else { break }
      after = (next.int64(0), next.int64(1))
      next.reset()
      parts.append((names.text(after.0), names.text(after.1), after))
    }
    let rows = try Prepared(database, "SELECT \(columns) FROM \(table) WHERE run = ?1 AND kind = ?2 AND part = ?3 ORDER BY number")
    for part in parts.sorted(by: { ($0.kind, $0.part) < ($1.kind, $1.part) }) {
      rows.bind(1, run)
      rows.bind(2, part.ids.0)
      rows.bind(3, part.ids.1)
      while try rows.next() {
        maker.row { "\(part.kind) \(part.part), line \(rows.int(0))" }
        maker.add(name: part.ids.0)
        maker.add(name: part.ids.1)
        maker.add(rows, 0...last)
      }
    }
  }

  /// Whether a sheet could be handed over the same night is no matter of what it says.
  private static func sheets(_ run: Int64, _ database: Database, _ maker: inout PieceMaker) throws {
    func all(_ kind: ChainPiece.Kind, limit: Int = PieceMaker.ordinary, _ sql: String, _ last: Int32) throws {
      maker.begin(kind, limit: limit)
      let rows = try Prepared(database, sql)
      rows.bind(1, run)
      while try rows.next() {
        maker.row { limit == 1 ? "\(rows.text(0))/\(rows.text(1))" : rows.text(0) }
        maker.add(rows, 0...last)
      }
    }
    try all(.groups, "SELECT n.text, c.family FROM changed c LEFT JOIN name n ON n.id = c.kind WHERE c.run = ? ORDER BY 1, 2", 1)
    try all(.groups, "SELECT n.text FROM aggregate_run a LEFT JOIN name n ON n.id = a.model WHERE a.run = ? ORDER BY 1", 0)
    try all(.tallies, "SELECT feed, bucket, rows, amount FROM tally WHERE run = ? ORDER BY feed, bucket", 3)
    try all(.sheet, limit: 1, "SELECT party, name, digest, size, rows, totals FROM sheet WHERE run = ? ORDER BY party, name", 5)
  }
}
