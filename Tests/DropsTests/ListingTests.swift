import Drops
import Foundation
import Glibc
import Tables
import Testing
import Values

@Suite("What lies in the drops")
struct ListingTests {
  private func names(_ sandbox: Sandbox) throws -> [String] { try sandbox.listed().files.map(\.name) }
  private func oddities(_ sandbox: Sandbox) throws -> [String] { try sandbox.listed().oddities.map { "\($0.kind.rawValue) \($0.place)" } }

  @Test("The list is in order of party, feed and name, byte for byte, whatever the order of arrival")
  func order() throws {
    let sandbox = try Sandbox(parties: ["CH-B", "CH-A", "人保"], feeds: ["underwriting", "products", "承保清单"])
    for name in ["b.csv", "a.csv", "Z.csv", "清单.xlsx"] {
      for party in ["人保", "CH-B", "CH-A"] {
        for feed in ["承保清单", "underwriting", "products"] { try sandbox.drop(name, party: party, feed: feed) }
      }
    }
    let listed = try sandbox.listed().files
    #expect(listed.count == 36)
    let keys = listed.map { [$0.party, $0.feed, $0.name].map { Array($0.utf8) } }
    #expect(keys == keys.sorted { $0.lexicographicallyPrecedes($1) { $0.lexicographicallyPrecedes($1) } })
    #expect(listed[0].name == "Z.csv" && listed[0].party == "CH-A" && listed[0].feed == "products")
    #expect(listed.allSatisfy { $0.size == 1 && $0.inode != 0 && $0.modified > 1_700_000_000_000_000_000 })
  }

  @Test(
    "Unfinished uploads, hidden files and office locks are left alone without a word",
    arguments: ["a.part", "a.csv.tmp", "a.filepart", "a.CRDOWNLOAD", ".a.csv", "~$a.xlsx", ".done"])
  func leftAlone(name: String) throws {
    let sandbox = try Sandbox()
    try sandbox.drop(name)
    #expect(try sandbox.listed() == InboundListing())
  }

  @Test("FILE.done belongs to its file and is none itself; without its file it is reported")
  func markers() throws {
    let sandbox = try Sandbox()
    for name in ["a.csv", "a.csv.done", "b.csv", "c.csv.done"] { try sandbox.drop(name) }
    let listing = try sandbox.listed()
    #expect(listing.files.map(\.name) == ["a.csv", "b.csv"])
    #expect(listing.files.map(\.hasDoneMarker) == [true, false])
    #expect(try oddities(sandbox) == ["stray-marker parties/CH-A/inbound/underwriting/c.csv.done"])
  }

