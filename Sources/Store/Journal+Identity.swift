package import Flows
import Foundation
import GRDB
package import Tables
package import Values

/// Two facts under one key, for identity to judge.
package struct Twins: Sendable {
  package struct Side: Sendable {
    package var id: Int64
    package var party: String
    package var digest: [UInt8]
    package var state: Fact.State
    package var isContested: Bool
    package var corrects: Bool
    package var amount: Int64
    /// Run that decided it; nil while undecided.
    package var run: Int64?
    /// Run that took its file in.
    package var taken: Int64
    package var file: Int64
    package var rowNumber: Int
    package var row: Batch.Row
  }
  package var key: String
  /// The files that are corrected say something under this key.
  package var isSaid = false
  /// Who holds the key; nil when the holder gave it up to an earlier twin.
  package var holder: Side?
  package var newcomer: Side
}

/// What identity decided: the new states of both.
package struct IdentityOutcome: Sendable {
  package enum Newcomer: Sendable { case takesKey, already, conflict(Reason, String) }
  package enum Holder: Sendable {
    case stays, contested(Reason, String), replaced
    /// Settled, and taken back by a corrected file: its money is reversed.
    case recalled(Reason, String)
  }
  package var newcomer: Newcomer
  package var holder: Holder

  package init(newcomer: Newcomer, holder: Holder) {
    self.newcomer = newcomer
    self.holder = holder
  }
}

extension Journal {
  /// Judges every twin of a feed in the order of key and intake, chunk by chunk; each chunk is one transaction, so it can be gone through again.
  package func judgeTwins(
    flow: String, feed: Feed, run: RunRecord, correcting: FileRecord? = nil, chunk: Int = 500, _ judge: (Twins) -> IdentityOutcome
  ) throws(Fault) {
    guard let flowID = names.id(of: flow), let feedID = names.id(of: feed.name) else { return }
    let zone = feed.identity == .feed
    if let correcting { try noteSaid(correcting, feed: feed) }
    while true {
      let left = try write("judge twins") { [names] database in
        let ids = try Int64.fetchAll(
          database, sql: "SELECT id FROM fact WHERE state = 20 AND flow = ? AND feed = ? ORDER BY key, id LIMIT ?",
          arguments: [flowID, feedID, chunk])
        for id in ids {
          let newcomer = try Journal.side("id = \(id)", [], feed.schema.width, names, database)!
          let scope: Int64 = zone ? 0 : try names.id(newcomer.side.party, database)
          let holder = try Journal.side(
            "feed = ? AND scope = ? AND key = ? AND state < 10", [feedID, scope, newcomer.key], feed.schema.width, names, database)
          let isSaid = try correcting != nil && Journal.isSaid(newcomer.key, database)
          let outcome = judge(Twins(key: newcomer.key, isSaid: isSaid, holder: holder?.side, newcomer: newcomer.side))
          try Journal.apply(outcome, holder?.side, newcomer.side, feed.name, run.id, names, database)
          if case .recalled = outcome.holder, let holder { try Journal.recall(holder.side.id, by: newcomer.side.id, run.id, database) }
        }
        return ids.count == chunk
      }
      if !left { return }
    }
  }

  private static func apply(
    _ outcome: IdentityOutcome, _ holder: Twins.Side?, _ newcomer: Twins.Side, _ feed: String, _ run: Int64, _ names: Names,
    _ database: Database
  ) throws {
    func move(_ side: Twins.Side, _ state: Int, _ reason: Reason?, _ detail: String, bucket: String?) throws {
      try database.execute(
        sql: "UPDATE fact SET state = ?, reason = ?, detail = ?, run = ? WHERE id = ?",
        arguments: [state, try reason.map { try names.id($0.code, database) }, detail, run, side.id])
      if let bucket { try count(run, feed, bucket, rows: 1, amount: side.amount, database) }
    }
    if let holder {
      switch outcome.holder {
      case .stays: break
      case .contested(let reason, let detail):
        try move(holder, Journal.contested, reason, detail, bucket: holder.isContested ? nil : "conflict")
      case .replaced:
        // A settled row of a revising feed was counted the night it settled; a contested one when it was contested.
        let counted = holder.state == .settled || holder.isContested
        try move(holder, Fact.State.replaced.rawValue, nil, "", bucket: counted ? nil : "replaced")
      case .recalled(let reason, let detail): try move(holder, Fact.State.replaced.rawValue, reason, detail, bucket: nil)
      }
    }
    switch outcome.newcomer {
    case .takesKey:
      try database.execute(sql: "UPDATE fact SET state = 0 WHERE id = ?", arguments: [newcomer.id])
    case .already:
      try move(newcomer, Fact.State.already.rawValue, nil, holder.map { "\($0.file):\($0.rowNumber)" } ?? "", bucket: "already")
    case .conflict(let reason, let detail): try move(newcomer, Fact.State.conflict.rawValue, reason, detail, bucket: "conflict")
    }
  }

  /// A fact that holds its key but stands still because another version of it came.
  static let contested = 2

  private static func side(_ condition: String, _ arguments: StatementArguments, _ width: Int, _ names: Names, _ database: Database) throws
    -> (
      key: String, side: Twins.Side
    )?
  {
    guard
      let row = try Row.fetchOne(
        database,
        sql: """
          SELECT id, party, digest, state, corrects, amount, run, file, row, payload, key, (SELECT run FROM file WHERE file.id = fact.file)
          FROM fact WHERE \(condition)
          """,
        arguments: arguments)
    else { return nil }
    var batch = Batch(width: width)
    (row[9] as Data).withUnsafeBytes { _ = Packed.read($0, into: &batch) }
    let state: Int = row[3]
    return (
      row[10],
      Twins.Side(
        id: row[0], party: names.text(row[1]), digest: Array(row[2] as Data), state: Fact.State(rawValue: state) ?? .waiting,
        isContested: state == contested, corrects: row[4] as Int == 1, amount: row[5], run: row[6],
        taken: row[11], file: row[7], rowNumber: row[8],
        row: batch[0])
    )
  }
}
