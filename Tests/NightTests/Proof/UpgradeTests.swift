import Foundation
import GRDB
import Night
import NightKit
import Store
import Testing
import Values

/// Roots as earlier programs left them: each opens with today's, goes on, and verifies as far as it was proven.
@Suite("A root of an earlier program")
struct UpgradeTests {
  /// Schemas with nights in them, as the programs of their time closed them.
  static let schemas = [3, 4, 5, 6]
  static let fixtures =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path + "/Fixtures"

  /// The fixture's journal under today's pipelines.
  static func root(_ schema: Int, _ folder: ScratchFolder) throws -> TrialRoot {
    let root = try Evening.root(at: "\(folder.path)/schema-\(schema)")
    let fixture = "\(fixtures)/schema-\(schema)"
    guard let walk = FileManager.default.enumerator(atPath: fixture) else { throw CocoaError(.fileNoSuchFile) }
    while let name = walk.nextObject() as? String {
      if walk.fileAttributes?[.type] as? FileAttributeType == .typeDirectory || name.hasSuffix(".sql") { continue }
      let target = URL(fileURLWithPath: "\(root.path)/\(name)")
      try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try? FileManager.default.removeItem(at: target)
      try FileManager.default.copyItem(at: URL(fileURLWithPath: "\(fixture)/\(name)"), to: target)
    }
    try lay("\(fixture)/settle.sql", root.path + "/state/settle.db")
    return root
  }

