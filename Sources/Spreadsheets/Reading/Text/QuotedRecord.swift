import CCSV

/// One record with quotation marks in it, taken apart by libcsv in strict mode. Knows one record at a time, so that a broken one costs its own first
/// line and nothing after it. Fields are collected in `text`, one after the other, with their ends in `ends`.
final class QuotedRecord {
  enum Verdict: Equatable {
    /// The record ends after so many bytes and so many physical lines.
    case complete(bytes: Int, lines: Int)
    /// The bytes end within it.
    case open
    /// libcsv refuses it.
    case broken
  }

  /// What the callbacks write to; a struct behind a pointer, for they capture nothing.
  fileprivate struct Collected {
    var text: [UInt8] = []
    var ends: [Int] = []
    var isComplete = false
  }

  private let collected: UnsafeMutablePointer<Collected>
  private let parser: UnsafeMutablePointer<csv_parser>
  private let delimiter: UInt8

  init(delimiter: UInt8) {
    self.delimiter = delimiter
    collected = .allocate(capacity: 1)
    collected.initialize(to: Collected())
    parser = .allocate(capacity: 1)
    parser.initialize(to: csv_parser())
    csv_init(parser, UInt8(CSV_STRICT | CSV_STRICT_FINI))
    csv_set_delim(parser, delimiter)
  }

  deinit {
    csv_free(parser)
    parser.deallocate()
    collected.deinitialize(count: 1)
    collected.deallocate()
  }

  var text: [UInt8] { _read { yield collected.pointee.text } }
  var ends: [Int] { _read { yield collected.pointee.ends } }

  /// Splits the record that begins at `start`. `isEnd` says that the file ends with these bytes.
  func split(_ bytes: UnsafePointer<UInt8>, _ count: Int, isEnd: Bool) -> Verdict {
    // First with every blank kept, then with the blanks around quotation marks that some programs write: "a", "b".
    let strict = feed(bytes, count, isEnd, keepsBlanks: true)
    if strict != .broken { return strict }
    let loose = feed(bytes, count, isEnd, keepsBlanks: false)
    if loose != .broken { return loose }
    // ="0123" is a text to spreadsheet programs and a stray mark to CSV; quoted as a whole it is both.
    guard let mended = QuotedRecord.quoteFormulas(bytes, count, delimiter) else { return .broken }
    guard mended.endsLine || isEnd else { return .open }
    let verdict = mended.text.withUnsafeBufferPointer { feed($0.baseAddress!, $0.count, true, keepsBlanks: true) }
    guard case .complete = verdict else { return .broken }
    return .complete(bytes: mended.length, lines: 1)
  }

  private func feed(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ isEnd: Bool, keepsBlanks: Bool) -> Verdict {
    // A parser that has failed keeps its state: begin anew.
    csv_free(parser)
    csv_init(parser, UInt8(CSV_STRICT | CSV_STRICT_FINI))
    csv_set_delim(parser, delimiter)
    csv_set_space_func(parser, keepsBlanks ? { _ in 0 } : nil)
    collected.pointee.text.removeAll(keepingCapacity: true)
    collected.pointee.ends.removeAll(keepingCapacity: true)
    collected.pointee.isComplete = false
    var at = 0
    var lines = 0
    while at < count {
      var end = at
      while end < count, bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
      if end < count { end += bytes[end] == 0x0D && end + 1 < count && bytes[end + 1] == 0x0A ? 2 : 1 }
      let length = end - at
      let parsed = csv_parse(parser, bytes + at, length, QuotedRecord.field, QuotedRecord.record, collected)
      guard parsed == length else { return .broken }
      lines += 1
      at = end
      if collected.pointee.isComplete { return .complete(bytes: at, lines: lines) }
    }
    guard isEnd else { return .open }
    guard csv_fini(parser, QuotedRecord.field, QuotedRecord.record, collected) == 0, collected.pointee.isComplete else { return .broken }
    return .complete(bytes: at, lines: lines)
  }

  private static let field: @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void = { field, length, context in
    let collected = context!.assumingMemoryBound(to: Collected.self)
    if let field, length > 0 { collected.pointee.text.append(contentsOf: UnsafeRawBufferPointer(start: field, count: length)) }
    collected.pointee.ends.append(collected.pointee.text.count)
  }

  private static let record: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = { _, context in
    context!.assumingMemoryBound(to: Collected.self).pointee.isComplete = true
  }

  /// The first line with every `="…"` cell quoted as a whole, or nil when it has none.
  private static func quoteFormulas(
    _ bytes: UnsafePointer<UInt8>, _ count: Int, _ delimiter: UInt8
  ) -> (text: [UInt8], length: Int, endsLine: Bool)? {
    var out: [UInt8] = []
    var at = 0
    var found = false
    var isFieldStart = true
    var isQuoted = false
    while at < count {
      let byte = bytes[at]
      if !isQuoted, byte == 0x0A || byte == 0x0D { break }
      if isFieldStart, byte == 0x3D, at + 1 < count, bytes[at + 1] == 0x22 {
        var end = at + 2
        while end < count, bytes[end] != 0x22, bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
        guard end < count, bytes[end] == 0x22 else { return nil }
        out += [0x22, 0x3D, 0x22, 0x22]
        for index in at + 2..<end { out.append(bytes[index]) }
        out += [0x22, 0x22, 0x22]
        at = end + 1
        found = true
        isFieldStart = false
        continue
      }
      if byte == 0x22, isFieldStart || isQuoted { isQuoted.toggle() }
      isFieldStart = !isQuoted && byte == delimiter
      out.append(byte)
      at += 1
    }
    guard found, !isQuoted else { return nil }
    let hasBreak = at < count
    if hasBreak { at += bytes[at] == 0x0D && at + 1 < count && bytes[at + 1] == 0x0A ? 2 : 1 }
    out.append(0x0A)
    return (out, at, hasBreak)
  }
}
