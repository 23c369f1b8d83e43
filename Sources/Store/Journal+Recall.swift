package import Flows
import Foundation
import GRDB
package import Tables
package import Values

/// A fact that a corrected file took back, and what stands in its place.
package struct RecalledPair: Sendable {
  package var fact: Int64
  package var successor: Int64?
}

/// Corrected files for files already settled: which they correct, which rows they take back. It knows no money; the flow reverses it. (contract.md, recall)
extension Journal {
  /// The corrected file a run took, if it is a recall.
  package func recall(_ run: RunRecord) throws(Fault) -> FileRecord? {
    try files(run: run, states: [.taken]).first { $0.recall != nil && $0.corrects != nil }
  }

  /// The files a corrected one stands for: the first, and every correction of it so far.
  package func corrected(by file: FileRecord) throws(Fault) -> [FileRecord] {
    guard let root = file.corrects else { return [] }
    return try lineage(root).filter { $0.id != file.id }
  }

  /// A file and its corrections, oldest first.
  package func lineage(_ root: Int64) throws(Fault) -> [FileRecord] {
    var found = try files(states: [.taken]).filter { $0.id == root || $0.corrects == root }
    found.sort { $0.id < $1.id }
    return found
  }

  /// Files of the same party and feed that hold a business key the file has too, with how many.
  package func sharing(_ file: FileRecord) throws(Fault) -> [(file: FileRecord, keys: Int)] {
    let (id, feed, party) = (file.id, file.feed, file.party)
    let counts = try read("recall") { [names] database -> [Int64: Int] in
      guard let feedID = names.id(of: feed), let partyID = names.id(of: party) else { return [:] }
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT h.file, COUNT(*) FROM fact b CROSS JOIN fact h ON h.feed = b.feed AND h.scope = b.scope AND h.key = b.key AND h.state < 10
          WHERE b.file = ?1 AND h.file <> ?1 AND b.feed = ?2 AND h.party = ?3 GROUP BY h.file
          """, arguments: [id, feedID, partyID])
      return Dictionary(uniqueKeysWithValues: rows.map { ($0[0] as Int64, $0[1] as Int) })
    }
    var found: [(file: FileRecord, keys: Int)] = []
    for (id, keys) in counts.sorted(by: { $0.key < $1.key }) {
      if let file = try self.file(id) { found.append((file, keys)) }
    }
    return found
  }

  /// Says which file a corrected one stands for.
  package func setCorrects(_ file: inout FileRecord, _ root: Int64) throws(Fault) {
    let id = file.id
    try write("recall of a file") { try $0.execute(sql: "UPDATE file SET corrects = ? WHERE id = ?", arguments: [root, id]) }
    file.corrects = root
  }

  /// Keeps at hand, for this connection alone, the keys the corrected files say something about. Made anew before twins are judged.
  func noteSaid(_ file: FileRecord, feed: Feed) throws(Fault) {
    let files = try corrected(by: file).map { "\($0.id)" }.joined(separator: ",")
    try write("recall: keys") { [names] database in
      try database.execute(
        sql: """
          CREATE TEMP TABLE IF NOT EXISTS said (key TEXT PRIMARY KEY) WITHOUT ROWID;
          DELETE FROM temp.said;
          """)
      guard let feedID = names.id(of: feed.name) else { return }
      try database.execute(
        sql: "INSERT OR IGNORE INTO temp.said SELECT key FROM fact WHERE file IN (\(files)) AND feed = ? AND state IN (0, 1, 2, 11)",
        arguments: [feedID])
    }
  }

  static func isSaid(_ key: String, _ database: Database) throws -> Bool {
    try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM temp.said WHERE key = ?)", arguments: [key]) ?? false
  }

  /// Notes a settled fact as taken back.
  static func recall(_ fact: Int64, by successor: Int64?, _ run: Int64, _ database: Database) throws {
    try database.execute(
      sql: "INSERT INTO recalled (fact, run, flow, rank, at, key, successor) SELECT id, ?, flow, rank, at, key, ? FROM fact WHERE id = ?",
      arguments: [run, successor, fact])
  }

  /// Takes back what the corrected files settled, or left waiting, and the correction says nothing of. One transaction; done again it finds nothing.
  package func recallUnsaid(_ file: FileRecord, feed: Feed, run: RunRecord, reason: Reason, detail: String) throws(Fault) {
    let files = try corrected(by: file).map { "\($0.id)" }.joined(separator: ",")
    try write("recall: rows left out") { [names] database in
      let unsaid = try Row.fetchAll(
        database,
        sql: """
          SELECT id, state, amount FROM fact WHERE file IN (\(files)) AND state < 10
            AND key NOT IN (SELECT key FROM fact WHERE file = ?) ORDER BY key, id
          """, arguments: [file.id])
      for row in unsaid {
        let (id, state, amount) = (row[0] as Int64, row[1] as Int, row[2] as Int64)
        try database.execute(
          sql: "UPDATE fact SET state = ?, reason = ?, detail = ?, run = ? WHERE id = ?",
          arguments: [Fact.State.replaced.rawValue, try names.id(reason.code, database), detail, run.id, id])
        switch state {
        case Fact.State.settled.rawValue: try Journal.recall(id, by: nil, run.id, database)
        case Fact.State.waiting.rawValue: try Journal.count(run.id, feed.name, "replaced", rows: 1, amount: amount, database)
        default: break
        }
      }
    }
  }

  /// What a run's correction took back, in the order it was handed over.
  package func recalled(run: RunRecord) throws(Fault) -> [RecalledPair] {
    try read("recall") {
      try Row.fetchAll(
        $0, sql: "SELECT fact, successor FROM recalled WHERE run = ? ORDER BY flow, rank, at, key, fact", arguments: [run.id]
      ).map { RecalledPair(fact: $0[0], successor: $0[1]) }
    }
  }

  /// The fact that stood in this one's place, and the run that took it back.
  package func predecessor(of fact: Int64) throws(Fault) -> Int64? {
    try read("recall") { try Int64.fetchOne($0, sql: "SELECT fact FROM recalled WHERE successor = ?", arguments: [fact]) }
  }

  /// Facts of a feed by their numbers, in any state.
  package func fact(_ id: Int64, feed: Feed) throws(Fault) -> FactRecord? {
    try facts(feed: feed, after: id - 1, limit: 1).first { $0.id == id }
  }
}

extension Journal {
  /// Goes through the facts of a file, in the order of its rows, a chunk in memory at a time.
  package func eachFact(of file: FileRecord, feed: Feed, _ body: (FactRecord) throws(Fault) -> Void) throws(Fault) {
    let first = try read("facts") { try Int64.fetchOne($0, sql: "SELECT MIN(id) FROM fact WHERE file = ?", arguments: [file.id]) }
    let last = try read("facts") { try Int64.fetchOne($0, sql: "SELECT MAX(id) FROM fact WHERE file = ?", arguments: [file.id]) }
    guard let first, let last else { return }
    var after = first - 1
    while after < last {
      let chunk = try facts(feed: feed, after: after, limit: 2000)
      guard let end = chunk.last else { return }
      for fact in chunk where fact.file == file.id { try body(fact) }
      after = end.id
    }
  }

  /// Facts of other files that this run wrote lines about: endorsements whose policy was taken back or has come, and whatever waited.
  package func moved(in run: RunRecord, besides file: FileRecord) throws(Fault) -> [Int64] {
    try read("recall") {
      try Int64.fetchAll(
        $0,
        sql: """
          SELECT DISTINCT l.fact FROM line l JOIN fact f ON f.id = l.fact WHERE l.run = ?1 AND f.file <> ?2
            AND f.id NOT IN (SELECT fact FROM recalled WHERE run = ?1) ORDER BY l.fact
          """, arguments: [run.id, file.id])
    }
  }

  /// Rows of a file under whose key another of its rows says something else, in order.
  package func disputed(in file: FileRecord) throws(Fault) -> [Int] {
    try read("recall") {
      try Int.fetchAll(
        $0,
        sql: """
          SELECT row FROM fact WHERE file = ?1 AND (feed, key) IN
            (SELECT feed, key FROM fact WHERE file = ?1 GROUP BY feed, key HAVING COUNT(DISTINCT digest) > 1) ORDER BY row
          """, arguments: [file.id])
    }
  }

  /// Rows that waited and that a corrected file leaves out.
  package func withdrawn(by file: FileRecord, run: RunRecord) throws(Fault) -> Int {
    let files = try corrected(by: file).map { "\($0.id)" }.joined(separator: ",")
    return try read("recall") {
      try Int.fetchOne(
        $0,
        sql: """
          SELECT COUNT(*) FROM fact f WHERE f.file IN (\(files)) AND f.state = 13 AND f.run = ?
            AND f.id NOT IN (SELECT fact FROM recalled) AND f.key NOT IN (SELECT key FROM fact WHERE file = ?)
          """, arguments: [run.id, file.id])!
    }
  }
}
