#if canImport(Glibc)
  import Glibc
#endif

/// Bytes that grow in place: the C library moves whole pages instead of copying them, so growing never holds two of it. The owner frees it.
struct RawBytes {
  private(set) var base: UnsafeMutablePointer<UInt8>
  private var room: Int
  var count = 0

  init() {
    room = 256
    base = malloc(room)!.assumingMemoryBound(to: UInt8.self)
  }

  @inline(__always)
  mutating func append(_ source: UnsafeRawPointer, _ length: Int) {
    if count + length > room { grow(count + length) }
    memcpy(base + count, source, length)
    count &+= length
  }

  @inline(never)
  private mutating func grow(_ needed: Int) {
    room = max(needed, room + room / 2)
    guard let wider = realloc(base, room) else { fatalError("no memory") }
    base = wider.assumingMemoryBound(to: UInt8.self)
  }

  func free() { Glibc.free(base) }
}

/// `_x000D_`: how workbooks write characters that XML cannot hold.
enum EscapedText {
  /// Decodes in place; the new length.
  @inline(__always)
  static func decode(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
    guard count >= 7, memchr(bytes, 0x5F, count) != nil else { return count }
    return decodeSlowly(bytes, count)
  }

  private static func decodeSlowly(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
    var from = 0
    var to = 0
    while from < count {
      if bytes[from] == 0x5F, from + 6 < count, bytes[from + 1] == 0x78, bytes[from + 6] == 0x5F, let value = hex(bytes + from + 2) {
        // Half of a surrogate pair is no character by itself: left as written.
        if !(0xD800...0xDFFF).contains(value) {
          var out: [UInt8] = []
          out.append(contentsOf: String(UnicodeScalar(UInt32(value))!).utf8)
          for byte in out {
            bytes[to] = byte
            to += 1
          }
          from += 7
          continue
        }
      }
      bytes[to] = bytes[from]
      to += 1
      from += 1
    }
    return to
  }

  private static func hex(_ bytes: UnsafeMutablePointer<UInt8>) -> Int? {
    var value = 0
    for index in 0..<4 {
      switch bytes[index] {
      case 0x30...0x39: value = value << 4 | Int(bytes[index] - 0x30)
      case 0x41...0x46: value = value << 4 | Int(bytes[index] - 0x41 + 10)
      case 0x61...0x66: value = value << 4 | Int(bytes[index] - 0x61 + 10)
      default: return nil
      }
    }
    return value
  }
}
