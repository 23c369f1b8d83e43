import Values

/// A single value as people write it in a rule table. It knows how each kind is written; tests around values stand in `UnaryTest+Reading.swift`.
/// A date in a datetime column is the whole day, from 00:00:00 to 23:59:59, so a deadline given as a date includes its last second. (contract.md, Instants)
package enum Literal {
  /// The points a literal of an ordered or boolean kind stands for; one point but for a date among datetimes.
  package static func read(_ written: String, as kind: ValueKind) throws(Wrong) -> Span {
    let text = bare(written)
    switch kind {
    case .text: throw Wrong("a text has no place on a line", "write it as a text")
    case .number:
      let (number, power) = tensOf(text)
      return .point(try decimal(number, written, places: 6 + power, "a number", "1500 or 0.75"))
    case .money:
      var text = text
      for sign in ["¥", "￥"] where text.hasPrefix(sign) { text.removeFirst() }
      if text.hasSuffix("元") { text.removeLast() }
      let (number, power) = tensOf(text)
      let minor = try decimal(number, written, places: 2 + power, "an amount in yuan", "3000 or 3196.82")
      guard minor.magnitude <= Money.cellLimit.magnitude else {
        throw Wrong("`\(written)` is more than an amount may be", "check the digits")
      }
      return .point(minor)
    case .rate: return .point(try rate(text, written))
    case .date:
      guard let day = day(text) else {
        throw Wrong("`\(written)` is not a date", "write a date that exists, as 2026-01-31")
      }
      return .point(Int64(day.number))
    case .datetime:
      guard let span = instant(text) else {
        throw Wrong("`\(written)` is not a date with a time", "write it as 2026-01-31 18:00:00, or a date alone for the whole day")
      }
      return span
    case .boolean:
      guard let value = boolean(text) else { throw Wrong("`\(written)` is neither true nor false", "write true or false (是 or 否)") }
      return .point(value ? 1 : 0)
    }
  }

  /// The text between quotes and the calls that DMN modellers put around dates: `date("2026-01-31")`, `@"2026-01-31"`, `"2026-01-31"`.
  private static func bare(_ written: String) -> String {
    var text = trimmed(written)[...]
    for call in ["date and time(", "date(", "number(", "@"] where text.hasPrefix(call) {
      text = text.dropFirst(call.count)
      if call.hasSuffix("("), text.hasSuffix(")") { text = text.dropLast() }
      break
    }
    text = trimmed(String(text))[...]
    if text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") { text = text.dropFirst().dropLast() }
    return trimmed(String(text))
  }

  private static func decimal(_ text: String, _ written: String, places: Int, _ what: String, _ example: String) throws(Wrong) -> Int64 {
    switch Decimals.read(Array(text.utf8), places: places) {
    case .value(let value): return value
    case .notANumber: throw Wrong("`\(written)` is not \(what)", "write it as \(example), without separators between the thousands")
    case .tooFine:
      throw Wrong("`\(written)` has more decimals than are kept", "write it with fewer: amounts have two, numbers six, rates nine")
    case .tooLarge: throw Wrong("`\(written)` is too large", "check the digits")
    }
  }

  private static func rate(_ text: String, _ written: String) throws(Wrong) -> Int64 {
    for (suffix, places) in [("%", 7), ("％", 7), ("个百分点", 7), ("个点", 7), ("‰", 6)] where text.hasSuffix(suffix) {
      return try decimal(trimmed(String(text.dropLast(suffix.count))), written, places: places, "a rate", "20%, 0.2 or 20个点")
    }
    let rate = try decimal(text, written, places: 9, "a rate", "20%, 0.2 or 20个点")
    // 20 in a rate column is twenty percent to one reader and two thousand to another; lists that come in are held to the same.
    guard rate.magnitude <= Rate.scale.magnitude else {
      throw Wrong("`\(written)` as a rate can be read in two ways", "write it with its sign: \(written)%, or as a fraction: 0.2")
    }
    return rate
  }

  /// The number before 万 or 亿, and the power of ten the word stands for.
  private static func tensOf(_ text: String) -> (number: String, power: Int) {
    for (word, power) in [("万", 4), ("亿", 8)] where text.hasSuffix(word) { return (trimmed(String(text.dropLast())), power) }
    return (text, 0)
  }

  private static func boolean(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "true", "t", "是", "有", "真", "√", "yes", "y", "1": true
    case "false", "f", "否", "无", "假", "×", "no", "n", "0": false
    default: nil
    }
  }

  /// `2026-01-31`, `2026/1/31`, `2026.1.31`, `2026年1月31日`, `20260131`.
  static func day(_ text: String) -> Day? {
    let bytes = Array(text.utf8)
    if bytes.count == 8, bytes.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text) {
      guard number >= 1000_00_00 else { return nil }
      return Day(year: number / 10000, month: number / 100 % 100, day: number % 100)
    }
    var parts: [Int] = []
    var digits = ""
    var separators = ""
    for character in text {
      if character.isASCII, character.isNumber {
        digits.append(character)
      } else {
        guard let part = Int(digits), digits.count <= 4 else { return nil }
        parts.append(part)
        digits = ""
        separators.append(character)
      }
    }
    if let part = Int(digits), digits.count <= 2 { parts.append(part) } else if !digits.isEmpty { return nil }
    guard parts.count == 3, ["--", "//", "..", "年月", "年月日"].contains(separators), parts[0] >= 1000,
      (separators == "年月日") == digits.isEmpty
    else { return nil }
    return Day(year: parts[0], month: parts[1], day: parts[2])
  }

  /// A day, or a day with a time after `T` or a space, with an optional zone; without one it is the business clock.
  private static func instant(_ text: String) -> Span? {
    if let day = day(text) { return Span(Moment(day).seconds, Moment.end(of: day).seconds) }
    guard let gap = text.firstIndex(where: { $0 == "T" || $0 == " " }), let day = day(String(text[..<gap])) else { return nil }
    var clock = trimmed(String(text[text.index(after: gap)...]))
    var shift: Int64 = 0
    if clock.hasSuffix("Z") {
      clock.removeLast()
      shift = Moment.offset
    } else if let sign = clock.lastIndex(where: { $0 == "+" || $0 == "-" }) {
      let zone = clock[clock.index(after: sign)...].split(separator: ":", omittingEmptySubsequences: false)
      guard zone.count == 2, let hours = Int64(zone[0]), let minutes = Int64(zone[1]), hours <= 14, minutes < 60 else { return nil }
      let ahead = (hours * 60 + minutes) * 60
      shift = Moment.offset - (clock[sign] == "-" ? -ahead : ahead)
      clock = String(clock[..<sign])
    }
    let parts = clock.split(separator: ":", omittingEmptySubsequences: false).map { $0.count <= 2 ? Int($0) ?? -1 : -1 }
    guard (2...3).contains(parts.count), (0...23).contains(parts[0]), (0...59).contains(parts[1]) else { return nil }
    let second = parts.count == 3 ? parts[2] : 0
    guard (0...59).contains(second) else { return nil }
    return .point(Moment(day, hour: parts[0], minute: parts[1], second: second).seconds + shift)
  }

  /// Without the blanks around it that people and spreadsheet programs leave: spaces, full-width and no-break ones, tabs.
  package static func trimmed(_ text: String) -> String {
    var rest = text.unicodeScalars[...]
    while let first = rest.first, first.properties.isWhitespace || first == "\u{FEFF}" { rest.removeFirst() }
    while let last = rest.last, last.properties.isWhitespace || last == "\u{FEFF}" { rest.removeLast() }
    return String(rest)
  }
}
