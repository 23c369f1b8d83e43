import Drops
import Foundation
import Glibc
import Testing
import Values

@Suite("Archiving and refusing")
struct StoreTests {
  private let folder = "archive/2026-11-21/CH-A/underwriting/"

  @Test("An archived file stands under its day, party and feed, untouched")
  func archives() throws {
    let sandbox = try Sandbox()
    let claimed = try sandbox.dropAndClaim("list.csv", "text", id: "F1")
    let stored = try sandbox.root.archive(claimed, day: sandbox.day)
    #expect(stored.path == folder + "list.csv" && stored.name == "list.csv")
    #expect(sandbox.files == [folder + "list.csv": "text"])
    #expect(try StoredFile(path: stored.path) == stored)
    #expect(FileManager.default.contents(atPath: sandbox.root.path(of: stored)) == Data("text".utf8))
  }

  @Test("Nothing is overwritten: a second file of the name is numbered before its ending")
  func numbered() throws {
    let sandbox = try Sandbox()
    for (name, stored) in [
      ("list.csv", "list.csv"), ("list.csv", "list (2).csv"), ("list.csv", "list (3).csv"), ("README", "README"), ("README", "README (2)"),
      ("list (2).csv", "list (2) (2).csv"),
    ] {
      let claimed = try sandbox.dropAndClaim(name, "\(stored)", id: "F" + stored.replacing("/", with: ""))
      #expect(try sandbox.root.archive(claimed, day: sandbox.day).name == stored)
    }
    for (path, text) in sandbox.files { #expect(path == folder + text) }
    #expect(sandbox.files.count == 6)
  }

  @Test("Archiving again finds the file where it went, also under its number")
  func again() throws {
    let sandbox = try Sandbox()
    let first = try sandbox.dropAndClaim("list.csv", "1", id: "F1")
    let second = try sandbox.dropAndClaim("list.csv", "2", id: "F2")
    _ = try sandbox.root.archive(first, day: sandbox.day)
    #expect(try sandbox.root.archive(second, day: sandbox.day).name == "list (2).csv")
    #expect(try sandbox.root.archive(second, day: sandbox.day).name == "list (2).csv")
    #expect(try sandbox.root.archive(first, day: sandbox.day).name == "list.csv")
    #expect(sandbox.files.count == 2)
  }

  @Test("A claimed file that is nowhere is a fault of the program, not a success")
  func lost() throws {
    let sandbox = try Sandbox()
    let claimed = try sandbox.dropAndClaim("list.csv", id: "F1")
    unlink(sandbox.root.path(of: claimed))
    #expect(fault { _ = try sandbox.root.archive(claimed, day: sandbox.day) }?.code == "claimed-missing")
    #expect(fault { _ = try sandbox.root.digest(claimed) }?.code == "claimed-missing")
  }

  @Test("A refused file stands with its reasons beside it, and the marker is gone")
  func refused() throws {
    let sandbox = try Sandbox()
    try sandbox.drop("list.csv.done", "")
    let claimed = try sandbox.dropAndClaim("list.csv", "bad", id: "F1")
    let stored = try sandbox.root.refuse(claimed, day: sandbox.day)
    try sandbox.root.writeBeside(stored, bytes: Array("code\n".utf8))
    try sandbox.root.writeBeside(stored, bytes: Array("code\n".utf8))
    let refused = "refused/2026-11-21/CH-A/underwriting/list.csv"
    #expect(sandbox.files == [refused: "bad", refused + ".reasons.csv": "code\n"])
    #expect(fault { try sandbox.root.writeBeside(stored, bytes: Array("other\n".utf8)) }?.code == "name-taken")
    #expect(sandbox.files[refused + ".reasons.csv"] == "code\n")
  }

  @Test("A file that bears the name of another's reasons does not get in their way")
  func reasonsByName() throws {
    let sandbox = try Sandbox()
    let first = try sandbox.dropAndClaim("list.csv.reasons.csv", "a drop", id: "F1")
    _ = try sandbox.root.refuse(first, day: sandbox.day)
    let second = try sandbox.dropAndClaim("list.csv", "bad", id: "F2")
    let stored = try sandbox.root.refuse(second, day: sandbox.day)
    #expect(stored.name == "list (2).csv")
    try sandbox.root.writeBeside(stored, bytes: Array("code\n".utf8))
    #expect(try sandbox.root.refuse(second, day: sandbox.day).name == "list (2).csv")
  }

  @Test("A name as long as a disk allows is cut in the middle, at a letter, and keeps its ending")
  func longNames() throws {
    let sandbox = try Sandbox()
    let long = String(repeating: "保", count: 83) + "a.csv"  // 254 bytes
    for number in 1...2 {
      let claimed = try sandbox.dropAndClaim(long, "\(number)", id: "F\(number)")
      let stored = try sandbox.root.refuse(claimed, day: sandbox.day)
      #expect(stored.name.hasPrefix("保保保") && stored.name.hasSuffix(number == 1 ? "保.csv" : "保 (2).csv"))
      try sandbox.root.writeBeside(stored, bytes: [UInt8(ascii: "x")])
    }
    #expect(sandbox.files.count == 4)
  }
}
