import CFreeXL

/// An old workbook opened by libfreexl: closes itself. Its cells come as what freexl makes of them.
final class FreeXLFile {
  enum Value {
    case none
    case number(String)
    case text([UInt8])
  }

  private let handle: UnsafeRawPointer

  static let noMemory = Int32(FREEXL_INSUFFICIENT_MEMORY)

  /// Nil when freexl does not open the file; `status` then says why, and may still be success.
  static func open(_ path: String, _ status: inout Int32) -> FreeXLFile? {
    var handle: UnsafeRawPointer?
    status = freexl_open(path, &handle)
    guard status == FREEXL_OK, let handle else { return nil }
    return FreeXLFile(handle)
  }

  private init(_ handle: UnsafeRawPointer) { self.handle = handle }

  deinit { freexl_close(handle) }

  var sheetCount: Int {
    var count: UInt32 = 0
    return freexl_get_info(handle, UInt16(FREEXL_BIFF_SHEET_COUNT), &count) == FREEXL_OK ? Int(count) : 0
  }

  func name(_ sheet: Int) -> String {
    var name: UnsafePointer<CChar>?
    guard freexl_get_worksheet_name(handle, UInt16(sheet), &name) == FREEXL_OK, let name else { return "" }
    return String(cString: name)
  }

  /// Rows and columns of a sheet, which is the one read from then on.
  func select(_ sheet: Int) -> (rows: Int, columns: Int)? {
    guard freexl_select_active_worksheet(handle, UInt16(sheet)) == FREEXL_OK else { return nil }
    var rows: UInt32 = 0
    var columns: UInt16 = 0
    guard freexl_worksheet_dimensions(handle, &rows, &columns) == FREEXL_OK else { return nil }
    return (Int(rows), Int(columns))
  }

  func value(_ row: Int, _ column: Int) -> Value {
    var cell = FreeXL_CellValue()
    guard freexl_get_cell_value(handle, UInt32(row), UInt16(column), &cell) == FREEXL_OK else { return .none }
    switch Int32(cell.type) {
    case FREEXL_CELL_INT: return .number(String(cell.value.int_value))
    case FREEXL_CELL_DOUBLE: return cell.value.double_value.isFinite ? .number(BinaryWalk.text(cell.value.double_value)) : .none
    case FREEXL_CELL_TEXT, FREEXL_CELL_SST_TEXT, FREEXL_CELL_DATE, FREEXL_CELL_DATETIME, FREEXL_CELL_TIME:
      guard let text = cell.value.text_value else { return .none }
      var length = 0
      while text[length] != 0 { length += 1 }
      return .text(Array(UnsafeRawBufferPointer(start: text, count: length)))
    default: return .none
    }
  }

  /// What a status means, for people.
  static func cause(_ status: Int32) -> String {
    switch status {
    case FREEXL_INSUFFICIENT_MEMORY: "it needs more memory than any file may take"
    default: "libfreexl gives \(status)"
    }
  }
}
