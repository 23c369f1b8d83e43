package import Flows
import Foundation
import GRDB
package import Values

/// A night as the store knows it: which run, which stage, where matching stands.
package struct RunRecord: Sendable {
  package var id: Int64
  package var name: RunName
  package var stage: Stage
  /// Index of the flow whose turn it is, and its pass over dues.
  package var flow: Int
  package var pass: Int
  package var cursor: MatchCursor?
  /// The flows it was asked for; nil: every flow.
  package var only: Set<String>?

  /// Whether a flow's files are taken and its facts matched.
  package func covers(_ flow: String) -> Bool { only?.contains(flow) ?? true }

  /// The stages of a night, in order; each is durable on its own and can be done again.
  package enum Stage: String, Sendable, CaseIterable, Comparable {
    case listing, flows, report, close, closed
    package static func < (left: Stage, right: Stage) -> Bool {
      allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
    }
  }
}

/// The last place of a flow's order that was posted in this pass.
package struct MatchCursor: Sendable, Equatable {
  package var rank: Int
  package var at: Int64
  package var key: String
  package var tie: [UInt8]

  package init(rank: Int, at: Int64, key: String, tie: [UInt8]) {
    self.rank = rank
    self.at = at
    self.key = key
    self.tie = tie
  }

  package static let start = MatchCursor(rank: Int(Int32.min), at: .min, key: "", tie: [])
  /// What a corrected file takes back stands before everything else.
  static let recalled = Int(Int32.min) + 1

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for value in [Int64(rank), at, Int64(key.utf8.count)] { withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) } }
    return bytes + Array(key.utf8) + tie
  }

  init?(bytes: [UInt8]) {
    guard bytes.count >= 24 else { return nil }
    func value(_ at: Int) -> Int64 { (0..<8).reduce(0) { $0 | Int64(bytes[at + $1]) << Int64(8 * $1) } }
    let length = Int(value(16))
    guard length >= 0, bytes.count >= 24 + length else { return nil }
    self.init(
      rank: Int(value(0)), at: value(8), key: String(decoding: bytes[24..<24 + length], as: UTF8.self), tie: Array(bytes[(24 + length)...]))
  }
}

extension Journal {
  /// The run that was begun and not closed, if any.
  package func unfinishedRun() throws(Fault) -> RunRecord? {
    try read("runs") { try Journal.run($0, "stage <> 'closed'") }
  }

  package func lastClosedRun() throws(Fault) -> RunRecord? {
    try read("runs") { try Journal.run($0, "stage = 'closed'") }
  }

  /// The last closed run that did what a run for these flows does; nil: one for every flow.
  package func lastClosedRun(covering flows: Set<String>?) throws(Fault) -> RunRecord? {
    try read("runs") { database in
      let wholes = try Journal.run(database, "stage = 'closed' AND only IS NULL")
      guard let flows else { return wholes }
      let chosen = try Row.fetchAll(database, sql: "SELECT id, only FROM run WHERE stage = 'closed' AND only IS NOT NULL ORDER BY id DESC")
        .first { flows.isSubset(of: Journal.flows($0[1])) }.map { $0[0] as Int64 }
      guard let chosen, chosen > (wholes?.id ?? 0) else { return wholes }
      return try Journal.run(database, "id = \(chosen)")
    }
  }

  static func flows(_ text: String) -> Set<String> { Set(text.split(separator: "\t").map(String.init)) }

  package func run(_ name: RunName) throws(Fault) -> RunRecord? {
    try read("runs") { try Journal.run($0, "day = \(name.day.number) AND number = \(name.number)") }
  }

  package func runs() throws(Fault) -> [RunName] {
    try read("runs") {
      try Row.fetchAll($0, sql: "SELECT day, number FROM run WHERE stage = 'closed' ORDER BY id").map {
        RunName(day: Day(number: $0[0]), number: $0[1])
      }
    }
  }

