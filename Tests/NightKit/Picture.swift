package import Foundation
import GRDB

/// All that a root holds, in a form two roots can be compared in: every file's bytes, every row of every table. Left out is only what a night
/// may do differently when it was disturbed: how often a file was tried, and what the disk says of it (inode, time).
package struct Picture: Equatable {
  /// Place of a file → its bytes.
  package var files: [String: Data] = [:]
  /// Table → its rows as text, sorted.
  package var tables: [String: [String]] = [:]

  /// Columns that may differ.
  static let volatile: [String: Set<String>] = ["file": ["attempts", "inode", "changed"]]
  /// Columns that hold the number of a name; numbers are given as names first come up.
  static let named: [String: Set<String>] = [
    "fact": ["flow", "feed", "party", "scope", "reason"], "state": ["kind", "flow"], "entry": ["kind"], "line": ["kind", "part"],
    "part": ["kind", "part"], "part_total": ["kind", "part"], "open": ["kind", "part"], "changed": ["kind"],
    "aggregate": ["model"], "aggregate_run": ["model"], "again": ["flow"], "recalled": ["flow"],
    "outcome": ["reason"], "touched": ["kind"],
  ]

  package init(of root: TrialRoot) throws {
    for folder in ["parties", "archive", "refused", "state"] {
      for place in root.files(under: folder) where !place.hasPrefix("state/settle.db") && place != "state/lock" {
        files[place] = root.bytes(place) ?? Data()
      }
    }
    let queue = try DatabaseQueue(path: root.path + "/state/settle.db")
    try queue.read { database in
      let names = try String.fetchAll(
        database,
        sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'grdb_%' ORDER BY name")
      let texts = Dictionary(
        uniqueKeysWithValues: try Row.fetchAll(database, sql: "SELECT id, text FROM name").map { ($0[0] as Int64, $0[1] as String) })
      let accounts = Dictionary(
        uniqueKeysWithValues: try Row.fetchAll(database, sql: "SELECT id, path, unit FROM account").map {
          ($0[0] as Int64, "\($0[1] as String) \($0[2] as String)")
        })
      for table in names {
        if table == "name" {
          tables[table] = texts.values.sorted()
          continue
        }
        let named = Picture.named[table] ?? []
        let skipped = Picture.volatile[table] ?? []
        let columns = try database.columns(in: table).map(\.name).filter { !skipped.contains($0) }
        let list = columns.map { "\"\($0)\"" }.joined(separator: ",")
        tables[table] = try Row.fetchAll(database, sql: "SELECT \(list) FROM \"\(table)\"").map { row in
          zip(columns, row.databaseValues).map { column, value in
            // Accounts are numbered as they first come up within a chunk, too.
            let number = Int64.fromDatabaseValue(value)
            if named.contains(column) { return "\(column)=\(number.map { texts[$0] ?? "\($0)" } ?? "-")" }
            if column == "account" || (table == "account" && column == "id") {
              return "\(column)=\(number.flatMap { accounts[$0] } ?? "-")"
            }
            return "\(column)=\(Picture.text(value))"
          }.joined(separator: " ")
        }.sorted()
      }
    }
  }

  private static func text(_ value: DatabaseValue) -> String {
    switch value.storage {
    case .null: "-"
    case .int64(let number): "\(number)"
    case .double(let number): "\(number)"
    case .string(let text): "'\(text)'"
    case .blob(let data): data.map { String(format: "%02x", $0) }.joined()
    }
  }

  /// The same without what tells in which run a thing was done: for nights that left a file to a later run.
  package func withoutRuns() throws -> Picture {
    var picture = self
    for table in [
      "run", "tally", "rule_version", "file", "sheet", "movement", "part", "part_total", "open", "line", "name", "finding", "aggregate_run",
      "changed", "chain", "outcome", "touched",
    ] {
      picture.tables[table] = nil
    }
    for (table, rows) in picture.tables {
      picture.tables[table] = rows.map { row in
        row.replacing(/(^| )(id|run|file|placed|resolved|due_run|entry|reference|cause|hold)=[^ ]+/) { "\($0.output.1)\($0.output.2)=*" }
      }.sorted()
    }
    // What a statement owes is kept under its number, which names the run.
    picture.tables["state"] = picture.tables["state"]?.filter { !$0.contains("kind=outstanding ") }.map {
      $0.replacing(/payload=[0-9a-f]+/, with: "payload=*")
    }
    picture.tables["posting"] = picture.tables["posting"]?.sorted()
    picture.files = files.filter { $0.key.hasPrefix("archive/") || $0.key.contains("/inbound/") }
    return picture
  }

  /// What differs, in sentences; empty when nothing does.
  package func differences(from other: Picture) -> [String] {
    var found: [String] = []
    for place in Set(files.keys).union(other.files.keys).sorted() where files[place] != other.files[place] {
      switch (files[place], other.files[place]) {
      case (nil, _): found.append("\(place) is missing")
      case (_, nil): found.append("\(place) should not be there")
      default: found.append("\(place) has other bytes")
      }
    }
    for table in Set(tables.keys).union(other.tables.keys).sorted() where tables[table] != other.tables[table] {
      let (mine, theirs) = (tables[table] ?? [], other.tables[table] ?? [])
      for row in mine where !theirs.contains(row) { found.append("table \(table) has \(row)") }
      for row in theirs where !mine.contains(row) { found.append("table \(table) lacks \(row)") }
      if mine.count != theirs.count || Set(mine) == Set(theirs) {
        found.append("table \(table): \(mine.count) rows against \(theirs.count)")
      }
    }
    return found
  }
}
