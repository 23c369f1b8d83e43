import Tables
import Values

/// What was found, to be held against a sample's table.
struct Found {
  enum Cell {
    case text(String)
    /// A number or a day of a workbook: compared by value.
    case number(String)
    /// From an answer in text: the same text, or the same number.
    case either(String)

    var text: String {
      switch self {
      case .text(let text), .number(let text), .either(let text): text
      }
    }

    init(_ grid: Grid, _ cell: Grid.Cell) {
      let text = grid.text(cell)
      switch cell.kind {
      case .blank, .text, .error, .boolean: self = .text(text)
      case .number: self = .number(text)
      case .serial:
        self = .text(Cell.day(text) ?? text)
      }
    }

    /// A day count as a day, and with a fraction as the moment to the nearest second.
    private static func day(_ text: String) -> String? {
      let parts = text.split(separator: ".", maxSplits: 1)
      let digits = parts.count == 2 ? "\(parts[0]).\(parts[1].prefix(10))" : text
      guard case .value(let count) = Decimals.read(digits.utf8, places: 10) else { return nil }
      let seconds = Int64((Int128(count) * 86_400 + 5_000_000_000) / 10_000_000_000) - 25_569 * 86_400
      let moment = Moment(seconds: seconds)
      return moment.secondOfDay == 0 ? moment.day.description : moment.description
    }

    func equals(_ expected: String) -> Bool {
      switch self {
      case .text(let text): text == expected
      case .number(let text): Cell.value(text) == Cell.value(expected) && Cell.value(expected) != nil
      case .either(let text): text == expected || Cell.value(text) != nil && Cell.value(text) == Cell.value(expected)
      }
    }

    /// Billionths; `3%` is 0.03. A workbook's number may carry the tail of a binary fraction, which is rounded off.
    private static func value(_ text: String) -> Int64? {
      let percent = text.hasSuffix("%")
      let places = percent ? 7 : 9
      var digits = percent ? String(text.dropLast()) : text
      var carry: Int64 = 0
      if let point = digits.firstIndex(of: "."), let end = digits.index(point, offsetBy: places + 1, limitedBy: digits.endIndex),
        end < digits.endIndex
      {
        carry = digits[end] >= "5" ? digits.hasPrefix("-") ? -1 : 1 : 0
        digits = String(digits[..<end])
      }
      guard case .value(let scaled) = Decimals.read(digits.utf8, places: places) else { return nil }
      return scaled + carry
    }
  }

  var titles: [String]
  var rows: [[Cell]]
  /// Rows are looked up by their first column instead of in order, and those not asked for are passed over.
  var isKeyed = false
  /// Why there is nothing to compare with.
  var flaw: String?

  init(titles: [String], rows: [[Cell]], isKeyed: Bool = false) {
    self.titles = titles
    self.rows = rows
    self.isKeyed = isKeyed
  }

  init(flaw: String) {
    self.init(titles: [], rows: [])
    self.flaw = flaw
  }
}

/// Where a sample and what was found are not the same.
struct Difference: CustomStringConvertible {
  var place: String
  var row: Int?
  var column = ""
  var expected = ""
  var found = ""

  var description: String {
    "\(place)\(row.map { ", row \($0)" } ?? "")\(column.isEmpty ? "" : ", column \(column)"): expected \(expected), found \(found)"
  }
}

/// One table of a sample beside what was found.
struct Comparison {
  let place: String
  var expected: Table
  let found: Found

  var differences: [Difference] {
    if let flaw = found.flaw { return [Difference(place: place, expected: "a table", found: flaw)] }
    var columns: [Int] = []
    for title in expected.titles {
      guard let column = found.titles.firstIndex(of: title) else {
        return [Difference(place: place, column: title, expected: "the column", found: found.titles.joined(separator: " "))]
      }
      columns.append(column)
    }
    var differences: [Difference] = []
    if !found.isKeyed, expected.rows.count != found.rows.count {
      differences.append(Difference(place: place, expected: "\(expected.rows.count) rows", found: "\(found.rows.count)"))
    }
    for (number, row) in expected.rows.enumerated() {
      guard
        let cells = found.isKeyed
          ? found.rows.first(where: { $0.first?.text == row[0] }) : number < found.rows.count ? found.rows[number] : nil
      else {
        if found.isKeyed { differences.append(Difference(place: place, row: number + 1, expected: row[0], found: "nothing of that name")) }
        continue
      }
      for (column, text) in zip(columns, row) {
        let cell = column < cells.count ? cells[column] : .text("")
        if !cell.equals(text) {
          differences.append(Difference(place: place, row: number + 1, column: found.titles[column], expected: text, found: cell.text))
        }
      }
    }
    return differences
  }

  /// The same with one cell of what is expected changed, chosen by the table's name; one without rows is given a row.
  var spoilt: Comparison {
    var spoilt = self
    if expected.rows.isEmpty {
      spoilt.expected.rows = [expected.titles]
      return spoilt
    }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in place.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let row = Int(hash % UInt64(expected.rows.count))
    let column = Int(hash / 7919 % UInt64(expected.titles.count))
    spoilt.expected.rows[row][column] = Comparison.changed(expected.rows[row][column])
    return spoilt
  }

  /// Another last digit, or a letter more.
  private static func changed(_ text: String) -> String {
    guard let last = text.lastIndex(where: { $0.isASCII && $0.isNumber }), let digit = text[last].wholeNumberValue else {
      return text + "x"
    }
    return text.replacingCharacters(at: last, with: "\((digit + 1) % 10)")
  }
}

extension String {
  fileprivate func replacingCharacters(at index: Index, with text: String) -> String {
    self[..<index] + text + self[self.index(after: index)...]
  }
}
