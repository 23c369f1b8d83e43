/// Rows as comma-separated text after RFC 4180: CRLF between rows, quotes where a cell needs them. (FILE.reasons.csv, query output)
package struct CommaText: Sendable {
  /// What a spreadsheet program would take for a formula is made a text by an apostrophe before it. Numbers stay numbers.
  package var guardsFormulas: Bool
  package private(set) var bytes: [UInt8] = []

  package init(guardsFormulas: Bool = true) { self.guardsFormulas = guardsFormulas }

  package mutating func append(_ cells: [String]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(0x2C) }
      append(cell)
    }
    bytes.append(0x0D)
    bytes.append(0x0A)
  }

  package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  private mutating func append(_ cell: String) {
    let guarded = guardsFormulas && CommaText.looksLikeFormula(cell)
    // A blank at either end, or a row of one empty cell, would be lost on some readers.
    let quoted =
      cell.utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0D || $0 == 0x0A } || cell.utf8.first == 0x20 || cell.utf8.last == 0x20
    if quoted { bytes.append(0x22) }
    if guarded { bytes.append(0x27) }
    for byte in cell.utf8 {
      if byte == 0x22 { bytes.append(0x22) }
      bytes.append(byte)
    }
    if quoted { bytes.append(0x22) }
  }

  /// Begins with = + - @, a tab or a return, also in full width, and is no plain number.
  package static func looksLikeFormula(_ cell: String) -> Bool {
    guard let first = cell.unicodeScalars.first else { return false }
    switch first {
    case "=", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠": return true
    case "+", "-": return !isNumber(cell.utf8.dropFirst())
    default: return false
    }
  }

  private static func isNumber(_ digits: Substring.UTF8View) -> Bool {
    var points = 0
    var count = 0
    for byte in digits {
      switch byte {
      case 0x30...0x39: count += 1
      case 0x2E: points += 1
      case 0x2C where count > 0 && points == 0: break
      case 0x25 where byte == digits.last: break
      default: return false
      }
    }
    return count > 0 && points <= 1
  }
}
