import CExpat
import Glibc
import Tables
import Values

/// One sheet of a workbook as rows, streamed. The handlers write straight into the grid: blanks are put in so that a cell's place is its column, a formula
/// gives its saved result, and one without a saved result is an error, not a blank.
final class WorksheetStream {
  enum Content {
    case number, shared, inline, text, boolean, error, day
  }

  /// What the handlers keep; behind a pointer, for they capture nothing.
  struct Context {
    var gate = XMLGuard()
    var grid = Grid()
    var texts: SharedStrings
    var isDate: [Bool]
    var columns: Int
    var cellBytes: Int
    var rowLimit: Int

    /// The parser stands in the element that holds the rows.
    var isAmongRows = false
    var isInRow = false
    var row = 0
    /// The last row handed out, blank ones included.
    var lastRow = 0
    var firstCell = 0
    var column = -1
    var isHidden = false
    var broken: Grid.Broken?

    var content = Content.number
    var style = 0
    var start = 0
    /// Characters are taken: inside `v`, or inside `t` of an inline text.
    var takes = false
    var phonetic = 0
    var hasValue = false
    var hasFormula = false
    var isTooLong = false

    /// Where the row's text begins in the grid.
    var rowStart = 0
    /// The row being built, while no grid is at hand.
    var keptBytes: [UInt8] = []
    var keptCells: [Grid.Cell] = []

    enum Trouble {
      case disordered(Int)
      case tooManyRows
    }
    var trouble: Trouble?
  }

  private let context: UnsafeMutablePointer<Context>
  private let stream: XMLStream
  /// Gone when the rest is the parser's.
  private var plain: PlainRows? = PlainRows()
  private let file: String
  private let sheet: String

  init(_ part: ZipPart, texts: SharedStrings, formats: NumberFormats, limits: ReadLimits, sheet: String) throws(Fault) {
    file = part.file
    self.sheet = sheet
    let context = UnsafeMutablePointer<Context>.allocate(capacity: 1)
    // No sheet has more rows than this, and the blank ones before a far row are handed out one by one.
    let rows = min(limits.rows, 1_048_576)
    context.initialize(
      to: Context(texts: texts, isDate: formats.isDate, columns: limits.columns, cellBytes: limits.cellBytes, rowLimit: rows))
    self.context = context
    let gate = UnsafeMutableRawPointer(context).advanced(by: MemoryLayout<Context>.offset(of: \Context.gate)!).assumingMemoryBound(
      to: XMLGuard.self)
    do throws(Fault) {
      stream = try XMLStream(part, limits: limits, context: context, gate: gate)
    } catch {
      context.deinitialize(count: 1)
      context.deallocate()
      throw error
    }
    stream.setHandlers(
      start: { WorksheetStream.start($0!.assumingMemoryBound(to: Context.self), $1!, $2!) },
      end: { WorksheetStream.end($0!.assumingMemoryBound(to: Context.self), $1!) },
      text: { data, text, length in
        let context = data!.assumingMemoryBound(to: Context.self)
        guard context.pointee.takes else { return }
        context.pointee.append(UnsafeRawBufferPointer(start: text, count: Int(length)))
      },
      doctype: { data, _, _, _, _ in data!.assumingMemoryBound(to: Context.self).pointee.gate.halt(.documentType) })
  }

  deinit {
    context.deinitialize(count: 1)
    context.deallocate()
  }

  private static let chunkBytes = 8 << 20

  func next(into grid: inout Grid, atLeast rows: Int) throws(Fault) -> Bool {
    let before = grid.rows.count
    let beginning = grid.bytes.count + grid.cells.count * 12
    context.pointee.resume(&grid)
    swap(&context.pointee.grid, &grid)
    defer {
      swap(&context.pointee.grid, &grid)
      context.pointee.suspend(&grid)
    }
    var more = true
    while more, context.pointee.grid.rows.count - before < rows,
      context.pointee.grid.bytes.count + context.pointee.grid.cells.count * 12 - beginning < WorksheetStream.chunkBytes
    {
      do throws(Fault) {
        more = try advance()
      } catch {
        // Stopped by a handler for a reason of its own: that reason is the better one.
        try explain()
        throw error
      }
      try explain()
    }
    return context.pointee.grid.rows.count > before
  }

  private func advance() throws(Fault) -> Bool {
    guard let plain else { return try stream.advance() }
    if try plain.advance(stream, context) { return true }
    self.plain = nil
    return !stream.isAtEnd
  }

  private func explain() throws(Fault) {
    switch context.pointee.trouble {
    case .disordered(let row)?: throw ReadFault.sheetDisordered("\(file) [\(sheet)] row \(row)", "its rows are not in order")
    case .tooManyRows?: throw ReadFault.tooManyRows("\(file) [\(sheet)]", context.pointee.rowLimit)
    case nil: break
    }
  }
}

// MARK: Elements

