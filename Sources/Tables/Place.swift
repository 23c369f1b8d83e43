/// Where something stands: a file, a sheet, a row, a column. What every message about data begins with.
package struct Place: Hashable, Sendable, CustomStringConvertible {
  package var file: String
  package var sheet: String?
  /// Physical row, from 1.
  package var row: Int?
  /// Column, from 0.
  package var column: Int?
  /// The column's header as the file has it.
  package var header: String?

  package init(file: String, sheet: String? = nil, row: Int? = nil, column: Int? = nil, header: String? = nil) {
    self.file = file
    self.sheet = sheet
    self.row = row
    self.column = column
    self.header = header
  }

  package var description: String {
    var text = file
    if let sheet { text += " [\(sheet)]" }
    if let row { text += " row \(row)" }
    if let column { text += " column \(Place.letters(column))" }
    if let header { text += " (\(header))" }
    return text
  }

  /// `0 → A`, `27 → AB`: as spreadsheet programs name columns.
  package static func letters(_ column: Int) -> String {
    var left = column + 1
    var text = ""
    while left > 0 {
      left -= 1
      text.insert(Character(UnicodeScalar(UInt8(0x41 + left % 26))), at: text.startIndex)
      left /= 26
    }
    return text
  }
}