  @Test("Folders, links, pipes, sockets and devices are reported by name and never opened")
  func oddThings() throws {
    let sandbox = try Sandbox()
    let inbound = sandbox.inbound()
    try FileManager.default.createDirectory(atPath: inbound + "/folder", withIntermediateDirectories: false)
    try Data("x".utf8).write(to: URL(filePath: inbound + "/folder/inside.csv"))
    symlink("/etc/passwd", inbound + "/link.csv")
    symlink(inbound, inbound + "/loop")
    symlink("/nowhere", inbound + "/dangling.csv")
    mkfifo(inbound + "/pipe.csv", 0o600)
    let plugged = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    var made = false
    // A socket's path is 107 bytes at most; where the temporary folder is too deep, the other kinds must do.
    if (inbound + "/socket").utf8.count < 107 {
      withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: (inbound + "/socket").utf8) }
      made = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(plugged, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0 }
      }
    }
    defer { close(plugged) }
    let isDevice = mknod(inbound + "/device", S_IFCHR | 0o600, 0x0103) == 0
    var expected = [
      "link parties/CH-A/inbound/underwriting/dangling.csv", "folder parties/CH-A/inbound/underwriting/folder",
      "link parties/CH-A/inbound/underwriting/link.csv", "link parties/CH-A/inbound/underwriting/loop",
      "fifo parties/CH-A/inbound/underwriting/pipe.csv",
    ]
    if isDevice { expected.insert("device parties/CH-A/inbound/underwriting/device", at: 1) }
    if made { expected.append("socket parties/CH-A/inbound/underwriting/socket") }
    #expect(try oddities(sandbox) == expected)
    #expect(try names(sandbox) == [])
    for oddity in try sandbox.listed().oddities { #expect(!oddity.reason.zh.isEmpty && !oddity.reason.remedyEn.isEmpty) }
  }

  @Test("A file with a second name somewhere is reported and not taken")
  func hardLink() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.drop("list.csv")
    link(path, sandbox.folder + "/second-name")
    #expect(try oddities(sandbox) == ["hard-linked parties/CH-A/inbound/underwriting/list.csv"])
    #expect(try names(sandbox) == [])
    unlink(sandbox.folder + "/second-name")
    #expect(try names(sandbox) == ["list.csv"])
  }

  @Test("Names with control characters, turned writing or broken UTF-8 are reported, readably")
  func names() throws {
    let sandbox = try Sandbox()
    for name in ["a\nb.csv", "a\u{1B}[2J.csv", "gnp\u{202E}vsc.csv", "a\u{7F}"] { try sandbox.drop(name) }
    let broken = open(sandbox.inbound(), O_RDONLY | O_DIRECTORY)
    let name = [0x61, 0xC3, 0x28, 0].map { CChar(truncatingIfNeeded: $0) }
    close(openat(broken, name, O_CREAT | O_WRONLY, 0o600))
    close(broken)
    let folder = "parties/CH-A/inbound/underwriting/"
    #expect(
      Set(try oddities(sandbox)) == [
        "control-characters \(folder)a\\x0Ab.csv", "control-characters \(folder)a\\x1B[2J.csv",
        "control-characters \(folder)gnp\\xE2\\x80\\xAEvsc.csv",
        "control-characters \(folder)a\\x7F", "not-utf8 \(folder)a\\xC3(",
      ])
    #expect(try names(sandbox) == [])
  }

  @Test("A party or a feed that is a link is reported and not followed, and a file outside the feeds too")
  func outside() throws {
    let sandbox = try Sandbox()
    let root = sandbox.root.path
    try sandbox.drop("list.csv", party: "CH-B")
    symlink(root + "/parties/CH-B", root + "/parties/CH-X")
    symlink(sandbox.inbound("CH-B"), root + "/parties/CH-A/inbound/linked")
    try Data("x".utf8).write(to: URL(filePath: root + "/parties/CH-A/inbound/lost.csv"))
    try Data("x".utf8).write(to: URL(filePath: root + "/parties/readme.txt"))
    try FileManager.default.createDirectory(atPath: root + "/parties/CH-Y", withIntermediateDirectories: false)
    symlink(sandbox.inbound("CH-B"), root + "/parties/CH-Y/inbound")
    #expect(try names(sandbox) == ["list.csv"])
    #expect(
      Set(try oddities(sandbox)) == [
        "link parties/CH-A/inbound/linked", "outside-feed parties/CH-A/inbound/lost.csv", "link parties/CH-X",
        "link parties/CH-Y/inbound/inbound",
        "outside-feed parties/readme.txt",
      ])
  }

  @Test("A file that grows, is touched, replaced or taken away between the looks is left for later; the others are taken")
  func growing() throws {
    let sandbox = try Sandbox()
    for name in ["grows.csv", "touched.csv", "replaced.csv", "gone.csv", "linked.csv", "still.csv"] { try sandbox.drop(name) }
    var pauses: [Duration] = []
    let listing = try sandbox.root.listInbound(quiet: .seconds(1)) { duration in
      pauses.append(duration)
      let folder = sandbox.inbound() + "/"
      let handle = FileHandle(forWritingAtPath: folder + "grows.csv")!
      handle.seekToEndOfFile()
      handle.write(Data("more".utf8))
      utimes(folder + "touched.csv", nil)
      try? Data("y".utf8).write(to: URL(filePath: folder + "new"))
      rename(folder + "new", folder + "replaced.csv")
      unlink(folder + "gone.csv")
      link(folder + "linked.csv", folder + ".second")
    }
    #expect(pauses == [.seconds(1)], "one pause for all files")
    #expect(listing.files.map(\.name) == ["still.csv"])
    #expect(listing.growing.map(\.name) == ["gone.csv", "grows.csv", "linked.csv", "replaced.csv", "touched.csv"])
  }

  @Test("Where nothing was dropped, nobody waits")
  func noPause() throws {
    let sandbox = try Sandbox()
    let listing = try sandbox.root.listInbound(quiet: .seconds(3600)) { _ in Issue.record("there was nothing to wait for") }
    #expect(listing == InboundListing())
  }

  @Test("The pause lasts as long as it is told")
  func sleeps() {
    let start = ContinuousClock.now
    WorkingRoot.sleep(.milliseconds(30))
    #expect(ContinuousClock.now - start >= .milliseconds(30))
  }
}
