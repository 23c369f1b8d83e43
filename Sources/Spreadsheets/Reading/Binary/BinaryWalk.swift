import Tables

/// What libfreexl leaves out of an old workbook, found by a bounded walk over its records: formula results, errors and truth values, days by style, hidden
/// sheets and rows, merged cells; and every cell of the workbooks that libfreexl opens as nothing. (design.md, Libraries; toolchain.md, Other silent faults)
struct BinaryWalk {
  struct SheetEntry {
    let name: String
    let isHidden: Bool
    /// A sheet of cells; charts and macros are others.
    let isWorksheet: Bool
    let offset: Int
  }

  /// A cell, and where its text lies among the findings.
  struct Cell {
    let row: UInt16
    let column: UInt16
    let kind: Grid.Kind
    let offset: UInt32
    let length: UInt32
  }

  /// One sheet's findings.
  struct Findings {
    fileprivate(set) var cells: [Cell] = []
    fileprivate(set) var bytes: [UInt8] = []
    var hiddenRows: Set<UInt16> = []
    /// Number of cells with text or numbers that freexl should give.
    var plain = 0

    var isEmpty: Bool { plain == 0 && !cells.contains { $0.length > 0 } }

    func text(_ cell: Cell) -> ArraySlice<UInt8> { bytes[Int(cell.offset)..<Int(cell.offset) + Int(cell.length)] }

    fileprivate mutating func add(_ row: Int, _ column: Int, _ kind: Grid.Kind, _ text: some Collection<UInt8>) {
      guard row < 65_536, column < 256 else { return }
      cells.append(
        Cell(row: UInt16(row), column: UInt16(column), kind: kind, offset: UInt32(bytes.count), length: UInt32(text.count)))
      bytes.append(contentsOf: text)
    }
  }

  let stream: [UInt8]
  private(set) var sheets: [SheetEntry] = []
  private(set) var isEncrypted = false
  private(set) var uses1904 = false
  private(set) var version = 0
  private var codePage = 1252
  private var formats: [Int: Bool] = [:]
  private var styles: [Int] = []
  private var shared: BinaryStrings?
  private var sharedAt: Int?

  init(_ stream: [UInt8]) {
    self.stream = stream
    var records = BinaryRecords(stream)
    var isFirst = true
    while let record = records.next() {
      if isFirst {
        isFirst = false
        guard BinaryCode.beginning.contains(record.code) else { return }
        version = BinaryWalk.version(record, records)
        // Before BIFF5 the stream is one sheet.
        if version < 5 {
          sheets = [SheetEntry(name: "", isHidden: false, isWorksheet: true, offset: 0)]
        }
        continue
      }
      switch record.code {
      case BinaryCode.end:
        if version >= 5 { return }
      case BinaryCode.password: isEncrypted = true
      case BinaryCode.dateMode: uses1904 = records.short(record, 0) == 1
      case BinaryCode.codePage: codePage = records.short(record, 0) ?? codePage
      case BinaryCode.sheet: addSheet(record, records)
      case BinaryCode.format: addFormat(record, &records)
      case BinaryCode.sharedTexts: sharedAt = record.range.lowerBound - 4
      case BinaryCode.style: styles.append(records.short(record, 2) ?? 0)
      default: break
      }
      if isEncrypted { return }
    }
  }

  private static func version(_ record: BinaryRecords.Record, _ records: BinaryRecords) -> Int {
    switch record.code {
    case 0x0009: 2
    case 0x0209: 3
    case 0x0409: 4
    default: records.short(record, 0) == 0x0600 ? 8 : 5
    }
  }

  private mutating func addSheet(_ record: BinaryRecords.Record, _ records: BinaryRecords) {
    guard let offset = records.long(record, 0), let state = records.byte(record, 4), let type = records.byte(record, 5),
      let length = records.byte(record, 6), sheets.count < 4096
    else { return }
    var copy = records
    let name: [UInt8]
    if version >= 8 {
      name = copy.text(record, characters: Int(length), at: 7)
    } else {
      let from = record.range.lowerBound + 7
      name = decode(Array(stream[from..<min(from + Int(length), record.range.upperBound)]))
    }
    sheets.append(
      SheetEntry(name: String(decoding: name, as: UTF8.self), isHidden: state & 3 != 0, isWorksheet: type == 0, offset: Int(offset)))
  }

