import Glibc
import Values

/// Rows of a sheet in the plain form that workbook programs write, taken straight from the bytes: several times as fast as through the parser, which
/// matters most where every workbook of ours is read back. What is not plain (comments, rich texts, character references, other encodings) is not for this
/// file: from that row on the parser reads. It reads what stands before and after the rows as well, and sees the part as if the rows taken here were
/// not there; so whether the part is well-formed, and what is wrong with it, stays the parser's to say.
final class PlainRows {
  private var bytes: UnsafeMutablePointer<UInt8>
  private var capacity = 4 * PlainRows.piece
  /// What was read and not taken.
  private var (from, end) = (0, 0)
  private var isAmongRows = false

  private static let piece = 1 << 16
  /// A longer row is left to the parser.
  private static let longest = 1 << 22

  init() { bytes = .allocate(capacity: capacity) }

  deinit { bytes.deallocate() }

  /// Takes the rows of one more piece of the part; false when the rest is the parser's.
  func advance(_ stream: XMLStream, _ context: UnsafeMutablePointer<WorksheetStream.Context>) throws(Fault) -> Bool {
    makeRoom()
    let got = try stream.read(into: bytes + end, PlainRows.piece)
    end += got
    if got == 0 { return try leave(stream, isLast: true) }
    if !isAmongRows {
      isAmongRows = try reachRows(stream, context)
      if !isAmongRows { return try leave(stream, isLast: false) }
    }
    var scan = PlainRow(bytes + from, bytes + end)
    defer { from = scan.at - bytes }
    while true {
      switch scan.take(context) {
      case .taken: if context.pointee.trouble != nil { return true }
      case .unfinished where end - from <= PlainRows.longest: return true
      case .unfinished, .other:
        from = scan.at - bytes
        let more = try leave(stream, isLast: false)
        scan = PlainRow(bytes + from, bytes + end)
        return more
      }
    }
  }

  private func makeRoom() {
    if from > 0 {
      memmove(bytes, bytes + from, end - from)
      (from, end) = (0, end - from)
    }
    guard capacity - end < PlainRows.piece else { return }
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
    memcpy(larger, bytes, end)
    bytes.deallocate()
    (bytes, capacity) = (larger, capacity * 2)
  }

  /// Hands what was read to the parser up to the first row. False when the rows do not begin in this piece, or not as they do in a plain sheet.
  private func reachRows(_ stream: XMLStream, _ context: UnsafeMutablePointer<WorksheetStream.Context>) throws(Fault) -> Bool {
    let mark: StaticString = "<sheetData>"
    guard isUTF8, let found = PlainRow.find(mark, rare: 6, bytes, bytes + end) else { return false }
    let begin = found - bytes
    try stream.parse(UnsafeRawBufferPointer(start: bytes, count: begin), isLast: false)
    from = begin
    // The parser must see the element in exactly these bytes: they might stand in a comment.
    if context.pointee.isAmongRows { return false }
    try stream.parse(UnsafeRawBufferPointer(start: bytes + begin, count: mark.utf8CodeUnitCount), isLast: false)
    from += mark.utf8CodeUnitCount
    return context.pointee.isAmongRows
  }

  /// The declaration names UTF-8, or nothing: then it is UTF-8 too.
  private var isUTF8: Bool {
    let start = String(decoding: UnsafeBufferPointer(start: bytes, count: min(end, 200)), as: UTF8.self)
    guard let declaration = start.split(separator: "?>", maxSplits: 1).first, start.contains("<?xml ") else { return true }
    guard let named = declaration.split(separator: "encoding", maxSplits: 1).dropFirst().first else { return true }
    return named.lowercased().drop { $0 != "u" }.hasPrefix("utf-8")
  }

  private func leave(_ stream: XMLStream, isLast: Bool) throws(Fault) -> Bool {
    try stream.parse(UnsafeRawBufferPointer(start: bytes + from, count: end - from), isLast: isLast)
    from = end
    return false
  }
}
