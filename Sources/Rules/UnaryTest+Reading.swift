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
      feel: part.feel, looksGrouped: reader.grouped)
  }
}

extension UnaryTest {
  /// A text as an input cell must spell it, with quotes only where it would be read as something else.
  package static func spelled(_ text: String) -> String {
    let scalars = text.unicodeScalars
    let special =
      text.isEmpty || text == "-" || text == "null" || scalars.contains { ",，\"“”＂\\".unicodeScalars.contains($0) } || text.hasPrefix("not")
    let signs = scalars.first.map { "<>=!≤≥≠＜＞＝[](（－—".unicodeScalars.contains($0) } ?? true
    let balanced = scalars.reduce(0) { $0 + ("(（".unicodeScalars.contains($1) ? 1 : ")）".unicodeScalars.contains($1) ? -1 : 0) } == 0
    return special || signs || !balanced ? quoted(text) : text
  }

  /// In ASCII quotes, with a backslash before what would end them.
  static func quoted(_ text: String, escapes: [Unicode.Scalar: String] = [:]) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if let escape = escapes[scalar] {
        quoted += escape
        continue
      }
      if scalar == "\"" || scalar == "\\" { quoted += "\\" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }
}
