import Foundation
import Glibc
import GRDB
import Night
import NightKit
import Testing
import Values

/// The disk is full: of the store, by its own limit; of everything, by a limit on the length of files in a process of its own.
@Suite("A full disk")
struct DiskTests {
  @Test("A store that cannot grow stops the night with its remedy, and the next run finishes it")
  func store() throws {
    let stage = try Stage(.first, rows: 400)
    let calm = try stage.root()
    let first = try pages(of: calm)
    try calm.run(Evening.day)
    let last = try pages(of: calm)
    try #require(last > first + 4)
    for limit in stride(from: first, to: last, by: max(1, (last - first) / 9)) {
      let root = try stage.root()
      let fault = #expect(throws: Fault.self) {
        do throws(Fault) { _ = try root.night(pageLimit: limit).run(day: Day(iso: Evening.day)!) } catch { throw error }
      }
      #expect(fault?.code == "disk-full" && fault?.exitCode == 74, "limit \(limit): \(String(describing: fault))")
      try root.run(Evening.day)
      try stage.expectUndisturbed(root, "limit \(limit)")
    }
  }

  private func pages(of root: TrialRoot) throws -> Int {
    try DatabaseQueue(path: root.path + "/state/settle.db").read { try Int.fetchOne($0, sql: "PRAGMA page_count")! }
  }

  @Test(
    "Files that cannot grow past a limit end the night without a truncated sheet, and the next run finishes it",
    arguments: [2, 4, 8, 12, 40, 150, 300, 500])
  func everything(kilobytes: Int) async throws {
    let stage = try Stage(.first)
    let root = try stage.root()
    let path = root.path
    await #expect(processExitsWith: .exitCode(74)) { [path = path as String, kilobytes = kilobytes as Int] in
      do throws(Fault) {
        let night = try TrialRoot(at: path).night()
        Limit.files(to: kilobytes * 1024)
        _ = try night.run(day: Day(iso: Evening.day)!)
      } catch { exit(error.exitCode) }
    }
    try root.run(Evening.day)
    try stage.expectUndisturbed(root)
  }

  @Test("A workbook that finds no room is an error with a place, and is written whole by the next run")
  func workbooks() async throws {
    let stage = try Stage(.first)
    let root = try stage.root()
    let path = root.path
    await #expect(processExitsWith: .exitCode(74)) { [path = path as String] in
      do throws(Fault) {
        let night = try TrialRoot(at: path).night(report: { event in
          // From the first workbook on no file grows past a kilobyte.
          if case .writing = event { Limit.files(to: 1024) }
        })
        _ = try night.run(day: Day(iso: Evening.day)!)
      } catch { exit(error.place.isEmpty ? 1 : error.exitCode) }
    }
    #expect(!root.files(under: "parties").contains { $0.contains("sheet_") || $0.contains("detail_") || $0.contains("desk") })
    #expect(root.files(under: "parties").contains { $0.contains("receipt_") })
    try root.run(Evening.day)
    try stage.expectUndisturbed(root)
  }
}

enum Limit {
  static func files(to bytes: Int) {
    signal(SIGXFSZ, SIG_IGN)
    var limit = rlimit(rlim_cur: rlim_t(bytes), rlim_max: rlim_t(bytes))
    setrlimit(__rlimit_resource_t(UInt32(RLIMIT_FSIZE.rawValue)), &limit)
  }
}
