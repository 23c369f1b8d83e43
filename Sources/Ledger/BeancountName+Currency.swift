import Values

/// Units under the names beancount allows for currencies, and back.
extension BeancountName {
  /// `CNY` stays; `stock:P-MOTOR` becomes `U.STOCK.'P-MOTOR`. A code too long for 24 characters becomes `D.` and part of its digest:
  /// its true name stands in the commodity's metadata alone.
  package static func currency(_ code: String) -> String {
    if isPlain(currency: code) { return code }
    let escaped = marked + body(of: code)
    if escaped.utf8.count <= longest { return escaped }
    return digested + Digest(of: code).hex.uppercased().prefix(longest - digested.utf8.count)
  }

  /// The way back; nil for a digest and for what no code has.
  package static func code(_ currency: String) -> String? {
    if isPlain(currency: currency) { return currency }
    guard currency.hasPrefix(marked), let code = code(ofBody: currency.dropFirst(marked.count)) else { return nil }
    return self.currency(code) == currency ? code : nil
  }

  private static let longest = 24
  private static let marked = "U."
  private static let digested = "D."

  /// Words that beancount reads as something else.
  private static let taken: Set<String> = ["TRUE", "FALSE", "NULL"]

  private static func isPlain(currency: String) -> Bool {
    guard let first = currency.utf8.first, (2...longest).contains(currency.utf8.count), !taken.contains(currency) else { return false }
    return isCapital(first) && currency.utf8.allSatisfy { isCapital($0) || isDigit($0) }
  }

  /// Small letters as capitals, from `'` to the next `'` capitals as themselves, a point for a colon, digits and hyphens as they are, `_4EBA_`
  /// for the rest; `_Z` is nothing but an end that beancount takes.
  private static func body(of code: String) -> String {
    var text = ""
    var isUpper = false
    for scalar in code.unicodeScalars {
      let byte = scalar.isASCII ? UInt8(scalar.value) : 0
      if isCapital(byte) || isSmall(byte) {
        if isCapital(byte) != isUpper { text += "'" }
        isUpper = isCapital(byte)
        text += String(scalar).uppercased()
      } else if isDigit(byte) || scalar == "-" {
        text.unicodeScalars.append(scalar)
      } else if scalar == ":" {
        text += "."
      } else {
        text += "_" + String(scalar.value, radix: 16, uppercase: true) + "_"
      }
    }
    if let last = text.utf8.last, isCapital(last) || isDigit(last) { return text }
    return text + "_Z"
  }

  private static func code(ofBody body: Substring) -> String? {
    var text = ""
    var isUpper = false
    var rest = body.utf8[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "'"): isUpper.toggle()
      case UInt8(ascii: "."): text += ":"
      case UInt8(ascii: "_"):
        guard let end = rest.firstIndex(of: UInt8(ascii: "_")) else { return rest.elementsEqual("Z".utf8) ? text : nil }
        guard let value = UInt32(String(decoding: rest[..<end], as: UTF8.self), radix: 16), let scalar = Unicode.Scalar(value) else {
          return nil
        }
        text.unicodeScalars.append(scalar)
        rest = rest[rest.index(after: end)...]
      default:
        let letter = String(UnicodeScalar(byte))
        text += isUpper ? letter : letter.lowercased()
      }
    }
    return text
  }

  private static func isCapital(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
  private static func isSmall(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
