import Values

/// One walk over one input cell: lists, negations, comparisons and intervals. Texts and single signs stand in the files beside this one.
struct UnaryTestReader {
  /// DMN's three truths, for what a missing value makes of a test: `null < 5` is neither true nor false.
  enum Truth { case yes, no, unknown }

  struct Part {
    var points: SpanSet
    var missing: Truth
    var namesMissing = false
    var text: String
    /// The same as DMN writes it.
    var feel: String

    static let null = Part(points: SpanSet(), missing: .yes, namesMissing: true, text: "null", feel: "null")
  }

  let kind: ValueKind
  let characters: [Character]
  var lexicon: Lexicon
  var grouped = false
  var at = 0

  init(_ cell: String, kind: ValueKind, lexicon: Lexicon) {
    self.kind = kind
    self.lexicon = lexicon
    // One scalar each: a mark that combines with what stands before it must not make another sign of a quote or a comma.
    let scalars = cell.unicodeScalars.map { Character($0) }
    characters = kind == .text ? scalars : scalars.flatMap(UnaryTestReader.halfWidth)
  }

  var whole: String { String(characters) }

  /// Tests joined by commas: one of them is enough.
  mutating func list(closedBy closing: Character?) throws(Wrong) -> Part {
    var points: [Span] = []
    var missing = Truth.no
    var names = false
    var texts: [String] = []
    var feels: [String] = []
    while true {
      let start = at
      let part = try test(closedBy: closing)
      if !texts.isEmpty, kind == .number || kind == .money { try checkGrouping(from: start) }
      points += part.points.spans
      if part.missing == .yes || missing == .yes { missing = .yes } else if part.missing == .unknown { missing = .unknown }
      names = names || part.namesMissing
      texts.append(part.text)
      feels.append(part.feel)
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
    return Part(
      points: SpanSet(points), missing: missing, namesMissing: names, text: texts.joined(separator: ","),
      feel: feels.joined(separator: ","))
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
        text: "not(\(inner.text))",
        feel: "not(\(inner.feel))")
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
        text: "not(\(part.text))", feel: "not(\(part.feel))")
    }
    guard kind.isOrdered else {
      throw Wrong("`\(whole)` compares by size, and a \(kind.rawValue) column knows only equal or not", "list the values, or use not(…)")
    }
    let span = try end()
    let usesLow = sign == "<" || sign == ">="
    let spans: Span =
      switch sign {
      case "<": Span(.min, span.low - 1)
      case "<=": Span(.min, span.high)
      case ">": Span(span.high + 1, .max)
      default: Span(span.low, .max)
      }
    return Part(
      points: SpanSet(spans), missing: .unknown, text: sign + spelled(span, usesLow: usesLow),
      feel: sign + kind.feel(usesLow ? span.low : span.high))
  }

  /// An interval, or a nested list in round or square brackets, which means what its tests mean without them and is spelled so.
  private mutating func bracket(_ opening: Character) throws(Wrong) -> Part {
    let start = at
    at += 1
    if let from = try? end(), takeDots() {
      guard kind.isOrdered else { throw Wrong("`\(whole)` is an interval, and a \(kind.rawValue) column has no order", "list the values") }
      let to = try end()
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
      let text =
        if kind == .datetime, opening == "[", closing == "]", let day = wholeDay(low, high) {
          day
        } else {
          (opening == "[" ? "[" : "(") + spelled(from, usesLow: opening == "[") + ".." + spelled(to, usesLow: closing != "]")
            + (closing == "]" ? "]" : ")")
        }
      let feel =
        (opening == "[" ? "[" + kind.feel(from.low) : "(" + kind.feel(from.high)) + ".."
        + (closing == "]" ? kind.feel(to.high) + "]" : kind.feel(to.low) + ")")
      return Part(points: SpanSet(Span(low, high)), missing: .unknown, text: text, feel: feel)
    }
    at = start + 1
    guard opening != "]" else { throw Wrong("`\(whole)` begins an interval it does not finish", "write it as ]a..b[ or (a..b)") }
    return try list(closedBy: opening == "(" ? ")" : "]")
  }

  /// One end of an interval or of a comparison.
  private mutating func end() throws(Wrong) -> Span { try Literal.read(scan(closedBy: nil), as: kind) }

  /// An end in its one spelling: the first second of a day where the day begins something, its last where it ends something, are the day itself.
  private func spelled(_ end: Span, usesLow: Bool) -> String {
    let point = usesLow ? end.low : end.high
    guard kind == .datetime else { return kind.text(point) }
    let day = Moment(seconds: point).day
    let edge = usesLow ? Moment(day).seconds : Moment.end(of: day).seconds
    return point == edge ? day.description : kind.text(point)
  }

  /// The day that runs from this second to that one.
  private func wholeDay(_ low: Int64, _ high: Int64) -> String? {
    let day = Moment(seconds: low).day
    return Moment(day).seconds == low && Moment.end(of: day).seconds == high ? day.description : nil
  }

  private mutating func literal(closedBy closing: Character?) throws(Wrong) -> Part {
    if kind == .text { return try textTest(peek() ?? ",", closing) }
    let written = scan(closedBy: closing)
    if written == "null" { return .null }
    if written == "-" { throw Wrong("`\(whole)` has a `-` among other tests", "`-` means any value and stands alone") }
    let span = try Literal.read(written, as: kind)
    return Part(
      points: SpanSet(span), missing: .no, text: span.low == span.high ? kind.text(span.low) : wholeDay(span.low, span.high) ?? whole,
      feel: span.low == span.high ? kind.feel(span.low) : "[\(kind.feel(span.low))..\(kind.feel(span.high))]")
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
}
