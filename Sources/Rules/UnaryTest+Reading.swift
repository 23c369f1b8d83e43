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
    let special =
      text.isEmpty || text == "-" || text == "null" || text.contains(where: { ",，\"“”＂\\".contains($0) }) || text.hasPrefix("not")
    let signs = "<>=!≤≥≠＜＞＝[](（".contains(text.first ?? " ")
    let balanced = text.reduce(0) { $0 + ("(（".contains($1) ? 1 : ")）".contains($1) ? -1 : 0) } == 0
    guard special || signs || !balanced else { return text }
    return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