  package func beginRun(day: Day, only: Set<String>? = nil) throws(Fault) -> RunRecord {
    try write("begin run") { database in
      let number = try Int.fetchOne(database, sql: "SELECT 1 + COALESCE(MAX(number), 0) FROM run WHERE day = ?", arguments: [day.number])!
      try database.execute(
        sql: "INSERT INTO run (day, number, stage, only) VALUES (?, ?, ?, ?)",
        arguments: [day.number, number, RunRecord.Stage.listing.rawValue, only?.sorted().joined(separator: "\t")])
      return RunRecord(
        id: database.lastInsertedRowID, name: RunName(day: day, number: number), stage: .listing, flow: 0, pass: 0, cursor: nil, only: only)
    }
  }

  /// Takes a run back that found nothing to do: a run that finds nothing new writes nothing.
  package func withdraw(_ run: RunRecord) throws(Fault) {
    try write("withdraw run") { database in
      for table in ["tally", "rule_version"] { try database.execute(sql: "DELETE FROM \(table) WHERE run = ?", arguments: [run.id]) }
      try database.execute(sql: "DELETE FROM run WHERE id = ?", arguments: [run.id])
    }
  }

  package func advance(_ run: inout RunRecord, to stage: RunRecord.Stage, flow: Int = 0) throws(Fault) {
    let id = run.id
    try write("advance to \(stage.rawValue)") { database in
      try database.execute(
        sql: "UPDATE run SET stage = ?, flow = ?, pass = 0, cursor = NULL WHERE id = ?", arguments: [stage.rawValue, flow, id])
    }
    run.stage = stage
    run.flow = flow
    run.pass = 0
    run.cursor = nil
  }

  /// Ends a night: its certificate, and the links that can be made anew from what it left, in one transaction.
  package func close(_ run: inout RunRecord, certificate: String, links: [ChainLink] = []) throws(Fault) {
    let id = run.id
    try write("close run") { database in
      try Journal.keep(links, run: id, database)
      try database.execute(sql: "UPDATE run SET stage = 'closed', certificate = ? WHERE id = ?", arguments: [certificate, id])
    }
    run.stage = .closed
  }

  package func certificate(of run: RunName) throws(Fault) -> String? {
    try read("certificate") {
      try String.fetchOne(
        $0, sql: "SELECT certificate FROM run WHERE day = ? AND number = ? AND stage = 'closed'", arguments: [run.day.number, run.number])
    }
  }

  package struct RuleVersion: Sendable, Equatable {
    package var flow: String
    package var table: String
    package var digest: String
    package var rows: Int
    package init(flow: String, table: String, digest: String, rows: Int) {
      self.flow = flow
      self.table = table
      self.digest = digest
      self.rows = rows
    }
  }

  /// The rules a run was begun with. A run that goes on after a kill must find the same ones.
  package func freeze(_ versions: [RuleVersion], run: RunRecord) throws(Fault) {
    try write("freeze rules") { database in
      for version in versions {
        try database.execute(
          sql: "INSERT INTO rule_version (run, flow, rule_table, digest, rows) VALUES (?, ?, ?, ?, ?)",
          arguments: [run.id, version.flow, version.table, version.digest, version.rows])
      }
    }
  }

  package func ruleVersions(_ run: RunRecord) throws(Fault) -> [RuleVersion] {
    try read("rules") {
      try Row.fetchAll(
        $0, sql: "SELECT flow, rule_table, digest, rows FROM rule_version WHERE run = ? ORDER BY flow, rule_table", arguments: [run.id]
      ).map { RuleVersion(flow: $0[0], table: $0[1], digest: $0[2], rows: $0[3]) }
    }
  }

  static func run(_ database: Database, _ condition: String) throws -> RunRecord? {
    guard
      let row = try Row.fetchOne(
        database, sql: "SELECT id, day, number, stage, flow, pass, cursor, only FROM run WHERE \(condition) ORDER BY id DESC LIMIT 1")
    else { return nil }
    guard let stage = RunRecord.Stage(rawValue: row[3]) else { throw damaged("run \(row[0] as Int64)") }
    let cursor: [UInt8]? = (row[6] as Data?).map(Array.init)
    return RunRecord(
      id: row[0], name: RunName(day: Day(number: row[1]), number: row[2]), stage: stage, flow: row[4],
      pass: row[5], cursor: cursor.flatMap(MatchCursor.init(bytes:)), only: (row[7] as String?).map(flows))
  }
}
