import Flows
import Foundation
import Glibc
import Night
import NightKit
import Store
import Synchronization
import Testing
import Values

/// A party that means harm, from its drop folder to everybody's outbound folders. (design.md, law 8)
@Suite("A drop that means harm")
struct HostileDropsTests {
  private static func listed(_ policy: String) -> String { Evening.header + Evening.row(policy, "商业险", "X001", "1000.00") }

  /// A root whose parties are registered, and a folder beside it that nothing may touch.
  private static func registered(_ folder: ScratchFolder) throws -> TrialRoot {
    let root = try Evening.root(at: folder.path + "/root")
    try root.drop(Evening.merchants, as: "商户.csv", from: "platform", to: "merchants")
    try root.run(Evening.day)
    return root
  }

  private static func run(_ root: TrialRoot) throws -> (oddities: [String], night: NightShift) {
    let told = Mutex<[String]>([])
    let night = try root.night(report: { event in if case .oddity(let text) = event { told.withLock { $0.append(text) } } })
    _ = try night.run(day: Day(iso: "2026-03-13")!)
    return (told.withLock { $0.sorted() }, night)
  }

  @Test("Links, pipes, sockets, devices and unreadable names are told of and never opened; what only looks odd is taken")
  func drops() throws {
    let folder = ScratchFolder()
    let root = try HostileDropsTests.registered(folder)
    let drop = "\(root.path)/parties/S001/inbound/underwriting"
    let outside = folder.path + "/outside.csv"
    try Data(HostileDropsTests.listed("PZ000001").utf8).write(to: URL(fileURLWithPath: outside))
    #expect(symlink(outside, drop + "/link.csv") == 0 && symlink("../../../../state/settle.db", drop + "/inner.csv") == 0)
    #expect(Glibc.link(outside, drop + "/twin.csv") == 0)
    #expect(mkfifo(drop + "/pipe.csv", 0o644) == 0)
    // A device needs the right to make one.
    let hasDevice = mknod(drop + "/null.csv", S_IFCHR | 0o666, dev_t(1 << 8 | 3)) == 0
    try FileManager.default.createDirectory(atPath: drop + "/..csv.d", withIntermediateDirectories: true)
    try FileManager.default.createDirectory(atPath: drop + "/list.csv", withIntermediateDirectories: true)
    let socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    // The address has room for a hundred bytes: a name relative to where we stand would change the process.
    let short = "/tmp/settle-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    try FileManager.default.createSymbolicLink(atPath: short, withDestinationPath: drop)
    defer { unlink(short) }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array("\(short)/s.csv".utf8)) }
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    }
    #expect(bound == 0)
    for (number, name) in ["line\nfeed.csv", "bell\u{7}.csv", "turned\u{202E}vsc.slx", "hidden\u{200B}.csv"].enumerated() {
      try root.drop(HostileDropsTests.listed("PY00000\(number)"), as: name, from: "S001", to: "underwriting")
    }
    // Odd, and harmless: a name as long as a disk allows, one that looks like an option, one of a device elsewhere, one like a formula.
    let long = String(repeating: "长", count: 83) + ".csv"
    for (number, name) in [long, "-rf.csv", "con.csv", "%2e%2e%2f.csv", "$(touch x).csv"].enumerated() {
      try root.drop(HostileDropsTests.listed("PX00001\(number)"), as: name, from: "S001", to: "underwriting")
    }
    try root.drop(Evening.unreadable, as: "=SUM(A1).csv", from: "S001", to: "underwriting")
    try root.drop(HostileDropsTests.listed("PX000020"), as: ".hidden.csv", from: "S001", to: "underwriting")

    let (oddities, night) = try HostileDropsTests.run(root)
    #expect(oddities.count == (hasDevice ? 11 : 10), "\(oddities)")
    #expect(oddities.allSatisfy { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{202E}" && $0 != "\u{200B}" } })
    let files = try night.status().lastFiles
    #expect(
      Set(files.filter { $0.state == "taken" }.map(\.path))
        == Set([long, "-rf.csv", "con.csv", "%2e%2e%2f.csv", "$(touch x).csv"].map { "S001/underwriting/" + $0 }))
    #expect(files.filter { $0.state == "refused" }.map(\.path) == ["S001/underwriting/=SUM(A1).csv"])
    let reasons = String(decoding: root.bytes("refused/2026-03-13/S001/underwriting/=SUM(A1).csv.reasons.csv")!, as: UTF8.self)
    #expect(reasons.contains("\"'=SUM(A1).csv") && !reasons.contains("\"=SUM"))
    let receipts = root.files(under: "parties/S001/outbound/2026-03-13").filter { $0.contains("/receipt_") }
    #expect(receipts.count == 6 && receipts.allSatisfy { $0.split(separator: "/").last!.utf8.count <= 255 })
    // What was not taken lies where it lay; nothing outside was touched.
    #expect(try String(contentsOfFile: outside, encoding: .utf8) == HostileDropsTests.listed("PZ000001"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["outside.csv", "root"])
    #expect(FileManager.default.fileExists(atPath: drop + "/.hidden.csv"))
    #expect(try night.verify(night.store.runs().last!) == [])
  }

  @Test("Folders of parties and feeds with tricks in their names are told of, and nothing in them is taken")
  func folders() throws {
    let folder = ScratchFolder()
    let root = try HostileDropsTests.registered(folder)
    let text = HostileDropsTests.listed("PX000030")
    for party in ["S001\u{202E}", "S0\n01", "..S001"] { try root.drop(text, as: "list.csv", from: party, to: "underwriting") }
    #expect(symlink("S001", root.path + "/parties/S003") == 0)
    for feed in ["underwriting\u{200B}", "under\u{8}writing", String(repeating: "x", count: 250), "%2e%2e"] {
      try root.drop(text, as: "list.csv", from: "S001", to: feed)
    }
    let before = try FileManager.default.contentsOfDirectory(atPath: root.path + "/parties").sorted()
    let (oddities, night) = try HostileDropsTests.run(root)
    #expect(oddities.count >= 4, "\(oddities)")
    let files = try night.status().lastFiles + night.status().leftFiles
    #expect(!files.contains { $0.state == "taken" })
    #expect(Set(files.filter { $0.state == "refused" }.map(\.reason)) == ["feed-unknown"])
    #expect(try night.store.exceptions(night.store.lastClosedRun()!).allSatisfy { $0.kind == .fileRefused || $0.kind == .fileLeft })
    #expect(try FileManager.default.contentsOfDirectory(atPath: root.path + "/parties").sorted() == before)
    #expect(try night.verify(night.store.runs().last!) == [])
  }

  /// Every feed of the shipped pipelines with a column that says who speaks, by its folder: flow, feed, required headers with their types, author.
  private static func authored() throws -> [(flow: String, feed: String, columns: [(header: String, type: String)], author: String)] {
    var found: [(flow: String, feed: String, columns: [(header: String, type: String)], author: String)] = []
    for flow in try FileManager.default.contentsOfDirectory(atPath: Checkout.pipelines).sorted() {
      let folder = "\(Checkout.pipelines)/\(flow)/feeds"
      for name in ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted() where name.hasSuffix(".csv") {
        let rows = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8).split(separator: "\n").dropFirst().map {
          $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        guard let author = rows.first(where: { $0.count > 4 && $0[4] == "author" }) else { continue }
        // A list has one of several shapes; here a line a row.
        let shape = name == "underwriting.csv" ? ["保单号", "险种", "保费"] : []
        let needed = rows.filter { $0.count > 4 && ($0[4] == "required" || shape.contains($0[1])) }
        found.append((flow, String(name.dropLast(4)), needed.map { ($0[1], $0[3]) }, author[1]))
      }
    }
    return found
  }

  @Test("Whatever feed has a column that says who speaks: a row in another's name is refused, one in its own is not")
  func authors() throws {
    let folder = ScratchFolder()
    let root = try TrialRoot(new: folder.path + "/root")
    let feeds = try HostileDropsTests.authored()
    #expect(feeds.count >= 11)
    let manufacturers = ["1", "2"].map { "M00\($0),厂商\($0),\(Evening.creditCode("91440300MA5FAXYD\($0)"))\n" }.joined()
    try root.drop(Evening.merchants, as: "m.csv", from: "platform", to: "merchants")
    try root.drop("厂商,名称,统一社会信用代码\n" + manufacturers, as: "f.csv", from: "platform", to: "manufacturers")
    try root.drop("商户号,信用额度,生效日期\nX001,1000000,2026-01-01\n", as: "c.csv", from: "platform", to: "credit")
    try root.run(Evening.day)
    for feed in feeds {
      let (own, other) = feed.flow == "warranty" ? ("M001", "M002") : feed.feed == "expenditure" ? ("X001", "X002") : ("S001", "S002")
      func row(_ author: String, _ key: Int) -> String {
        let values = feed.columns.map { column in
          switch column.type {
          case "money", "integer": "1"
          case "rate": "6%"
          case "date": "2026-03-11"
          case "datetime": "2026-03-11 10:00:00"
          case "boolean": "否"
          default: "K0000000\(key)"
          }
        }
        return (values + [author]).joined(separator: ",") + "\n"
      }
      // Invisible characters make no other name of it, and no own name of another's.
      let text =
        (feed.columns.map(\.header) + [feed.author]).joined(separator: ",") + "\n" + row(other, 1) + row("\(own)x", 2) + row(own, 3)
        + row("../\(own)", 4)
      try root.drop(text, as: "list.csv", from: own, to: feed.feed)
    }
    let night = try root.night()
    _ = try night.run(day: Day(iso: "2026-03-13")!)
    let files = try night.store.files(run: night.store.lastClosedRun()!)
    for feed in feeds {
      guard let file = files.first(where: { $0.feed == feed.feed }) else {
        Issue.record("\(feed.feed) was not listed")
        continue
      }
      #expect(file.state == .taken, "\(feed.feed): \(file.state) \(file.reason ?? "")")
      let rows = try night.store.findings(file: file.id, rows: 1...10).filter { $0.reason == "author-other" && !$0.isWarning }.map(\.row)
      #expect(rows == [2, 3, 5], "\(feed.feed)")
    }
  }

  @Test("A number that would be a path, a fixed party or a trick registers nobody, in whichever feed it comes")
  func numbers() throws {
    let folder = ScratchFolder()
    let root = try TrialRoot(new: folder.path + "/root")
    let numbers = [
      "../S9", "a/b", "..", ".", "platform", "public", "-rf", "S 9 9", "名", String(repeating: "S", count: 41), "S9%2f",
      "~root",
    ]
    func list(_ header: String, _ rest: (Int) -> String) -> String {
      header + "\n" + numbers.enumerated().map { "\($1),\(rest($0))\n" }.joined()
    }
    func code(_ number: Int) -> String {
      Evening.creditCode("91440300MA5FY\(100 + number)A".padding(toLength: 17, withPad: "0", startingAt: 0))
    }
    try root.drop(list("商户号,商户名称,统一社会信用代码,主营类型") { "商户\($0),\(code($0)),经纪" }, as: "a.csv", from: "platform", to: "merchants")
    try root.drop(list("厂商,名称,统一社会信用代码") { "厂商\($0),\(code($0 + 20))" }, as: "b.csv", from: "platform", to: "manufacturers")
    try root.drop(list("参与方,名称,角色,状态") { "机构\($0),bank,有效" }, as: "c.csv", from: "platform", to: "parties")
    try root.drop(
      list("提供商,名称,类别,状态,生效日期") { "供货\($0),供货商,有效,2026-01-01" }, as: "d.csv", from: "platform", to: "gift-providers")
    let before = try FileManager.default.contentsOfDirectory(atPath: root.path + "/parties").sorted()
    let night = try root.night()
    _ = try night.run(day: Day(iso: Evening.day)!)
    #expect(try FileManager.default.contentsOfDirectory(atPath: root.path + "/parties").sorted() == before)
    for file in try night.store.files(run: night.store.lastClosedRun()!) {
      #expect(file.state == .taken && file.reading.dataRows == numbers.count, "\(file.feed): \(file.state) \(file.reason ?? "")")
      let verdicts = try night.store.verdicts(file: file.id, from: 0, limit: 100)
      #expect(
        verdicts.allSatisfy { $0.state == .rejected && $0.reason == "party-number-unusable" },
        "\(file.feed): \(verdicts.map { "\($0.key) \($0.state)" })")
      #expect(verdicts.count + file.reading.rejectedRows == numbers.count)
    }
  }

  @Test("A document's name is a file's name, however long and whatever it holds")
  func documents() {
    let names = [String(repeating: "😀", count: 60), String(repeating: "😀", count: 59) + "😁", "../../x", String(repeating: "长", count: 60)]
    let made = names.map { Sheet.Document(part: "\($0)\tISS")!.fileName }
    #expect(Set(made).count == names.count)
    #expect(made.allSatisfy { $0.utf8.count <= 120 && !$0.contains("/") && !$0.contains(".") })
    #expect(Sheet.Document(part: "CLAIM-01\tISS")!.fileName == "CLAIM-01")
  }
}
