import Drops
import FileKit
import Foundation
import Glibc
import Ledger
import NightKit
import Testing
import Values

@Suite("The program as its users meet it", .serialized)
struct ProgramTests {
  static let settled = Result { try SettledRoot() }

  /// A copy of the settled root, to be spoilt.
  private func root(_ folder: ScratchFolder) throws -> TrialRoot { try ProgramTests.settled.get().root.copied(to: folder.path + "/root") }

  @Test("Nothing new is no error (0)")
  func nothingNew() throws {
    let folder = ScratchFolder()
    let ran = try Program.run(["run", root(folder).path, "--as-of", Evening.day])
    #expect(ran.code == 0 && ran.errors.contains("nothing new"))
  }

  @Test(
    "What cannot be asked for is refused with its usage (64)",
    arguments: [
      ["run"], ["run", "ROOT", "--workers", "0"], ["run", "ROOT", "--as-of", "12.3.2026"], ["run", "ROOT", "--as-of", "2026-03-11"],
      ["fly"],
      ["run", "ROOT", "--lang", "fr"], ["query", "ROOT", "policies", "--where", "nonsense"], ["read"],
      ["template", "underwriting", "list.csv"],
    ])
  func usage(arguments: [String]) throws {
    let folder = ScratchFolder()
    let path = try root(folder).path
    let ran = try Program.run(arguments.map { $0 == "ROOT" ? path : $0 })
    #expect(ran.code == 64, "\(arguments): \(ran.errors)")
    #expect(ran.output.isEmpty && !ran.errors.isEmpty)
  }

  @Test("What a root is asked for stands in its pipelines; said again it harms nothing, said otherwise it is told where to change it (64)")
  func choices() throws {
    let folder = ScratchFolder()
    let root = folder.path + "/root"
    func lay(_ more: [String]) throws -> Program.Ran { try Program.run(["init", root, "--pipelines", Checkout.pipelines] + more) }
    #expect(try lay(["--on-unmet", "sometimes"]).code == 64)
    #expect(try lay(["--on-unmet", "wait-until-deadline", "--house-rules", "allowed"]).code == 0)
    func lines(_ file: String) throws -> [Substring] {
      try String(contentsOfFile: "\(root)/pipelines/\(file)", encoding: .utf8).split(separator: "\n")
    }
    #expect(try lines("vouchers/pipeline.yaml").contains("on-unmet: wait-until-deadline"))
    #expect(try lines("settlement/pipeline.yaml").contains("house-rules: allowed"))
    #expect(try lay([]).code == 0)
    #expect(try lay(["--house-rules", "allowed"]).code == 0)
    let told = try lay(["--house-rules", "off"])
    #expect(told.code == 64 && told.errors.contains("pipelines/settlement/pipeline.yaml"))
    #expect(try lines("settlement/pipeline.yaml").contains("house-rules: allowed"))
  }

  @Test("With --strict, refused files and rejected rows are told (65)")
  func strict() throws {
    let folder = ScratchFolder()
    let root = try root(folder)
    try root.drop(Evening.unreadable, as: "broken2.csv", from: "S002", to: "underwriting")
    #expect(try Program.run(["run", root.path, "--as-of", "2026-03-13", "--strict"]).code == 65)
  }

  @Test("A certificate that agrees is said so, one that does not is told (65)")
  func verify() throws {
    let folder = ScratchFolder()
    let root = try root(folder)
    let agrees = try Program.run(["verify", root.path])
    #expect(agrees.code == 0 && agrees.output.contains("\(Evening.day)-1"))
    // Whoever noted the head of the chain can have it compared.
    let head = try Program.run(["status", root.path]).output.split(separator: "\n").first { $0.hasPrefix("chain ends in ") }!.suffix(64)
    #expect(try Program.run(["verify", root.path, "--head", String(head.prefix(16))]).code == 0)
    let unknown = try Program.run(["verify", root.path, "--head", "0123456789abcdef"])
    #expect(unknown.code == 65 && unknown.errors.contains("no night of this root ends in it"))
    let sheet = root.files(under: "parties").first { $0.hasSuffix("settlement-sheet_S001.xlsx") }!
    try FileManager.default.removeItem(atPath: root.path + "/" + sheet)
    let differs = try Program.run(["verify", root.path, Evening.day])
    #expect(differs.code == 65 && differs.errors.contains("settlement-sheet_S001.xlsx: is missing"))
  }

