import FileKit
import Foundation
import Glibc
import NightKit

/// An evening and its nights as they are on a real machine: parties registered, each given its way in by the scripts of `samples/sftp`, files dropped by the
/// real client, nights run as the unit says, by the user it names. Lived through once; what is expected of it stands in the tests.
struct SFTPEvening: Sendable {
  /// What lay where after a night: place below the folder → bytes.
  struct Picture: Sendable {
    var archive: [String: Data]
    var refused: [String: Data]
    var parties: [String: Data]
    var said: Program.Ran

    /// Archived files of a party's feed by name, whatever the day.
    func taken(_ party: String, _ feed: String) -> [String: Data] { Picture.below(archive, "/\(party)/\(feed)/") }
    func refused(_ party: String, _ feed: String) -> [String: Data] { Picture.below(refused, "/\(party)/\(feed)/") }
    func lying(_ party: String, _ feed: String) -> [String: Data] { Picture.below(parties, "\(party)/inbound/\(feed)/") }

    private static func below(_ files: [String: Data], _ folder: String) -> [String: Data] {
      var found: [String: Data] = [:]
      for (place, bytes) in files { if let range = place.range(of: folder) { found[String(place[range.upperBound...])] = bytes } }
      return found
    }
  }

  /// Whole files as their senders have them.
  private(set) var whole: [String: Data] = [:]
  private(set) var registration: Picture!
  private(set) var during: Picture!
  /// Whether the slow upload and the one that stood still were still at it when that night was over.
  private(set) var wentOn = (slow: false, stalled: false)
  private(set) var after: Picture!
  private(set) var fetched: [String: Data] = [:]
  private(set) var onDisk: [String: Data] = [:]
  private(set) var prying: Program.Ran!
  private(set) var priedOut: [String] = []
  private(set) var pryingLeft: [String: Data] = [:]
  private(set) var listing = ""
  private(set) var fstab: [String] = []
  private(set) var remounted: Program.Ran!
  private(set) var shutOut: Program.Ran!
  private(set) var leftBehind = ""
  private(set) var verified: Program.Ran!
  private(set) var trial: Trial?

  private let stage: Stage
  private let senders: Senders
  private let unit: UnitFile

  init() throws {
    let stage = try Stage()
    defer { stage.takeDown() }
    try stage.script("install", ["/srv/settle"])
    try stage.must(["runuser", "-u", "settle", "--", "settle", "init", "/srv/settle", "--house-rules", "allowed"])
    try stage.must([
      "settle", "install", "/srv/settle", "--systemd", "--write", "/etc/systemd/system", "--tell", "cat >>/srv/settle/told",
    ])
    let senders = try Senders(stage)
    defer { senders.close() }
    self.stage = stage
    self.senders = senders
    unit = UnitFile(try String(contentsOfFile: stage.path("/etc/systemd/system/settle.service"), encoding: .utf8))
    try demandCompleteness()
    try register()
    try firstNight()
    try secondNight()
    try readBack()
    try pry()
    if Stage.bootsSystemd {
      trial = try Trial(stage) {
        let path = try senders.write(SFTPEvening.list("PM"), "morning.csv")
        let old = try senders.write(SFTPEvening.old, "old.xls")
        try senders.must("S001", ["put \(path) inbound/underwriting/morning.csv", "put \(old) inbound/underwriting/old.xls"])
      }
    }
    try startAgain()
    try remove()
  }

  /// underwriting shows by its total row that it is whole, endorsements by a .done file, products by nothing. Written as finance would: by another user.
  private mutating func demandCompleteness() throws {
    let file = stage.path("/srv/settle/pipelines/settlement/pipeline.yaml")
    let text = try String(contentsOfFile: file, encoding: .utf8)
      .replacing("    complete: none\n", with: "    complete: total-row\n")
      .replacing("    title: 批改清单\n", with: "    title: 批改清单\n    complete: done-file\n", maxReplacements: 1)
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    chmod(file, 0o644)
  }

  /// The platform uploads a file that at its own desk nobody else may read; sftp keeps that mode.
  private mutating func register() throws {
    try stage.script("party-add", ["/srv/settle", "platform", senders.publicKey("platform")])
    let path = try senders.write(Data(Evening.merchants.utf8), "merchants.csv", mode: 0o600)
    try senders.must("platform", ["put \(path) inbound/merchants/merchants.csv"])
    registration = try night()
    for party in ["S001", "S002"] { try stage.script("party-add", ["/srv/settle", party, senders.publicKey(party)]) }
  }

