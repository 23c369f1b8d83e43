import Tables
import Values

/// An old workbook read whole and told in frames: freexl's cells, and beside them what the walk recovers. Runs in a child process, for freexl may crash or run away
/// on a damaged file; nothing in here is trusted by the parent.
struct BinaryBook {
  private let path: String
  private let name: String
  private let limits: ReadLimits
  private let asksLibrary: Bool

  /// Frames go to `sink` as they are made. The library may be left out: the walk then reads the cells alone.
  static func tell(
    path: String, name: String, limits: ReadLimits, sheet: SheetChoice?, asksLibrary: Bool = true, _ sink: ([UInt8]) -> Void
  ) {
    var writer = ChildFrameWriter()
    let book = BinaryBook(path: path, name: name, limits: limits, asksLibrary: asksLibrary)
    do throws(Fault) {
      try book.tell(sheet, &writer, sink)
      writer.frame(ChildFrame.end, [])
    } catch {
      var content: [UInt8] = []
      for text in [error.kind.rawValue, error.code, error.place, error.cause, error.remedy] { ChildFrameWriter.put(text.utf8, &content) }
      writer.frame(ChildFrame.fault, content)
    }
    sink(writer.take())
  }

  private func tell(_ choice: SheetChoice?, _ writer: inout ChildFrameWriter, _ sink: ([UInt8]) -> Void) throws(Fault) {
    var walk = try open()
    // freexl answers some sound workbooks with success and nothing: those the walk reads alone.
    var status: Int32 = 0
    let file = asksLibrary ? FreeXLFile.open(path, &status) : nil
    if file == nil, status == FreeXLFile.noMemory { throw ReadFault.binaryDamaged(name, FreeXLFile.cause(status)) }
    let worksheets = walk.sheets.indices.filter { walk.sheets[$0].isWorksheet }
    guard !worksheets.isEmpty else { throw ReadFault.notAWorkbook(name, "a workbook without a sheet") }
    let chosen = try choose(choice, &walk, worksheets)
    var content: [UInt8] = [walk.uses1904 ? 1 : 0]
    ChildFrameWriter.put(UInt32(chosen), &content)
    ChildFrameWriter.put(UInt32(walk.sheets.count), &content)
    for sheet in walk.sheets {
      content.append(sheet.isHidden ? 1 : 0)
      ChildFrameWriter.put(sheet.name.utf8, &content)
    }
    let isList = walk.sheets[chosen].isWorksheet
    let merges = isList ? walk.merges(walk.sheets[chosen]) : []
    ChildFrameWriter.put(UInt32(merges.count), &content)
    for merge in merges {
      for end in [merge.rows.lowerBound, merge.rows.upperBound, merge.columns.lowerBound, merge.columns.upperBound] {
        ChildFrameWriter.put(UInt32(end), &content)
      }
    }
    writer.frame(ChildFrame.sheets, content)
    if isList { try rows(of: chosen, &walk, file, &writer, sink) }
  }

