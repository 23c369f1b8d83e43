/// Reads an input cell: `-` or blank, a literal, `<` `<=` `>` `>=`, intervals with open and closed ends, lists, `not(…)`, `null`, nested as the
/// DMN standard nests them. The full-width punctuation that Chinese spreadsheets produce means the same.
extension UnaryTest {
  package init(reading cell: String, as kind: ValueKind, lexicon: inout Lexicon) throws(Wrong) {
    let trimmed = Literal.trimmed(cell)
    if ["", "-", "－", "—"].contains(trimmed) {
      self = .any
      return
    }
    var reader = UnaryTestReader(trimmed, kind: kind, lexicon: lexicon)
    let part = try reader.list(closedBy: nil)
    lexicon = reader.lexicon
    guard !part.points.isEmpty || part.namesMissing else {
      throw Wrong("`\(trimmed)` can never be true", "write `-` for any value, or remove the rule")
    }
    self.init(
      points: part.points, takesMissing: part.missing == .yes, namesMissing: part.namesMissing, text: part.text,
      looksGrouped: reader.grouped)
  }
}

/// One walk over one cell.
private struct UnaryTestReader {
  /// DMN's three truths, for what a missing value makes of a test: `null < 5` is neither true nor false.
  enum Truth { case yes, no, unknown }

  struct Part {
    var points: SpanSet
    var missing: Truth
    var namesMissing = false
    var text: String
  }

  let kind: ValueKind
  let characters: [Character]
  var lexicon: Lexicon
  var grouped = false
  private var at = 0

  init(_ cell: String, kind: ValueKind, lexicon: Lexicon) {
    self.kind = kind
    self.lexicon = lexicon
    characters = kind == .text ? Array(cell) : cell.flatMap(UnaryTestReader.halfWidth)
  }

  private var whole: String { String(characters) }

  /// Tests joined by commas: one of them is enough.
  mutating func list(closedBy closing: Character?) throws(Wrong) -> Part {
    var points: [Span] = []
    var missing = Truth.no
    var names = false
    var texts: [String] = []
    while true {
      let start = at
      let part = try test(closedBy: closing)
      if !texts.isEmpty, kind == .number || kind == .money { try checkGrouping(from: start) }
      points += part.points.spans
      if part.missing == .yes || missing == .yes { missing = .yes } else if part.missing == .unknown { missing = .unknown }
      names = names || part.namesMissing
      texts.append(part.text)
      skipBlanks()
      guard let next = peek() else {
        if let closing { throw Wrong("`\(whole)` lacks its closing `\(closing)`", "close the bracket") }
        break
      }
      at += 1
      if next == "," { continue }
      if next == closing { break }
      throw Wrong("`\(whole)` has a `\(next)` where a comma or the end was expected", "put text with such signs in quotes")
    }
    return Part(points: SpanSet(points), missing: missing, namesMissing: names, text: texts.joined(separator: ","))
  }

  private mutating func test(closedBy closing: Character?) throws(Wrong) -> Part {
    skipBlanks()
    guard let first = peek(), first != ",", first != closing else {
      throw Wrong("`\(whole)` has an empty place in its list", "remove the comma that is too many")
    }
    if takeNot() {
      let inner = try list(closedBy: ")")
      let missing: Truth = inner.missing == .yes ? .no : inner.missing == .no ? .yes : .unknown
      return Part(
        points: inner.points.complement.intersection(kind.domain), missing: missing, namesMissing: inner.namesMissing,
        text: "not(\(inner.text))")
    }
    if let sign = takeOperator() { return try comparison(sign, closing) }
    if kind == .text { return try textTest(first, closing) }
    if first == "[" || first == "(" || first == "]" { return try bracket(first) }
    return try literal(closedBy: closing)
  }

  // MARK: Comparisons and intervals

  private mutating func comparison(_ sign: String, _ closing: Character?) throws(Wrong) -> Part {
    if sign == "=" || sign == "!=" {
      let part = try literal(closedBy: closing)
      if sign == "=" { return part }
      return Part(
        points: part.points.complement.intersection(kind.domain), missing: part.missing == .yes ? .no : .yes,
        namesMissing: part.namesMissing,
        text: "not(\(part.text))")
    }
    guard kind.isOrdered else {
      throw Wrong("`\(whole)` compares by size, and a \(kind.rawValue) column knows only equal or not", "list the values, or use not(…)")
    }
    let (span, text) = try end()
    let spans: Span =
      switch sign {
      case "<": Span(.min, span.low - 1)
      case "<=": Span(.min, span.high)
      case ">": Span(span.high + 1, .max)
      default: Span(span.low, .max)
      }
    return Part(points: SpanSet(spans), missing: .unknown, text: sign + text)
  }

  /// An interval, or a nested list in round or square brackets.
  private mutating func bracket(_ opening: Character) throws(Wrong) -> Part {
    let start = at
    at += 1
    if let (from, fromText) = try? end(), takeDots() {
      guard kind.isOrdered else { throw Wrong("`\(whole)` is an interval, and a \(kind.rawValue) column has no order", "list the values") }
      let (to, toText) = try end()
      skipBlanks()
      guard let closing = peek(), "])[".contains(closing) else {
        throw Wrong("`\(whole)` lacks the end of its interval", "close it with `]` (the end belongs to it) or `)` (it does not)")
      }
      at += 1
      let low = opening == "[" ? from.low : from.high + 1
      let high = closing == "]" ? to.high : to.low - 1
      guard low <= high else {
        throw Wrong(
          "`\(whole)` holds nothing: it begins after it ends", "write the smaller end first, with `[` and `]` where the ends belong to it")
      }
      let text = (opening == "[" ? "[" : "(") + fromText + ".." + toText + (closing == "]" ? "]" : ")")
      return Part(points: SpanSet(Span(low, high)), missing: .unknown, text: text)
    }
    at = start + 1
    guard opening != "]" else { throw Wrong("`\(whole)` begins an interval it does not finish", "write it as ]a..b[ or (a..b)") }
    var inner = try list(closedBy: opening == "(" ? ")" : "]")
    inner.text = "(\(inner.text))"
    return inner
  }

