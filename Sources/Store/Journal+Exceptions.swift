import Flows
import GRDB
package import Values

/// What a night did not settle, counted by kind, feed, reason and the day it was first seen.
package struct ExceptionCount: Sendable {
  package enum Kind: String, Sendable {
    case waiting
    /// Versions that stand against each other until somebody decides.
    case conflict
    /// Rows refused tonight because another version had been settled.
    case conflictRefused = "conflict-refused"
    case rejected
    case fileRefused = "file-refused"
    case fileAside = "file-aside"
    case fileLeft = "file-left"
  }

  package var kind: Kind
  package var feed: String
  package var reason: String
  package var since: Day
  package var rows: Int
  /// Minor units; rows that could not be read have none.
  package var amount: Int64
}

extension Journal {
  package func exceptions(_ run: RunRecord) throws(Fault) -> [ExceptionCount] {
    try read("exceptions") { [names] database in
      var found: [ExceptionCount] = []
      // The index over exceptions is few rows; the one over runs would go through the whole night.
      for row in try Row.fetchAll(
        database,
        sql: """
          SELECT feed, state, reason, since, COUNT(*), SUM(amount) FROM fact WHERE state = 0 GROUP BY feed, reason, since
          UNION ALL
          SELECT feed, state, reason, since, COUNT(*), SUM(amount) FROM fact WHERE state IN (2, 10, 12) AND (state = 2 OR +run = ?)
          GROUP BY feed, state, reason, since
          """, arguments: [run.id])
      {
        let kinds: [Int: ExceptionCount.Kind] = [0: .waiting, Journal.contested: .conflict, 10: .rejected, 12: .conflictRefused]
        found.append(
          ExceptionCount(
            kind: kinds[row[1]] ?? .rejected, feed: names.text(row[0]), reason: (row[2] as Int64?).map(names.text) ?? "",
            since: Day(number: row[3]), rows: row[4], amount: row[5]))
      }
      for row in try Row.fetchAll(
        database,
        sql: """
          SELECT f.feed, d.reason, f.since, COUNT(*) FROM file f JOIN finding d ON d.file = f.id
          WHERE f.run = ? AND f.state = 'taken' AND d.warning = 0 AND NOT EXISTS (
            SELECT 1 FROM finding e WHERE e.file = d.file AND e.row = d.row AND e.number < d.number AND e.warning = 0)
          GROUP BY 1, 2, 3
          """, arguments: [run.id])
      {
        found.append(
          ExceptionCount(kind: .rejected, feed: row[0], reason: row[1], since: Day(number: row[2]), rows: row[3], amount: 0))
      }
      let files: [String: ExceptionCount.Kind] = ["refused": .fileRefused, "aside": .fileAside, "left": .fileLeft]
      for row in try Row.fetchAll(
        database,
        sql: """
          SELECT feed, state, reason, since, COUNT(*) FROM file WHERE run = ? AND state IN ('refused', 'aside', 'left') GROUP BY 1, 2, 3, 4
          """, arguments: [run.id])
      {
        found.append(
          ExceptionCount(
            kind: files[row[1]] ?? .fileRefused, feed: row[0], reason: row[2] ?? "", since: Day(number: row[3]), rows: row[4], amount: 0))
      }
      return found
    }
  }
}
