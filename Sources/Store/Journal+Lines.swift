package import Flows
import Foundation
import GRDB
package import Tables
package import Values

/// Reads for the report: lines with the facts they speak of, part by part, in order; bounded memory whatever their number.
extension Journal {
  /// The parts that have lines or open facts of a kind in a run, by name.
  package func parts(flow: any Flow, kind: Int, run: RunRecord) throws(Fault) -> [String] {
    try read("parts") { [names] database in
      guard let kindID = names.id(of: Journal.lineName(flow, kind)) else { return [] }
      return try Int64.fetchAll(
        database,
        sql: "SELECT part FROM part WHERE run = ?1 AND kind = ?2 UNION SELECT DISTINCT part FROM open WHERE run = ?1 AND kind = ?2",
        arguments: [run.id, kindID]
      ).map(names.text).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
  }

  /// Rows and sums of a part's lines in a run, as they were added up with the postings; `part` nil adds all parts.
  package func totals(flow: any Flow, kind: Int, part: String?, run: RunRecord) throws(Fault) -> (rows: Int, sums: [Int: Int64]) {
    try read("totals") { [names] database in
      guard let kindID = names.id(of: Journal.lineName(flow, kind)) else { return (0, [:]) }
      let partID = part.map { names.id(of: $0) ?? -1 }
      let rows = try Int.fetchOne(
        database, sql: "SELECT COALESCE(SUM(rows), 0) FROM part WHERE run = ?1 AND kind = ?2 AND (?3 IS NULL OR part = ?3)",
        arguments: [run.id, kindID, partID])!
      let sums = try Row.fetchAll(
        database,
        sql: "SELECT field, SUM(amount) FROM part_total WHERE run = ?1 AND kind = ?2 AND (?3 IS NULL OR part = ?3) GROUP BY field",
        arguments: [run.id, kindID, partID])
      return (rows, Dictionary(uniqueKeysWithValues: sums.map { ($0[0] as Int, $0[1] as Int64) }))
    }
  }

  /// One line on its way to a sheet. A line that speaks of no fact has fact 0, and neither party nor file.
  package struct LineView {
    package var part: String
    package var number: Int
    package var factID: Int64
    package var party: String
    package var file: Int64
    package var rowNumber: Int
    package var since: Day
    package var state: Fact.State
    package var contested: Bool
    package var reason: String
    package var detail: String
    package var feed: String
    /// The first digits of its content's digest, on open facts that stand against each other: what an approval of one of them names.
    package var digest = ""
  }

  /// Goes through a part's lines (all parts' when nil), in order, in chunks: the line's cells in one batch, its fact's in another, row by row alike.
  package func eachLine(
    flow: any Flow, kind: Int, part: String?, run: RunRecord, chunk: Int = 1024, _ body: ([LineView], Batch, Batch) throws -> Void
  ) throws(Fault) {
    try views(
      """
      SELECT l.part, l.number, f.id, f.party, f.file, f.row, f.since, f.state, f.reason, f.detail, f.feed, f.payload, l.payload
      FROM line l LEFT JOIN fact f ON f.id = l.fact WHERE l.run = ?1 AND l.kind = ?2 AND (?3 IS NULL OR l.part = ?3) ORDER BY l.part, l.number
      """, flow, kind, part, run, chunk, body)
  }

  /// Goes through what still waits, or stands still, on a part's sheet.
  package func eachOpen(
    flow: any Flow, kind: Int, part: String?, run: RunRecord, chunk: Int = 1024, _ body: ([LineView], Batch, Batch) throws -> Void
  ) throws(Fault) {
    try views(
      """
      SELECT o.part, o.number, f.id, f.party, f.file, f.row, f.since, f.state, f.reason, f.detail, f.feed, f.payload, x'', f.digest
      FROM open o JOIN fact f ON f.id = o.fact WHERE o.run = ?1 AND o.kind = ?2 AND (?3 IS NULL OR o.part = ?3) ORDER BY o.part, o.number
      """, flow, kind, part, run, chunk, body, hasDigest: true)
  }

  private func views(
    _ sql: String, _ flow: any Flow, _ kind: Int, _ part: String?, _ run: RunRecord, _ chunk: Int,
    _ body: ([LineView], Batch, Batch) throws -> Void, hasDigest: Bool = false
  ) throws(Fault) {
    try read("lines") { [names] database in
      guard let kindID = names.id(of: Journal.lineName(flow, kind)) else { return }
      if part != nil && names.id(of: part!) == nil { return }
      let statement = try Prepared(database, sql)
      statement.bind(1, run.id)
      statement.bind(2, kindID)
      statement.bind(3, part.flatMap { names.id(of: $0) })
      let width = flow.feeds.map(\.schema.width).max() ?? 1
      var (cells, facts) = (Batch(width: max(1, flow.lines[kind].schema.width)), Batch(width: width))
      var views: [LineView] = []
      func hand() throws {
        if views.isEmpty { return }
        try body(views, cells, facts)
        views.removeAll(keepingCapacity: true)
        cells.removeAll()
        facts.removeAll()
      }
      while try statement.next() {
        let state = statement.int(7)
        views.append(
          LineView(
            part: names.text(statement.int64(0)), number: statement.int(1), factID: statement.int64(2),
            party: statement.isNull(3) ? "" : names.text(statement.int64(3)),
            file: statement.int64(4), rowNumber: statement.int(5), since: Day(number: Int32(statement.int64(6))),
            state: Fact.State(rawValue: state) ?? .waiting, contested: state == Journal.contested,
            reason: statement.isNull(8) ? "" : names.text(statement.int64(8)), detail: statement.text(9),
            feed: statement.isNull(10) ? "" : names.text(statement.int64(10)),
            digest: hasDigest && (state == Journal.contested || state == Fact.State.conflict.rawValue)
              ? Digest(bytes: statement.bytes(13))?.short ?? "" : ""))
        guard Packed.read(statement.blob(11), into: &facts), Packed.read(statement.blob(12), into: &cells) else {
          throw Journal.damaged("line")
        }
        if views.count == chunk {
          do { try hand() } catch {
            statement.reset()
            throw error
          }
        }
      }
      try hand()
    }
  }

  /// Notes under which parts the facts that still wait, or stand still, are listed. Repeatable: what an earlier attempt noted goes first.
  package func noteOpen(flow: any Flow, run: RunRecord) throws(Fault) {
    try write("note open facts") { [names] database in
      guard let flowID = names.id(of: flow.name) else { return }
      for kind in flow.lines.indices {
        guard let id = names.id(of: Journal.lineName(flow, kind)) else { continue }
        try database.execute(sql: "DELETE FROM open WHERE run = ? AND kind = ?", arguments: [run.id, id])
      }
      let indexes = Dictionary(uniqueKeysWithValues: flow.feeds.enumerated().map { ($1.name, $0) })
      let statement = try Prepared(
        database,
        """
        SELECT id, feed, party, file, row, since, payload, rank, at, key, digest FROM fact WHERE flow = ?1 AND state = 0
        UNION ALL
        SELECT id, feed, party, file, row, since, payload, rank, at, key, digest FROM fact
        WHERE flow = ?1 AND state IN (2, 10, 12) AND (state = 2 OR run = ?2)
        ORDER BY rank, at, key, digest, id
        """)
      statement.bind(1, flowID)
      statement.bind(2, run.id)
      let insert = try Prepared(database, "INSERT INTO open (run, kind, part, number, fact) VALUES (?, ?, ?, ?, ?)")
      var numbers: [String: Int] = [:]
      while try statement.next() {
        guard let index = indexes[names.text(statement.int64(1))] else { continue }
        var batch = Batch(width: flow.feeds[index].schema.width)
        guard Packed.read(statement.blob(6), into: &batch) else { throw Journal.damaged("fact \(statement.int64(0))") }
        let fact = Fact(
          id: statement.int64(0), feed: index, party: names.text(statement.int64(2)), file: statement.int64(3), rowNumber: statement.int(4),
          since: Day(number: Int32(statement.int64(5))), row: batch[0])
        for (kind, part) in flow.parts(ofWaiting: fact) {
          numbers["\(kind)/\(part)", default: 0] += 1
          insert.bind(1, run.id)
          insert.bind(2, try names.id(Journal.lineName(flow, kind), database))
          insert.bind(3, try names.id(part, database))
          insert.bind(4, numbers["\(kind)/\(part)"]!)
          insert.bind(5, fact.id)
          try insert.run()
        }
      }
    }
  }

  /// What is wrong with rows of a file, in the order of rows.
  package struct FindingRecord: Sendable {
    package var row: Int
    package var field: Int?
    package var reason: String
    package var found: String
    package var detail: String
    package var isWarning: Bool
  }

  /// Findings of a file from a row on, at most `limit` rows' worth.
  package func findings(file: Int64, rows: ClosedRange<Int>) throws(Fault) -> [FindingRecord] {
    try read("findings") { database in
      let statement = try Prepared(
        database,
        "SELECT row, field, reason, found, detail, warning FROM finding WHERE file = ? AND row BETWEEN ? AND ? ORDER BY row, number")
      statement.bind(1, file)
      statement.bind(2, rows.lowerBound)
      statement.bind(3, rows.upperBound)
      var found: [FindingRecord] = []
      while try statement.next() {
        found.append(
          FindingRecord(
            row: statement.int(0), field: statement.isNull(1) ? nil : statement.int(1), reason: statement.text(2), found: statement.text(3),
            detail: statement.text(4), isWarning: statement.int(5) == 1))
      }
      return found
    }
  }

  /// The verdict on one fact of a file, for its receipt.
  package struct FactVerdict: Sendable {
    package var id: Int64
    package var row: Int
    package var key: String
    package var state: Fact.State
    package var contested: Bool
    package var reason: String
    package var detail: String
    /// Of a repeated row, what became of the one that came first.
    package var first: First?

    package struct First: Sendable {
      package var state: Fact.State
      package var contested: Bool
      package var reason: String
      package var detail: String
    }
  }

  /// The first and last fact a file brought, or nil. Facts of one file stand together.
  package func factRange(file: Int64) throws(Fault) -> ClosedRange<Int64>? {
    try read("facts") { database in
      let found = try Row.fetchOne(database, sql: "SELECT MIN(id), MAX(id) FROM fact WHERE file = ?", arguments: [file])!
      guard let first: Int64 = found[0], let last: Int64 = found[1] else { return nil }
      return first...last
    }
  }

  package func verdicts(file: Int64, from: Int64, limit: Int) throws(Fault) -> [FactVerdict] {
    try read("verdicts") { [names] database in
      let statement = try Prepared(
        database,
        """
        SELECT f.id, f.row, f.key, f.state, f.reason, f.detail, h.state, h.reason, h.detail
        FROM fact f LEFT JOIN fact h ON f.state = 11 AND h.feed = f.feed AND h.scope = f.scope AND h.key = f.key AND h.state < 10
        WHERE f.id >= ? AND f.file = ? ORDER BY f.id LIMIT ?
        """)
      statement.bind(1, from)
      statement.bind(2, file)
      statement.bind(3, limit)
      var found: [FactVerdict] = []
      while try statement.next() {
        let state = statement.int(3)
        let first =
          statement.isNull(6)
          ? nil
          : FactVerdict.First(
            state: Fact.State(rawValue: statement.int(6)) ?? .waiting, contested: statement.int(6) == Journal.contested,
            reason: statement.isNull(7) ? "" : names.text(statement.int64(7)), detail: statement.text(8))
        found.append(
          FactVerdict(
            id: statement.int64(0), row: statement.int(1), key: statement.text(2), state: Fact.State(rawValue: state) ?? .waiting,
            contested: state == Journal.contested, reason: statement.isNull(4) ? "" : names.text(statement.int64(4)),
            detail: statement.text(5), first: first))
      }
      return found
    }
  }
}
