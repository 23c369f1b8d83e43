import Drops
import Foundation
import Glibc
import Testing
import Values

@Suite("The working root")
struct RootTests {
  private static func mode(_ path: String) -> mode_t {
    var status = stat()
    lstat(path, &status)
    return status.st_mode & 0o7777
  }

  @Test("It is laid out with the rights each folder needs, whatever the process' mask")
  func layout() async throws {
    // The mask belongs to the whole process, and other tests make files meanwhile: this one has a process of its own.
    await #expect(processExitsWith: .success) {
      umask(0o077)
      try RootTests.checkLayout()
    }
  }

  private static func checkLayout() throws {
    let sandbox = try Sandbox(parties: ["CH-A"], feeds: ["underwriting"])
    try sandbox.root.create(parties: [], outboundOnly: ["public"])
    let path = sandbox.root.path
    let modes = [
      "parties": 0o755, "parties/CH-A": 0o2750, "parties/CH-A/inbound": 0o2750, "parties/CH-A/inbound/underwriting": 0o2770,
      "parties/CH-A/outbound": 0o2750, "archive": 0o750, "refused": 0o750, "pipelines": 0o755, "state": 0o700, "state/claimed": 0o700,
      "state/writing": 0o700, "parties/public/outbound": 0o2750,
    ]
    for (folder, expected) in modes { #expect(mode(path + "/" + folder) == mode_t(expected), "\(folder)") }
    #expect(!FileManager.default.fileExists(atPath: path + "/parties/public/inbound"))
    try sandbox.root.check()
  }

  @Test("Laying it out again changes nothing, not even a mode its operator chose")
  func again() throws {
    let sandbox = try Sandbox(parties: ["CH-A"])
    chmod(sandbox.inbound(), 0o2777)
    try sandbox.drop("list.csv")
    let before = Sandbox.tree(sandbox.root.path)
    try sandbox.root.create(parties: ["CH-A"])
    try sandbox.root.makeParty("CH-A", feeds: ["underwriting"])
    #expect(Sandbox.tree(sandbox.root.path) == before)
  }

  @Test(
    "What is missing is named before a night begins",
    arguments: ["archive", "refused", "state", "state/claimed", "state/writing", "pipelines", "parties"])
  func missing(folder: String) throws {
    let sandbox = try Sandbox()
    try FileManager.default.removeItem(atPath: sandbox.root.path + "/" + folder)
    let fault = try #require(fault { try sandbox.root.check() })
    #expect(fault.kind == .setting)
    #expect(fault.place.hasSuffix(folder))
  }

  @Test("A link in a folder's place is not followed", arguments: ["archive", "state", "state/claimed", "parties"])
  func link(folder: String) throws {
    let sandbox = try Sandbox()
    let path = sandbox.root.path + "/" + folder
    try FileManager.default.moveItem(atPath: path, toPath: sandbox.folder + "/elsewhere")
    symlink(sandbox.folder + "/elsewhere", path)
    #expect(fault { try sandbox.root.check() }?.kind == .setting)
  }

  @Test(
    "A folder on another file system is refused, because files move by rename; a sheet is copied there",
    .enabled(if: Mount.isPossible, "only root may mount"))
  func otherDisk() throws {
    let sandbox = try Sandbox()
    let mount = try Mount(over: sandbox.inbound())
    let fault = try #require(fault { try sandbox.root.check() })
    #expect(fault.kind == .setting && fault.code == "root-other-disk" && fault.place.hasSuffix("CH-A/inbound/underwriting"))
    try sandbox.drop("list.csv")
    let file = try #require(try sandbox.listed().files.first)
    #expect(DropsTests.fault { _ = try sandbox.root.claim(file, id: "F1") }?.code == "root-other-disk")
    withExtendedLifetime(mount) {}

    let outbound = try Mount(over: sandbox.root.path + "/parties/CH-B/outbound")
    let sheet = try sandbox.write("text", temporary: "sheet")
    func publish() throws -> Published {
      try sandbox.root.publish(temporary: sheet.path, party: "CH-B", day: sandbox.day, name: "sheet.xlsx", digest: sheet.digest)
    }
    #expect(try publish() == .now)
    #expect(try publish() == .already)
    #expect(Sandbox.tree(sandbox.root.path + "/parties/CH-B/outbound")["2026-11-21/sheet.xlsx"] == "444 text")
    #expect(sandbox.files["state/writing/sheet"] == nil)
    withExtendedLifetime(outbound) {}
  }

  @Test("State that others may enter is refused")
  func privacy() throws {
    let sandbox = try Sandbox()
    chmod(sandbox.root.statePath, 0o750)
    #expect(fault { try sandbox.root.check() }?.code == "state-not-private")
  }

  @Test("One run holds the root; the second is told at once who, and may go on when the first is done")
  func lock() throws {
    let sandbox = try Sandbox()
    var first: RootLock? = try sandbox.root.lock()
    let refusal = try #require(fault { _ = try sandbox.root.lock() })
    #expect(refusal.kind == .busy && refusal.exitCode == 75)
    #expect(refusal.cause.contains("process \(getpid())"))
    withExtendedLifetime(first) {}
    first = nil
    _ = try sandbox.root.lock()
  }

  @Test("The lock ends with the process that held it, however that ends")
  func lockOfTheDead() async throws {
    let sandbox = try Sandbox()
    let path = sandbox.root.path
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let lock = try WorkingRoot(path: path).lock()
      kill(getpid(), SIGKILL)
      withExtendedLifetime(lock) {}
    }
    _ = try sandbox.root.lock()
  }
}
