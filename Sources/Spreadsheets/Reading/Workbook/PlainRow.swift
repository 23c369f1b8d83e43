import Glibc

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
  let limit: UnsafeMutablePointer<UInt8>
  /// The byte being looked at.
  var next: UnsafeMutablePointer<UInt8>

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
    // The parser hears of a row when its opening tag is whole, and of nothing before.
    let isClosed = skip("/>")
    guard isClosed || skip(">") else { return false }
    context.pointee.beginRow(number, isHidden: isHidden)
    if context.pointee.trouble != nil { return true }
    if isClosed {
      context.pointee.endRow()
      return true
    }
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
      guard PlainRow.kind(next[0]) == .plain, next[0] != 0x20, next[0] != 0x22 else { return nil }
      next += 1
    }
    guard next[1] == 0x22 else { return nil }
    let start = next + 2
    next = start
    while next[0] != 0x22 {
      guard PlainRow.kind(next[0]) == .plain, next[0] >= 0x20 else { return nil }
      next += 1
    }
    next += 1
    return (start, next - 1 - start)
  }
}
