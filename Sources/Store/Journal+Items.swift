package import Flows
import GRDB
import Tables
package import Values

/// What one fetch hands over: items in their flow's order, and the cursor that stands behind the last of them.
package struct ItemChunk: Sendable {
  package var items: [Item]
  package var cursor: MatchCursor
}

extension Journal {
  /// The next items of a flow after a cursor: facts that wait and dues up to the end of the business day, merged into one order.
  /// In passes after the first only dues are handed over, those that fell due while the night went on, and facts asked for again.
  package func nextItems(
    flow: String, feeds: [Feed], widths: [String: Int], run: RunRecord, limit: Int
  ) throws(Fault) -> ItemChunk? {
    guard let flowID = names.id(of: flow) else { return nil }
    let after = run.cursor ?? .start
    let end = Moment.end(of: run.name.day).seconds
    return try read("items") { [names] database in
      // What a corrected file takes back goes before all that is to be decided.
      if run.pass == 0, after.rank <= MatchCursor.recalled {
        let found = try Journal.recalled(database, names, flowID, feeds, run, after, limit)
        if let last = found.last { return ItemChunk(items: found.map { .recalled($0.1) }, cursor: last.0) }
      }
      var facts: [(MatchCursor, Fact)] =
        run.pass == 0
        ? try Journal.waiting(database, names, flowID, feeds, after, end, limit)
        : try Journal.again(database, names, flowID, feeds, run, after, limit)
      let dues = try Journal.dues(database, names, flowID, widths, run, after, end, limit)
      if facts.isEmpty && dues.isEmpty { return nil }
      if facts.count > limit { facts.removeLast(facts.count - limit) }
      var items: [Item] = []
      var cursor = after
      var (nextFact, nextDue) = (0, 0)
      while items.count < limit, nextFact < facts.count || nextDue < dues.count {
        // When one side was cut at the limit, the other may not run past its last place; the limit is reached first in any case.
        let factFirst = nextDue >= dues.count || (nextFact < facts.count && !Journal.isBefore(dues[nextDue].0, facts[nextFact].0))
        if factFirst {
          cursor = facts[nextFact].0
          items.append(run.pass == 0 ? .fact(facts[nextFact].1) : .again(facts[nextFact].1))
          nextFact += 1
        } else {
          cursor = dues[nextDue].0
          items.append(.due(dues[nextDue].1))
          nextDue += 1
        }
      }
      return ItemChunk(items: items, cursor: cursor)
    }
  }

  private static func isBefore(_ left: MatchCursor, _ right: MatchCursor) -> Bool {
    if left.rank != right.rank { return left.rank < right.rank }
    if left.at != right.at { return left.at < right.at }
    if left.key != right.key { return Array(left.key.utf8).lexicographicallyPrecedes(Array(right.key.utf8)) }
    return left.tie.lexicographicallyPrecedes(right.tie)
  }

  private static func waiting(
    _ database: Database, _ names: Names, _ flow: Int64, _ feeds: [Feed], _ after: MatchCursor, _ end: Int64, _ limit: Int
  ) throws -> [(MatchCursor, Fact)] {
    let statement = try Prepared(
      database,
      """
      SELECT rank, at, key, digest, id, feed, party, file, row, since, payload FROM fact
      WHERE state = 0 AND flow = ?1 AND (rank, at, key) >= (?2, ?3, ?4) AND ((rank, at, key) > (?2, ?3, ?4) OR (digest, id) > (?5, ?8))
        AND (wake IS NULL OR wake <= ?6)
      ORDER BY rank, at, key, digest, id LIMIT ?7
      """)
    let (digest, id) = parted(after.tie)
    statement.bind(1, flow)
    statement.bind(2, after.rank)
    statement.bind(3, after.at)
    statement.bind(4, after.key)
    statement.bind(5, blob: digest)
    statement.bind(6, end)
    statement.bind(7, limit)
    statement.bind(8, id)
    return try facts(from: statement, names, feeds)
  }