extension WorksheetStream {
  fileprivate static func start(
    _ context: UnsafeMutablePointer<Context>, _ name: UnsafePointer<CChar>, _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>
  ) {
    context.pointee.gate.enter()
    let name = XMLName.local(name)
    switch UInt8(bitPattern: name[0]) {
    case 0x63 where name[1] == 0:  // c
      context.pointee.beginCell(attributes)
    case 0x76 where name[1] == 0:  // v
      context.pointee.hasValue = true
      context.pointee.takes = context.pointee.isInRow && context.pointee.content != .inline
    case 0x74 where name[1] == 0:  // t
      if context.pointee.content == .inline, context.pointee.phonetic == 0, context.pointee.isInRow {
        context.pointee.hasValue = true
        context.pointee.takes = true
      }
    case 0x66 where name[1] == 0: context.pointee.hasFormula = true  // f
    case 0x72:  // row, rPh
      if XMLName.equals(name, "row") {
        context.pointee.beginRow(attributes)
      } else if XMLName.equals(name, "rPh") {
        context.pointee.phonetic += 1
      }
    case 0x73 where XMLName.equals(name, "sheetData"): context.pointee.isAmongRows = true
    default: break
    }
  }

  fileprivate static func end(_ context: UnsafeMutablePointer<Context>, _ name: UnsafePointer<CChar>) {
    context.pointee.gate.leave()
    let name = XMLName.local(name)
    switch UInt8(bitPattern: name[0]) {
    case 0x63 where name[1] == 0: context.pointee.endCell()
    case 0x76 where name[1] == 0, 0x74 where name[1] == 0: context.pointee.takes = false
    case 0x72:
      if XMLName.equals(name, "row") {
        context.pointee.endRow()
      } else if XMLName.equals(name, "rPh") {
        context.pointee.phonetic -= 1
      }
    case 0x73:
      // What follows the rows (validations, formats, pictures) is of no interest, but its end says whether the part is whole.
      break
    default: break
    }
  }
}

extension WorksheetStream.Context {
  mutating func beginRow(_ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>) {
    var isHidden = false
    var number = row + 1
    var at = attributes
    while let key = at[0], let value = at[1] {
      if key[0] == 0x72, key[1] == 0 {
        number = WorksheetStream.integer(value)
      } else if XMLName.equals(key, "hidden") {
        isHidden = value[0] == 0x31 || value[0] == 0x74
      }
      at += 2
    }
    beginRow(number, isHidden: isHidden)
  }

  mutating func beginRow(_ number: Int, isHidden: Bool) {
    self.isHidden = isHidden
    if isInRow || number <= row {
      trouble = .disordered(number)
      gate.halt(.done)
      return
    }
    if number > rowLimit {
      trouble = .tooManyRows
      gate.halt(.done)
      return
    }
    isInRow = true
    row = number
    column = -1
    broken = nil
    firstCell = grid.cells.count
    rowStart = grid.bytes.count
  }

  mutating func endRow() {
    guard isInRow else { return }
    isInRow = false
    guard grid.cells.count > firstCell || broken != nil else { return }
    // Rows the part leaves out, and rows without a value, are blank rows as soon as something follows them.
    while lastRow + 1 < row {
      lastRow += 1
      grid.rows.append(Grid.Row(number: Int32(truncatingIfNeeded: lastRow), first: Int32(firstCell), count: 0))
    }
    lastRow = row
    grid.rows.append(
      Grid.Row(
        number: Int32(truncatingIfNeeded: row), first: Int32(firstCell), count: Int32(grid.cells.count - firstCell), broken: broken,
        hidden: isHidden))
  }

  mutating func beginCell() {
    content = .number
    style = 0
    column += 1
    hasValue = false
    hasFormula = false
    isTooLong = false
    takes = false
    start = grid.bytes.count
  }

  mutating func beginCell(_ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>) {
    beginCell()
    var at = attributes
    while let key = at[0], let value = at[1] {
      if key[1] == 0 {
        switch UInt8(bitPattern: key[0]) {
        case 0x72: column = WorksheetStream.column(value) ?? column  // r
        case 0x73: style = WorksheetStream.integer(value)  // s
        case 0x74: content = WorksheetStream.content(UnsafeRawPointer(value).assumingMemoryBound(to: UInt8.self), strlen(value))  // t
        default: break
        }
      }
      at += 2
    }
  }

  mutating func endCell() {
    guard isInRow else { return }
    takes = false
    if isTooLong {
      broken = .tooLong
      grid.bytes.removeLast(grid.bytes.count - start)
    }
    var kind = Grid.Kind.text
    switch content {
    case .number: kind = style < isDate.count && style >= 0 && isDate[style] ? .serial : .number
    case .boolean: kind = .boolean
    case .error: kind = .error
    case .day, .text, .inline: unescape()
    case .shared: kind = share()
    }
    if grid.bytes.count == start {
      guard hasFormula, !hasValue else { return }
      kind = .error
      grid.bytes.append(contentsOf: "#NOT-CALCULATED".utf8)
    }
    guard column < columns else {
      broken = broken ?? .tooManyColumns
      grid.bytes.removeLast(grid.bytes.count - start)
      return
    }
    let cell = Grid.Cell(
      offset: UInt32(truncatingIfNeeded: start), length: UInt32(truncatingIfNeeded: grid.bytes.count - start), kind: kind)
    let index = firstCell + column
    if index < grid.cells.count {
      // Out of order, or the same cell twice: the last one counts.
      grid.cells[index] = cell
      return
    }
    while grid.cells.count < index { grid.cells.append(Grid.Cell(offset: 0, length: 0, kind: .blank)) }
    grid.cells.append(cell)
  }

