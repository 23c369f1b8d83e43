import GRDB
import GRDBSQLite
import Values

/// A prepared statement at the speed of SQLite itself: bound by place, stepped, reset. GRDB owns it and keeps it with its connection;
/// nothing here allocates per row. Every return code is looked at.
struct Prepared {
  private let connection: OpaquePointer
  private let pointer: OpaquePointer

  init(_ database: Database, _ sql: String) throws {
    pointer = try database.cachedStatement(sql: sql).sqliteStatement
    connection = database.sqliteConnection!
  }

  /// SQLite copies what it is given: the caller's buffer may go.
  private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  func bind(_ place: Int32, _ value: Int64) { check(sqlite3_bind_int64(pointer, place, value)) }
  func bind(_ place: Int32, _ value: Int) { bind(place, Int64(value)) }
  func bind(_ place: Int32, _ value: Int64?) {
    if let value { bind(place, value) } else { check(sqlite3_bind_null(pointer, place)) }
  }
  func bind(_ place: Int32, _ text: String) {
    var text = text
    text.withUTF8 { bytes in
      check(
        bytes.withMemoryRebound(to: CChar.self) {
          sqlite3_bind_text(pointer, place, $0.baseAddress ?? UnsafePointer(bitPattern: 1), Int32($0.count), Prepared.copied)
        })
    }
  }
  func bind(_ place: Int32, _ text: String?) {
    if let text { bind(place, text) } else { check(sqlite3_bind_null(pointer, place)) }
  }
  func bind(_ place: Int32, blob: [UInt8]) {
    blob.withUnsafeBytes { bytes in
      check(
        bytes.isEmpty
          ? sqlite3_bind_zeroblob(pointer, place, 0)
          : sqlite3_bind_blob(pointer, place, bytes.baseAddress, Int32(bytes.count), Prepared.copied))
    }
  }

  /// Runs a statement that returns no rows, and readies it for the next binding.
  func run() throws {
    let code = sqlite3_step(pointer)
    let message = code == SQLITE_DONE ? nil : String(cString: sqlite3_errmsg(connection))
    let extended = sqlite3_extended_errcode(connection)
    sqlite3_reset(pointer)
    if let message { throw DatabaseError(resultCode: ResultCode(rawValue: extended), message: message) }
  }

  /// Runs an insert that a uniqueness rule may refuse; false when it did.
  func inserts() throws -> Bool {
    let code = sqlite3_step(pointer)
    let extended = sqlite3_extended_errcode(connection)
    let message = code == SQLITE_DONE ? nil : String(cString: sqlite3_errmsg(connection))
    sqlite3_reset(pointer)
    if code == SQLITE_DONE { return true }
    let result = ResultCode(rawValue: extended)
    if result == .SQLITE_CONSTRAINT_UNIQUE || result == .SQLITE_CONSTRAINT_PRIMARYKEY { return false }
    throw DatabaseError(resultCode: ResultCode(rawValue: extended), message: message)
  }

  /// Steps to the next row; false at the end, and the statement is ready for the next binding.
  func next() throws -> Bool {
    let code = sqlite3_step(pointer)
    if code == SQLITE_ROW { return true }
    let message = code == SQLITE_DONE ? nil : String(cString: sqlite3_errmsg(connection))
    let extended = sqlite3_extended_errcode(connection)
    sqlite3_reset(pointer)
    if let message { throw DatabaseError(resultCode: ResultCode(rawValue: extended), message: message) }
    return false
  }

  /// Gives a statement back before its rows ended.
  func reset() { sqlite3_reset(pointer) }

  func int64(_ column: Int32) -> Int64 { sqlite3_column_int64(pointer, column) }
  func int(_ column: Int32) -> Int { Int(sqlite3_column_int64(pointer, column)) }
  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(pointer, column) == SQLITE_NULL }
  func text(_ column: Int32) -> String {
    guard let start = sqlite3_column_text(pointer, column) else { return "" }
    return String(decoding: UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, column))), as: UTF8.self)
  }
  func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }
  /// The blob of the current row; gone with the next step.
  func blob(_ column: Int32) -> UnsafeRawBufferPointer {
    guard let start = sqlite3_column_blob(pointer, column) else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, column)))
  }
  func bytes(_ column: Int32) -> [UInt8] { Array(blob(column)) }

  /// Appends a column with its type and length before it, so that no two rows ever read alike. Strict tables hold no floating point.
  func append(_ column: Int32, to bytes: inout [UInt8]) {
    switch sqlite3_column_type(pointer, column) {
    case SQLITE_INTEGER:
      bytes.append(1)
      withUnsafeBytes(of: sqlite3_column_int64(pointer, column).littleEndian) { bytes.append(contentsOf: $0) }
    case SQLITE_NULL: bytes.append(0)
    case let type:
      bytes.append(type == SQLITE_BLOB ? 3 : 2)
      let start = type == SQLITE_BLOB ? sqlite3_column_blob(pointer, column) : UnsafeRawPointer(sqlite3_column_text(pointer, column))
      let count = Int(sqlite3_column_bytes(pointer, column))
      withUnsafeBytes(of: UInt32(count).littleEndian) { bytes.append(contentsOf: $0) }
      if let start { bytes.append(contentsOf: UnsafeRawBufferPointer(start: start, count: count)) }
    }
  }

  /// A failed binding is a mistake in this room, not in the data: a wrong place number, or memory that ran out.
  private func check(_ code: Int32) {
    precondition(code == SQLITE_OK, "SQLite refused a binding: \(String(cString: sqlite3_errmsg(connection)))")
  }
}