  private mutating func firstNight() throws {
    for (name, prefix) in [("slow", "PA"), ("broken", "PB"), ("named", "PC"), ("one", "PD"), ("two", "PE"), ("other", "PF")] {
      whole[name] = SFTPEvening.list(prefix)
    }
    whole["stalled"] = SFTPEvening.products
    whole["resumed"] = SFTPEvening.endorsements
    var paths: [String: String] = [:]
    for (name, bytes) in whole { paths[name] = try senders.write(bytes, name + ".csv") }

    let inbound = stage.path("/srv/settle/parties/S001/inbound")
    /// An upload that got no further than its half.
    func half(_ name: String, _ feed: String, kilobits: Int, then signal: Int32) throws -> Child {
      let client = try senders.upload("S001", paths[name]!, to: "inbound/\(feed)/\(name).csv", kilobits: kilobits)
      try wait("half of \(name).csv") { SFTPEvening.size("\(inbound)/\(feed)/\(name).csv") > 0 }
      client.signal(signal)
      return client
    }
    for (name, feed) in [("broken", "underwriting"), ("resumed", "endorsements")] {
      try half(name, feed, kilobits: 100, then: SIGKILL).wait()
    }
    let stalled = try half("stalled", "products", kilobits: 400, then: SIGSTOP)
    let slow = try senders.upload("S001", paths["slow"]!, to: "inbound/underwriting/slow.csv", kilobits: 200)
    try senders.must("S001", ["put \(paths["named"]!) inbound/underwriting/named.csv.part"])
    // The same name as another party's, and two at once.
    let both = try ["one", "two"].map { try senders.upload("S002", paths[$0]!, to: "inbound/underwriting/\($0).csv") }
    try senders.must("S002", ["put \(paths["other"]!) inbound/underwriting/slow.csv"])
    for client in both { client.wait() }
    try wait("the server to let go of what was broken off") { !SFTPEvening.isOpen(["broken.csv", "resumed.csv"]) }
    try wait("the slow upload to begin") { SFTPEvening.size(inbound + "/underwriting/slow.csv") > 0 }

    during = try night()
    wentOn = (slow.isRunning, stalled.isRunning && SFTPEvening.isOpen(["stalled.csv"]))
    stalled.signal(SIGCONT)
    try senders.must(
      "S001",
      [
        "reput \(paths["resumed"]!) inbound/endorsements/resumed.csv",
        "put \(try senders.write(Data(), "done")) inbound/endorsements/resumed.csv.done",
        "rename inbound/underwriting/named.csv.part inbound/underwriting/named.csv",
        "put \(paths["broken"]!) inbound/underwriting/broken.csv",
      ])
    guard slow.wait() == 0, stalled.wait() == 0 else { throw StageFlaw("an upload came to no good end") }
  }

  private mutating func secondNight() throws {
    // As an older sshd, or another door, would let a party do.
    try stage.must([
      "runuser", "-u", "sftp-S002", "--", "ln", "-s", "/srv/settle/state/settle.db",
      "/srv/settle-sftp/sftp-S002/inbound/underwriting/link.csv",
    ])
    try wait("the server to let go of all files") { !SFTPEvening.isOpen(["slow.csv", "stalled.csv", "broken.csv"]) }
    after = try night()
  }

  private mutating func readBack() throws {
    let place = senders.place("fetched")
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    try senders.must("S001", ["get -r outbound \(place)"])
    for name in try FileManager.default.subpathsOfDirectory(atPath: place + "/outbound") {
      var isFolder: ObjCBool = false
      let path = "\(place)/outbound/\(name)"
      if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue {
        fetched[name] = FileManager.default.contents(atPath: path)
      }
    }
    onDisk = stage.files("/srv/settle/parties/S001/outbound")
  }

  /// Everything S002 could think of to reach S001's folder, or the machine's.
  private mutating func pry() throws {
    let loot = senders.place("loot")
    try FileManager.default.createDirectory(atPath: loot, withIntermediateDirectories: true)
    let mine = try senders.write(Data("mine".utf8), "mine.csv")
    let before = stage.files("/srv/settle/parties")
    listing = try senders.session("S002", ["ls -1 /", "ls -1 ..", "ls -1 /../.."]).output
    let homes = [
      "../sftp-S001", "/sftp-S001", "/srv/settle-sftp/sftp-S001", "/../sftp-S001", "inbound/../../sftp-S001", "/srv/settle/parties/S001",
    ]
    var commands: [String] = []
    for (number, home) in homes.enumerated() {
      commands += [
        "-ls \(home)", "-get -r \(home)/outbound \(loot)/\(number)", "-put \(mine) \(home)/inbound/underwriting/mine.csv",
        "-rename inbound/underwriting/kept.part \(home)/inbound/underwriting/kept.csv",
      ]
    }
    commands += [
      "-get /etc/passwd \(loot)/passwd", "-put \(mine) mine.csv", "-put \(mine) outbound/mine.csv", "-put \(mine) inbound/mine.csv",
      "-put \(mine) inbound/nonsense/mine.csv", "-rename inbound/underwriting outbound/underwriting", "-rename inbound away",
      "-rm outbound/*/*",
      "-rename inbound/underwriting/kept.part outbound/kept.csv", "-mkdir inbound/underwriting/folder", "-mkdir folder",
      "-rmdir inbound/underwriting",
      "-ln -s /srv/settle-sftp/sftp-S001/outbound inbound/underwriting/theirs", "-ln -s ../../../sftp-S001 inbound/underwriting/theirs",
      "-ln inbound/underwriting/kept.part inbound/underwriting/second.csv", "-chmod 777 inbound", "-chmod 777 /",
      "-chgrp 0 inbound/underwriting",
      "-get -r inbound/underwriting/link.csv \(loot)/link", "-get /proc/self/environ \(loot)/environ",
      "-get /srv/settle/state/settle.db \(loot)/db",
    ]
    prying = try senders.session("S002", ["put \(mine) inbound/underwriting/kept.part"] + commands)
    priedOut = try FileManager.default.subpathsOfDirectory(atPath: loot)
    pryingLeft = stage.files("/srv/settle/parties").filter { before[$0.key] != $0.value }
    for name in before.keys where stage.files("/srv/settle/parties")[name] == nil { pryingLeft[name + " is gone"] = Data() }
  }

