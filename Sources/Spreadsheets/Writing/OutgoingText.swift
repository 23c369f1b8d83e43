/// Text on its way into a cell: valid UTF-8, no control characters, within the limit of a cell, NUL-terminated in a buffer used again and again.
/// libxlsxwriter takes a C string and believes it; what is wrong with it would surface as a workbook that does not open. (toolchain.md, silent faults)
struct OutgoingText: ~Copyable {
  /// The most a cell holds, in UTF-16 units as spreadsheet programs count.
  static let limit = 32_767

  private var buffer: UnsafeMutableBufferPointer<UInt8>
  private let mark: [UInt8]
  /// Bytes of the text prepared last, without the NUL.
  private(set) var length = 0
  /// Its width on a page, in characters, a Chinese one counting two.
  private(set) var width = 0
  /// Texts cut at the limit so far.
  private(set) var cut = 0
  /// Texts so far in which bytes that are no text were replaced by �.
  private(set) var repaired = 0

  init(cutMark: String) {
    buffer = .allocate(capacity: 4096)
    mark = Array(cutMark.utf8)
  }

  deinit { buffer.deallocate() }

  var pointer: UnsafePointer<CChar> { UnsafeRawPointer(buffer.baseAddress!).assumingMemoryBound(to: CChar.self) }
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<length]) }

  mutating func prepare(_ text: String) {
    var text = text
    text.withUTF8 { prepare(UnsafeRawBufferPointer($0)) }
  }

  /// Copies `source` into the buffer. Short plain ASCII, the common case, goes eight bytes at a time.
  mutating func prepare(_ source: UnsafeRawBufferPointer) {
    // The worst case: every byte becomes � (three bytes), plus an escape, the mark and the NUL.
    let needed = min(source.count, OutgoingText.limit * 4) * 3 + mark.count + 64
    if needed > buffer.count { grow(to: needed) }
    let target = buffer.baseAddress!
    var read = 0
    var written = 0
    while read + 8 <= source.count {
      let word = source.loadUnaligned(fromByteOffset: read, as: UInt64.self)
      guard OutgoingText.isPlain(word) else { break }
      UnsafeMutableRawPointer(target + written).storeBytes(of: word, as: UInt64.self)
      read += 8
      written += 8
      if written >= 32_760 { break }
    }
    width = written
    var units = written
    var damaged = false
    while read < source.count {
      let before = written
      let first = source[read]
      if first < 0x80 {
        read += 1
        width += 1
        units += 1
        if first >= 0x20 && first != 0x5F || first == 0x0A || first == 0x09 {
          target[written] = first
          written += 1
        } else if first == 0x5F {
          target[written] = first
          written += 1
          // `_x0041_` would be shown as A: its own underscore is escaped.
          if OutgoingText.isEscape(source, read) {
            for byte in "x005F_".utf8 {
              target[written] = byte
              written += 1
            }
            units += 6
          }
        } else if first == 0x0D {
          // A carriage return before a line feed goes; alone it becomes one.
          if read < source.count, source[read] == 0x0A {
            width -= 1
            units -= 1
          } else {
            target[written] = 0x0A
            written += 1
          }
        } else {
          damaged = true
          written = OutgoingText.replace(target, written)
        }
      } else {
        let size = OutgoingText.sequence(source, read)
        if size == 0 {
          read += 1
          width += 1
          units += 1
          damaged = true
          written = OutgoingText.replace(target, written)
        } else {
          for offset in 0..<size { target[written + offset] = source[read + offset] }
          read += size
          written += size
          units += size == 4 ? 2 : 1
          // From U+2E80 on characters are as wide as they are high.
          width += size == 2 || (size == 3 && (first < 0xE2 || (first == 0xE2 && source[read - 2] < 0xBA))) ? 1 : 2
        }
      }
      if units > OutgoingText.limit {
        written = before
        cutOff(&written)
        break
      }
    }
    if damaged { repaired += 1 }
    target[written] = 0
    length = written
  }

  /// Takes characters back until the mark fits, and puts it there.
  private mutating func cutOff(_ written: inout Int) {
    var room = mark.count
    while room > 0 || (buffer[written] & 0xC0) == 0x80 {
      written -= 1
      room -= 1
    }
    for (offset, byte) in mark.enumerated() { buffer[written + offset] = byte }
    written += mark.count
    cut += 1
  }

  private mutating func grow(to size: Int) {
    buffer.deallocate()
    buffer = .allocate(capacity: size)
  }

  /// Eight bytes of ASCII without a control character and without `_`.
  private static func isPlain(_ word: UInt64) -> Bool {
    let high: UInt64 = 0x8080_8080_8080_8080
    let ones: UInt64 = 0x0101_0101_0101_0101
    if word & high != 0 { return false }
    let controls = (word &- ones &* 0x20) & high
    let underscores = word ^ ones &* 0x5F
    return controls | ((underscores &- ones) & ~underscores & high) == 0
  }

  /// `xHHHH_` stands at `start`.
  private static func isEscape(_ source: UnsafeRawBufferPointer, _ start: Int) -> Bool {
    guard start + 6 <= source.count, source[start] == 0x78, source[start + 5] == 0x5F else { return false }
    return (1...4).allSatisfy { offset in
      switch source[start + offset] {
      case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
      default: false
      }
    }
  }

  private static func replace(_ target: UnsafeMutablePointer<UInt8>, _ at: Int) -> Int {
    target[at] = 0xEF
    target[at + 1] = 0xBF
    target[at + 2] = 0xBD
    return at + 3
  }

  /// Bytes of the well-formed sequence that begins at `start`, 0 when there is none or XML knows no such character.
  private static func sequence(_ source: UnsafeRawBufferPointer, _ start: Int) -> Int {
    let left = source.count - start
    func follows(_ offset: Int, _ low: UInt8 = 0x80, _ high: UInt8 = 0xBF) -> Bool {
      let byte = source[start + offset]
      return byte >= low && byte <= high
    }
    let first = source[start]
    switch first {
    case 0xC2...0xDF: return left >= 2 && follows(1) ? 2 : 0
    case 0xE0: return left >= 3 && follows(1, 0xA0) && follows(2) ? 3 : 0
    case 0xED: return left >= 3 && follows(1, 0x80, 0x9F) && follows(2) ? 3 : 0
    case 0xEF where left >= 3 && source[start + 1] == 0xBF: return follows(2, 0x80, 0xBD) ? 3 : 0
    case 0xE1...0xEF: return left >= 3 && follows(1) && follows(2) ? 3 : 0
    case 0xF0: return left >= 4 && follows(1, 0x90) && follows(2) && follows(3) ? 4 : 0
    case 0xF1...0xF3: return left >= 4 && follows(1) && follows(2) && follows(3) ? 4 : 0
    case 0xF4: return left >= 4 && follows(1, 0x80, 0x8F) && follows(2) && follows(3) ? 4 : 0
    default: return 0
    }
  }
}
