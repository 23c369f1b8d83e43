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

/// One row at a time from a run of bytes. Every byte is looked at: what is taken is certain to be what the parser would have said.
struct PlainRow {
  enum Outcome {
    case taken
    /// The row does not end in these bytes.
    case unfinished
    /// No row, or one that is not plain; nothing was taken.
    case other
  }

  /// Where the next row begins.
  private(set) var at: UnsafeMutablePointer<UInt8>
  private let limit: UnsafeMutablePointer<UInt8>
  /// The byte being looked at.
  private var next: UnsafeMutablePointer<UInt8>

  init(_ at: UnsafeMutablePointer<UInt8>, _ limit: UnsafeMutablePointer<UInt8>) {
    (self.at, self.limit, next) = (at, limit, at)
  }

  mutating func take(_ context: UnsafeMutablePointer<WorksheetStream.Context>) -> Outcome {
    guard limit - at > 5 else { return .unfinished }
    next = at
    guard skip("<row") else { return .other }
    guard let head = memchr(at, 0x3E, limit - at) else { return .unfinished }
    var stop = head.assumingMemoryBound(to: UInt8.self) + 1
    if stop[-2] != 0x2F {
      let close: StaticString = "</row>"
      guard let found = PlainRow.find(close, rare: 4, stop, limit) else { return .unfinished }
      stop = found + close.utf8CodeUnitCount
    }
    let mark = context.pointee.mark
    guard row(context), context.pointee.trouble != nil || next == stop else {
      context.pointee.goBack(to: mark)
      return .other
    }
    at = stop
    return .taken
  }

  // MARK: Elements

  private mutating func row(_ context: UnsafeMutablePointer<WorksheetStream.Context>) -> Bool {
    var number = context.pointee.row + 1
    var isHidden = false
    var seen = 0
    while next[0] == 0x20 {
      next += 1
      let name = next
      guard let value = attribute() else { return false }
      guard let known = PlainRow.attributes.firstIndex(where: { PlainRow.equals(name, value.start - 2 - name, $0) }), seen & 1 << known == 0
      else { return false }
      seen |= 1 << known
      if known == 0 { number = PlainRow.integer(value.start, value.count) }
      if known == 1 { isHidden = value.start[0] == 0x31 || value.start[0] == 0x74 }
    }
    context.pointee.beginRow(number, isHidden: isHidden)
    if context.pointee.trouble != nil { return true }
    if skip("/>") {
      context.pointee.endRow()
      return true
    }
    guard skip(">") else { return false }
    while next[1] == 0x63 { if !cell(context) { return false } }
    guard skip("</row>") else { return false }
    context.pointee.endRow()
    return true
  }

  /// The attributes of a row there are; `r` and `hidden` matter.
  private static let attributes: [StaticString] = [
    "r", "hidden", "spans", "s", "customFormat", "ht", "customHeight", "outlineLevel", "collapsed", "thickTop", "thickBot", "ph",
    "x14ac:dyDescent",
  ]

  private mutating func cell(_ context: UnsafeMutablePointer<WorksheetStream.Context>) -> Bool {
    guard next[0] == 0x3C else { return false }
    next += 2
    context.pointee.beginCell()
    var seen: UInt8 = 0
    while next[0] == 0x20 {
      next += 1
      let name = next[0]
      guard next[1] == 0x3D, let value = attribute() else { return false }
      let bit: UInt8
      switch name {
      case 0x72:  // r
        bit = 1
        if let column = PlainRow.column(value.start, value.count) { context.pointee.column = column }
      case 0x73:  // s
        bit = 2
        context.pointee.style = PlainRow.integer(value.start, value.count)
      case 0x74:  // t
        bit = 4
        context.pointee.content = WorksheetStream.content(value.start, value.count)
      default: return false
      }
      if seen & bit != 0 { return false }
      seen |= bit
    }
    if skip("/>") {
      context.pointee.endCell()
      return true
    }
    guard skip(">") else { return false }
    while next[1] != 0x2F { if !child(context) { return false } }
    guard skip("</c>") else { return false }
    context.pointee.endCell()
    return true
  }

  private mutating func child(_ context: UnsafeMutablePointer<WorksheetStream.Context>) -> Bool {
    if skip("<v>") {
      guard context.pointee.content != .inline, !context.pointee.hasValue else { return false }
      context.pointee.hasValue = true
      return text(context) && skip("</v>")
    }
    if skip("<is><t") {
      guard context.pointee.content == .inline, !context.pointee.hasValue else { return false }
      context.pointee.hasValue = true
      if skip("/></is>") { return true }
      guard skip(">") || skip(" xml:space=\"preserve\">") else { return false }
      return text(context) && skip("</t></is>")
    }
    if skip("<f>") {
      context.pointee.hasFormula = true
      return text(nil) && skip("</f>")
    }
    return false
  }

