package import Flows
import GRDB
package import Tables
package import Values

/// Reads for register sheets: the entries of a kind of state as they stand now, in the order of their keys; bounded memory whatever their number.
extension Journal {
  /// One row of a register sheet, beside its cells.
  package struct EntryView: Sendable {
    package var key: String
    package var group: String
    package var due: Moment?
  }

  /// `groups`: a kind and, as the key, a group of it.
  static func noteChanged(_ groups: Set<StateKey>, _ run: Int64, _ names: Names, _ database: Database) throws {
    for group in groups {
      try database.execute(
        sql: "INSERT OR IGNORE INTO changed (run, kind, family) VALUES (?, ?, ?)",
        arguments: [run, try names.id(group.kind, database), group.key])
    }
  }

  /// The groups of a kind in which a run changed an entry, by name; the empty text for entries without a group.
  package func changedGroups(of kind: StateKind, run: RunRecord) throws(Fault) -> [String] {
    try read("register") { [names] database in
      guard let id = names.id(of: kind.name) else { return [] }
      return try String.fetchAll(database, sql: "SELECT family FROM changed WHERE run = ? AND kind = ?", arguments: [run.id, id])
        .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
  }

  /// Every group of a kind, by name; the empty text where entries have none.
  package func groups(of kind: StateKind) throws(Fault) -> [String] {
    try read("register") { [names] database in
      guard let id = names.id(of: kind.name) else { return [] }
      return try String.fetchAll(database, sql: "SELECT DISTINCT COALESCE(family, '') FROM state WHERE kind = ?", arguments: [id])
        .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
  }

  /// Goes through the entries of a group (of all groups when nil), in chunks, row by row as the kind's listing says.
  package func eachEntry(
    of kind: StateKind, group: String?, chunk: Int = 1024, _ body: ([EntryView], Batch) throws -> Void
  ) throws(Fault) {
    try read("register") { [names] database in
      guard let id = names.id(of: kind.name) else { return }
      let statement = try Prepared(
        database,
        "SELECT key, family, due, payload FROM state \(group == nil ? "" : "INDEXED BY state_family") WHERE kind = ?1 \(group == nil ? "" : "AND family = ?2") ORDER BY key"
      )
      statement.bind(1, id)
      if let group { statement.bind(2, group) }
      var views: [EntryView] = []
      var cells = Batch(width: max(1, kind.schema.width))
      while try statement.next() {
        let view = EntryView(
          key: statement.text(0), group: statement.optionalText(1) ?? "",
          due: statement.isNull(2) ? nil : Moment(seconds: statement.int64(2)))
        let limit = kind.listing == .first ? 1 : Int.max
        try Journal.rows(statement.blob(3), into: &cells, limit: limit, what: view.key)
        while views.count < cells.count { views.append(view) }
        if views.count >= chunk {
          do { try body(views, cells) } catch {
            statement.reset()
            throw error
          }
          views.removeAll(keepingCapacity: true)
          cells.removeAll()
        }
      }
      if !views.isEmpty { try body(views, cells) }
    }
  }

  /// About how many rows a group's entries make: what a workbook of them will cost.
  package func count(of kind: StateKind, group: String?) throws(Fault) -> Int {
    try read("register") { [names] database in
      guard let id = names.id(of: kind.name) else { return 0 }
      return try Int.fetchOne(
        database,
        sql:
          "SELECT COUNT(*) FROM state \(group == nil ? "" : "INDEXED BY state_family") WHERE kind = ?1 \(group == nil ? "" : "AND family = ?2")",
        arguments: group.map { [id, $0] } ?? [id])!
    }
  }

  /// How many rows a group's entries make, and the sums of these columns, counted by themselves: what the written sheet is held against.
  package func totals(of kind: StateKind, group: String?, columns: [Int]) throws(Fault) -> (rows: Int, sums: [Int: Int64]) {
    var rows = 0
    var sums: [Int: Int64] = Dictionary(uniqueKeysWithValues: columns.map { ($0, 0) })
    try eachEntry(of: kind, group: group) { views, cells in
      rows += views.count
      for column in columns {
        for row in 0..<cells.count where cells[row, column].tag != .text { sums[column]! += cells[row, column].bits }
      }
    }
    return (rows, sums)
  }
}
