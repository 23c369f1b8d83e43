#if canImport(Glibc)
  import Glibc
#endif

/// The bytes of a plain row: characters up to the next markup, words, numbers. Knows nothing of elements.
extension PlainRow {
  enum Class: UInt8 { case plain, markup, reference, bracket, high, wrong }

  @inline(__always)
  static func kind(_ byte: UInt8) -> Class {
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
  mutating func text(_ context: UnsafeMutablePointer<WorksheetStream.Context>?) -> Bool {
    var start = next
    let begin = next
    while true {
      switch PlainRow.kind(next[0]) {
      case .plain: next += 1
      case .markup:
        context?.pointee.append(UnsafeRawBufferPointer(start: start, count: next - start))
        return true
      case .reference:
        context?.pointee.append(UnsafeRawBufferPointer(start: start, count: next - start))
        guard let character = reference() else { return false }
        withUnsafeBytes(of: character) { context?.pointee.append($0) }
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

  /// A row ends in these bytes, so that whoever looks at one of it may look at the next too; longer words are compared no further than they agree.
  @inline(__always)
  mutating func skip(_ word: StaticString) -> Bool {
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

  static func equals(_ name: UnsafeMutablePointer<UInt8>, _ count: Int, _ word: StaticString) -> Bool {
    count == word.utf8CodeUnitCount && memcmp(name, word.utf8Start, count) == 0
  }

  static func integer(_ start: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
    var value = 0
    for index in 0..<count {
      let digit = start[index] &- 0x30
      guard digit <= 9, value < 1 << 40 else { return -1 }
      value = value * 10 + Int(digit)
    }
    return value
  }

  /// `AB12` → 27.
  static func column(_ start: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int? {
    var value = 0
    for index in 0..<count {
      let letter = start[index] & 0xDF
      guard letter >= 0x41, letter <= 0x5A, value < 1 << 20 else { break }
      value = value * 26 + Int(letter - 0x40)
    }
    return value == 0 ? nil : value - 1
  }
}
