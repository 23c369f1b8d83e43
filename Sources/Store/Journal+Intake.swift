package import Flows
import GRDB
package import Tables
package import Values

/// Facts on their way in: verified rows of one file, with what makes each of them unique and where it stands in its flow's order.
package struct FactChunk: Sendable {
  /// One fact.
  package struct Head: Sendable {
    package var rowNumber: Int
    package var key: String
    package var order: Order
    package var amount: Int64
    package var corrects: Bool

    package init(rowNumber: Int, key: String, order: Order, amount: Int64, corrects: Bool) {
      self.rowNumber = rowNumber
      self.key = key
      self.order = order
      self.amount = amount
      self.corrects = corrects
    }
  }

  package var heads: [Head] = []
  /// 32 bytes a fact.
  package var digests: [UInt8] = []
  package var rows: Batch
  package var findings: [Reject] = []

  package init(width: Int) { rows = Batch(width: width) }

  package mutating func removeAll() {
    heads.removeAll(keepingCapacity: true)
    digests.removeAll(keepingCapacity: true)
    rows.removeAll()
    findings.removeAll(keepingCapacity: true)
  }
}

extension Journal {
  /// Forgets what an interrupted reading of a file left: its facts do not count before the file is taken.
  package func clear(_ file: FileRecord) throws(Fault) {
    let id = file.id
    try write("clear half-read file") { database in
      try database.execute(sql: "DELETE FROM fact WHERE file = ?", arguments: [id])
      try database.execute(sql: "DELETE FROM finding WHERE file = ?", arguments: [id])
    }
  }

  /// Appends a chunk of one file. A fact whose key is held already comes in as a twin; identity decides about it before matching.
  package func append(_ chunk: FactChunk, file: FileRecord, flow: String, feed: Feed, day: Day) throws(Fault) {
    try write("append facts") { [names] database in
      let flowID = try names.id(flow, database)
      let feedID = try names.id(feed.name, database)
      let partyID = try names.id(file.party, database)
      let scope = feed.identity == .feed ? 0 : partyID
      var id = try Int64.fetchOne(database, sql: "SELECT COALESCE(MAX(id), 0) FROM fact")!
      let insert = try Prepared(
        database,
        """
        INSERT INTO fact (id, flow, feed, party, scope, key, digest, rank, at, amount, corrects, state, since, file, row, payload)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
      var packed: [UInt8] = []
      for (index, head) in chunk.heads.enumerated() {
        id += 1
        insert.bind(1, id)
        insert.bind(2, flowID)
        insert.bind(3, feedID)
        insert.bind(4, partyID)
        insert.bind(5, scope)
        insert.bind(6, head.key)
        insert.bind(7, blob: Array(chunk.digests[32 * index..<32 * index + 32]))
        insert.bind(8, head.order.rank)
        insert.bind(9, head.order.at.seconds)
        insert.bind(10, head.amount)
        insert.bind(11, head.corrects ? 1 : 0)
        insert.bind(12, Fact.State.waiting.rawValue)
        insert.bind(13, Int(day.number))
        insert.bind(14, file.id)
        insert.bind(15, head.rowNumber)
        packed.removeAll(keepingCapacity: true)
        Packed.append(chunk.rows, index, to: &packed)
        insert.bind(16, blob: packed)
        if try !insert.inserts() {
          insert.bind(12, Fact.State.twin.rawValue)
          try insert.run()
        }
      }
      try Journal.insert(chunk.findings, file: file.id, database)
    }
  }

  private static func insert(_ findings: [Reject], file: Int64, _ database: Database) throws {
    guard !findings.isEmpty else { return }
    let insert = try Prepared(
      database, "INSERT INTO finding (file, row, number, field, reason, found, detail, warning) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
    var last = try Row.fetchOne(
      database, sql: "SELECT row, number FROM finding WHERE file = ? ORDER BY row DESC, number DESC LIMIT 1", arguments: [file]
    ).map { (row: $0[0] as Int, number: $0[1] as Int) }
    for finding in findings.enumerated().sorted(by: { ($0.element.row, $0.offset) < ($1.element.row, $1.offset) }).map(\.element) {
      let number = last?.row == finding.row ? last!.number + 1 : 1
      last = (finding.row, number)
      insert.bind(1, file)
      insert.bind(2, finding.row)
      insert.bind(3, number)
      insert.bind(4, finding.column.map(Int64.init))
      insert.bind(5, finding.reason.code)
      insert.bind(6, finding.found)
      insert.bind(7, finding.detail)
      insert.bind(8, finding.isWarning ? 1 : 0)
      try insert.run()
    }
  }

  /// The file was read to its end: from here its facts count. One transaction with the tally of what came in.
  package func take(_ file: inout FileRecord, reading: FileRecord.Reading, digest: Digest, revises: Bool, run: RunRecord) throws(Fault) {
    let (id, party, feed, comesAgain) = (file.id, file.party, file.feed, revises || file.recall != nil)
    try write("take file") { database in
      // On a revising feed, and as a correction, the same bytes may come back after others; elsewhere the index refuses them.
      let earlier =
        try comesAgain
        ? Int.fetchOne(
          database, sql: "SELECT COUNT(*) FROM file WHERE party = ? AND feed = ? AND digest = ? AND state = 'taken'",
          arguments: [party, feed, digest.hex])! : 0
      try database.execute(
        sql: """
          UPDATE file SET state = 'taken', digest = ?, kind = ?, encoding = ?, sheet = ?, layout = ?, sums = ?, data_rows = ?, blank_rows = ?, header_rows = ?,
            total_rows = ?, physical_rows = ?, rejected_rows = ?, amount = ?, printed_amount = ?, repetition = ?, attempts = 0, reason = NULL, detail = NULL WHERE id = ?
          """,
        arguments: [
          digest.hex, reading.kind, reading.encoding, reading.sheet, reading.layout,
          reading.sums.map(\.text).joined(separator: "\n"), reading.dataRows, reading.blankRows, reading.headerRows,
          reading.totalRows, reading.physicalRows, reading.rejectedRows, reading.amount.minor, reading.printedAmount?.minor, earlier, id,
        ])
      let facts = try Row.fetchOne(database, sql: "SELECT COUNT(*), COALESCE(SUM(amount), 0) FROM fact WHERE file = ?", arguments: [id])!
      try Journal.count(run.id, feed, "in", rows: (facts[0] as Int) + reading.rejectedRows, amount: facts[1], database)
      if reading.rejectedRows > 0 { try Journal.count(run.id, feed, "rejected", rows: reading.rejectedRows, amount: 0, database) }
    }
    file.state = .taken
    file.digest = digest
    file.reading = reading
  }

  static func count(_ run: Int64, _ feed: String, _ bucket: String, rows: Int, amount: Int64, _ database: Database) throws {
    try database.execute(
      sql: """
        INSERT INTO tally (run, feed, bucket, rows, amount) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (run, feed, bucket) DO UPDATE SET rows = rows + excluded.rows, amount = amount + excluded.amount
        """, arguments: [run, feed, bucket, rows, amount])
  }
}