  private mutating func addFormat(_ record: BinaryRecords.Record, _ records: inout BinaryRecords) {
    guard let id = records.short(record, 0) else { return }
    if version >= 8, let length = records.short(record, 2) {
      formats[id] = NumberFormats.isDate(String(decoding: records.text(record, characters: length, at: 4), as: UTF8.self))
    } else if let length = records.byte(record, 2) {
      let from = record.range.lowerBound + 3
      formats[id] = NumberFormats.isDate(String(decoding: stream[from..<min(from + Int(length), record.range.upperBound)], as: UTF8.self))
    }
  }

  private func decode(_ bytes: [UInt8]) -> [UInt8] {
    guard let decoder = try? TextDecoder(TextEncoding(name: "CP\(codePage)", mark: 0), place: "") else { return bytes }
    var out: [UInt8] = []
    bytes.withUnsafeBytes { decoder.decode($0, isEnd: true, to: &out) }
    return out
  }

  private func isDate(_ style: Int?) -> Bool {
    guard let style, styles.indices.contains(style) else { return false }
    return formats[styles[style]] ?? NumberFormats.isBuiltInDate(styles[style])
  }

  // MARK: One sheet

  /// What freexl does not give of a sheet, or all of it.
  mutating func findings(_ sheet: SheetEntry, all: Bool) -> Findings {
    if all, shared == nil { shared = BinaryStrings(stream, at: sharedAt) }
    var found = Findings()
    var records = BinaryRecords(stream, at: sheet.offset)
    guard let first = records.next(), BinaryCode.beginning.contains(first.code) else { return found }
    var depth = 1
    while depth > 0, let record = records.next() {
      // Charts lie inside a sheet with a beginning and an end of their own.
      if BinaryCode.beginning.contains(record.code) { depth += 1 }
      if record.code == BinaryCode.end { depth -= 1 }
      if depth == 1 { take(record, all, &records, &found) }
    }
    // A cell written twice keeps its last content, so the order among equals matters.
    let order = found.cells.indices.sorted {
      let (left, right) = (found.cells[$0], found.cells[$1])
      return (left.row, left.column, $0) < (right.row, right.column, $1)
    }
    found.cells = order.map { found.cells[$0] }
    return found
  }

  private func take(_ record: BinaryRecords.Record, _ all: Bool, _ records: inout BinaryRecords, _ found: inout Findings) {
    guard let row = records.short(record, 0), let column = records.short(record, 2) else { return }
    func number(_ column: Int, _ style: Int?, _ value: Double?) {
      guard let value, value.isFinite else { return }
      let isDate = isDate(style)
      if !isDate { found.plain += 1 }
      if isDate || all { found.add(row, column, isDate ? .serial : .number, BinaryWalk.text(value).utf8) }
    }
    switch record.code {
    case BinaryCode.number: number(column, records.short(record, 4), records.double(record, 6))
    case BinaryCode.packed: number(column, records.short(record, 4), records.long(record, 6).map(BinaryWalk.unpacked))
    case BinaryCode.manyPacked:
      for index in 0..<max(0, (record.range.count - 6) / 6) {
        number(column + index, records.short(record, 4 + 6 * index), records.long(record, 6 + 6 * index).map(BinaryWalk.unpacked))
      }
    case BinaryCode.oldNumber where version == 2: number(column, nil, records.double(record, 7))
    case BinaryCode.oldInteger where version == 2: number(column, nil, records.short(record, 7).map(Double.init))
    case BinaryCode.truthOrError:
      if let value = records.byte(record, 6), let isError = records.byte(record, 7) {
        found.add(row, column, isError == 1 ? .error : .boolean, (isError == 1 ? BinaryWalk.error(value) : value == 0 ? "0" : "1").utf8)
      }
    case BinaryCode.row:
      if let options = records.short(record, 12), options & 0x20 != 0 { found.hiddenRows.insert(UInt16(row)) }
    case BinaryCode.text, BinaryCode.richText, BinaryCode.sharedText, BinaryCode.oldText:
      found.plain += 1
      if all, let text = text(record, &records) { found.add(row, column, .text, text) }
    default:
      if BinaryCode.formulas.contains(record.code) { formula(record, row, column, &records, &found) }
    }
  }