  /// One end of an interval or of a comparison.
  private mutating func end() throws(Wrong) -> (Span, String) {
    let written = scan(closedBy: nil)
    let span = try Literal.read(written, as: kind)
    return (span, canonical(span))
  }

  private mutating func literal(closedBy closing: Character?) throws(Wrong) -> Part {
    if kind == .text { return try textTest(peek() ?? ",", closing) }
    let written = scan(closedBy: closing)
    if written == "null" { return Part(points: SpanSet(), missing: .yes, namesMissing: true, text: "null") }
    if written == "-" { throw Wrong("`\(whole)` has a `-` among other tests", "`-` means any value and stands alone") }
    let span = try Literal.read(written, as: kind)
    return Part(points: SpanSet(span), missing: .no, text: canonical(span))
  }

  private func canonical(_ span: Span) -> String {
    span.low == span.high ? kind.text(span.low) : ValueKind.date.text(span.low / 86_400 - (span.low % 86_400 < 0 ? 1 : 0))
  }

  /// `1,000` in a list is 1 or 000; nobody writes a number so, somebody forgot that a comma means "or".
  private mutating func checkGrouping(from start: Int) throws(Wrong) {
    let written = String(characters[start..<at])
    guard written.count == 3, written.allSatisfy({ $0.isASCII && $0.isNumber }), start >= 2, characters[start - 2].isNumber else { return }
    if written.hasPrefix("0") {
      throw Wrong(
        "`\(whole)` has a comma inside a number, and a comma means \"or\"", "write the number without separators between the thousands")
    }
    grouped = true
  }

  // MARK: Texts

  private mutating func textTest(_ first: Character, _ closing: Character?) throws(Wrong) -> Part {
    if "[(（".contains(first), let after = characters[(at + 1)...].first(where: { !$0.isWhitespace }), isQuote(after) {
      at += 1
      var inner = try list(closedBy: first == "[" ? "]" : ")")
      inner.text = "(\(inner.text))"
      return inner
    }
    if "[(]".contains(first), let last = characters.last, "])[".contains(last), whole.contains("..") {
      throw Wrong("`\(whole)` is an interval, and a text column has no order", "list the texts, or put the text in quotes")
    }
    var text: String
    if isQuote(first) {
      text = try quoted()
    } else {
      text = plain(closedBy: closing)
      if text == "null" { return Part(points: SpanSet(), missing: .yes, namesMissing: true, text: "null") }
      if text == "-" || text == "－" { throw Wrong("`\(whole)` has a `-` among other tests", "`-` means any value and stands alone") }
    }
    text = Literal.trimmed(text)
    return Part(points: SpanSet(.point(lexicon.number(of: text))), missing: .no, text: UnaryTest.spelled(text))
  }

  private func isQuote(_ character: Character) -> Bool { character == "\"" || character == "“" || character == "”" || character == "＂" }

  private mutating func quoted() throws(Wrong) -> String {
    at += 1
    var text = ""
    while let next = peek() {
      at += 1
      if isQuote(next) { return text }
      guard next == "\\", let escaped = peek() else {
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

  // MARK: Signs

  /// The next sign, with its full-width form read as the ASCII one.
  private func peek(raw: Bool = false) -> Character? {
    guard at < characters.count else { return nil }
    let next = characters[at]
    if raw { return next }
    switch next {
    case "，": return ","
    case "）": return ")"
    default: return next
    }
  }

  private mutating func skipBlanks() {
    while at < characters.count, characters[at].isWhitespace { at += 1 }
  }

  private mutating func takeNot() -> Bool {
    guard at + 3 < characters.count, String(characters[at..<at + 3]).lowercased() == "not" else { return false }
    var next = at + 3
    while next < characters.count, characters[next].isWhitespace { next += 1 }
    guard next < characters.count, characters[next] == "(" || characters[next] == "（" else { return false }
    at = next + 1
    return true
  }

  private mutating func takeOperator() -> String? {
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

  private mutating func takeDots() -> Bool {
    skipBlanks()
    guard at + 1 < characters.count, characters[at] == ".", characters[at + 1] == "." else { return false }
    at += 2
    return true
  }

  /// The characters of a literal that is not a text: up to a comma, a bracket or two dots; a call such as `date("…")` is taken whole.
  private mutating func scan(closedBy closing: Character?) -> String {
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

  private static func halfWidth(_ character: Character) -> [Character] {
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

extension UnaryTest {
  /// A text as an input cell must spell it, with quotes only where it would be read as something else.
  package static func spelled(_ text: String) -> String {
    let special =
      text.isEmpty || text == "-" || text == "null" || text.contains(where: { ",，\"“”＂\\".contains($0) }) || text.hasPrefix("not")
    let signs = "<>=!≤≥≠＜＞＝[](（".contains(text.first ?? " ")
    let balanced = text.reduce(0) { $0 + ("(（".contains($1) ? 1 : ")）".contains($1) ? -1 : 0) } == 0
    guard special || signs || !balanced else { return text }
    return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
