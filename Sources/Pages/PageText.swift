import Tables
import Values

/// Bytes of a page being put together. Whatever comes from outside goes through `text` or `attribute`: nothing of it is ever read as markup.
struct PageText {
  private(set) var bytes: [UInt8] = []

  /// The program's own markup, as it stands.
  mutating func add(_ markup: StaticString) {
    markup.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  mutating func add(_ other: PageText) { bytes.append(contentsOf: other.bytes) }

  /// Numbers and digests of the program's own, which hold nothing to escape.
  mutating func add(plain text: String) { bytes.append(contentsOf: text.utf8) }

  /// Text between tags, or in a quoted attribute. Control characters, which no page may hold, become �.
  mutating func text(_ text: String) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": add("&amp;")
      case "<": add("&lt;")
      case ">": add("&gt;")
      case "\"": add("&quot;")
      case "'": add("&#39;")
      case "\n", "\t": bytes.append(UInt8(scalar.value))
      default: bytes.append(contentsOf: UTF8.encode(PageText.isPrintable(scalar) ? scalar : "\u{FFFD}")!)
      }
    }
  }

  /// What `text` leaves of a text once it is read back.
  static func clean(_ text: String) -> String {
    if text.unicodeScalars.allSatisfy({ $0 == "\n" || $0 == "\t" || isPrintable($0) }) { return text }
    var clean = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { clean.append(scalar == "\n" || scalar == "\t" || isPrintable(scalar) ? scalar : "\u{FFFD}") }
    return String(clean)
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF: false
    // Marks that turn the direction of what follows would let a cell rewrite its neighbours.
    case 0x202A...0x202E, 0x2066...0x2069: false
    default: true
    }
  }
}

/// A cell as people read it.
enum PageCell {
  static func text(_ datum: Datum, in batch: borrowing Batch, _ words: PageWords) -> String {
    switch datum.tag {
    case .none: ""
    case .text: PageText.clean(batch.text(datum) ?? "")
    case .boolean: datum.bits != 0 ? words.yes : words.no
    case .money, .rate, .number, .integer, .date, .moment: number(datum.bits, datum.tag)
    }
  }

  /// An exact figure of a tag's scale: 1,234.50 for money.
  static func number(_ bits: Int64, _ tag: Datum.Tag) -> String {
    switch tag {
    case .money: Money(minor: bits).grouped
    case .rate: Rate(billionths: bits).description
    case .number: Decimals.trimmed(bits, places: 6)
    case .integer: String(bits)
    case .date: Day(number: Int32(bits)).description
    case .moment: Moment(seconds: bits).description
    case .none, .text, .boolean: ""
    }
  }
}
