import Flows
import Foundation
import GRDB
import NightKit
import Store
import Tables
import Testing
import Values

/// What the database itself refuses, whatever the program asks. (design.md, laws 2 and 3)
@Suite("The store trusts itself more than its users")
struct JournalTests {
  static let settled = Result { () throws -> (ScratchFolder, TrialRoot) in
    let folder = ScratchFolder("store")
    let root = try Evening.root(at: folder.path + "/root")
    try Evening.drop(into: root)
    try root.run(Evening.day)
    return (folder, root)
  }

  static let refused = [
    ("an entry is changed", "UPDATE entry SET cause = 'x' WHERE id = 1"), ("an entry is removed", "DELETE FROM entry WHERE id = 1"),
    ("a posting is changed", "UPDATE posting SET amount = amount + 1 WHERE entry = 1"),
    ("a posting is removed", "DELETE FROM posting WHERE entry = 1"),
    ("an entry comes twice", "INSERT INTO entry (run, reference, kind, cause) SELECT run, reference, kind, cause FROM entry LIMIT 1"),
    ("a posting of nothing", "INSERT INTO posting VALUES (1, 99, 1, 0)"),
    ("an account with a floor sinks below it", "UPDATE account SET floored = 1, balance = -side * 1"),
    ("two facts hold one key", "UPDATE fact SET state = 0 WHERE state = 12"),
    ("a fact is in no known state", "UPDATE fact SET state = 5"),
    ("the same bytes are taken twice", "UPDATE file SET state = 'taken' WHERE state = 'already'"),
    ("text where a number belongs", "UPDATE account SET balance = 'much'"), ("a file of no run", "UPDATE file SET run = 999"),
  ]

  @Test("Refused", arguments: refused)
  func refuses(what: String, statement: String) throws {
    let (_, root) = try JournalTests.settled.get()
    let queue = try DatabaseQueue(path: root.path + "/state/settle.db")
    #expect(throws: DatabaseError.self, "\(what)") {
      try queue.inTransaction(.immediate) { database in
        try database.execute(sql: statement)
        return .rollback
      }
    }
  }

  @Test("A database written by a newer program is left alone (78)")
  func newer() throws {
    let folder = ScratchFolder("store")
    let path = folder.path + "/settle.db"
    _ = try Journal(path: path)
    try DatabaseQueue(path: path).write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99 of tomorrow')") }
    let fault = #expect(throws: Fault.self) { _ = try Journal(path: path) }
    #expect(fault?.exitCode == 78 && fault?.code == "store-newer")
  }

  @Test("A file that is no database is told with its remedy (74)")
  func damaged() throws {
    let folder = ScratchFolder("store")
    let path = folder.path + "/settle.db"
    try Data(repeating: 0x41, count: 8192).write(to: URL(fileURLWithPath: path))
    let fault = #expect(throws: Fault.self) { _ = try Journal(path: path) }
    #expect(fault?.exitCode == 74 && fault?.code == "store-damaged")
  }

  @Test("A run that found nothing to do is taken back, number and all")
  func withdrawn() throws {
    let folder = ScratchFolder("store")
    let journal = try Journal(path: folder.path + "/settle.db")
    let run = try journal.beginRun(day: Day(iso: "2026-03-12")!)
    #expect(try journal.unfinishedRun()?.name == run.name && run.stage == .listing)
    try journal.withdraw(run)
    #expect(try journal.unfinishedRun() == nil)
    #expect(try journal.beginRun(day: Day(iso: "2026-03-12")!).name.number == 1)
  }
}
