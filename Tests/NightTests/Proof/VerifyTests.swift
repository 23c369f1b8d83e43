import Foundation
import GRDB
import Night
import NightKit
import Store
import Testing
import Values

/// Everything a night leaves, changed one thing at a time: each is found, and named.
@Suite("A night held against its proofs")
struct VerifyTests {
  @Test("Nights verify, one after the other, whatever later nights did to their rows")
  func agrees() throws {
    let proven = try ProvenRoot()
    #expect(try proven.faults().map(\.description) == [])
    let night = try proven.root.night()
    let heads = try night.store.runs().map { try night.verification($0).head! }
    #expect(Set(heads).count == 3)
    // The second night moved on rows the first had decided.
    #expect(try proven.tamper { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM outcome") }! > 0)
    for head in heads { #expect(try night.night(endingIn: head.short) != nil) }
    #expect(try night.night(endingIn: "0123456789ab") == nil)
    #expect(try night.status().head == heads.last?.hex)
  }

  @Test("The certificate tells exceptions by kind, reason and age")
  func exceptions() throws {
    let proven = try ProvenRoot()
    let text = String(decoding: proven.root.bytes("state/nights/2026-03-13-1.json")!, as: UTF8.self)
    let certificate = try JSONSerialization.jsonObject(with: Data(text.utf8)) as! [String: Any]
    let exceptions = certificate["exceptions"] as! [[String: Any]]
    func find(_ kind: String, _ reason: String) -> [String: Any]? {
      exceptions.first { $0["kind"] as? String == kind && $0["reason"] as? String == reason }
    }
    let waiting = find("waiting", "no-income-rule")
    #expect(waiting?["rows"] as? Int == 1 && waiting?["amount"] as? String == "1200.00" && waiting?["oldest"] as? Int == 1)
    #expect(waiting?["ages"] as? [String: Int] == ["1-7": 1])
    #expect(find("conflict", "across-suppliers")?["rows"] as? Int == 1)
    #expect((certificate["chain"] as? [String: Any])?["previous"] as? String != nil)
  }

  /// Columns that say nothing of what happened: what the disk calls a file, how often it was tried, where a closed run's work stood.
  static let meaningless: [String: Set<String>] = [
    "file": ["inode", "changed", "attempts"], "run": ["stage", "flow", "pass", "cursor"], "sheet": ["state", "reason"],
    // When a row that waits is looked at again; of one that was decided it says nothing.
    "fact": ["wake"],
    // Outcomes stand in the order of facts.
    "outcome": ["id"],
  ]
  /// What became of a fact belongs to the night that decided it.
  static let outcomes: Set<String> = ["state", "reason", "detail", "run"]
  /// Notes a night keeps for itself while it goes on, and what people were told.
  static let notes: Set<String> = ["again", "touched", "alert", "raised"]

  private static func tables(_ database: Database) throws -> [String] {
    try String.fetchAll(
      database,
      sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'grdb_%' ORDER BY name"
    ).filter { !notes.contains($0) }
  }

  /// Which night a row belongs to, if it can be told from the row.
  private static func night(_ table: String, _ row: Row, _ database: Database) throws -> String? {
    let run: Int64?
    switch table {
    case "account", "name", "state", "hold", "aggregate", "outcome": return nil
    case "run": run = row["id"]
    case "posting": run = try Int64.fetchOne(database, sql: "SELECT run FROM entry WHERE id = ?", arguments: [row["entry"] as Int64])
    case "fact", "finding":
      run = try Int64.fetchOne(database, sql: "SELECT run FROM file WHERE id = ?", arguments: [row["file"] as Int64])
    default: run = row["run"]
    }
    return try run.flatMap { try Row.fetchOne(database, sql: "SELECT day, number FROM run WHERE id = ?", arguments: [$0]) }.map {
      "\(Day(number: $0[0]))-\($0[1] as Int)"
    }
  }

  private static func changed(_ value: DatabaseValue, _ numbers: inout Numbers) -> DatabaseValue {
    switch value.storage {
    case .null: return 7.databaseValue
    case .int64(let number): return (number ^ (1 << Int64.random(in: 0...2, using: &numbers))).databaseValue
    case .double(let number): return (number + 1).databaseValue
    case .string(let text):
      if text.isEmpty { return "x".databaseValue }
      var scalars = Array(text.unicodeScalars)
      let place = Int.random(in: 0..<scalars.count, using: &numbers)
      scalars[place] = scalars[place] == "y" ? "z" : "y"
      return String(String.UnicodeScalarView(scalars)).databaseValue
    case .blob(var data):
      if data.isEmpty { return Data([1]).databaseValue }
      data[Int.random(in: 0..<data.count, using: &numbers)] ^= UInt8(1) << UInt8.random(in: 0...7, using: &numbers)
      return data.databaseValue
    }
  }

  /// A condition that holds for this row alone.
  private static func condition(_ table: String, _ row: Row, _ database: Database) throws -> (String, StatementArguments) {
    let key = try database.primaryKey(table).columns
    return (
      key.map { "\"\($0)\" IS ?" }.joined(separator: " AND "), StatementArguments(key.map { row[$0] as DatabaseValue })
    )
  }

  @Test("Any column of any row changed is found, and the right night is named", arguments: [1, 2])
  func columns(seed: UInt64) throws {
    let proven = try ProvenRoot()
    var numbers = Numbers(seed: seed)
    let all = try proven.tamper { database in
      try VerifyTests.tables(database).flatMap { table in try database.columns(in: table).map { (table, $0) } }
    }
    try proven.restore()
    var tried = 0
    for (table, column) in all where !(VerifyTests.meaningless[table] ?? []).contains(column.name) {
      var night: String?
      do {
        let found = try proven.tamper { database -> Bool in
          // A column that is empty everywhere in this evening is not counted on.
          guard let row = try Row.fetchAll(database, sql: "SELECT * FROM \(table)").randomElement(using: &numbers) else { return false }
          night = try VerifyTests.night(table, row, database)
          let (condition, arguments) = try VerifyTests.condition(table, row, database)
          var value = VerifyTests.changed(row[column.name], &numbers)
          if (row[column.name] as DatabaseValue).isNull && column.type == "TEXT" { value = "x".databaseValue }
          if (row[column.name] as DatabaseValue).isNull && column.type == "BLOB" { value = Data([1]).databaseValue }
          try database.execute(
            sql: "UPDATE \(table) SET \"\(column.name)\" = ? WHERE \(condition)", arguments: [value] + arguments)
          return true
        }
        if !found { continue }
      } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
        // Uniqueness holds without triggers.
        try proven.restore()
        continue
      }
      let faults = proven.faultsOrFailure()
      #expect(!faults.isEmpty, "\(table).\(column.name) of \(night ?? "-")")
      let isElsewhere = table == "fact" && VerifyTests.outcomes.contains(column.name)
      if let night, !isElsewhere, table != "run", column.name != "run", column.name != "file", column.name != "entry" {
        #expect(faults.contains { $0.place.contains(night) }, "\(table).\(column.name) of \(night): \(faults.map(\.description))")
      }
      tried += 1
      try proven.restore()
    }
    #expect(tried > 90)
    #expect(try proven.faults().map(\.description) == [])
  }

