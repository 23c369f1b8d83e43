import Drops
import Flows
import Foundation
import Night
import NightKit
import Spreadsheets
import Store
import Synchronization
import Tables
import Testing
import Values

/// Codes that no file a party drops can bring about: they need a hand at the right moment, a lower limit, or a caller of the reader other than the night.
enum BeyondFiles {
  static let codes: Set<String> = Set(reading + ["growing", "changed-while-read", "set-aside"]).union(program).union(commands)
  /// Those that only the program itself meets, which reads such files in a child; shown by `Tests/HouseTests/ProgramTests.swift`.
  static let program: Set = ["xls-late"]
  /// Those that a command brings about; shown by `samples/recall-confirmed`.
  static let commands: Set = ["recalled"]
  static let reading = [
    "file-missing", "file-unreadable", "not-a-file", "sheet-missing", "encoding-unknown", "file-too-large", "rows-too-many",
    "workbook-text-too-large",
  ]
}

@Suite("Beyond files")
struct BeyondFilesTests {
  // MARK: the reader alone

  @Test("The reader refuses what the night never hands it, or what only a huge file would be", arguments: BeyondFiles.reading)
  func reading(_ code: String) throws {
    let scratch = ScratchFolder("beyond")
    let list = scratch.path + "/list.csv"
    try "保单号,保费\nPDAA20264401000001,3196.82\nPDAA20264401000002,950.00\n".write(toFile: list, atomically: true, encoding: .utf8)
    let book = scratch.path + "/list.xlsx"
    try WorkbookMaking.bytes(sheet: list).write(to: URL(fileURLWithPath: book))
    let shared = scratch.path + "/shared.xlsx"
    try WorkbookMaking.sharedStrings(count: 2000).write(to: URL(fileURLWithPath: shared))
    var limits = ReadLimits.standard
    func read(_ path: String, _ hints: ReadHints = ReadHints()) -> String {
      do throws(Fault) {
        let reader = try SheetReader(path: path, limits: limits, hints: hints)
        var grid = Grid()
        while try reader.next(into: &grid) {}
        return "read"
      } catch { return error.code }
    }
    let found: String
    switch code {
    case "file-missing": found = read(scratch.path + "/none.csv")
    case "file-unreadable": found = read(list + "/inside.csv")
    case "not-a-file": found = read(scratch.path)
    case "sheet-missing": found = read(book, ReadHints(sheet: .name("不存在")))
    case "encoding-unknown": found = read(list, ReadHints(encoding: "KLINGON"))
    case "file-too-large":
      limits.fileBytes = 10
      found = read(list)
    case "rows-too-many":
      limits.rows = 2
      found = read(list)
    default:
      limits.sharedStringBytes = 1000
      found = read(shared)
    }
    #expect(found == code)
  }

  // MARK: a hand at the right moment

  private func root(_ scratch: ScratchFolder) throws -> TrialRoot {
    let root = try TrialRoot(new: scratch.path + "/root", houseRules: false)
    try Dropping(root: root.path).lay(Sample.root + "/ground")
    try root.run("2026-03-28")
    let list = "保单号,险种,产品编码,销售商,保费,签单日期,起保日期,终保日期\nPDAA20264401000001,商业险,P-01,SEL-4S,3196.82,2026-03-11,2026-03-12,2027-03-11\n"
    try root.drop(list, as: "list.csv", from: "SUP-A", to: "underwriting")
    return root
  }

  /// What became of the list in the night of that day.
  private func list(_ root: TrialRoot, _ day: String) throws -> FileRecord? {
    let store = try root.night().store
    guard let run = try store.run(RunName(day: Day(iso: day)!, number: 1)) else { return nil }
    return try store.files(run: run).first { $0.name.hasPrefix("list") }
  }

  @Test("A file that grows between the two looks is left as growing, and taken when it holds still")
  func growing() throws {
    let scratch = ScratchFolder("growing")
    let root = try root(scratch)
    let path = root.path + "/parties/SUP-A/inbound/underwriting/list.csv"
    let goesOn = Mutex(true)
    let writer = Thread {
      while goesOn.withLock({ $0 }), let handle = FileHandle(forWritingAtPath: path) {
        handle.seekToEndOfFile()
        handle.write(Data("\n".utf8))
        handle.closeFile()
        Thread.sleep(forTimeInterval: 0.01)
      }
    }
    writer.start()
    let store = try Journal(path: root.path + "/state/settle.db")
    let night = NightShift(
      root: WorkingRoot(path: root.path), store: store, makers: root.makers, options: NightOptions(workers: 1, quiet: .milliseconds(300)))
    _ = try night.run(day: Day(iso: "2026-03-29")!)
    goesOn.withLock { $0 = false }
    Thread.sleep(forTimeInterval: 0.1)
    let left = try list(root, "2026-03-29")
    #expect(left?.state == .left && left?.reason == NightReasons.growing.code)
    try root.run("2026-03-30")
    #expect(try list(root, "2026-03-30")?.state == .taken)
  }

  @Test("A file that changes while it is read is put back as changed-while-read, and taken when it holds still")
  func changed() throws {
    let scratch = ScratchFolder("changed")
    let root = try root(scratch)
    let claimed = root.path + "/state/claimed"
    let steps = Steps(
      .call { _, name in
        guard name == "append facts", let file = try? FileManager.default.contentsOfDirectory(atPath: claimed).first,
          let handle = FileHandle(forWritingAtPath: claimed + "/" + file)
        else { return }
        handle.seekToEndOfFile()
        handle.write(Data("PDAA20264401000002,商业险,P-01,SEL-4S,950.00,2026-03-11,2026-03-12,2027-03-11\n".utf8))
        handle.closeFile()
      })
    try root.run("2026-03-29", steps)
    let left = try list(root, "2026-03-29")
    #expect(left?.state == .left && left?.reason == NightReasons.changed.code, "steps: \(steps.names)")
    try root.run("2026-03-30")
    #expect(try list(root, "2026-03-30")?.reading.dataRows == 2)
  }

  @Test("A file that three attempts in a row did not get through is set aside, and the night goes on")
  func setAside() throws {
    let scratch = ScratchFolder("aside")
    let root = try root(scratch)
    for attempt in 1...3 {
      // Killed right after an attempt was noted.
      let noted = Mutex(false)
      let steps = Steps(
        .dieWhen { name in
          if name == "attempt" { noted.withLock { $0 = true } }
          return name != "attempt" && noted.withLock { $0 }
        })
      #expect(throws: Fault.self) { try root.run("2026-03-29", steps) }
      #expect(try list(root, "2026-03-29")?.attempts == attempt)
    }
    try root.run("2026-03-29")
    let aside = try list(root, "2026-03-29")
    #expect(aside?.state == .aside && aside?.reason == NightReasons.setAside.code)
    #expect(!root.files(under: "refused").isEmpty)
  }
}
