/// The signs of an input cell, one at a time, with their full-width forms read as the ASCII ones.
extension UnaryTestReader {
  /// The next sign, with its full-width form read as the ASCII one.
  func peek(raw: Bool = false) -> Character? {
    guard at < characters.count else { return nil }
    let next = characters[at]
    if raw { return next }
    switch next {
    case "，": return ","
    case "）": return ")"
    default: return next
    }
  }

  mutating func skipBlanks() {
    while at < characters.count, characters[at].isWhitespace { at += 1 }
  }

  mutating func takeNot() -> Bool {
    guard at + 3 < characters.count, String(characters[at..<at + 3]).lowercased() == "not" else { return false }
    var next = at + 3
    while next < characters.count, characters[next].isWhitespace { next += 1 }
    guard next < characters.count, characters[next] == "(" || characters[next] == "（" else { return false }
    at = next + 1
    return true
  }

  mutating func takeOperator() -> String? {
    guard let first = peek() else { return nil }
    let sign: String
    switch first {
    case "<", "＜": sign = "<"
    case ">", "＞": sign = ">"
    case "=", "＝": sign = "="
    case "≤": sign = "<="
    case "≥": sign = ">="
    case "≠": sign = "!="
    case "!" where at + 1 < characters.count && characters[at + 1] == "=": sign = "!"
    default: return nil
    }
    at += 1
    if sign.count == 1, sign != "=", let second = peek(), second == "=" || second == "＝" {
      at += 1
      return sign + "="
    }
    return sign
  }

  mutating func takeDots() -> Bool {
    skipBlanks()
    guard at + 1 < characters.count, characters[at] == ".", characters[at + 1] == "." else { return false }
    at += 2
    return true
  }

  /// The characters of a literal that is not a text: up to a comma, a bracket or two dots; a call such as `date("…")` is taken whole.
  mutating func scan(closedBy closing: Character?) -> String {
    skipBlanks()
    var text = ""
    var depth = 0
    var inQuotes = false
    while at < characters.count {
      let next = characters[at]
      if next == "\"" { inQuotes.toggle() }
      if !inQuotes {
        if next == "." && at + 1 < characters.count && characters[at + 1] == "." { break }
        if depth == 0, next == "," || next == ")" || next == "]" || next == "[" { break }
        if next == "(" { depth += 1 }
        if next == ")" { depth -= 1 }
      }
      text.append(next)
      at += 1
    }
    return Literal.trimmed(text)
  }

  static func halfWidth(_ character: Character) -> [Character] {
    switch character {
    case "“", "”", "＂": return ["\""]
    case "≤", "≥", "≠": return [character]
    case "　": return [" "]
    default:
      guard let scalar = character.unicodeScalars.first, (0xFF01...0xFF5E).contains(scalar.value), scalar.value != 0xFFE5,
        let ascii = Unicode.Scalar(scalar.value - 0xFEE0)
      else { return [character] }
      return [Character(ascii)]
    }
  }
}
