package import Values

/// How the expected file of a feed is called, and where its name says its day and its number: `承保_{日期}_{序号}.csv`. `*` stands for anything.
package struct NameRule: Hashable, Sendable {
  private enum Piece: Hashable, Sendable {
    case text([Character])
    case anything, date, number
  }
  private let pieces: [Piece]
  /// The name says its day.
  package let hasDate: Bool
  /// Numbers begin anew with each day.
  package let numbersByDay: Bool
  package let hasNumber: Bool

  /// What a name says.
  package struct Found: Hashable, Sendable {
    package var day: Day?
    package var number: Int64?

    package init(day: Day? = nil, number: Int64? = nil) {
      self.day = day
      self.number = number
    }
  }

  /// Nil where braces hold another word, or one word stands twice.
  package init?(_ text: String) {
    var pieces: [Piece] = []
    var literal: [Character] = []
    var words: [String] = []
    var rest = Substring(text)
    while let next = rest.first {
      guard next == "{" || next == "*" else {
        literal.append(rest.removeFirst())
        continue
      }
      if !literal.isEmpty { pieces.append(.text(literal)) }
      literal = []
      if next == "*" {
        rest.removeFirst()
        pieces.append(.anything)
        continue
      }
      guard let end = rest.firstIndex(of: "}") else { return nil }
      let word = rest[rest.index(after: rest.startIndex)..<end].lowercased()
      rest = rest[rest.index(after: end)...]
      switch word {
      case "日期", "date":
        pieces.append(.date)
        words.append("date")
      case "序号", "number":
        pieces.append(.number)
        words.append("number")
      case "日内序号", "number-of-day":
        pieces.append(.number)
        words += ["number", "by-day"]
      default: return nil
      }
    }
    if !literal.isEmpty { pieces.append(.text(literal)) }
    guard Set(words).count == words.count, !words.contains("by-day") || words.contains("date"), !pieces.isEmpty else { return nil }
    self.pieces = pieces
    hasDate = words.contains("date")
    hasNumber = words.contains("number")
    numbersByDay = words.contains("by-day")
  }

  /// Nil where the name is another.
  package func read(_ name: String) -> Found? { NameRule.match(pieces[...], Array(name)[...], Found()) }

  private static func match(_ pieces: ArraySlice<Piece>, _ name: ArraySlice<Character>, _ found: Found) -> Found? {
    guard let piece = pieces.first else { return name.isEmpty ? found : nil }
    let rest = pieces.dropFirst()
    switch piece {
    case .text(let text): return name.starts(with: text) ? match(rest, name.dropFirst(text.count), found) : nil
    case .anything:
      for end in (name.startIndex...name.endIndex).reversed() {
        if let found = match(rest, name[end...], found) { return found }
      }
      return nil
    case .date:
      for length in [10, 8] where name.count >= length {
        let digits = String(name.prefix(length))
        let text = length == 10 ? digits : "\(digits.prefix(4))-\(digits.dropFirst(4).prefix(2))-\(digits.suffix(2))"
        guard text.utf8.count == 10, let day = Day(iso: text) else { continue }
        var now = found
        now.day = day
        if let found = match(rest, name.dropFirst(length), now) { return found }
      }
      return nil
    case .number:
      let digits = name.prefix { $0.isASCII && $0.isNumber }.prefix(18)
      for length in (0...digits.count).reversed() where length > 0 {
        var now = found
        now.number = Int64(String(digits.prefix(length)))
        if let found = match(rest, name.dropFirst(length), now) { return found }
      }
      return nil
    }
  }
}
