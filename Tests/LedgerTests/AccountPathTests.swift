import Ledger
import Testing
import Values

@Suite("Account paths")
struct AccountPathTests {
  @Test("Plain ids stand in a path as they are", arguments: ["CH-A", "2026/11", "人保财险", "a_b.c", "x y"])
  func plain(id: String) {
    let path = AccountPath(.liability, "payable", id)
    #expect(path.text == "liability:payable:" + id)
    #expect(path.kind == .liability)
    #expect(path.segments == ["payable", id])
  }

  @Test(
    "What would break a path or a journal is written as an escape",
    arguments: [
      ("A:B", "A%3AB"), ("", "%"), ("%", "%25"), ("a;b", "a%3Bb"), ("*", "%2A"), (" a", "%20a"), ("a ", "a%20"), ("a  b", "a %20b"),
      ("a\tb", "a%09b"), ("a\u{3000}b", "a%E3%80%80b"), ("a\u{202E}b", "a%E2%80%AEb"),
    ])
  func escaped(id: String, segment: String) {
    #expect(AccountPath(.asset, id).text == "asset:" + segment)
  }

  @Test("Every id comes back from the stored text, byte for byte")
  func roundTrip() throws {
    var chance = Chance(1)
    for _ in 0..<5000 {
      let ids = (0..<Int.random(in: 1...3, using: &chance)).map { _ in chance.awkwardText() }
      let path = AccountPath(AccountKind.allCases.randomElement(using: &chance)!, segments: ids)
      let read = try #require(AccountPath(path.text))
      #expect(read == path)
      #expect(read.segments.map { Array($0.utf8) } == ids.map { Array($0.utf8) })
    }
  }

  @Test(
    "Text that no path would be stored as is not read",
    arguments: [
      "", "asset", "asset:", "asset::a", "cash:a", "Asset:a", "asset:a%", "asset:%3a", "asset:%41", "asset:a b ", "asset:%FF", "asset:*",
      "asset:a;b",
    ])
  func refused(text: String) {
    #expect(AccountPath(text) == nil)
  }

  @Test("Composed and decomposed letters are different ids, as they are in the store")
  func bytes() {
    let (composed, decomposed) = (AccountPath(.asset, "é"), AccountPath(.asset, "e\u{301}"))
    #expect(composed != decomposed)
    #expect(Set([composed, decomposed]).count == 2)
    #expect(decomposed < composed)
    #expect(Reference("é") != Reference("e\u{301}"))
  }
}
