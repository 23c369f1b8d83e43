import Values

#if canImport(Glibc)
  import Glibc
#endif

/// Text in another encoding as UTF-8, piece by piece, through iconv. What cannot be decoded becomes the byte 0xFF, which no UTF-8 text holds: the row it
/// stands in is known as broken and nothing is replaced in silence.
final class TextDecoder {
  static let invalid: UInt8 = 0xFF

  private let handle: iconv_t
  private let unit: Int
  /// Bytes of a character that is not complete yet.
  private var tail: [UInt8] = []

  init(_ encoding: TextEncoding, place: String) throws(Fault) {
    guard let handle = iconv_open("UTF-8", encoding.name), handle != UnsafeMutableRawPointer(bitPattern: -1) else {
      throw ReadFault.encodingUnknown(place, encoding.name)
    }
    self.handle = handle
    unit = encoding.unit
  }

  deinit { iconv_close(handle) }

  /// Appends the text of `bytes` to `out`. At the end an incomplete character is an invalid one.
  func decode(_ bytes: UnsafeRawBufferPointer, isEnd: Bool, to out: inout [UInt8]) {
    if tail.isEmpty {
      convert(bytes, isEnd, &out)
    } else {
      var joined = tail
      joined.append(contentsOf: bytes)
      tail = []
      joined.withUnsafeBytes { convert($0, isEnd, &out) }
    }
  }

  private func convert(_ bytes: UnsafeRawBufferPointer, _ isEnd: Bool, _ out: inout [UInt8]) {
    guard let base = bytes.baseAddress, bytes.count > 0 else { return }
    let start = UnsafeMutablePointer(mutating: base.assumingMemoryBound(to: CChar.self))
    var source: UnsafeMutablePointer<CChar>? = start
    var left = bytes.count
    while left > 0 {
      let used = out.count
      let room = left * 2 + 16
      out.append(contentsOf: [UInt8](repeating: 0, count: room))
      var free = room
      let (result, code) = out.withUnsafeMutableBytes { buffer in
        var target: UnsafeMutablePointer<CChar>? = (buffer.baseAddress! + used).assumingMemoryBound(to: CChar.self)
        let result = iconv(handle, &source, &left, &target, &free)
        return (result, errno)
      }
      out.removeLast(free)
      guard result == -1 else { continue }
      switch code {
      case E2BIG: continue
      case EINVAL:
        tail = Array(bytes[(bytes.count - left)...])
        left = 0
        if isEnd {
          out.append(TextDecoder.invalid)
          tail = []
        }
      default:
        out.append(TextDecoder.invalid)
        let skip = min(unit, left)
        source = source! + skip
        left -= skip
      }
    }
  }
}

extension ReadHints {
  /// Whether text in an encoding of that name can be read: asked of settings before any file is.
  package static func knows(encoding name: String) -> Bool {
    guard let decoder = try? TextDecoder(TextEncoding.named(name), place: "") else { return false }
    withExtendedLifetime(decoder) {}
    return true
  }
}
