/// Texts in an input cell: quoted or plain, with brackets of their own.
extension UnaryTestReader {
  mutating func textTest(_ first: Character, _ closing: Character?) throws(Wrong) -> Part {
    if "[(（".contains(first), let after = characters[(at + 1)...].first(where: { !$0.isWhitespace }), isQuote(after) {
      at += 1
      return try list(closedBy: first == "[" ? "]" : ")")
    }
    if "[(]".contains(first), let last = characters.last, "])[".contains(last), whole.contains("..") {
      throw Wrong("`\(whole)` is an interval, and a text column has no order", "list the texts, or put the text in quotes")
    }
    var text: String
    if isQuote(first) {
      text = try quoted()
    } else {
      text = plain(closedBy: closing)
      if text == "null" { return .null }
      if text == "-" || text == "－" { throw Wrong("`\(whole)` has a `-` among other tests", "`-` means any value and stands alone") }
    }
    text = Literal.trimmed(text)
    return Part(
      points: SpanSet(.point(lexicon.number(of: text))), missing: .no, text: UnaryTest.spelled(text),
      feel: ValueKind.feel(text))
  }

  private func isQuote(_ character: Character) -> Bool { character == "\"" || character == "“" || character == "”" || character == "＂" }

  /// A text ends at a quote like the one it began with: within `"…"` the curved ones are its own.
  private mutating func quoted() throws(Wrong) -> String {
    let opening = characters[at]
    let closings: [Character] = opening == "“" || opening == "”" ? ["“", "”"] : [opening]
    at += 1
    var text = ""
    while let next = peek(raw: true) {
      at += 1
      if closings.contains(next) { return text }
      guard next == "\\", let escaped = peek(raw: true) else {
        text.append(next)
        continue
      }
      at += 1
      switch escaped {
      case "n": text.append("\n")
      case "t": text.append("\t")
      default: text.append(escaped)
      }
    }
    throw Wrong("`\(whole)` lacks a closing quote", "close the quote")
  }

  /// A text without quotes ends at a comma, or at the bracket that closes its list; brackets inside it are its own: `4S店(直营)`.
  private mutating func plain(closedBy closing: Character?) -> String {
    var text = ""
    var depth = 0
    while let next = peek(raw: true) {
      if depth == 0, next == "," || next == "，" || (closing != nil && (next == closing || next == "）")) { break }
      if next == "(" || next == "（" { depth += 1 }
      if next == ")" || next == "）" { depth = max(0, depth - 1) }
      text.append(next)
      at += 1
    }
    return Literal.trimmed(text)
  }
}
