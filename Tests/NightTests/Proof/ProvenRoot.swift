import Foundation
import GRDB
import Night
import NightKit
import Store
import Values

/// A root with three closed nights, two of them on one day: rows settled, waiting, held, rejected, in conflict and corrected later. Tests change one
/// thing in it, look at what `verify` says, and put it back.
final class ProvenRoot {
  let folder = ScratchFolder()
  let root: TrialRoot
  private let kept: Data

  static let runs = ["2026-03-12-1", "2026-03-12-2", "2026-03-13-1"]
  static let tomorrow = "2026-03-13"

  init() throws {
    root = try Evening.root(at: folder.path + "/root")
    try Evening.drop(into: root)
    try root.run(Evening.day)
    try Evening.dropLater(into: root)
    try root.run(Evening.day)
    try root.drop(
      Evening.header + Evening.row("PC000001", "商业险", "X001", "2345.67", signed: "2026-03-12")
        + Evening.row("PC000002", "商业险", "X009", "1000"),
      as: "0312.csv", from: "S001", to: "underwriting")
    try root.run(ProvenRoot.tomorrow)
    kept = try Data(contentsOf: URL(fileURLWithPath: root.path + "/state/settle.db"))
  }

  var database: String { root.path + "/state/settle.db" }

  /// All that `settle verify` would print of faults.
  func faults() throws -> [Fault] {
    let night = try root.night()
    var found: [Fault] = []
    for run in try night.store.runs() { found += try night.verification(run).faults }
    return found + (try night.verifyRoot())
  }

  /// What `settle verify` ends with, where a database is too damaged to be gone through.
  func faultsOrFailure() -> [Fault] {
    do { return try faults() } catch let fault as Fault { return [fault] } catch { return [] }
  }

  /// Does something to the database with every guard taken away.
  func tamper<Result>(_ body: (Database) throws -> Result) throws -> Result {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: database, configuration: configuration)
    let result = try queue.write { database in
      for trigger in try String.fetchAll(database, sql: "SELECT name FROM sqlite_master WHERE type = 'trigger'") {
        try database.execute(sql: "DROP TRIGGER \(trigger)")
      }
      try database.execute(sql: "PRAGMA ignore_check_constraints = 1")
      return try body(database)
    }
    try queue.close()
    return result
  }

  /// Puts the database back as the nights left it.
  func restore() throws {
    for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: database + suffix) }
    try kept.write(to: URL(fileURLWithPath: database))
  }
}
