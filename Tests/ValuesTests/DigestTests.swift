import Testing
import Values

@Suite struct DigestTests {
  @Test(
    "Digests are those of FIPS 180-4's examples",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (String(repeating: "a", count: 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ])
  func examples(text: String, hex: String) {
    #expect(Digest(of: text).hex == hex)
  }

  @Test("A digest made in pieces is that of the whole, and a copy goes its own way")
  func pieces() {
    var making = Digest.Making()
    making.add(Array("ab".utf8))
    var other = making
    making.add(Array("c".utf8))
    other.add(Array("d".utf8))
    #expect(making.finish() == Digest(of: "abc"))
    making.add(Array("d".utf8))
    #expect(making.finish() == Digest(of: "abcd"))
    #expect(other.finish() == Digest(of: "abd"))
  }

  @Test("A seal's letters are the bits of the HMAC-SHA-256 that RFC 4231 gives for its second case")
  func seal() {
    let code = Seal(key: Array("Jefe".utf8)).code("what do ya want for nothing?", length: 51)
    #expect(code == "DHGE4KPZE3UNWUJ66JM2K7DPSXF22HSAMNMMM2WXXKEDLT9E933")
    // A key shorter than a block is filled up with zeros, and none at all is a block of them.
    #expect(Seal(key: []).code("甲", length: 12) == Seal(key: [0]).code("甲", length: 12))
  }
}