  /// A machine that starts again has nothing but its fstab; the helper run twice changes nothing in it.
  private mutating func startAgain() throws {
    try stage.script("party-add", ["/srv/settle", "S001"])
    fstab = try String(contentsOfFile: stage.path("/etc/fstab"), encoding: .utf8).split(separator: "\n").map(String.init)
    for folder in ["inbound", "outbound"] {
      try stage.must(["umount", "/srv/settle-sftp/sftp-S001/" + folder])
      try stage.must(["mount", "/srv/settle-sftp/sftp-S001/" + folder])
    }
    let mine = try senders.write(Data("mine".utf8), "mine.csv")
    remounted = try senders.session(
      "S001", ["ls outbound", "put \(mine) inbound/underwriting/mine.part", "rm inbound/underwriting/mine.part", "-put \(mine) outbound/x"])
  }

  private mutating func remove() throws {
    for _ in 1...2 { try stage.script("party-remove", ["/srv/settle", "S002"]) }
    shutOut = try senders.session("S002", ["ls"])
    leftBehind = try stage.run([
      "sh", "-c",
      "findmnt -n -o TARGET | grep S002; grep S002 /etc/fstab /etc/passwd /etc/group; ls /srv/settle-sftp /etc/ssh/settle-sftp | grep S002",
    ]).output
    verified = try stage.run(["runuser", "-u", "settle", "--", "settle", "verify", "/srv/settle"])
  }

  private func night() throws -> Picture {
    let said = try stage.run(try unit.commandLine())
    guard said.code == 0 else { throw StageFlaw("the night ended with \(said.code): \(said.errors)") }
    return Picture(
      archive: stage.files("/srv/settle/archive"), refused: stage.files("/srv/settle/refused"), parties: stage.files("/srv/settle/parties"),
      said: said)
  }

  private static func size(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  /// Whether any process has files of these names open.
  private static func isOpen(_ names: [String]) -> Bool {
    let processes = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).filter { Int($0) != nil }
    for process in processes {
      for descriptor in (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd")) ?? [] {
        guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/fd/\(descriptor)") else { continue }
        if target.contains("inbound"), names.contains(where: { target.hasSuffix("/" + $0) }) { return true }
      }
    }
    return false
  }

  // MARK: what is dropped: some 200 KB each, in few rows

  private static let wide = String(repeating: "附", count: 1700)

  static func list(_ prefix: String) -> Data {
    var text = "保单号,险种,产品编码,销售商,保费,签单日期,起保日期,终保日期,附件\n"
    for number in 1...40 { text += "\(prefix)\(100_000 + number),商业险,P-MOTOR,X001,1000.00,2026-03-11,2026-03-12,2027-03-11,\(wide)\n" }
    return Data((text + "合计,,,,40000.00,,,,\n").utf8)
  }

  /// Read by the night in a child with limits of its own.
  private static var old: Data {
    let rows = [
      ["保单号", "险种", "产品编码", "销售商", "保费", "签单日期", "起保日期", "终保日期"],
      ["PN100001", "商业险", "P-MOTOR", "X001", "1000.00", "2026-03-11", "2026-03-12", "2027-03-11"],
      ["合计", "", "", "", "1000.00", "", "", ""],
    ]
    return Data(OldWorkbook(tables: [("清单", rows)]).bytes)
  }

  private static var products: Data {
    var text = "产品编码,产品名称,动作,附件\n"
    for number in 1...40 { text += "P-\(100 + number),产品,上架,\(wide)\n" }
    return Data(text.utf8)
  }

  private static var endorsements: Data {
    var text = "批单号,保单号,险种,批改类型,保费变化,批改日期,附件\n"
    for number in 1...40 { text += "E\(100 + number),PX\(100_000 + number),商业险,减保,-10.00,2026-03-12,\(wide)\n" }
    return Data(text.utf8)
  }
}
