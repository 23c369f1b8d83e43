/// A key that makes numbers nobody can guess: the same text gives the same number, and without the key no number can be told from the text.
package struct Seal: Sendable {
  private let key: [UInt8]

  /// At least 32 random bytes.
  package init(key: [UInt8]) { self.key = key }

  /// `length` letters and digits, five bits each, of the HMAC-SHA-256 of a text; no letter that is easily taken for another. At most 51.
  package func code(_ text: String, length: Int) -> String {
    precondition(length <= 51, "an HMAC has 256 bits")
    let bytes = SHA256.authentication(of: Array(text.utf8), key: key)
    var code = ""
    for position in 0..<length {
      let bit = position * 5
      let pair = UInt16(bytes[bit / 8]) << 8 | UInt16(bit / 8 + 1 < bytes.count ? bytes[bit / 8 + 1] : 0)
      code.unicodeScalars.append(Seal.alphabet[Int(pair >> UInt16(11 - bit % 8) & 31)])
    }
    return code
  }

  private static let alphabet = Array("23456789ABCDEFGHJKLMNPQRSTUVWXYZ".unicodeScalars)
}