  /// The text of a cell that is no formula.
  private func text(_ record: BinaryRecords.Record, _ records: inout BinaryRecords) -> [UInt8]? {
    if record.code == BinaryCode.sharedText { return records.long(record, 6).flatMap { shared?[Int($0)] } }
    if version >= 8 { return records.short(record, 6).map { records.text(record, characters: $0, at: 8) } }
    guard let length = version == 2 ? records.byte(record, 7).map(Int.init) : records.short(record, 6) else { return nil }
    let start = record.range.lowerBound + 8
    guard start <= record.range.upperBound else { return nil }
    return decode(Array(stream[start..<min(start + length, record.range.upperBound)]))
  }

  private func formula(_ record: BinaryRecords.Record, _ row: Int, _ column: Int, _ records: inout BinaryRecords, _ found: inout Findings) {
    // BIFF2 has three bytes of looks where later versions have the number of a style.
    let offset = version == 2 ? 7 : 6
    guard let mark = records.short(record, offset + 6) else { return }
    guard mark == 0xFFFF else {
      guard let value = records.double(record, offset), value.isFinite else { return }
      found.add(row, column, version > 2 && isDate(records.short(record, 4)) ? .serial : .number, BinaryWalk.text(value).utf8)
      return
    }
    switch records.byte(record, offset) {
    case 0: if let text = result(&records) { found.add(row, column, .text, text) }
    case 1: found.add(row, column, .boolean, (records.byte(record, offset + 2) == 0 ? "0" : "1").utf8)
    case 2: found.add(row, column, .error, BinaryWalk.error(records.byte(record, offset + 2) ?? 0).utf8)
    default: break
    }
  }

  /// A formula's text stands in the STRING record after it, perhaps with the formula's sharing in between.
  private func result(_ records: inout BinaryRecords) -> [UInt8]? {
    var ahead = records
    for _ in 0..<4 {
      guard let record = ahead.next(), !BinaryCode.beginning.contains(record.code), record.code != BinaryCode.end else { return nil }
      guard record.code == BinaryCode.string || record.code == BinaryCode.oldString else { continue }
      guard let length = ahead.short(record, 0) else { return nil }
      let text: [UInt8]
      if version >= 8 {
        text = ahead.text(record, characters: length, at: 2)
      } else {
        let from = record.range.lowerBound + 2
        text = decode(Array(stream[from..<min(from + length, record.range.upperBound)]))
      }
      records = ahead
      return text
    }
    return nil
  }

  /// A number in thirty bits: the upper half of a double or an integer, perhaps in hundredths.
  private static func unpacked(_ packed: UInt32) -> Double {
    let value =
      packed & 2 != 0 ? Double(Int32(bitPattern: packed) >> 2) : Double(bitPattern: UInt64(packed & 0xFFFF_FFFC) << 32)
    return packed & 1 != 0 ? value / 100 : value
  }

  /// The shortest text that is this number: what a workbook would have written.
  static func text(_ value: Double) -> String {
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private static func error(_ code: UInt8) -> String {
    switch code {
    case 0x00: "#NULL!"
    case 0x07: "#DIV/0!"
    case 0x0F: "#VALUE!"
    case 0x17: "#REF!"
    case 0x1D: "#NAME?"
    case 0x24: "#NUM!"
    case 0x2A: "#N/A"
    default: "#ERROR"
    }
  }
}
