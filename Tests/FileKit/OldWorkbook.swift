/// A small old workbook (BIFF8 in a compound file), record by record, as tests want it. Knows no file and no reader.
package struct OldWorkbook {
  package struct Sheet {
    package var name: String
    package var state: UInt8 = 0
    package var type: UInt8 = 0
    package var records: [UInt8]

    package init(name: String, state: UInt8 = 0, type: UInt8 = 0, records: [UInt8]) {
      (self.name, self.state, self.type, self.records) = (name, state, type, records)
    }
  }

  package var sheets: [Sheet]
  /// Records of the workbook's own part, after its beginning.
  package var globals: [UInt8] = []
  package var texts: [String] = []
  /// The texts' record is cut after so many bytes and goes on in another.
  package var cut: Int?

  package init(sheets: [Sheet], globals: [UInt8] = [], texts: [String] = [], cut: Int? = nil) {
    (self.sheets, self.globals, self.texts, self.cut) = (sheets, globals, texts, cut)
  }

  package static func record(_ code: UInt16, _ content: [UInt8]) -> [UInt8] { short(Int(code)) + short(content.count) + content }
  package static func short(_ value: Int) -> [UInt8] { [UInt8(value & 255), UInt8(value >> 8 & 255)] }
  package static func long(_ value: Int) -> [UInt8] { short(value & 0xFFFF) + short(value >> 16 & 0xFFFF) }
  package static func double(_ value: Double) -> [UInt8] {
    let bits = value.bitPattern
    return (0..<8).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt64($0))) }
  }

  package static let end = record(0x000A, [])
  package static func beginning(_ type: Int) -> [UInt8] {
    record(0x0809, short(0x0600) + short(type) + short(0) + short(0) + long(0) + long(6))
  }
  package static func dimensions(_ rows: Int, _ columns: Int) -> [UInt8] {
    record(0x0200, long(0) + long(rows) + short(0) + short(columns) + short(0))
  }

  package static func cell(_ row: Int, _ column: Int, _ style: Int = 0) -> [UInt8] { short(row) + short(column) + short(style) }
  package static func number(_ row: Int, _ column: Int, _ value: Double, style: Int = 0) -> [UInt8] {
    record(0x0203, cell(row, column, style) + double(value))
  }
  package static func shared(_ row: Int, _ column: Int, _ index: Int) -> [UInt8] { record(0x00FD, cell(row, column) + long(index)) }
  package static func truth(_ row: Int, _ column: Int, _ value: UInt8, isError: Bool) -> [UInt8] {
    record(0x0205, cell(row, column) + [value, isError ? 1 : 0])
  }
  package static func formula(_ row: Int, _ column: Int, _ value: Double, style: Int = 0) -> [UInt8] {
    record(0x0006, cell(row, column, style) + double(value) + short(0) + long(0) + short(0))
  }
  package static func formula(_ row: Int, _ column: Int, text: String) -> [UInt8] {
    record(0x0006, cell(row, column) + [0, 0, 0, 0, 0, 0, 0xFF, 0xFF] + short(0) + long(0) + short(0)) + record(0x0207, wide(text))
  }
  package static func hiddenRow(_ row: Int) -> [UInt8] {
    record(0x0208, short(row) + short(0) + short(10) + short(255) + short(0) + short(0) + short(0x20) + short(15))
  }
  package static func wide(_ text: String) -> [UInt8] { short(text.utf16.count) + [1] + text.utf16.flatMap { short(Int($0)) } }
  /// Styles: 0 is general, 1 a day.
  package static let styles =
    record(0x00E0, short(0) + short(0) + [UInt8](repeating: 0, count: 16))
    + record(0x00E0, short(0) + short(14) + [UInt8](repeating: 0, count: 16))

  package var stream: [UInt8] {
    var strings = Self.long(texts.count) + Self.long(texts.count) + texts.flatMap(Self.wide)
    var sst: [UInt8] = []
    if let cut, cut < strings.count {
      // The next piece begins with the width of the characters it goes on with.
      sst = Self.record(0x00FC, Array(strings[..<cut])) + Self.record(0x003C, [1] + strings[cut...])
      strings = []
    } else if !texts.isEmpty {
      sst = Self.record(0x00FC, strings)
    }
    let head = Self.beginning(5) + Self.record(0x0042, Self.short(1200)) + Self.styles + globals
    let entries = sheets.map { sheet in 4 + 8 + sheet.name.utf16.count * 2 }.reduce(0, +)
    var offset = head.count + entries + sst.count + Self.end.count
    var list: [UInt8] = []
    var bodies: [UInt8] = []
    for sheet in sheets {
      list += Self.record(
        0x0085,
        Self.long(offset) + [sheet.state, sheet.type, UInt8(sheet.name.utf16.count), 1] + sheet.name.utf16.flatMap { Self.short(Int($0)) })
      let body = Self.beginning(0x10) + sheet.records + Self.end
      bodies += body
      offset += body.count
    }
    return head + list + sst + Self.end + bodies
  }

  package var bytes: [UInt8] { Self.container("Workbook", stream) }

  /// A compound file with one stream, padded so that it is no small one.
  package static func container(_ name: String, _ stream: [UInt8]) -> [UInt8] {
    let size = max(4096, stream.count)
    let sectors = (size + 511) / 512
    let tables = (sectors + 2 + 127) / 128 + 1
    var header: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 16)
    header += short(0x3E) + short(3) + short(0xFFFE) + short(9) + short(6) + [UInt8](repeating: 0, count: 6)
    header += long(0) + long(tables) + long(tables) + long(0) + long(4096) + long(0xFFFF_FFFE) + long(0) + long(0xFFFF_FFFE) + long(0)
    for index in 0..<109 { header += index < tables ? long(index) : long(0xFFFF_FFFF) }
    // Sectors: the tables, the directory, the stream.
    var table: [Int] = Array(repeating: 0xFFFF_FFFD, count: tables) + [0xFFFF_FFFE]
    for index in 0..<sectors { table.append(index == sectors - 1 ? 0xFFFF_FFFE : tables + 2 + index) }
    table += Array(repeating: 0xFFFF_FFFF, count: tables * 128 - table.count)
    func entry(_ name: String, _ type: UInt8, _ child: Int, _ start: Int, _ size: Int) -> [UInt8] {
      let units = name.utf16.flatMap { short(Int($0)) }
      var entry = units + [UInt8](repeating: 0, count: 64 - units.count) + short(units.count + 2) + [type, 1]
      entry += long(0xFFFF_FFFF) + long(0xFFFF_FFFF) + long(child) + [UInt8](repeating: 0, count: 36)
      return entry + long(start) + long(size) + long(0)
    }
    let directory =
      entry("Root Entry", 5, 1, 0xFFFF_FFFE, 0) + entry(name, 2, 0xFFFF_FFFF, tables + 1, size) + [UInt8](repeating: 0, count: 256)
    return header + table.flatMap(long) + directory + stream + [UInt8](repeating: 0, count: sectors * 512 - stream.count)
  }
}
