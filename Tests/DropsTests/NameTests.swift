import Drops
import Foundation
import Testing
import Values

@Suite("Names never lead out of the root")
struct NameTests {
  private static let evil = [
    "", ".", "..", "../x", "a/../../x", "/etc/passwd", "a/b", "a\u{0}b", "a\nb", "\u{202E}x", "a\u{2028}b",
    String(repeating: "x", count: 256),
  ]

  @Test("No operation takes a name that is a path or a trick, and nothing outside the root is touched", arguments: evil)
  func tricks(name: String) throws {
    let sandbox = try Sandbox()
    let claimed = try sandbox.dropAndClaim("list.csv", id: "F1")
    let sheet = try sandbox.write("sheet", temporary: "sheet")
    let before = Sandbox.tree(sandbox.folder)
    func inbound(party: String = "CH-A", feed: String = "underwriting", name: String = "list.csv") -> InboundFile {
      InboundFile(party: party, feed: feed, name: name, size: 1, modified: 0, inode: 1, hasDoneMarker: true)
    }
    func moved(id: String = "F1", party: String = "CH-A", feed: String = "underwriting", name: String = "list.csv") -> ClaimedFile {
      ClaimedFile(id: id, party: party, feed: feed, name: name, inode: claimed.inode)
    }
    let (root, day) = (sandbox.root, sandbox.day)
    let attempts: [() throws -> Void] = [
      { _ = try root.claim(inbound(), id: name) }, { _ = try root.claim(inbound(party: name), id: "F2") },
      { _ = try root.claim(inbound(feed: name), id: "F2") }, { _ = try root.claim(inbound(name: name), id: "F2") },
      { _ = try root.archive(moved(party: name), day: day) }, { _ = try root.archive(moved(feed: name), day: day) },
      { _ = try root.refuse(moved(name: name), day: day) }, { _ = try root.putBack(moved(name: name)) },
      { _ = try root.putBack(moved(feed: name)) },
      { _ = try root.digest(moved(id: name)) }, { _ = try root.temporary(named: name) }, { try root.makeParty(name, feeds: []) },
      { try root.makeParty("CH-A", feeds: [name]) }, { _ = try StoredFile(path: "archive/2026-11-21/\(name.isEmpty ? "" : name + "/..")") },
      { _ = try root.publish(temporary: sheet.path, party: name, day: day, name: "x", digest: sheet.digest) },
      { _ = try root.publish(temporary: sheet.path, party: "CH-A", day: day, name: name, digest: sheet.digest) },
    ]
    for (number, attempt) in attempts.enumerated() { #expect(fault(attempt)?.code == "name-unsafe", "attempt \(number)") }
    let after = Sandbox.tree(sandbox.folder).filter {
      !$0.key.contains("/archive/2026") && !$0.key.contains("/refused/2026") && !$0.key.contains("outbound/2026")
    }
    #expect(after == before)
  }

  @Test("Any bytes are either one harmless name or refused, and can be shown either way")
  func anyBytes() {
    var random = SystemRandomNumberGenerator()
    let pieces: [[UInt8]] = [
      [0x2E], [0x2F], [0x41], [0x0A], [0x1B], [0xE4, 0xBA, 0xBA], [0xE2, 0x80, 0xAE], [0xFF], [0xC3], [0x5C], [0x20],
      [0xF0, 0x9F, 0x98, 0x80],
    ]
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0...8, using: &random)).flatMap { _ in pieces.randomElement(using: &random)! }
      let shown = DropName.escaped(bytes)
      #expect(shown.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E && $0.value != 0xFFFD })
      guard case .success(let name) = DropName.reading(bytes) else { continue }
      #expect(Array(name.text.utf8) == bytes)
      #expect(!bytes.contains(0x2F) && bytes != [0x2E] && bytes != [0x2E, 0x2E] && !bytes.isEmpty)
      #expect(shown == name.text.replacing("\\", with: "\\x5C"))
    }
  }
}
