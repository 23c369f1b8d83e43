import Values

/// Numbers the platform gives out. They are made from what they stand for and from nothing else: whatever the order of arrival, and however often it
/// is asked, the same merchant has the same one. (domain.md 0.6, 0.10)
package enum GivenNumber {
  /// 商户号 of an applicant, from its 统一社会信用代码.
  package static func merchant(creditCode: String) -> String { "M" + letters(Digest(of: "商户号\t" + creditCode), 8) }

  /// 厂商 of an applicant, in the same way.
  package static func manufacturer(creditCode: String) -> String { "F" + letters(Digest(of: "厂商\t" + creditCode), 8) }

  /// 标识码 of a merchant: ten characters and one that checks them.
  package static func identification(merchant: String) -> String {
    let body = letters(Digest(of: "标识码\t" + merchant), 10)
    return "BS" + body + String(check(body))
  }

  /// No I, L, O and U: nobody takes one for a digit, nor reads a word.
  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

  private static func letters(_ digest: Digest, _ count: Int) -> String {
    var bits: UInt64 = 0
    for byte in digest.bytes.prefix(8) { bits = bits << 8 | UInt64(byte) }
    return String((0..<count).map { alphabet[Int(bits >> UInt64(59 - 5 * $0) & 31)] })
  }

  /// A sum with the places as weights, so that a wrong character and two that changed places are noticed.
  private static func check(_ body: String) -> Character {
    let sum = body.enumerated().reduce(0) { $0 + ($1.offset * 2 + 1) * alphabet.firstIndex(of: $1.element)! }
    return alphabet[sum % 32]
  }
}
