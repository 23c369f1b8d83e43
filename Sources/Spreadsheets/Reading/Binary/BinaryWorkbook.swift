import Tables
import Values

/// An old workbook as its reader sees it: sheets and rows that a child tells. Trusts nothing the child says beyond its own limits.
final class BinaryWorkbook {
  private(set) var sheets: [Worksheet] = []
  private(set) var selected = 0
  private var uses1904 = false
  private var merges: [Grid.Merge] = []
  private let path: String
  private let name: String
  private let limits: ReadLimits
  private var child: ChildProcess?
  /// What was told in the process itself, and how much of it was read.
  private var told: [UInt8] = []
  private var toldAt = 0
  private var isAtEnd = false
  private var pending: ChildFrameReader?

  init(path: String, name: String, limits: ReadLimits, sheet: SheetChoice?) throws(Fault) {
    self.path = path
    self.name = name
    self.limits = limits
    try start(sheet)
  }

  func select(_ sheet: Int) throws(Fault) { try start(.number(sheet + 1)) }

  private func start(_ sheet: SheetChoice?) throws(Fault) {
    child = nil
    told = []
    toldAt = 0
    isAtEnd = false
    pending = nil
    if SheetChild.isAnswered {
      child = ChildProcess(arguments: SheetChild.arguments(path: path, limits: limits, sheet: sheet), seconds: limits.childSeconds)
      if child == nil { throw ReadFault.unreadable(name, "a process to read it cannot be started") }
    } else {
      BinaryBook.tell(path: path, name: name, limits: limits, sheet: sheet) { told.append(contentsOf: $0) }
    }
    guard var frame = try frame(ChildFrame.sheets), let epoch = frame.byte(), let chosen = frame.number(), let count = frame.number(),
      count < 5000
    else {
      throw ReadFault.binaryDamaged(name, "reading it failed")
    }
    uses1904 = epoch == 1
    sheets = []
    for _ in 0..<count {
      guard let hidden = frame.byte(), let title = frame.string() else { throw ReadFault.binaryDamaged(name, "reading it failed") }
      sheets.append(Worksheet(name: title, hidden: hidden == 1))
    }
    guard sheets.indices.contains(chosen), let merges = BinaryWorkbook.merges(&frame) else {
      throw ReadFault.binaryDamaged(name, "reading it failed")
    }
    selected = chosen
    self.merges = merges
  }

  private static func merges(_ frame: inout ChildFrameReader) -> [Grid.Merge]? {
    guard let count = frame.number(), count <= BinaryWalk.mostMerges else { return nil }
    var merges: [Grid.Merge] = []
    for _ in 0..<count {
      guard let top = frame.number(), let bottom = frame.number(), let left = frame.number(), let right = frame.number(), top <= bottom,
        left <= right
      else { return nil }
      merges.append(Grid.Merge(rows: top...bottom, columns: left...right))
    }
    return merges
  }

  func next(into grid: inout Grid, atLeast rows: Int) throws(Fault) -> Bool {
    grid.epoch1904 = uses1904
    grid.isDelimited = false
    grid.merges = merges
    let before = grid.rows.count
    while grid.rows.count - before < rows {
      if pending == nil || pending!.isAtEnd {
        pending = isAtEnd ? nil : try frame(ChildFrame.rows)
        if pending == nil { break }
      }
      guard take(into: &grid) else { throw ReadFault.binaryDamaged(name, "reading it failed") }
    }
    return grid.rows.count > before
  }

  private func take(into grid: inout Grid) -> Bool {
    guard let number = pending!.number(), let marks = pending!.byte(), let count = pending!.number(), count <= limits.columns else {
      return false
    }
    let first = grid.cells.count
    for _ in 0..<count {
      guard let kind = pending!.byte().flatMap({ Grid.Kind(rawValue: $0) }), let text = pending!.text(), text.count <= limits.cellBytes
      else { return false }
      grid.append(kind, text)
    }
    let isValid = grid.cells[first...].allSatisfy { cell in
      grid.bytes.withUnsafeBufferPointer {
        UTF8Check.isValid(UnsafeBufferPointer(rebasing: $0[Int(cell.offset)..<Int(cell.offset) + Int(cell.length)]))
      }
    }
    grid.endRow(number: number, first: first, broken: marks & 2 != 0 ? .tooLong : isValid ? nil : .encoding, hidden: marks & 1 != 0)
    return true
  }

  /// The next frame, which must be of that letter; nil at the end. A fault the child tells is thrown as its own.
  private func frame(_ wanted: UInt8) throws(Fault) -> ChildFrameReader? {
    guard let head = read(5) else { throw failure() }
    let length = Int(CompoundFile.long(head, 1))
    guard length <= 64 << 20, let content = length == 0 ? [] : read(length) else { throw failure() }
    switch head[0] {
    case ChildFrame.end:
      isAtEnd = true
      return nil
    case ChildFrame.fault:
      var reader = ChildFrameReader(content)
      guard let kind = reader.string().flatMap({ Fault.Kind(rawValue: $0) }), let code = reader.string(), reader.string() != nil,
        let cause = reader.string(),
        let remedy = reader.string()
      else { throw failure() }
      throw Fault(kind, code: code, place: name, cause: cause, remedy: remedy)
    case wanted: return ChildFrameReader(content)
    default: throw failure()
    }
  }

  private func read(_ count: Int) -> [UInt8]? {
    if let child { return child.read(count) }
    guard toldAt + count <= told.count else { return nil }
    defer { toldAt += count }
    return Array(told[toldAt..<toldAt + count])
  }

  private func failure() -> Fault {
    switch child?.end() {
    case .late?: ReadFault.binaryLate(name, limits.childSeconds)
    case .badly(let how)?: ReadFault.binaryDamaged(name, "the program that reads it broke off (\(how))")
    case .well?, nil: ReadFault.binaryDamaged(name, "reading it failed")
    }
  }
}
