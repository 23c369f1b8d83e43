import Tables
package import Values

/// A workbook of texts as they stand, for people to go on editing: rule tables, lists. Every cell is text, so that no spreadsheet program turns `1-2`
/// into a day or `20%` into 0.2 behind the author's back.
package enum PlainBook {
  package struct Page: Sendable {
    package var name: String
    package var rows: [[String]]
    /// Rows at the top that name the columns; they stay in sight.
    package var headRows: Int

    package init(name: String, rows: [[String]], headRows: Int) {
      self.name = name
      self.rows = rows
      self.headRows = headRows
    }
  }

  /// Characters of the widest column; longer texts wrap.
  private static let widest = 48

  /// `day` fixes the file's bytes.
  package static func write(_ pages: [Page], title: String, path: String, temporary: String, language: BookLanguage = .zh, day: Day)
    throws(Fault)
  {
    let book = try WorkbookFile(path: path, temporary: temporary, title: title, font: language.words.font, created: day)
    for page in pages { try write(page, on: try book.addSheet(page.name), language) }
    try book.close()
  }

  private static func write(_ page: Page, on sheet: Sheet, _ language: BookLanguage) throws(Fault) {
    let columns = page.rows.map(\.count).max() ?? 1
    try sheet.page(heading: page.name, right: "", number: language.words.page)
    for column in 0..<columns {
      let width = page.rows.lazy.map { column < $0.count ? Pen.width(of: $0[column]) : 0 }.max() ?? 0
      // Empty cells below are texts too, so that what is typed there stays as it is typed.
      sheet.column(column, width: min(max(width + 2, 8), widest), look: Look.body(.id).with { $0.frame = .none })
    }
    sheet.frozen(rows: page.headRows, columns: 1)
    for (row, cells) in page.rows.enumerated() {
      for (column, cell) in cells.enumerated() where !cell.isEmpty || row < page.headRows {
        let look = row < page.headRows ? Look.header.with { $0.number = CellFormat.id.code } : Look.body(.id).with { $0.wraps = true }
        try sheet.text(row, column, cell, look)
      }
    }
    try sheet.textsLookLikeNumbers("A1:\(Place.letters(columns - 1))\(max(page.rows.count, 1))")
    try sheet.printed(rows: page.rows.count, columns: columns, repeated: 0...max(0, page.headRows - 1))
  }
}
