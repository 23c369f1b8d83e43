import CXLSXWriter
import Glibc
import Values

/// One sheet of a workbook and how it is printed. Rows are written from top to bottom; what was passed cannot be reached again.
struct Sheet {
  typealias Format = UnsafeMutablePointer<lxw_format>

  let name: String
  let looks: Looks
  private let cached: CachedCells
  private let file: String
  let pointer: UnsafeMutablePointer<lxw_worksheet>

  init(_ pointer: UnsafeMutablePointer<lxw_worksheet>, name: String, file: String, looks: Looks, cached: CachedCells) {
    self.pointer = pointer
    self.name = name
    self.file = file
    self.looks = looks
    self.cached = cached
  }

  // MARK: Cells

  @inline(__always)
  func text(_ row: Int, _ column: Int, _ text: UnsafePointer<CChar>, _ format: Format) throws(Fault) {
    try check(worksheet_write_string(pointer, UInt32(row), UInt16(column), text, format), row, column)
  }

  @inline(__always)
  func number(_ row: Int, _ column: Int, _ value: Double, _ format: Format) throws(Fault) {
    try check(worksheet_write_number(pointer, UInt32(row), UInt16(column), value, format), row, column)
  }

  @inline(__always)
  func blank(_ row: Int, _ column: Int, _ format: Format) throws(Fault) {
    try check(worksheet_write_blank(pointer, UInt32(row), UInt16(column), format), row, column)
  }

  /// Text of the program's own words, known to be short and clean.
  func text(_ row: Int, _ column: Int, _ text: String, _ look: Look) throws(Fault) {
    if text.isEmpty { return try blank(row, column, looks[look]) }
    var clean = OutgoingText(cutMark: "…")
    clean.prepare(text)
    try self.text(row, column, clean.pointer, looks[look])
  }

  func number(_ row: Int, _ column: Int, _ value: Double, _ look: Look) throws(Fault) { try number(row, column, value, looks[look]) }

  /// A live formula with the value that readers without a calculator see, noted so that the finished file can be held to it.
  func formula(_ row: Int, _ column: Int, _ formula: String, cached exact: Int64, _ format: CellFormat, _ look: Look) throws(Fault) {
    let value = format.cellValue(exact)
    try check(worksheet_write_formula_num(pointer, UInt32(row), UInt16(column), "=" + formula, looks[look], value), row, column)
    cached.cells.append(CachedCell(sheet: name, row: row, column: column, value: .number(exact, places: format.places)))
  }

  func formula(_ row: Int, _ column: Int, _ formula: String, cached text: String, _ look: Look) throws(Fault) {
    try check(worksheet_write_formula_str(pointer, UInt32(row), UInt16(column), "=" + formula, looks[look], text), row, column)
    cached.cells.append(CachedCell(sheet: name, row: row, column: column, value: .text(text)))
  }

  /// One text over several columns of a row; never in a list.
  func merged(_ row: Int, _ columns: ClosedRange<Int>, _ text: String, _ look: Look) throws(Fault) {
    if columns.count == 1 { return try self.text(row, columns.lowerBound, text, look) }
    let error = worksheet_merge_range(
      pointer, UInt32(row), UInt16(columns.lowerBound), UInt32(row), UInt16(columns.upperBound), "", looks[look])
    try check(error, row, columns.lowerBound)
    try self.text(row, columns.lowerBound, text, look)
  }

  /// Of every row that has none of its own; a picture is measured by it, for rows that were written are forgotten.
  func height(ofAll points: Double) { worksheet_set_default_row(pointer, points, 0) }

  func height(_ row: Int, _ points: Double) { worksheet_set_row(pointer, UInt32(row), points, nil) }

  // MARK: Page

  func width(_ column: Int, _ characters: Int) {
    worksheet_set_column(pointer, UInt16(column), UInt16(column), Double(min(characters, 255)) + 0.71, nil)
  }

  /// A4 landscape, one page wide, heading and page number on each page. (domain.md C4, 4)
  func page(heading: String, right: String, number: String) throws(Fault) {
    worksheet_set_landscape(pointer)
    worksheet_set_paper(pointer, 9)
    worksheet_fit_to_pages(pointer, 1, 0)
    worksheet_set_margins(pointer, 0.4, 0.4, 0.75, 0.6)
    worksheet_gridlines(pointer, UInt8(LXW_HIDE_ALL_GRIDLINES.rawValue))
    try check(worksheet_set_header(pointer, Sheet.header(heading, right)), 0, 0)
    try check(worksheet_set_footer(pointer, "&C&9" + number), 0, 0)
  }

  /// The sheet's name stands in the middle; a header holds 255 characters in all.
  private static func header(_ left: String, _ right: String) -> String {
    func part(_ text: String) -> String {
      var text = text.filter { !$0.isNewline }
      while text.utf16.count > 90 { text.removeLast() }
      // A digit right after the size code would be read into it.
      return " " + text.replacing("&", with: "&&")
    }
    return "&L&9" + part(left) + "&C&9 &A&R&9" + part(right)
  }

  func printed(rows: Int, columns: Int, repeated: ClosedRange<Int>) throws(Fault) {
    try check(worksheet_print_area(pointer, 0, 0, UInt32(max(rows, 1) - 1), UInt16(columns - 1)), 0, 0)
    try check(worksheet_repeat_rows(pointer, UInt32(repeated.lowerBound), UInt32(repeated.upperBound)), 0, 0)
  }

  func centred() { worksheet_center_horizontally(pointer) }

  func frozen(rows: Int, columns: Int = 0) { worksheet_freeze_panes(pointer, UInt32(rows), UInt16(columns)) }

  func filtered(rows: Int, columns: Int) throws(Fault) {
    try check(worksheet_autofilter(pointer, 0, 0, UInt32(rows), UInt16(columns - 1)), 0, 0)
  }

  /// No green corners on ids that look like numbers.
  func textsLookLikeNumbers(_ range: String) throws(Fault) {
    try check(worksheet_ignore_errors(pointer, UInt8(LXW_IGNORE_NUMBER_STORED_AS_TEXT.rawValue), range), 0, 0)
  }

  func picture(_ png: [UInt8], _ row: Int, _ column: Int, scale: Double, margin: Int) throws(Fault) {
    var options = lxw_image_options()
    options.x_scale = scale
    options.y_scale = scale
    options.x_offset = Int32(margin)
    options.y_offset = Int32(margin)
    try check(worksheet_insert_image_buffer_opt(pointer, UInt32(row), UInt16(column), png, png.count, &options), row, column)
  }

  // MARK: Faults

  @inline(__always)
  func check(_ error: lxw_error, _ row: Int, _ column: Int) throws(Fault) {
    if error != LXW_NO_ERROR { throw fault(error, row, column) }
  }

  @inline(never)
  private func fault(_ error: lxw_error, _ row: Int, _ column: Int) -> Fault {
    WorkbookFile.fault(
      "\(file) [\(name)] row \(row + 1) column \(column + 1)", "workbook-cell", "a cell could not be written: \(WorkbookFile.text(error))",
      "this is a fault of the program or of the disk; run again, and report it if it stays")
  }

  /// Whether what was written so far really arrived in the temporary file.
  func isSound() -> Bool { ferror(pointer.pointee.optimize_tmpfile) == 0 }
}
