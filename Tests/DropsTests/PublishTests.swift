import Drops
import Foundation
import Glibc
import Testing
import Values

@Suite("Publishing sheets")
struct PublishTests {
  private let place = "parties/CH-A/outbound/2026-11-21/sheet.xlsx"

  private func publish(_ sandbox: Sandbox, _ text: String, party: String = "CH-A") throws -> Published {
    let sheet = try sandbox.write(text, temporary: "sheet-1")
    return try sandbox.root.publish(temporary: sheet.path, party: party, day: sandbox.day, name: "sheet.xlsx", digest: sheet.digest)
  }

  @Test("A published sheet is read-only and has left the program's own folder")
  func publishes() throws {
    let sandbox = try Sandbox()
    #expect(try publish(sandbox, "text") == .now)
    #expect(Sandbox.tree(sandbox.root.path)[place] == "444 text")
    #expect(sandbox.files.count == 1)
  }

  @Test("The same bytes again are fine, other bytes are a fault, and what stands there stays")
  func again() throws {
    let sandbox = try Sandbox()
    #expect(try publish(sandbox, "text") == .now)
    #expect(try publish(sandbox, "text") == .already)
    #expect(sandbox.files == [place: "text"])
    let refusal = try #require(fault { _ = try publish(sandbox, "other") })
    #expect(refusal.kind == .inputOutput && refusal.code == "name-taken" && refusal.place.hasSuffix(place))
    #expect(sandbox.files[place] == "text")
  }

  @Test("After a kill behind the rename there is nothing left to publish but the answer")
  func afterKill() throws {
    let sandbox = try Sandbox()
    let sheet = try sandbox.write("text", temporary: "sheet-1")
    func publish() throws -> Published {
      try sandbox.root.publish(temporary: sheet.path, party: "CH-A", day: sandbox.day, name: "sheet.xlsx", digest: sheet.digest)
    }
    #expect(try publish() == .now)
    #expect(try publish() == .already)
    unlink(sandbox.root.path + "/" + place)
    #expect(fault { _ = try publish() }?.code == "temporary-missing")
  }

  @Test("A destination that is missing, a link or no folder is named, and the sheet is kept")
  func destinations() throws {
    let sandbox = try Sandbox()
    let outbound = sandbox.root.path + "/parties/CH-A/outbound"
    try FileManager.default.removeItem(atPath: outbound)
    func refusal() throws -> Fault { try #require(fault { _ = try publish(sandbox, "text") }) }
    #expect(try refusal().code == "destination-missing" && refusal().kind == .inputOutput && refusal().place.hasSuffix("CH-A/outbound"))
    symlink(sandbox.folder, outbound)
    #expect(try refusal().kind == .inputOutput && refusal().place.hasSuffix("CH-A/outbound"))
    unlink(outbound)
    try Data().write(to: URL(filePath: outbound))
    #expect(try refusal().kind == .inputOutput && refusal().place.hasSuffix("CH-A/outbound"))
    #expect(fault { _ = try publish(sandbox, "text", party: "CH-Q") }?.code == "destination-missing")
    #expect(sandbox.files["state/writing/sheet-1"] == "text")
  }

  @Test("A destination nobody may write to is named", .enabled(if: getuid() != 0, "root may write everywhere"))
  func unwritable() throws {
    let sandbox = try Sandbox()
    chmod(sandbox.root.path + "/parties/CH-A/outbound", 0o500)
    defer { chmod(sandbox.root.path + "/parties/CH-A/outbound", 0o700) }
    #expect(fault { _ = try publish(sandbox, "text") }?.code == "disk-permission")
  }

  @Test(
    "A destination that is mounted read-only, or full, is named, and nothing is left there",
    .enabled(if: Mount.isPossible, "only root may mount"))
  func readOnlyOrFull() throws {
    for (options, code) in [("ro", "disk-read-only"), ("size=16k", "disk-full")] {
      let sandbox = try Sandbox()
      let outbound = sandbox.root.path + "/parties/CH-A/outbound"
      let mount = try Mount(over: outbound, options: options)
      let refusal = try #require(fault { _ = try publish(sandbox, String(repeating: "0123456789", count: 10_000)) })
      #expect(refusal.kind == .inputOutput && refusal.code == code && refusal.place.contains("CH-A/outbound/"))
      #expect(Sandbox.tree(outbound).values.allSatisfy { $0.hasSuffix(" folder") })
      #expect(sandbox.files["state/writing/sheet-1"]?.utf8.count == 100_000)
      withExtendedLifetime(mount) {}
    }
  }

  @Test("To another disk a sheet is copied under a hidden name and renamed there; an unfinished copy of a killed run is no hindrance")
  func copies() throws {
    let sandbox = try Sandbox()
    let text = String(repeating: "0123456789", count: 300_000)
    let sheet = try sandbox.write(text, temporary: "sheet-1")
    let target = sandbox.root.path + "/parties/CH-A/outbound"
    let hidden = target + "/.settle-\(sheet.digest.short).part"
    try Data("half".utf8).write(to: URL(filePath: hidden))
    chmod(hidden, 0o444)
    func copy(_ digest: Digest) throws -> Published {
      try sandbox.root.publishCopy(of: sheet.path, into: target, name: "sheet.xlsx", digest: digest)
    }
    #expect(try copy(sheet.digest) == .now)
    #expect(Sandbox.tree(sandbox.root.path)["parties/CH-A/outbound/sheet.xlsx"] == "444 " + text)
    #expect(try copy(sheet.digest) == .already)
    #expect(fault { _ = try copy(Digest(of: "other")) }?.code == "name-taken")
    #expect(!FileManager.default.fileExists(atPath: hidden))
  }

  @Test(
    "Only what stands in the program's own folder is published or withdrawn",
    arguments: ["/etc/passwd", "state/writing/x", "state/writing/../lock", "state/writing/"])
  func elsewhere(path: String) throws {
    let sandbox = try Sandbox()
    let path = path.hasPrefix("/") ? path : sandbox.root.path + "/" + path
    #expect(path.hasSuffix("/x") || fault { try sandbox.root.withdrawTemporary(path) }?.kind == .program)
    #expect(
      fault { _ = try sandbox.root.publish(temporary: path, party: "CH-A", day: sandbox.day, name: "n", digest: Digest(of: "")) }?.kind
        == .program)
  }

  @Test("Half-written sheets of a killed run are swept away, one sheet can be withdrawn")
  func sweeps() throws {
    let sandbox = try Sandbox()
    let one = try sandbox.write("1", temporary: "one")
    _ = try sandbox.write("2", temporary: "two")
    _ = try sandbox.write("3", temporary: "三")
    try sandbox.root.withdrawTemporary(one.path)
    try sandbox.root.withdrawTemporary(one.path)
    #expect(Set(sandbox.files.keys) == ["state/writing/two", "state/writing/三"])
    try sandbox.root.sweepWriting()
    #expect(sandbox.files.isEmpty)
  }
}
