import Tables
import Values

/// One row of a rule file: its physical number and its cells as cleaned text. It knows how a worksheet's cells are read as the text a
/// person sees, and nothing of what they mean.
struct NumberedRow {
  var number: Int
  var cells: [String]

  init(number: Int, cells: [String]) {
    self.number = number
    self.cells = cells.map(NumberedRow.cleaned)
  }

  /// The cell, blank beyond the row's end.
  subscript(_ column: Int) -> String { column < cells.count ? cells[column] : "" }

  var isBlank: Bool { cells.allSatisfy(\.isEmpty) }

  func place(_ table: Place, _ column: Int, _ header: String? = nil) -> Place {
    Place(file: table.file, sheet: table.sheet, row: number, column: column, header: header)
  }

  /// Marks without width go, blanks around a cell go, and runs of blanks, tabs and line ends inside become one space.
  private static func cleaned(_ cell: String) -> String {
    let trimmed = Literal.trimmed(
      cell.unicodeScalars.contains(where: isInvisible) ? String(cell.unicodeScalars.filter { !isInvisible($0) }) : cell)
    guard trimmed.contains(where: { $0.isWhitespace && $0 != " " }) || trimmed.contains("  ") else { return trimmed }
    return trimmed.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0xFEFF, 0xAD: true
    default: false
    }
  }

  /// The items of a comma list, quotes kept whole.
  static func items(_ cell: String) -> [String] {
    var items: [String] = [""]
    var inQuotes = false
    for character in cell {
      if "\"“”＂".contains(character) { inQuotes.toggle() }
      if !inQuotes, character == "," || character == "，" { items.append("") } else { items[items.count - 1].append(character) }
    }
    return items.map(Literal.trimmed)
  }

  static func unquoted(_ cell: String) -> String {
    guard cell.count >= 2, let first = cell.first, let last = cell.last, "\"“＂".contains(first), "\"”＂".contains(last) else { return cell }
    return String(cell.dropFirst().dropLast()).replacing("\\\"", with: "\"").replacing("\\\\", with: "\\")
  }

  /// `1,234.50` as an output is one number: an output cell holds no list.
  static func ungrouped(_ cell: String) -> String {
    let parts = cell.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count > 1, let last = parts.last, parts[0].last?.isNumber == true,
      parts[1..<(parts.count - 1)].allSatisfy({ $0.count == 3 && $0.allSatisfy(\.isNumber) }), last.prefix(3).count == 3,
      last.prefix(3).allSatisfy(\.isNumber), last.dropFirst(3).first.map({ $0 == "." || !$0.isNumber }) ?? true
    else { return cell }
    return parts.joined()
  }
}

extension NumberedRow {
  /// The rows of a sheet. A number is taken to the 15 digits a spreadsheet program keeps, so `0.20000000000000001` is 0.2.
  static func rows(of grid: Grid, place: Place) throws(Fault) -> [NumberedRow] {
    var rows: [NumberedRow] = []
    for row in grid.rows {
      var cells: [String] = []
      for column in 0..<Int(row.count) {
        let cell = grid.cell(row, column)
        let text = grid.text(cell)
        let here = Place(file: place.file, sheet: place.sheet, row: Int(row.number), column: column)
        switch cell.kind {
        case .blank: cells.append("")
        case .text: cells.append(text)
        case .number: cells.append(fifteenDigits(text))
        case .boolean: cells.append(text == "1" ? "true" : "false")
        case .serial:
          guard let written = moment(serial: text, epoch1904: grid.epoch1904) else {
            throw Wrong("the date `\(text)` cannot be read", "type the date again, as 2026-01-31").fault("date-impossible", at: here)
          }
          cells.append(written)
        case .error:
          throw Wrong("the cell holds the error \(text)", "correct the formula or type the value").fault("cell-error", at: here)
        }
      }
      if row.broken != nil {
        throw Wrong("the row cannot be read", "look for a quote that is not closed, or save the file as UTF-8")
          .fault("row-broken", at: Place(file: place.file, sheet: place.sheet, row: Int(row.number)))
      }
      rows.append(NumberedRow(number: Int(row.number), cells: cells))
    }
    return rows
  }

  private static func fifteenDigits(_ text: String) -> String {
    let parts = text.uppercased().split(separator: "E", omittingEmptySubsequences: false)
    let digits = parts[0].filter(\.isNumber)
    let significant = digits.drop { $0 == "0" }
    guard significant.count > 15, let value = Int64(significant.prefix(16)) else { return text }
    let negative = parts[0].hasPrefix("-")
    let point = parts[0].split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.count ?? 0
    let exponent = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) - point + significant.count - 15
    let rounded = value / 10 + (value % 10 >= 5 ? 1 : 0)
    return (negative ? "-" : "") + "\(rounded)E\(exponent)"
  }

  /// A serial as `2026-01-31` or `2026-01-31 18:00:00`. Serials up to 60 fall before 1 March 1900, where spreadsheet programs count a day that never was.
  private static func moment(serial: String, epoch1904: Bool) -> String? {
    guard case .value(let millionths) = Decimals.read(Array(shortened(serial).utf8), places: 9), millionths >= 0 else { return nil }
    let whole = millionths / 1_000_000_000
    guard whole < 2_958_466, epoch1904 || whole > 60 else { return nil }
    let second = Rounding.halfUp.quotient(Int128(millionths % 1_000_000_000) * 86_400, 1_000_000_000)
    let epoch = Day(year: epoch1904 ? 1904 : 1899, month: epoch1904 ? 1 : 12, day: epoch1904 ? 1 : 30)!
    let day = epoch.advanced(by: Int(whole))
    return second == 0 ? day.description : Moment(seconds: Moment(day).seconds + second).description
  }

  /// Nine decimals of a day are finer than a second.
  private static func shortened(_ serial: String) -> String {
    guard let point = serial.firstIndex(of: "."), !serial.uppercased().contains("E") else { return serial }
    return String(serial[...point] + serial[serial.index(after: point)...].prefix(9))
  }
}