  /// Settled facts this pass was asked for.
  private static func again(
    _ database: Database, _ names: Names, _ flow: Int64, _ feeds: [Feed], _ run: RunRecord, _ after: MatchCursor, _ limit: Int
  ) throws -> [(MatchCursor, Fact)] {
    let statement = try Prepared(
      database,
      """
      SELECT a.rank, a.at, a.key, f.digest, f.id, f.feed, f.party, f.file, f.row, f.since, f.payload FROM again a JOIN fact f ON f.id = a.fact
      WHERE a.run = ?1 AND a.flow = ?2 AND a.pass = ?3 AND (a.rank, a.at, a.key) >= (?4, ?5, ?6)
        AND ((a.rank, a.at, a.key) > (?4, ?5, ?6) OR (f.digest, f.id) > (?7, ?8))
      ORDER BY a.rank, a.at, a.key, f.digest, f.id LIMIT ?9
      """)
    let (digest, id) = parted(after.tie)
    statement.bind(1, run.id)
    statement.bind(2, flow)
    statement.bind(3, run.pass)
    statement.bind(4, after.rank)
    statement.bind(5, after.at)
    statement.bind(6, after.key)
    statement.bind(7, blob: digest)
    statement.bind(8, id)
    statement.bind(9, limit)
    return try facts(from: statement, names, feeds)
  }

  /// Settled facts that a corrected file of this run takes back.
  private static func recalled(
    _ database: Database, _ names: Names, _ flow: Int64, _ feeds: [Feed], _ run: RunRecord, _ after: MatchCursor, _ limit: Int
  ) throws -> [(MatchCursor, Fact)] {
    // Their own ranks among themselves: a place behind the last one handed over is found by its fact.
    let last = after.rank == MatchCursor.recalled ? parted(after.tie).id : nil
    let place = try last.flatMap { try Row.fetchOne(database, sql: "SELECT rank, at, key FROM recalled WHERE fact = ?", arguments: [$0]) }
    let statement = try Prepared(
      database,
      """
      SELECT \(MatchCursor.recalled), r.at, r.key, f.digest, f.id, f.feed, f.party, f.file, f.row, f.since, f.payload
      FROM recalled r JOIN fact f ON f.id = r.fact
      WHERE r.run = ?1 AND r.flow = ?2 AND (r.rank, r.at, r.key, r.fact) > (?3, ?4, ?5, ?6) ORDER BY r.rank, r.at, r.key, r.fact LIMIT ?7
      """)
    statement.bind(1, run.id)
    statement.bind(2, flow)
    statement.bind(3, place.map { $0[0] as Int } ?? Int(Int32.min))
    statement.bind(4, place.map { $0[1] as Int64 } ?? .min)
    statement.bind(5, place.map { $0[2] as String } ?? "")
    statement.bind(6, last ?? 0)
    statement.bind(7, limit)
    return try facts(from: statement, names, feeds)
  }

  private static func facts(from statement: Prepared, _ names: Names, _ feeds: [Feed]) throws -> [(MatchCursor, Fact)] {
    let indexes = Dictionary(uniqueKeysWithValues: feeds.enumerated().map { ($1.name, $0) })
    var heads: [(MatchCursor, id: Int64, feed: Int, party: String, file: Int64, row: Int, since: Day, at: Int)] = []
    var batches = feeds.map { Batch(width: $0.schema.width) }
    while try statement.next() {
      let feed = names.text(statement.int64(5))
      guard let index = indexes[feed] else { continue }
      let cursor = MatchCursor(
        rank: statement.int(0), at: statement.int64(1), key: statement.text(2), tie: tied(statement.bytes(3), statement.int64(4)))
      let place = batches[index].count
      guard Packed.read(statement.blob(10), into: &batches[index]) else { throw Journal.damaged("fact \(statement.int64(4))") }
      heads.append(
        (
          cursor, statement.int64(4), index, names.text(statement.int64(6)), statement.int64(7), statement.int(8),
          Day(number: Int32(statement.int64(9))), place
        ))
    }
    return heads.map { head in
      (
        head.0,
        Fact(
          id: head.id, feed: head.feed, party: head.party, file: head.file, rowNumber: head.row, since: head.since,
          row: batches[head.feed][head.at])
      )
    }
  }

