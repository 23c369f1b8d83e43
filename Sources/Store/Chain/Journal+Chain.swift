import Flows
import Foundation
import GRDB
package import Values

/// The chain as it is kept, link by link. What the links cover is told in `Journal+Pieces`.
extension Journal {
  static func keep(_ links: [ChainLink], run: Int64, _ database: Database) throws {
    guard !links.isEmpty else { return }
    let insert = try Prepared(
      database, "INSERT INTO chain (run, number, kind, subject, rows, content, digest) VALUES (?, ?, ?, ?, ?, ?, ?)")
    for link in links {
      insert.bind(1, run)
      insert.bind(2, link.number)
      insert.bind(3, link.piece.kind.rawValue)
      insert.bind(4, link.piece.subject)
      insert.bind(5, link.piece.rows)
      insert.bind(6, blob: link.piece.content.bytes)
      insert.bind(7, blob: link.digest.bytes)
      try insert.run()
    }
  }

  /// The links of a run; none if it was closed before there was a chain. A link whose kind nobody knows was not written by this program.
  package func chain(_ run: RunRecord) throws(Fault) -> [ChainLink] {
    try read("chain") { database in
      try Row.fetchAll(
        database, sql: "SELECT number, kind, subject, rows, content, digest FROM chain WHERE run = ? ORDER BY number", arguments: [run.id]
      ).map { row in
        guard let content = Digest(bytes: Array(row[4] as Data)), let digest = Digest(bytes: Array(row[5] as Data)) else {
          throw Journal.damaged("link \(row[0] as Int)")
        }
        let kind = ChainPiece.Kind(rawValue: row[1])
        let piece = ChainPiece(kind: kind ?? .night, subject: kind == nil ? "\(row[1] as String)?" : row[2], rows: row[3], content: content)
        return ChainLink(number: row[0], piece: piece, digest: digest)
      }
    }
  }

  /// The last link of a closed run.
  package func head(_ run: RunRecord) throws(Fault) -> Digest? {
    try read("chain") { database in
      try Row.fetchOne(database, sql: "SELECT digest FROM chain WHERE run = ? ORDER BY number DESC LIMIT 1", arguments: [run.id]).flatMap {
        Digest(bytes: Array($0[0] as Data))
      }
    }
  }

  /// The closed run before this one.
  package func closedRun(before run: RunRecord) throws(Fault) -> RunRecord? {
    try read("runs") { try Journal.run($0, "stage = 'closed' AND id < \(run.id)") }
  }

  /// Whether no run was begun after this one: what stands is still what it left.
  package func isLatest(_ run: RunRecord) throws(Fault) -> Bool {
    try read("runs") { try Int64.fetchOne($0, sql: "SELECT MAX(id) FROM run") == run.id }
  }

  /// Every run, the one that is not closed too.
  package func allRuns() throws(Fault) -> [RunRecord] {
    let names = try read("runs") {
      try Row.fetchAll($0, sql: "SELECT day, number FROM run ORDER BY id").map { RunName(day: Day(number: $0[0]), number: $0[1]) }
    }
    var found: [RunRecord] = []
    for name in names { if let run = try run(name) { found.append(run) } }
    return found
  }

  /// What is wrong with the database as a whole, whatever the night: its pages, references that lead nowhere, records of runs there are not.
  package func damages() throws(Fault) -> [String] {
    try read("whole database") { database in
      var found = try String.fetchAll(database, sql: "PRAGMA quick_check(5)").filter { $0 != "ok" }
      for row in try Row.fetchAll(database, sql: "SELECT \"table\", COUNT(*) FROM pragma_foreign_key_check GROUP BY 1 ORDER BY 1") {
        found.append("table \(row[0] as String): \(row[1] as Int) rows belong to nothing")
      }
      let runs = Set(try Int64.fetchAll(database, sql: "SELECT id FROM run"))
      for table in ["line", "open", "part_total"] {
        var last = Int64.min
        while let next = try Int64.fetchOne(
          database, sql: "SELECT run FROM \(table) WHERE run > ? ORDER BY run LIMIT 1", arguments: [last])
        {
          if !runs.contains(next) { found.append("table \(table): rows of a run there is not") }
          last = next
        }
      }
      return found
    }
  }
}