  @Test(
    "An old workbook is read in a child of the program; one that takes longer than it may is refused as xls-late",
    .disabled(if: Sanitizer.isOn), arguments: [60, 0])
  func oldWorkbook(seconds: Int) throws {
    let folder = ScratchFolder()
    let root = try root(folder)
    let file = root.path + "/pipelines/settlement/pipeline.yaml"
    let settings = try String(contentsOfFile: file, encoding: .utf8)
    try settings.replacing("limits: {rows: 20000000}", with: "limits: {xls-seconds: \(seconds)}").write(
      toFile: file, atomically: true, encoding: .utf8)
    let rows = Evening.later.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    try root.drop(Data(OldWorkbook(tables: [("清单", rows)]).bytes), as: "old.xls", from: "S001", to: "underwriting")
    let ran = try Program.run(["run", root.path, "--as-of", "2026-03-13"])
    #expect(ran.code == 0, "\(ran.errors)")
    let reasons = root.files(under: "refused").filter { $0.hasSuffix("old.xls.reasons.csv") }
    #expect(reasons.isEmpty == (seconds > 0))
    for place in reasons { #expect(String(decoding: root.bytes(place) ?? Data(), as: UTF8.self).contains("xls-late")) }
    #expect(root.files(under: "archive").contains { $0.hasSuffix("old.xls") } == (seconds > 0))
  }

  @Test("What nobody knows is not found (66)")
  func missing() throws {
    let folder = ScratchFolder()
    let root = try root(folder)
    #expect(try Program.run(["explain", root.path, "NOBODY"]).code == 66)
    #expect(try Program.run(["verify", root.path, "2026-01-01"]).code == 66)
  }

  @Test("A sheet that cannot be handed over is told after everything else was done (74), and goes out with the next run")
  func unpublished() throws {
    let folder = ScratchFolder()
    let root = try root(folder)
    let outbound = root.path + "/parties/S001/outbound"
    try root.drop(Evening.later, as: "later.csv", from: "S001", to: "underwriting")
    try #require(rename(outbound, folder.path + "/outbound") == 0)
    try #require(FileManager.default.createFile(atPath: outbound, contents: Data("in the way".utf8)))
    let ran = try Program.run(["run", root.path, "--as-of", Evening.day])
    #expect(ran.code == 74 && ran.errors.contains("parties/S001/outbound"))
    #expect(root.files(under: "parties/finance/outbound").contains { $0.hasSuffix("business-desk_r2.xlsx") })
    try FileManager.default.removeItem(atPath: outbound)
    try #require(rename(folder.path + "/outbound", outbound) == 0)
    #expect(try Program.run(["run", root.path, "--as-of", Evening.day]).code == 0)
    #expect(root.files(under: "parties/S001/outbound").contains { $0.hasSuffix("settlement-sheet_S001_r2.xlsx") })
    #expect(try Program.run(["verify", root.path]).code == 0)
  }

  @Test("A second run on the same root is turned away at once (75)")
  func busy() throws {
    let folder = ScratchFolder()
    let root = try root(folder)
    let lock = try WorkingRoot(path: root.path).lock()
    let ran = try Program.run(["run", root.path, "--as-of", Evening.day])
    #expect(ran.code == 75 && ran.errors.contains("another run holds this working root"))
    withExtendedLifetime(lock) {}
  }

  @Test(
    "A wrong pipeline file is told with file, row and column before the night begins (78)",
    arguments: [
      ("settlement/pipeline.yaml", "rounding: half-up", "rounding: sideways", "pipeline.yaml row"),
      ("settlement/rules/income.csv", "20%", "zwanzig", "income.csv"),
      ("access.csv", "supplier,underwriting", ",underwriting", "access.csv row"),
      ("settlement/feeds/underwriting.csv", "premium,保费", "premium,", "underwriting.csv"),
      ("accounts.csv", "asset:", "assets:", "accounts.csv"),
      ("settlement/rules/income.examples.csv", "INC-01", "INC-02", "income.examples.csv"),
    ])
  func setting(file: String, from: String, to: String, told: String) throws {
    let folder = ScratchFolder()
    let root = try root(folder)
    let path = "\(root.path)/pipelines/\(file)"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try #require(text.contains(from))
    try Data(text.replacing(from, with: to, maxReplacements: 1).utf8).write(to: URL(fileURLWithPath: path))
    let before = try Picture(of: root)
    let ran = try Program.run(["run", root.path, "--as-of", "2026-03-13"])
    #expect(ran.code == 78 && ran.errors.contains(told), "\(ran.errors)")
    // Whoever watches over the root is told; nothing else has changed.
    var after = try Picture(of: root)
    #expect(after.tables["alert"]?.contains { $0.contains("night-failed") || $0.contains("78") || $0.contains("setting") } == true)
    after.tables["alert"] = before.tables["alert"]
    #expect(after.differences(from: before) == [])
  }

  @Test("A folder that is no working root is told so (78)")
  func noRoot() throws {
    let folder = ScratchFolder()
    let ran = try Program.run(["run", folder.path])
    #expect(ran.code == 78 && ran.errors.contains("settle init"))
  }

  @Test("hledger checks the export of a settled root, and every balance it prints is ours")
  func hledger() throws {
    try Program.require("hledger")
    let folder = ScratchFolder()
    let path = try ProgramTests.settled.get().root.path
    let export = try Program.run(["ledger", path, "export", "--format", "hledger"])
    let file = folder.path + "/books.journal"
    try Data(export.output.utf8).write(to: URL(fileURLWithPath: file))
    let check = try Program.run(["-f", file, "check", "--strict", "ordereddates"], program: "hledger")
    #expect(check.code == 0, "\(check.errors)")
    let printed = try Program.run(["-f", file, "balance", "--flat", "-N", "-E", "-O", "csv", "--layout=bare"], program: "hledger")
    var balances: [String: String] = [:]
    for line in printed.output.split(whereSeparator: \.isNewline).dropFirst() {
      let cells = line.split(separator: ",").map { $0.filter { $0 != "\"" } }
      if cells.count == 3 { balances["\(cells[0]) \(cells[1])"] = plain(cells[2]) }
    }
    let ours = try self.ours(path)
    #expect(ours.count > 8 && balances == ours)
  }

  @Test("bean-check takes the export of a settled root, and every balance bean-query prints is ours")
  func beancount() throws {
    try Program.require("bean-check")
    try Program.require("bean-query")
    let folder = ScratchFolder()
    let path = try ProgramTests.settled.get().root.path
    let export = try Program.run(["ledger", path, "export", "--format", "beancount"])
    let file = folder.path + "/books.beancount"
    try Data(export.output.utf8).write(to: URL(fileURLWithPath: file))
    let check = try Program.run([file], program: "bean-check")
    #expect(check.code == 0 && check.output.isEmpty, "\(check.errors)\(check.output)")
    let query = "SELECT account, currency, sum(position) GROUP BY account, currency"
    let printed = try Program.run(["-f", "csv", file, query], program: "bean-query")
    var balances: [String: String] = [:]
    for line in printed.output.split(whereSeparator: \.isNewline).dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map { $0.filter { $0 != "\"" && $0 != "\r" } }
      guard cells.count == 3, let name = BeancountName.path(cells[0].filter { $0 != " " }) else { continue }
      balances["\(name.text) \(cells[1].filter { $0 != " " })"] = plain(cells[2].split(separator: " ").first.map(String.init) ?? "0")
    }
    let ours = try self.ours(path)
    for key in Set(balances.keys).union(ours.keys).sorted() where balances[key] != ours[key] {
      Issue.record("\(key): printed \(balances[key] ?? "nothing"), ours \(ours[key] ?? "nothing")")
    }
  }