  @Test("A row taken away, one put in twice, and two that change places are found in every table")
  func rows() throws {
    let proven = try ProvenRoot()
    var numbers = Numbers(seed: 4)
    let tables = try proven.tamper { try VerifyTests.tables($0) }
    try proven.restore()
    for table in tables {
      for way in ["removed", "added", "swapped"] {
        let done = try proven.tamper { database -> Bool in
          let rows = try Row.fetchAll(database, sql: "SELECT * FROM \(table)")
          guard let row = rows.randomElement(using: &numbers) else { return false }
          let key = try database.primaryKey(table).columns
          let (condition, arguments) = try VerifyTests.condition(table, row, database)
          let columns = try database.columns(in: table).map(\.name)
          switch way {
          case "removed": try database.execute(sql: "DELETE FROM \(table) WHERE \(condition)", arguments: arguments)
          case "added":
            // A name nobody uses says nothing.
            if table == "name" { return false }
            // The copy gets a last key column of its own.
            let last = key.last!
            let values = columns.map { name -> DatabaseValue in
              guard name == last || (table == "entry" && name == "reference") || (table == "account" && name == "path") else {
                return row[name]
              }
              switch (row[name] as DatabaseValue).storage {
              case .int64(let number): return (number + 1_000_000).databaseValue
              case .string(let text): return (text + "x").databaseValue
              default: return row[name]
              }
            }
            // A fact that holds its key cannot be put in twice: the copy is a repetition.
            let list = columns.map { "\"\($0)\"" }.joined(separator: ",")
            try database.execute(
              sql: "INSERT INTO \(table) (\(list)) VALUES (\(columns.map { _ in "?" }.joined(separator: ",")))",
              arguments: StatementArguments(
                zip(columns, values).map { name, value in
                  switch (table, name) {
                  case ("fact", "state"): 11.databaseValue
                  case ("file", "repetition"), ("run", "number"): 99.databaseValue
                  default: value
                  }
                }))
          default:
            // Everything but the key goes from one to the other, and back.
            if table == "outcome" { return false }
            let others = columns.filter { name in !key.contains(name) && !(VerifyTests.meaningless[table] ?? []).contains(name) }
            guard !others.isEmpty,
              let other = rows.first(where: { mate in
                mate != row && others.contains { (mate[$0] as DatabaseValue) != (row[$0] as DatabaseValue) }
              })
            else { return false }
            let (otherCondition, otherArguments) = try VerifyTests.condition(table, other, database)
            let sets = others.map { "\"\($0)\" = ?" }.joined(separator: ", ")
            for index in try Row.fetchAll(database, sql: "SELECT name FROM pragma_index_list('\(table)') WHERE \"unique\" AND origin = 'c'")
            {
              try database.execute(sql: "DROP INDEX \(index[0] as String)")
            }
            do {
              for (mine, place, arguments) in [(row, otherCondition, otherArguments), (other, condition, arguments)] {
                let values = StatementArguments(others.map { mine[$0] as DatabaseValue })
                try database.execute(sql: "UPDATE \(table) SET \(sets) WHERE \(place)", arguments: values + arguments)
              }
            } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
              return false
            }
          }
          return true
        }
        if done {
          #expect(!proven.faultsOrFailure().isEmpty, "\(table): a row \(way)")
        }
        try proven.restore()
      }
    }
  }

  @Test("One bit of any file is found: originals, refused files, reasons, sheets, certificates", arguments: [1, 2])
  func bits(seed: UInt64) throws {
    let proven = try ProvenRoot()
    var numbers = Numbers(seed: seed)
    let places =
      ["archive", "refused", "state/nights"].flatMap { proven.root.files(under: $0) }
      + proven.root.files(under: "parties").filter { $0.contains("/outbound/") }
    #expect(places.count > 20)
    for place in places {
      let path = proven.root.path + "/" + place
      let before = proven.root.bytes(place)!
      var bytes = before
      bytes[Int.random(in: 0..<bytes.count, using: &numbers)] ^= UInt8(1) << UInt8.random(in: 0...7, using: &numbers)
      try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
      try bytes.write(to: URL(fileURLWithPath: path))
      #expect(try proven.faults().map(\.place) == [place])
      try FileManager.default.removeItem(atPath: path)
      #expect(try proven.faults().map(\.place) == [place])
      try before.write(to: URL(fileURLWithPath: path))
    }
    #expect(try proven.faults().map(\.description) == [])
  }

  @Test("A file that no night knows of is named")
  func strangers() throws {
    let proven = try ProvenRoot()
    for place in ["archive/2026-03-12/S001/underwriting/more.csv", "parties/finance/outbound/2026-03-12/settlement-sheet_S009.xlsx"] {
      let path = URL(fileURLWithPath: proven.root.path + "/" + place)
      try FileManager.default.createDirectory(at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data("x".utf8).write(to: path)
      #expect(try proven.faults().map(\.place) == [place])
      try FileManager.default.removeItem(at: path)
    }
  }

  @Test("The first broken link is named with what it covers")
  func named() throws {
    let proven = try ProvenRoot()
    try proven.tamper { try $0.execute(sql: "UPDATE posting SET amount = amount + 1 WHERE entry = 1 AND number = 1") }
    let faults = try proven.faults()
    #expect(faults.first?.place.hasPrefix("night 2026-03-12-1, link ") == true)
    #expect(faults.first?.cause.hasPrefix("entries from ") == true && faults.first?.remedy.isEmpty == false)
    // The second night's own links stand.
    #expect(!faults.contains { $0.place.hasPrefix("night 2026-03-12-2, link") })
  }

  @Test("Sheets that wait staged are no fault")
  func staged() throws {
    let folder = ScratchFolder()
    let root = try Evening.root(at: folder.path + "/root")
    try Evening.drop(into: root)
    let outcome = try root.run(Evening.day, Steps(.failAlways("drops: publish")))
    #expect(!outcome.unpublished.isEmpty)
    let night = try root.night()
    #expect(try night.verification(outcome.runs[0]).faults.map(\.description) == [])
    #expect(try night.verifyRoot().map(\.description) == [])
    try root.run(Evening.day)
    #expect(try night.verification(outcome.runs[0]).faults.map(\.description) == [])
    #expect(try night.verifyRoot().map(\.description) == [])
  }
}
