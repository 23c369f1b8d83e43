import Drops
import Foundation
import Glibc
import Synchronization
import Testing
import Values

@Suite("Claiming dropped files")
struct ClaimTests {
  private func only(_ sandbox: Sandbox) throws -> InboundFile { try #require(try sandbox.listed().files.first) }

  @Test("A claimed file leaves its drop and can be read under its id")
  func claims() throws {
    let sandbox = try Sandbox()
    try sandbox.drop("list.csv", "保单号\n")
    let file = try only(sandbox)
    let claimed = ClaimedFile(id: "F1", party: "CH-A", feed: "underwriting", name: "list.csv", inode: file.inode)
    #expect(try sandbox.root.claim(file, id: "F1") == .claimed(claimed))
    #expect(sandbox.files == ["state/claimed/F1": "保单号\n"])
    #expect(FileManager.default.contents(atPath: sandbox.root.path(of: claimed)) == Data("保单号\n".utf8))
    #expect(try sandbox.root.claimedIDs() == ["F1"])
  }

  @Test("Claiming again after a kill is the same claim, even when a new file has come under the name")
  func again() throws {
    let sandbox = try Sandbox()
    try sandbox.drop("list.csv", "old")
    let file = try only(sandbox)
    let first = try sandbox.root.claim(file, id: "F1")
    #expect(try sandbox.root.claim(file, id: "F1") == first)
    try sandbox.drop("list.csv", "new")
    #expect(try sandbox.root.claim(file, id: "F1") == first)
    #expect(sandbox.files["parties/CH-A/inbound/underwriting/list.csv"] == "new")
  }

  @Test("A file that is no longer the one that was listed is left where it is")
  func changed() throws {
    let sandbox = try Sandbox()
    try sandbox.drop("list.csv", "old")
    let file = try only(sandbox)
    try sandbox.drop("list.csv", "longer")
    #expect(try sandbox.root.claim(file, id: "F1") == .changed)
    let next = try only(sandbox)
    link(sandbox.inbound() + "/list.csv", sandbox.folder + "/second")
    #expect(try sandbox.root.claim(next, id: "F1") == .changed)
    unlink(sandbox.inbound() + "/list.csv")
    symlink("/etc/passwd", sandbox.inbound() + "/list.csv")
    #expect(try sandbox.root.claim(next, id: "F1") == .changed)
    unlink(sandbox.inbound() + "/list.csv")
    #expect(try sandbox.root.claim(next, id: "F1") == .gone)
    try FileManager.default.removeItem(atPath: sandbox.inbound())
    #expect(try sandbox.root.claim(next, id: "F1") == .gone)
  }

  @Test("A file put in the place of the listed one at the last instant goes back, and the claim is none")
  func swapped() throws {
    let sandbox = try Sandbox()
    try sandbox.drop("list.csv", "listed")
    try sandbox.drop("list.csv.done", "")
    let file = try only(sandbox)
    let folder = sandbox.inbound()
    let root = sandbox.root(
      DropSteps { (step) throws(Fault) in
        guard step == .claim else { return }
        try? Data("swapped".utf8).write(to: URL(filePath: folder + "/other"))
        rename(folder + "/other", folder + "/list.csv")
      })
    #expect(try root.claim(file, id: "F1") == .changed)
    #expect(
      sandbox.files == ["parties/CH-A/inbound/underwriting/list.csv": "swapped", "parties/CH-A/inbound/underwriting/list.csv.done": ""])
  }

  @Test("A swapped file left behind by a kill goes back at the next attempt")
  func swappedAndKilled() throws {
    let sandbox = try Sandbox()
    try sandbox.drop("list.csv", "listed")
    let file = try only(sandbox)
    try Data("swapped".utf8).write(to: URL(filePath: sandbox.root.claimedPath + "/F1"))
    unlink(sandbox.inbound() + "/list.csv")
    #expect(try sandbox.root.claim(file, id: "F1") == .changed)
    #expect(sandbox.files == ["parties/CH-A/inbound/underwriting/list.csv": "swapped"])
  }

  @Test("FILE.done goes with its file and comes back with it")
  func markers() throws {
    let sandbox = try Sandbox()
    try sandbox.drop("list.csv.done", "")
    let claimed = try sandbox.dropAndClaim("list.csv", id: "F1")
    #expect(Set(sandbox.files.keys) == ["state/claimed/F1", "state/claimed/F1.done"])
    #expect(try sandbox.root.claimedIDs() == ["F1"])
    #expect(try sandbox.root.putBack(claimed) == "list.csv")
    #expect(Set(sandbox.files.keys) == ["parties/CH-A/inbound/underwriting/list.csv", "parties/CH-A/inbound/underwriting/list.csv.done"])
    #expect(try sandbox.root.putBack(claimed) == "list.csv", "once more is the same")
  }