  /// `settle ledger balance`: account and unit → balance.
  private func ours(_ path: String) throws -> [String: String] {
    let ran = try Program.run(["ledger", path, "balance"])
    var balances: [String: String] = [:]
    for line in ran.output.split(whereSeparator: \.isNewline).dropFirst() {
      let cells = line.split(separator: " ")
      if cells.count == 5 { balances["\(cells[0]) \(cells[1])"] = plain(String(cells[4])) }
    }
    return balances
  }

  private func plain(_ amount: String) -> String {
    guard case .value(let value) = Decimals.read(amount.utf8.filter { $0 != 0x20 && $0 != 0x2C }, places: 2) else {
      return "unread: \(amount)"
    }
    return "\(Money(minor: value))"
  }
}

/// The help of every command, whole. With SETTLE_RECORD set the texts are written anew, and the test fails all the same.
@Suite("Help")
struct HelpTests {
  static let commands = [
    [], ["init"], ["run"], ["status"], ["explain"], ["query"], ["ledger"], ["ledger", "balance"], ["ledger", "export"], ["rules"],
    ["rules", "check"], ["rules", "eval"], ["rules", "convert"], ["rules", "coverage"], ["rules", "rehearse"], ["verify"],
    ["read"], ["template"], ["recall"], ["install"],
  ]

  @Test("The help of each command reads as it did", arguments: commands)
  func help(command: [String]) throws {
    let ran = try Program.run(command + ["--help"])
    #expect(ran.code == 0 && ran.errors.isEmpty)
    // How many cores this machine has is no part of the text.
    let text = ran.output.replacing(/\(default: \d+\)/, with: "(default: as many as cores)")
    let place = "\(Checkout.path)/Tests/Fixtures/help/\((["settle"] + command).joined(separator: "-")).txt"
    if ProcessInfo.processInfo.environment["SETTLE_RECORD"] != nil {
      try Data(text.utf8).write(to: URL(fileURLWithPath: place))
      Issue.record("recorded \(place)")
      return
    }
    let kept = try? String(contentsOfFile: place, encoding: .utf8)
    #expect(kept == text, "\(place)")
  }
}
