package import Flows
import Foundation
import GRDB
package import Tables
package import Values

/// Facts and lines looked up for answers; reads only.
extension Journal {
  /// One fact with everything the store knows of it: what `explain` and `query` print.
  package struct FactRecord: Sendable {
    package var id: Int64
    package var flow: String
    package var feed: String
    package var party: String
    package var key: String
    package var state: Fact.State
    package var contested: Bool
    package var reason: String
    package var detail: String
    package var since: Day
    package var file: Int64
    package var rowNumber: Int
    package var run: RunName?
    package var row: Batch.Row
  }

  /// Facts of a feed whose key begins with a prefix, in any state.
  package func facts(feed: Feed, keyPrefix: String) throws(Fault) -> [FactRecord] {
    try records(feed, "f.key >= ? AND f.key < ?", [keyPrefix, keyPrefix + "\u{10FFFF}"], "f.key, f.id")
  }

  /// Facts of a feed in chunks, by id: everything a query looks through.
  package func facts(feed: Feed, after id: Int64, limit: Int) throws(Fault) -> [FactRecord] {
    try records(feed, "f.id > ?", [id], "f.id LIMIT \(limit)")
  }

  /// Facts of one file, in the order of its rows.
  package func facts(file: Int64, feed: Feed) throws(Fault) -> [FactRecord] { try records(feed, "f.file = ?", [file], "f.row, f.id") }

  private func records(_ feed: Feed, _ condition: String, _ arguments: [any DatabaseValueConvertible], _ order: String) throws(Fault)
    -> [FactRecord]
  {
    try read("facts") { [names] database in
      guard let feedID = names.id(of: feed.name) else { return [] }
      return try Row.fetchAll(
        database,
        sql: """
          SELECT f.id, f.flow, f.party, f.key, f.state, f.reason, f.detail, f.since, f.file, f.row, r.day, r.number, f.payload
          FROM fact f LEFT JOIN run r ON r.id = f.run WHERE f.feed = ? AND \(condition) ORDER BY \(order)
          """, arguments: StatementArguments([feedID] + arguments)
      ).map { row in
        var batch = Batch(width: feed.schema.width)
        (row[12] as Data).withUnsafeBytes { _ = Packed.read($0, into: &batch) }
        let state: Int = row[4]
        return FactRecord(
          id: row[0], flow: names.text(row[1]), feed: feed.name, party: names.text(row[2]), key: row[3],
          state: Fact.State(rawValue: state) ?? .waiting,
          contested: state == Journal.contested, reason: (row[5] as Int64?).map(names.text) ?? "", detail: row[6] ?? "",
          since: Day(number: row[7]),
          file: row[8], rowNumber: row[9],
          run: (row[10] as Int32?).map { RunName(day: Day(number: $0), number: row[11]) }, row: batch[0])
      }
    }
  }

  /// The lines written about a fact, oldest first: their kind's name, run, part and cells.
  package func lines(of fact: Int64, flow: any Flow) throws(Fault) -> [(kind: Int, run: RunName, part: String, row: Batch.Row)] {
    try read("lines") { [names] database in
      var found: [(kind: Int, run: RunName, part: String, row: Batch.Row)] = []
      for kind in flow.lines.indices {
        guard let kindID = names.id(of: Journal.lineName(flow, kind)) else { continue }
        for row in try Row.fetchAll(
          database,
          sql: """
            SELECT r.day, r.number, l.part, l.payload FROM line l JOIN run r ON r.id = l.run
            WHERE l.fact = ? AND l.kind = ? ORDER BY l.run, l.number
            """, arguments: [fact, kindID])
        {
          var batch = Batch(width: flow.lines[kind].schema.width)
          (row[3] as Data).withUnsafeBytes { _ = Packed.read($0, into: &batch) }
          found.append((kind, RunName(day: Day(number: row[0]), number: row[1]), names.text(row[2]), batch[0]))
        }
      }
      return found
    }
  }

  /// Facts that wait or stand still, by feed and reason: how many, how much, since when at the longest.
  package struct WaitingSummary: Sendable {
    package var feed: String
    package var state: String
    package var reason: String
    package var rows: Int
    package var amount: Int64
    package var oldest: Day
  }

  package func waitingSummary() throws(Fault) -> [WaitingSummary] {
    try read("status") { [names] database in
      try Row.fetchAll(
        database,
        sql: "SELECT feed, state, reason, COUNT(*), SUM(amount), MIN(since) FROM fact WHERE state IN (0, 2) GROUP BY feed, state, reason"
      ).map {
        WaitingSummary(
          feed: names.text($0[0]), state: $0[1] as Int == 0 ? "waiting" : "conflict", reason: ($0[2] as Int64?).map(names.text) ?? "",
          rows: $0[3],
          amount: $0[4], oldest: Day(number: $0[5]))
      }.sorted { ($0.feed, $0.state, $0.reason) < ($1.feed, $1.state, $1.reason) }
    }
  }
}
