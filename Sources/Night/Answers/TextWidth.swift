/// How wide a text stands on a terminal: a Chinese character takes two columns.
package enum TextWidth {
  package static func of(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 && $1.value < 0xFFFD || $1.value >= 0x20000 ? 2 : 1) }
  }

  package static func left(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(0, width - of(text))) }
  package static func right(_ text: String, _ width: Int) -> String { String(repeating: " ", count: max(0, width - of(text))) + text }
}