  /// A value between quotation marks, with nothing in it but plain ASCII; the mark after the name has been looked for by whoever knows the name.
  private mutating func attribute() -> (start: UnsafeMutablePointer<UInt8>, count: Int)? {
    while next[0] != 0x3D {
      guard PlainRow.classes[Int(next[0])] == .plain, next[0] != 0x20, next[0] != 0x22 else { return nil }
      next += 1
    }
    guard next[1] == 0x22 else { return nil }
    let start = next + 2
    next = start
    while next[0] != 0x22 {
      guard PlainRow.classes[Int(next[0])] == .plain, next[0] >= 0x20 else { return nil }
      next += 1
    }
    next += 1
    return (start, next - 1 - start)
  }

  // MARK: Text

  private enum Class: UInt8 { case plain, markup, reference, bracket, high, wrong }

  private static let classes: [Class] = (0..<256).map { byte in
    switch byte {
    case 0x3C: .markup
    case 0x26: .reference
    case 0x3E: .bracket
    case 0x09, 0x0A, 0x20...0x7F: .plain
    case 0x80...: .high
    default: .wrong
    }
  }

  /// Characters up to the next markup. A line's end as another system writes it is the parser's to turn round.
  private mutating func text(_ context: UnsafeMutablePointer<WorksheetStream.Context>?) -> Bool {
    var start = next
    let begin = next
    while true {
      switch PlainRow.classes[Int(next[0])] {
      case .plain: next += 1
      case .markup:
        context?.pointee.append(UnsafeRawBufferPointer(start: start, count: next - start))
        return true
      case .reference:
        context?.pointee.append(UnsafeRawBufferPointer(start: start, count: next - start))
        guard var character = reference() else { return false }
        context?.pointee.append(UnsafeRawBufferPointer(start: &character, count: 1))
        start = next
      case .bracket:
        if next - begin >= 2, next[-1] == 0x5D, next[-2] == 0x5D { return false }
        next += 1
      case .high:
        guard let length = UTF8Check.length(UnsafeBufferPointer(start: next, count: limit - next), at: 0) else { return false }
        // U+FFFE and U+FFFF are no characters of XML.
        if next[0] == 0xEF, next[1] == 0xBF, next[2] >= 0xBE { return false }
        next += length
      case .wrong: return false
      }
    }
  }

  private mutating func reference() -> UInt8? {
    if skip("&amp;") { return 0x26 }
    if skip("&lt;") { return 0x3C }
    if skip("&gt;") { return 0x3E }
    if skip("&quot;") { return 0x22 }
    if skip("&apos;") { return 0x27 }
    return nil
  }

  // MARK: Bytes

  /// A row ends in these bytes, so that whoever looks at one of it may look at the next too; longer words are compared no further than they agree.
  @inline(__always)
  private mutating func skip(_ word: StaticString) -> Bool {
    let bytes = word.utf8Start
    for index in 0..<word.utf8CodeUnitCount where next[index] != bytes[index] { return false }
    next += word.utf8CodeUnitCount
    return true
  }

  /// Where a word begins first; looked for by the letter of it that is rarest in sheets.
  static func find(
    _ word: StaticString, rare: Int, _ start: UnsafeMutablePointer<UInt8>, _ limit: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8>? {
    var at = start + rare
    while at < limit, let found = memchr(at, Int32(word.utf8Start[rare]), limit - at) {
      let begin = found.assumingMemoryBound(to: UInt8.self) - rare
      if limit - begin >= word.utf8CodeUnitCount, memcmp(begin, word.utf8Start, word.utf8CodeUnitCount) == 0 { return begin }
      at = begin + rare + 1
    }
    return nil
  }

  private static func equals(_ name: UnsafeMutablePointer<UInt8>, _ count: Int, _ word: StaticString) -> Bool {
    count == word.utf8CodeUnitCount && memcmp(name, word.utf8Start, count) == 0
  }

  private static func integer(_ start: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
    var value = 0
    for index in 0..<count {
      let digit = start[index] &- 0x30
      guard digit <= 9, value < 1 << 40 else { return -1 }
      value = value * 10 + Int(digit)
    }
    return value
  }

  /// `AB12` → 27.
  private static func column(_ start: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int? {
    var value = 0
    for index in 0..<count {
      let letter = start[index] & 0xDF
      guard letter >= 0x41, letter <= 0x5A, value < 1 << 20 else { break }
      value = value * 26 + Int(letter - 0x40)
    }
    return value == 0 ? nil : value - 1
  }
}
