/// An old workbook from tables of texts, as samples write them: `n:1234.5` is a number, `d:46092` a day's serial, `e:#N/A` an error, `f:=A1+1|2` a
/// formula with its saved result. A sheet whose name begins with `~` is hidden, and so is a row whose first cell does.
extension OldWorkbook {
  package init(tables: [(name: String, rows: [[String]])]) {
    self.init(sheets: [])
    var places: [String: Int] = [:]
    for table in tables {
      var records = Self.dimensions(table.rows.count, table.rows.map(\.count).max() ?? 0)
      for (row, cells) in table.rows.enumerated() {
        let isHidden = cells.first?.hasPrefix("~") == true
        if isHidden { records += Self.hiddenRow(row) }
        for (column, text) in cells.enumerated() where !text.isEmpty {
          records += record(row, column, isHidden && column == 0 ? String(text.dropFirst()) : text, &places)
        }
      }
      let isHidden = table.name.hasPrefix("~")
      sheets.append(Sheet(name: isHidden ? String(table.name.dropFirst()) : table.name, state: isHidden ? 1 : 0, records: records))
    }
  }

  private mutating func record(_ row: Int, _ column: Int, _ text: String, _ places: inout [String: Int]) -> [UInt8] {
    let value = String(text.dropFirst(2))
    switch text.prefix(2) {
    case "n:": return Self.number(row, column, Double(value) ?? 0)
    case "d:": return Self.number(row, column, Double(value) ?? 0, style: 1)
    case "e:": return Self.truth(row, column, Self.errors[value] ?? 0, isError: true)
    case "f:":
      let result = value.split(separator: "|", maxSplits: 1).dropFirst().first.map(String.init) ?? ""
      return Double(result).map { Self.formula(row, column, $0) } ?? Self.formula(row, column, text: result)
    default:
      let place = places[text] ?? texts.count
      if place == texts.count { texts.append(text) }
      places[text] = place
      return Self.shared(row, column, place)
    }
  }

  private static let errors: [String: UInt8] = [
    "#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42,
  ]
}