  @Test("A file put back beside a newer one of its name is numbered, with its marker")
  func putBackNumbered() throws {
    let sandbox = try Sandbox()
    try sandbox.drop("list.csv.done", "")
    let claimed = try sandbox.dropAndClaim("list.csv", "old", id: "F1")
    try sandbox.drop("list.csv", "new")
    #expect(try sandbox.root.putBack(claimed) == "list (2).csv")
    let folder = "parties/CH-A/inbound/underwriting/"
    #expect(sandbox.files == [folder + "list.csv": "new", folder + "list (2).csv": "old", folder + "list (2).csv.done": ""])
    #expect(try sandbox.root.putBack(claimed) == "list (2).csv")
  }

  @Test("The digest is that of the bytes, of whatever length", arguments: [0, 1, 1_048_576, 2_500_001])
  func digests(length: Int) throws {
    let sandbox = try Sandbox()
    let text = String(repeating: "x", count: length)
    let claimed = try sandbox.dropAndClaim("list.csv", text, id: "F1")
    let digest = try sandbox.root.digest(claimed)
    #expect(digest.digest == Digest(of: text) && digest.size == Int64(length))
    #expect(try sandbox.root.isUnchanged(claimed, since: digest))
  }

  @Test("A party that goes on writing through an open file is noticed, even when it sets the time back")
  func writtenAfterwards() throws {
    let sandbox = try Sandbox()
    let claimed = try sandbox.dropAndClaim("list.csv", "first", id: "F1")
    // Where the disk grants leases the claim would have seen a writer; there are disks that grant none.
    let path = sandbox.root.path(of: claimed)
    let writer = try #require(FileHandle(forUpdatingAtPath: path))
    var before = stat()
    stat(path, &before)
    let digest = try sandbox.root.digest(claimed)
    writer.seek(toFileOffset: 0)
    writer.write(Data("other".utf8))
    var times = [before.st_atim, before.st_mtim]
    futimens(writer.fileDescriptor, &times)
    #expect(try !sandbox.root.isUnchanged(claimed, since: digest))
  }

  @Test("A writer through memory, who need not move the file's time, is noticed by the bytes")
  func writtenThroughMemory() throws {
    let sandbox = try Sandbox()
    let claimed = try sandbox.dropAndClaim("list.csv", "first", id: "F1")
    let descriptor = open(sandbox.root.path(of: claimed), O_RDWR)
    defer { close(descriptor) }
    let memory = try #require(mmap(nil, 5, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0))
    defer { munmap(memory, 5) }
    // The first write moves the time; the page stays writable, so the second may not.
    memory.storeBytes(of: UInt8(ascii: "f"), as: UInt8.self)
    let digest = try sandbox.root.digest(claimed)
    memory.storeBytes(of: UInt8(ascii: "F"), as: UInt8.self)
    #expect(try !sandbox.root.isUnchanged(claimed, since: digest))
  }

  @Test("What somebody has open for writing is growing, however still it lies; once it is closed it is taken")
  func openForWriting() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.drop("list.csv", "half")
    let writer = try #require(FileHandle(forUpdatingAtPath: path))
    #expect(try sandbox.listed().growing.map(\.name) == ["list.csv"])
    try writer.close()
    let reader = try #require(FileHandle(forReadingAtPath: path))
    #expect(try sandbox.listed().files.map(\.name) == ["list.csv"])
    try reader.close()
  }

  @Test("Who opens the file after it was listed keeps it, with its marker; nothing is left claimed")
  func openedAfterwards() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.drop("list.csv", "half")
    try sandbox.drop("list.csv.done")
    let file = try only(sandbox)
    let writer = try #require(FileHandle(forUpdatingAtPath: path))
    #expect(try sandbox.root.claim(file, id: "F1") == .changed)
    #expect(try sandbox.root.claimedIDs() == [] && FileManager.default.fileExists(atPath: path + ".done"))
    try writer.close()
    guard case .claimed = try sandbox.root.claim(file, id: "F1") else { return #expect(Bool(false), "it was not claimed") }
  }

  @Test("Who opens the file at the last moment goes on writing into a file that went back under its name")
  func openedAtTheLastMoment() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.drop("list.csv", "half")
    let file = try only(sandbox)
    let writer = Mutex<FileHandle?>(nil)
    let root = sandbox.root(
      DropSteps { (step) throws(Fault) in
        if step == .claim { writer.withLock { $0 = FileHandle(forUpdatingAtPath: path) } }
      })
    #expect(try root.claim(file, id: "F1") == .changed)
    writer.withLock { handle in
      handle?.seekToEndOfFile()
      handle?.write(Data(", whole".utf8))
      try? handle?.close()
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "half, whole")
    #expect(try sandbox.root.claimedIDs() == [])
  }

  @Test("A file uploaded readable for nobody else becomes readable for its group when it is claimed")
  func closedMode() throws {
    let sandbox = try Sandbox()
    chmod(try sandbox.drop("list.csv"), 0o200)
    guard case .claimed(let claimed) = try sandbox.root.claim(try only(sandbox), id: "F1") else {
      return #expect(Bool(false), "it was not claimed")
    }
    var status = stat()
    stat(sandbox.root.path(of: claimed), &status)
    #expect(status.st_mode & 0o7777 == 0o640)
  }
}
