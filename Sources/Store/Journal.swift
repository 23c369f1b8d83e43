import Flows
import Foundation
import GRDB
import GRDBSQLite
package import Values

/// The embedded store: SQLite through GRDB, one writer, readers beside it. The only room where SQL stands; batch-shaped, so that another
/// store can take its place. Every call that changes something is one transaction; what it wrote is there after a kill, or it never was.
package final class Journal: Sendable {
  let pool: DatabasePool
  let names: Names
  private let before: @Sendable (String) throws(Fault) -> Void

  /// Opens or makes the database. `before` is told each durable step by name, just before it is done, and may throw: fault tests stand there.
  package init(path: String, pageLimit: Int? = nil, before: @escaping @Sendable (String) throws(Fault) -> Void = { _ throws(Fault) in })
    throws(Fault)
  {
    var configuration = Configuration()
    configuration.maximumReaderCount = 8
    configuration.busyMode = .timeout(10)
    configuration.prepareDatabase { database in
      // FULL: a rename that follows a commit must not outlive it in a power cut.
      // The writer keeps the indexes it fills in memory; readers go straight through and need little.
      let isReader = sqlite3_db_readonly(database.sqliteConnection!, nil) == 1
      try database.execute(
        sql: "PRAGMA synchronous = FULL; PRAGMA cache_size = \(isReader ? -8192 : -65536); PRAGMA wal_autocheckpoint = 8000")
      if let pageLimit { try database.execute(sql: "PRAGMA max_page_count = \(pageLimit)") }
    }
    self.before = before
    do {
      pool = try DatabasePool(path: path, configuration: configuration)
      let migrator = Migrations.all
      let known = try pool.read { try Set(migrator.appliedIdentifiers($0)) }
      try pool.read { try Journal.check($0, known, migrator, path) }
      if known.count < migrator.migrations.count { try migrator.migrate(pool) }
      names = Names()
      try pool.read { [names] database in try names.load(database) }
    } catch {
      throw Journal.fault(error, path)
    }
  }

  /// Whether this is a database this program may go on with. A new one is laid out only where no night was ever closed.
  private static func check(_ database: Database, _ known: Set<String>, _ migrator: DatabaseMigrator, _ path: String) throws {
    let unknown = known.subtracting(migrator.migrations)
    if !unknown.isEmpty {
      throw Fault(
        .setting, code: "store-newer", place: path,
        cause: "the database was written by a newer settle (\(unknown.sorted().joined(separator: ", ")))",
        remedy: "install the newer program again, or restore the root from before the upgrade")
    }
    let program = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    let tables = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM sqlite_master WHERE name NOT LIKE 'grdb_%'") ?? 0
    if (program != 0 && program != Migrations.program) || (known.isEmpty && tables > 0) {
      throw Fault(
        .setting, code: "store-foreign", place: path, cause: "this is a database of another program",
        remedy: "put it where it belongs, and restore state/settle.db from the last backup")
    }
    let nights = URL(fileURLWithPath: path).deletingLastPathComponent().path + "/nights"
    if known.isEmpty, let closed = try? FileManager.default.contentsOfDirectory(atPath: nights).filter({ $0.hasSuffix(".json") }).max() {
      throw Fault(
        .inputOutput, code: "store-missing", place: path,
        cause: "the database is empty or gone, although nights were closed (the last is \(closed.dropLast(5)))",
        remedy: "restore state/settle.db from the last backup; nothing was changed")
    }
  }

  /// One transaction under its step's name.
  func write<Result>(_ step: String, _ body: (Database) throws -> Result) throws(Fault) -> Result {
    try before(step)
    do {
      return try pool.writeWithoutTransaction { database in
        var result: Result?
        do {
          try database.inTransaction(.immediate) {
            result = try body(database)
            return .commit
          }
        } catch {
          // Names given in a transaction that failed were never written.
          names.forget()
          try? names.load(database)
          throw error
        }
        return result!
      }
    } catch {
      throw Journal.fault(error, step)
    }
  }

  func read<Result>(_ what: String, _ body: (Database) throws -> Result) throws(Fault) -> Result {
    do { return try pool.read(body) } catch { throw Journal.fault(error, what) }
  }

  static func fault(_ error: any Error, _ place: String) -> Fault {
    if let fault = error as? Fault { return fault }
    guard let error = error as? DatabaseError else {
      return Fault(
        .inputOutput, code: "store-failed", place: "state/settle.db (\(place))", cause: "\(error)", remedy: "look at the disk; run again")
    }
    let cause = error.message ?? "\(error.resultCode)"
    switch error.resultCode {
    case .SQLITE_FULL:
      return Fault(
        .inputOutput, code: "disk-full", place: "state/settle.db (\(place))", cause: "no room left on the disk",
        remedy: "make room and run again: the night goes on where it stood")
    case .SQLITE_CONSTRAINT:
      return Fault(
        .program, code: "store-refused", place: "state/settle.db (\(place))",
        cause: "the database refused what the program asked: \(cause)",
        remedy: "nothing was written; keep the root as it is and report this message")
    case .SQLITE_NOTADB, .SQLITE_CORRUPT:
      return Fault(
        .inputOutput, code: "store-damaged", place: "state/settle.db (\(place))", cause: "the database is damaged: \(cause)",
        remedy: "restore state/ from the last backup and run again")
    default:
      return Fault(
        .inputOutput, code: "store-failed", place: "state/settle.db (\(place))", cause: cause,
        remedy: "look at the disk and its permissions; run again")
    }
  }

  /// Gives back what the readers of a stage kept in memory.
  package func releaseMemory() { pool.releaseMemory() }

  /// While millions of rows come in or are matched, in no order, the writer keeps more of what they touch in memory, and folds its log in less
  /// often.
  package func expectMany(_ isMany: Bool) {
    try? pool.writeWithoutTransaction {
      try $0.execute(sql: "PRAGMA cache_size = \(isMany ? -229376 : -65536); PRAGMA wal_autocheckpoint = \(isMany ? 64000 : 8000)")
      if !isMany { $0.releaseMemory() }
    }
  }

  /// Whether at least so many facts of a flow wait.
  package func hasWaiting(_ count: Int, flow: String) throws(Fault) -> Bool {
    guard let flow = names.id(of: flow) else { return false }
    return try read("count what waits") {
      try Bool.fetchOne(
        $0, sql: "SELECT EXISTS (SELECT 1 FROM fact WHERE flow = ? AND state = 0 LIMIT 1 OFFSET ?)", arguments: [flow, count - 1])!
    }
  }

  /// Folds the write-ahead log into the database, so that a closed night is one file.
  package func checkpoint() throws(Fault) {
    do { try pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) } } catch { throw Journal.fault(error, "checkpoint") }
  }
}