  private func open() throws(Fault) -> BinaryWalk {
    let input = try InputFile(path: path, name: name, limits: limits)
    let bytes = try input.peek(input.size)
    guard bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) else { return try checked(BinaryWalk(bytes)) }
    let found: Content
    do throws(CompoundFile.Damage) {
      found = try content(bytes)
    } catch {
      throw ReadFault.binaryDamaged(name, error.cause)
    }
    switch found {
    case .workbook(let stream): return try checked(BinaryWalk(stream))
    case .encrypted: throw ReadFault.zipEncrypted(name)
    case .other: throw ReadFault.notAWorkbook(name, "an old Office document without a workbook in it")
    }
  }

  private enum Content {
    case workbook([UInt8])
    /// An encrypted .xlsx hides in the same container.
    case encrypted
    case other
  }

  private func content(_ bytes: [UInt8]) throws(CompoundFile.Damage) -> Content {
    let container = try CompoundFile(bytes)
    if container.names.contains("EncryptedPackage") { return .encrypted }
    for name in ["Workbook", "Book"] {
      if let stream = try container.stream(name) { return .workbook(stream) }
    }
    return .other
  }

  private func checked(_ walk: BinaryWalk) throws(Fault) -> BinaryWalk {
    if walk.isEncrypted { throw ReadFault.zipEncrypted(name) }
    if walk.sheets.isEmpty { throw ReadFault.binaryDamaged(name, "its list of sheets cannot be found") }
    return walk
  }

  private func choose(_ choice: SheetChoice?, _ walk: inout BinaryWalk, _ worksheets: [Int]) throws(Fault) -> Int {
    switch choice {
    case .name(let wanted):
      if let index = walk.sheets.firstIndex(where: { $0.name == wanted }) { return index }
      throw ReadFault.noSheet(name, wanted, walk.sheets.map(\.name))
    case .number(let number):
      if walk.sheets.indices.contains(number - 1) { return number - 1 }
      throw ReadFault.noSheet(name, "\(number)", walk.sheets.map(\.name))
    case nil:
      let visible = worksheets.filter { !walk.sheets[$0].isHidden }
      for index in visible where !walk.findings(walk.sheets[index], all: false).isEmpty { return index }
      return visible.first ?? worksheets[0]
    }
  }

  /// freexl lists the sheets in the workbook's order, by name where it leaves some out.
  private func number(of sheet: Int, _ walk: BinaryWalk, _ file: FreeXLFile) -> Int? {
    if file.sheetCount == walk.sheets.count { return sheet }
    return (0..<file.sheetCount).first { file.name($0) == walk.sheets[sheet].name }
  }

  private func rows(
    of sheet: Int, _ walk: inout BinaryWalk, _ file: FreeXLFile?, _ writer: inout ChildFrameWriter, _ sink: ([UInt8]) -> Void
  ) throws(Fault) {
    let size = file.flatMap { file in number(of: sheet, walk, file).flatMap { file.select($0) } }
    let found = walk.findings(walk.sheets[sheet], all: size == nil)
    let (height, width) = size.map { ($0.rows, $0.columns) } ?? (0, 0)
    let last = found.cells.last.map { Int($0.row) + 1 } ?? 0
    guard max(height, last) <= limits.rows else { throw ReadFault.tooManyRows(name, limits.rows) }
    var next = 0
    var lastRow = 0
    var content: [UInt8] = []
    for row in 0..<max(height, last) {
      var cells: [(kind: Grid.Kind, text: [UInt8])] = []
      var broken = false
      func set(_ column: Int, _ kind: Grid.Kind, _ text: [UInt8]) {
        if text.isEmpty || column >= limits.columns { return }
        if text.count > limits.cellBytes {
          broken = true
          return
        }
        while cells.count <= column { cells.append((.blank, [])) }
        cells[column] = (kind, text)
      }
      if let file, row < height {
        for column in 0..<width {
          switch file.value(row, column) {
          case .none: break
          case .number(let text): set(column, .number, Array(text.utf8))
          case .text(let text): set(column, .text, text)
          }
        }
      }
      while next < found.cells.count, Int(found.cells[next].row) == row {
        let cell = found.cells[next]
        set(Int(cell.column), cell.kind, Array(found.text(cell)))
        next += 1
      }
      if cells.isEmpty && !broken { continue }
      while lastRow + 1 < row + 1 {
        lastRow += 1
        head(lastRow, false, false, 0, &content)
      }
      lastRow = row + 1
      head(lastRow, found.hiddenRows.contains(UInt16(truncatingIfNeeded: row)), broken, cells.count, &content)
      for cell in cells {
        content.append(cell.kind.rawValue)
        ChildFrameWriter.put(cell.text, &content)
      }
      if content.count > 1 << 16 {
        writer.frame(ChildFrame.rows, content)
        sink(writer.take())
        content.removeAll(keepingCapacity: true)
      }
    }
    if !content.isEmpty { writer.frame(ChildFrame.rows, content) }
  }

  private func head(_ number: Int, _ hidden: Bool, _ broken: Bool, _ count: Int, _ content: inout [UInt8]) {
    ChildFrameWriter.put(UInt32(number), &content)
    content.append((hidden ? 1 : 0) | (broken ? 2 : 0))
    ChildFrameWriter.put(UInt32(count), &content)
  }
}
