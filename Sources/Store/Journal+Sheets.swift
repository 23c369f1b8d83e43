package import Flows
import GRDB
package import Values

/// A workbook or page of a run: written beside, read back, then published.
package struct SheetRecord: Sendable {
  package enum State: String, Sendable { case written, published, failed }
  package var party: String
  package var name: String
  package var state: State
  package var digest: String?
  package var size: Int64
  package var rows: Int
  /// `title=amount` pairs as they were compared with the ledger.
  package var totals: String
  package var reason: String?

  package init(party: String, name: String, state: State, digest: String?, size: Int64, rows: Int, totals: String, reason: String? = nil) {
    self.party = party
    self.name = name
    self.state = state
    self.digest = digest
    self.size = size
    self.rows = rows
    self.totals = totals
    self.reason = reason
  }
}

extension Journal {
  package func record(_ sheet: SheetRecord, run: RunRecord) throws(Fault) {
    try write("sheet \(sheet.state.rawValue)") { database in
      try database.execute(
        sql: """
          INSERT INTO sheet (run, party, name, state, digest, size, rows, totals, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT (run, party, name) DO UPDATE SET state = excluded.state, digest = excluded.digest, size = excluded.size,
            rows = excluded.rows, totals = excluded.totals, reason = excluded.reason
          """,
        arguments: [
          run.id, sheet.party, sheet.name, sheet.state.rawValue, sheet.digest, sheet.size, sheet.rows, sheet.totals, sheet.reason,
        ])
    }
  }

  package func sheets(run: RunRecord) throws(Fault) -> [SheetRecord] {
    try read("sheets") {
      try Row.fetchAll(
        $0, sql: "SELECT party, name, state, digest, size, rows, totals, reason FROM sheet WHERE run = ? ORDER BY party, name",
        arguments: [run.id]
      ).map { row in
        guard let state = SheetRecord.State(rawValue: row[2]) else { throw Journal.damaged("sheet \(row[1] as String)") }
        return SheetRecord(
          party: row[0], name: row[1], state: state, digest: row[3], size: row[4] ?? 0, rows: row[5] ?? 0, totals: row[6] ?? "",
          reason: row[7])
      }
    }
  }

  /// Sheets of closed runs that stand staged because their destination failed.
  package func unpublishedSheets() throws(Fault) -> [(RunRecord, SheetRecord)] {
    var found: [(RunRecord, SheetRecord)] = []
    let runs = try read("sheets") {
      try Row.fetchAll(
        $0,
        sql:
          "SELECT DISTINCT r.day, r.number FROM sheet s JOIN run r ON r.id = s.run WHERE s.state = 'failed' AND r.stage = 'closed' ORDER BY r.id"
      )
      .map { RunName(day: Day(number: $0[0]), number: $0[1]) }
    }
    for name in runs {
      guard let run = try run(name) else { continue }
      for sheet in try sheets(run: run) where sheet.state == .failed { found.append((run, sheet)) }
    }
    return found
  }
}