  /// Puts the shared text in the place of its number.
  private mutating func share() -> Grid.Kind {
    var index = 0
    for at in start..<grid.bytes.count {
      let digit = grid.bytes[at] &- 0x30
      guard digit <= 9, index < 1 << 32 else {
        if grid.bytes[at] == 0x20 || grid.bytes[at] == 0x0A { continue }
        index = -1
        break
      }
      index = index * 10 + Int(digit)
    }
    guard grid.bytes.count > start else { return .text }
    grid.bytes.removeLast(grid.bytes.count - start)
    guard let text = texts[index] else {
      grid.bytes.append(contentsOf: "#NO-SUCH-TEXT".utf8)
      return .error
    }
    if text.count > cellBytes { broken = .tooLong } else { grid.bytes.append(contentsOf: text) }
    return .text
  }

  private mutating func unescape() {
    let (from, count) = (start, grid.bytes.count - start)
    guard count >= 7 else { return }
    let left = grid.bytes.withUnsafeMutableBufferPointer { EscapedText.decode($0.baseAddress! + from, count) }
    grid.bytes.removeLast(count - left)
  }

  mutating func append(_ text: UnsafeRawBufferPointer) {
    guard grid.bytes.count - start + text.count <= cellBytes else {
      isTooLong = true
      return
    }
    grid.bytes.append(contentsOf: text)
  }

  /// Keeps the row being built when its grid is handed out.
  mutating func suspend(_ grid: inout Grid) {
    guard isInRow else { return }
    let from = rowStart
    keptBytes = Array(grid.bytes[from...])
    keptCells = grid.cells[firstCell...].map { cell in
      Grid.Cell(offset: cell.length == 0 ? 0 : cell.offset - UInt32(from), length: cell.length, kind: cell.kind)
    }
    grid.bytes.removeLast(grid.bytes.count - from)
    grid.cells.removeLast(grid.cells.count - firstCell)
    start -= from
  }

  /// Puts it into the next grid.
  mutating func resume(_ grid: inout Grid) {
    guard isInRow else { return }
    rowStart = grid.bytes.count
    firstCell = grid.cells.count
    start += rowStart
    grid.bytes.append(contentsOf: keptBytes)
    let from = UInt32(rowStart)
    grid.cells.append(
      contentsOf: keptCells.map { Grid.Cell(offset: $0.length == 0 ? 0 : $0.offset + from, length: $0.length, kind: $0.kind) })
    keptBytes.removeAll()
    keptCells.removeAll()
  }
}

// MARK: Going back

extension WorksheetStream.Context {
  /// Where a row began; a row that turns out not to be plain is taken back, and read again by the parser.
  struct Mark {
    fileprivate let row, lastRow, column, rows, cells, bytes: Int
  }

  var mark: Mark {
    Mark(row: row, lastRow: lastRow, column: column, rows: grid.rows.count, cells: grid.cells.count, bytes: grid.bytes.count)
  }

  mutating func goBack(to mark: Mark) {
    (row, lastRow, column) = (mark.row, mark.lastRow, mark.column)
    (isInRow, takes, hasValue, hasFormula, isTooLong, broken) = (false, false, false, false, false, nil)
    grid.rows.removeLast(grid.rows.count - mark.rows)
    grid.cells.removeLast(grid.cells.count - mark.cells)
    grid.bytes.removeLast(grid.bytes.count - mark.bytes)
  }
}

// MARK: Attribute values

extension WorksheetStream {
  fileprivate static func integer(_ text: UnsafePointer<CChar>) -> Int {
    var value = 0
    var at = text
    while at.pointee >= 0x30, at.pointee <= 0x39, value < 1 << 40 {
      value = value * 10 + Int(at.pointee - 0x30)
      at += 1
    }
    return at.pointee == 0 ? value : -1
  }

  /// `AB12` → 27.
  fileprivate static func column(_ text: UnsafePointer<CChar>) -> Int? {
    var value = 0
    var at = text
    while true {
      let letter = UInt8(bitPattern: at.pointee) & 0xDF
      guard letter >= 0x41, letter <= 0x5A, value < 1 << 20 else { break }
      value = value * 26 + Int(letter - 0x40)
      at += 1
    }
    return value == 0 ? nil : value - 1
  }

  static func content(_ text: UnsafePointer<UInt8>, _ count: Int) -> Content {
    switch count == 0 ? 0 : text[0] {
    case 0x73: count == 1 ? .shared : .text  // s, str
    case 0x69: .inline  // inlineStr
    case 0x62: .boolean
    case 0x65: .error
    case 0x64: .day
    default: .number
    }
  }
}
