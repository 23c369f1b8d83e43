import Drops
import Foundation
import Glibc
import Testing
import Values

@Suite("Taking old files away")
struct RemovingTests {
  private let place = "archive/2026-03-12/CH-A/underwriting/list.csv"

  private func stored(_ sandbox: Sandbox) throws -> WorkingRoot {
    let root = sandbox.root
    try FileManager.default.createDirectory(atPath: root.path + "/archive/2026-03-12/CH-A/underwriting", withIntermediateDirectories: true)
    try Data("rows".utf8).write(to: URL(filePath: root.path + "/" + place))
    return root
  }

  @Test("A file with the bytes that were asked for goes, and so do the folders it leaves empty; again, it is gone")
  func done() throws {
    let sandbox = try Sandbox(parties: ["CH-A"])
    let root = try stored(sandbox)
    #expect(try root.stands(place, Digest(of: "rows")) && root.exists(place))
    #expect(try root.remove(place, Digest(of: "rows")) == .done)
    #expect(try FileManager.default.contentsOfDirectory(atPath: root.path + "/archive") == [])
    #expect(try root.remove(place, Digest(of: "rows")) == .gone)
  }

  @Test("Other bytes, a link and a folder under the name are left")
  func otherwise() throws {
    let sandbox = try Sandbox(parties: ["CH-A"])
    let root = try stored(sandbox)
    #expect(try root.remove(place, Digest(of: "others")) == .otherwise)
    let target = root.path + "/target"
    try FileManager.default.moveItem(atPath: root.path + "/" + place, toPath: target)
    symlink(target, root.path + "/" + place)
    #expect(try root.remove(place, Digest(of: "rows")) == .otherwise)
    unlink(root.path + "/" + place)
    mkdir(root.path + "/" + place, 0o755)
    #expect(try root.remove(place, Digest(of: "rows")) == .otherwise)
    #expect(FileManager.default.fileExists(atPath: target))
  }

  @Test("A link on the way is not followed")
  func linkOnTheWay() throws {
    let sandbox = try Sandbox(parties: ["CH-A"])
    let root = try stored(sandbox)
    let elsewhere = sandbox.folder + "/elsewhere"
    try FileManager.default.moveItem(atPath: root.path + "/archive/2026-03-12", toPath: elsewhere)
    symlink(elsewhere, root.path + "/archive/2026-03-12")
    #expect(throws: Fault.self) { try root.remove(place, Digest(of: "rows")) }
    #expect(FileManager.default.fileExists(atPath: elsewhere + "/CH-A/underwriting/list.csv"))
  }

  @Test(
    "No way leads out of the folders that hold what was stored",
    arguments: [
      "state/settle.db", "archive/../state/settle.db", "/etc/passwd", "parties/CH-A/inbound/underwriting/list.csv", "pipelines/access.csv",
    ])
  func outside(place: String) throws {
    let sandbox = try Sandbox(parties: ["CH-A"])
    let root = try stored(sandbox)
    #expect(throws: Fault.self) { try root.remove(place, Digest(of: "rows")) }
  }
}