  /// Two parties may send the same row under the same key: the order of intake decides last.
  private static func tied(_ digest: [UInt8], _ id: Int64) -> [UInt8] { digest + withUnsafeBytes(of: id.bigEndian, Array.init) }

  private static func parted(_ tie: [UInt8]) -> (digest: [UInt8], id: Int64) {
    guard tie.count == 40 else { return (tie, .max) }
    return (Array(tie[..<32]), tie[32...].reduce(0) { $0 << 8 | Int64($1) })
  }

  private static func dues(
    _ database: Database, _ names: Names, _ flow: Int64, _ widths: [String: Int], _ run: RunRecord, _ after: MatchCursor, _ end: Int64,
    _ limit: Int
  ) throws -> [(MatchCursor, State)] {
    let statement = try Prepared(
      database,
      """
      SELECT s.rank, s.due, s.kind, s.key, s.family, s.payload FROM state s JOIN name n ON n.id = s.kind
      WHERE s.flow = ?1 AND s.due IS NOT NULL AND s.due <= ?2 AND (s.rank, s.due, s.key) >= (?3, ?4, ?5)
        AND (s.due_run, s.due_pass) <> (?6, ?7)
      ORDER BY s.rank, s.due, s.key, n.text
      """)
    statement.bind(1, flow)
    statement.bind(2, end)
    statement.bind(3, after.rank)
    statement.bind(4, after.at)
    statement.bind(5, after.key)
    statement.bind(6, run.id)
    statement.bind(7, run.pass)
    var found: [(MatchCursor, State)] = []
    while try statement.next() {
      let kind = names.text(statement.int64(2))
      let key = statement.text(3)
      let cursor = MatchCursor(rank: statement.int(0), at: statement.int64(1), key: key, tie: [dueMark] + Array(kind.utf8))
      guard isBefore(after, cursor) else { continue }
      guard let width = widths[kind] else { throw damaged("state kind \(kind)") }
      let rows = try Journal.rows(statement.blob(5), width: width, what: key)
      found.append(
        (
          cursor,
          State(StateKey(kind, key), group: statement.optionalText(4), due: Moment(seconds: cursor.at), rank: cursor.rank, rows: rows)
        ))
      if found.count == limit {
        statement.reset()
        break
      }
    }
    return found
  }

  /// Dues stand behind facts of the same second.
  private static let dueMark: UInt8 = 0xFF

  static func damaged(_ what: String) -> Fault {
    Fault(
      .program, code: "store-unreadable", place: "state/settle.db (\(what))", cause: "what the store holds is not what was written",
      remedy: "keep the root as it is and report this message")
  }

  /// A state's rows: each with its length before it.
  static func rows(_ bytes: UnsafeRawBufferPointer, width: Int, what: String) throws -> Batch {
    var batch = Batch(width: width)
    try rows(bytes, into: &batch, what: what)
    return batch
  }

  /// Appends a state's rows, at most so many.
  static func rows(_ bytes: UnsafeRawBufferPointer, into batch: inout Batch, limit: Int = .max, what: String) throws {
    var (at, count) = (0, 0)
    while at < bytes.count, count < limit {
      guard bytes.count - at >= 4 else { throw damaged(what) }
      let length = Int(UInt32(bytes[at]) | UInt32(bytes[at + 1]) << 8 | UInt32(bytes[at + 2]) << 16 | UInt32(bytes[at + 3]) << 24)
      guard length <= bytes.count - at - 4 else { throw damaged(what) }
      guard Packed.read(UnsafeRawBufferPointer(rebasing: bytes[at + 4..<at + 4 + length]), into: &batch) else { throw damaged(what) }
      at += 4 + length
      count += 1
    }
  }

  static func bytes(_ rows: Batch) -> [UInt8] {
    var bytes: [UInt8] = []
    for row in 0..<rows.count {
      let start = bytes.count
      bytes.append(contentsOf: [0, 0, 0, 0])
      Packed.append(rows, row, to: &bytes)
      let length = UInt32(bytes.count - start - 4)
      for byte in 0..<4 { bytes[start + byte] = UInt8(truncatingIfNeeded: length >> (8 * UInt32(byte))) }
    }
    return bytes
  }
}
