import Rules
import Tables
import Values

/// What must hold of any decision table: a cell that was understood means the same however it is spelled again, a table that was read answers
/// every case as a plain look at its rules does, and what is refused says why.
enum RulePromises {
  /// The first byte says which type the column has.
  static func cell(_ bytes: UnsafeRawBufferPointer) {
    guard let first = bytes.first, let text = String(validating: bytes.dropFirst(), as: UTF8.self) else { return }
    let kind = ValueKind.allCases[Int(first) % ValueKind.allCases.count]
    var lexicon = Lexicon()
    do {
      let test = try UnaryTest(reading: text, as: kind, lexicon: &lexicon)
      for spelling in [test.text, test.feel] {
        guard let again = try? UnaryTest(reading: spelling, as: kind, lexicon: &lexicon) else {
          // FEEL has no percent, and a fraction above one is asked back: 20 is twenty percent to one reader and two thousand to another.
          if kind == .rate, spelling == test.feel { continue }
          print("\(kind): `\(text)` is spelled `\(spelling)`")
          return hold(false, "its own spelling is understood")
        }
        if again.points != test.points || again.takesMissing != test.takesMissing || again.namesMissing != test.namesMissing {
          print("\(kind): `\(text)` is spelled `\(spelling)`: \(test), then \(again)")
          hold(false, "its own spelling means the same")
        }
        if spelling == test.text { hold(again.text == test.text, "a spelling is spelled as itself") }
      }
    } catch {
      hold(!error.cause.isEmpty && !error.remedy.isEmpty, "a refusal says why and what to do")
    }
    if kind != .text, let span = try? Literal.read(text, as: kind), span.low == span.high {
      guard let again = try? Literal.read(kind.text(span.low), as: kind) else { return hold(false, "a value's own spelling is read") }
      // A date among instants is a whole day.
      hold(again.low == span.low, "a value's own spelling is the value")
    }
  }

  /// Cells by tabs, rows by line breaks; cases after a line of three dashes.
  static func table(_ bytes: UnsafeRawBufferPointer) {
    guard let text = String(validating: bytes, as: UTF8.self) else { return }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let parts = lines.split(separator: "---", maxSplits: 1, omittingEmptySubsequences: false)
    func rows(_ lines: ArraySlice<Substring>) -> [[String]] {
      lines.map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    }
    do {
      let table = try DecisionTable(name: "fuzz", rows: rows(parts[0]), place: Place(file: "fuzz"))
      let version = try DecisionTable(name: "fuzz", rows: rows(parts[0]), place: Place(file: "fuzz")).version
      hold(version == table.version, "the same table has the same version")
      for index in table.rules.indices { hold(!table.place(ofRule: index).description.isEmpty, "a rule has a place") }
      guard parts.count == 2 else { return }
      for case let answer in try table.evaluate(rows: rows(parts[1]), place: Place(file: "cases")) {
        for rule in table.named(answer.outcome) { hold(!rule.isEmpty || table.rules.contains { $0.id.isEmpty }, "who hits has a name") }
        if case .ambiguous(let rules) = answer.outcome { hold(rules.count > 1, "it takes two to collide") }
        hold(!answer.zh.isEmpty && !answer.en.isEmpty, "an answer is said in words")
      }
    } catch {
      hold(!error.cause.isEmpty && !error.remedy.isEmpty, "a refusal says why and what to do")
    }
  }
}