  static func lay(_ dump: String, _ database: String) throws {
    for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: database + suffix) }
    let queue = try DatabaseQueue(path: database)
    let text = try String(contentsOfFile: dump, encoding: .utf8)
    try queue.writeWithoutTransaction { try $0.execute(sql: text) }
    try queue.close()
  }

  @Test("It opens, goes on, explains, and its nights verify as far as they were proven", arguments: schemas)
  func goesOn(schema: Int) throws {
    let folder = ScratchFolder()
    let root = try UpgradeTests.root(schema, folder)
    let night = try root.night()
    let old = try night.store.runs()
    #expect(old.map { "\($0)" } == ["2026-03-12-1", "2026-03-13-1"])
    for run in old {
      let found = try night.verification(run)
      #expect(found.faults.map(\.description) == [])
      #expect(found.notes.count == 1 && found.head == nil)
    }
    #expect(try night.explain("PA000001").count == 2)
    // What waited settles now that its seller is registered; what was corrected moves on what an old night had decided.
    try root.drop(Evening.laterMerchants, as: "x009.csv", from: "platform", to: "merchants")
    try root.drop(Evening.header + Evening.row("PA000031", "商业险", "X001", "4000.00"), as: "more.csv", from: "S001", to: "underwriting")
    try root.run("2026-03-14")
    let runs = try night.store.runs()
    #expect(runs.count == 3)
    for run in runs { #expect(try night.verification(run).faults.map(\.description) == []) }
    #expect(try night.verification(runs[2]).notes == [] && night.verification(runs[2]).head != nil)
    #expect(try night.verifyRoot().map(\.description) == [])
    #expect(try night.explain("PA000003").count == 1)
    // An old night's certificate is sealed by the first link after it.
    let again = try DatabaseQueue(path: root.path + "/state/settle.db")
    try again.write { try $0.execute(sql: "UPDATE run SET certificate = certificate || ' ' WHERE id = 2") }
    try again.close()
    #expect(try night.verification(runs[2]).faults.first?.place == "night 2026-03-14-1, link 1")
  }

  @Test("A night that an earlier program began is finished, with a chain", arguments: schemas)
  func unfinished(schema: Int) throws {
    let folder = ScratchFolder()
    let root = try UpgradeTests.root(schema, folder)
    let queue = try DatabaseQueue(path: root.path + "/state/settle.db")
    try queue.write { try $0.execute(sql: "UPDATE run SET stage = 'close', certificate = NULL WHERE id = 2") }
    try queue.close()
    try FileManager.default.removeItem(atPath: root.path + "/state/nights/2026-03-13-1.json")
    try FileManager.default.copyItem(atPath: root.path + "/pipelines", toPath: root.path + "/state/pipelines-2026-03-13-1")
    try root.run("2026-03-13")
    let night = try root.night()
    // Today's pipelines are others than the night began with: another run of the day follows.
    let runs = try night.store.runs()
    #expect(runs.map { "\($0)" } == ["2026-03-12-1", "2026-03-13-1", "2026-03-13-2"])
    for run in runs { #expect(try night.verification(run).faults.map(\.description) == []) }
    #expect(try night.verification(runs[1]).head != nil)
  }

  @Test("An empty database of the first schemas takes its first night", arguments: [1, 2])
  func empty(schema: Int) throws {
    let folder = ScratchFolder()
    let root = try Evening.root(at: folder.path + "/root")
    try UpgradeTests.lay("\(UpgradeTests.fixtures)/schema-\(schema).sql", root.path + "/state/settle.db")
    try Evening.drop(into: root)
    try root.run(Evening.day)
    let night = try root.night()
    #expect(try night.verify(night.store.runs()[0]) == [])
  }

  @Test("An upgrade for which there is no room, or that is broken off, leaves what the next start goes on from")
  func brokenOff() throws {
    let folder = ScratchFolder()
    let root = try UpgradeTests.root(3, folder)
    let path = root.path + "/state/settle.db"
    let pages = try DatabaseQueue(path: path).read { try Int.fetchOne($0, sql: "PRAGMA page_count")! }
    var refused = 0
    for limit in pages... {
      do {
        _ = try Journal(path: path, pageLimit: limit)
        break
      } catch {
        refused += 1
        #expect(error.code == "disk-full" && error.exitCode == 74)
      }
    }
    // Some of the changes were made with little room, the rest needed more.
    #expect(refused > 5)
    let night = try root.night()
    for run in try night.store.runs() { #expect(try night.verify(run) == []) }
    #expect(try night.store.damages() == [])
  }

  @Test("A database of a newer program, of another, damaged, cut off or gone is refused with what to do")
  func refused() throws {
    let folder = ScratchFolder()
    let root = try UpgradeTests.root(6, folder)
    let path = root.path + "/state/settle.db"
    _ = try root.night().store.runs()
    let good = try Data(contentsOf: URL(fileURLWithPath: path))
    func opened() -> Fault? {
      do {
        _ = try root.night().store.runs()
        return nil
      } catch { return error }
    }
    func lay(_ bytes: Data) throws {
      for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
      try bytes.write(to: URL(fileURLWithPath: path))
    }
    func change(_ sql: String) throws {
      let queue = try DatabaseQueue(path: path)
      try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
      try queue.close()
    }
    #expect(opened() == nil)

    try change("INSERT INTO grdb_migrations VALUES ('99 of tomorrow')")
    #expect(opened()?.code == "store-newer" && opened()?.exitCode == 78 && opened()?.remedy.contains("newer program") == true)
    try lay(good)

    try change("PRAGMA application_id = 1196444487")
    #expect(opened()?.code == "store-foreign" && opened()?.exitCode == 78)
    try lay(Data("this is no database, and long enough to be looked at".utf8))
    #expect(opened()?.code == "store-damaged" && opened()?.remedy.contains("backup") == true)
    try lay(good.prefix(good.count / 2))
    #expect(opened()?.code == "store-damaged")
    try lay(good.prefix(100))
    #expect(opened()?.code == "store-damaged")
    // Emptied, or taken away, while certificates of closed nights stand beside it.
    try lay(Data())
    #expect(opened()?.code == "store-missing" && opened()?.exitCode == 74)
    try FileManager.default.removeItem(atPath: path)
    #expect(opened()?.code == "store-missing")
    try lay(good)
    #expect(opened() == nil)

    // A database of somebody else's is not ours because it has no migrations of ours.
    try FileManager.default.removeItem(atPath: path)
    try change("CREATE TABLE fact (name TEXT)")
    #expect(opened()?.code == "store-foreign")
  }
}
