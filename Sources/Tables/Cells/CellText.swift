/// What a cell's text is once the invisible is gone: blanks of every kind, zero-width marks, full-width letters and digits, and the wrappings
/// programs put around a text to keep it one (`="…"`, a leading apostrophe). Knows bytes, not meanings. (domain.md C2-5, 6, 9)
package enum CellText {
  /// A character of UTF-8 text and how many bytes it took. The text is valid; a stray byte reads as itself.
  @inlinable
  static func scalar(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> (value: UInt32, length: Int) {
    let first = UInt32(bytes[index])
    if first < 0x80 { return (first, 1) }
    if first < 0xE0, index + 1 < bytes.count { return ((first & 0x1F) << 6 | UInt32(bytes[index + 1] & 0x3F), 2) }
    if first < 0xF0, index + 2 < bytes.count {
      return ((first & 0x0F) << 12 | UInt32(bytes[index + 1] & 0x3F) << 6 | UInt32(bytes[index + 2] & 0x3F), 3)
    }
    if index + 3 < bytes.count {
      return (
        (first & 0x07) << 18 | UInt32(bytes[index + 1] & 0x3F) << 12 | UInt32(bytes[index + 2] & 0x3F) << 6
          | UInt32(bytes[index + 3] & 0x3F), 4
      )
    }
    return (first, 1)
  }

  static func append(_ value: UInt32, to out: inout [UInt8]) {
    switch value {
    case 0..<0x80: out.append(UInt8(value))
    case 0x80..<0x800:
      out.append(UInt8(0xC0 | value >> 6))
      out.append(UInt8(0x80 | value & 0x3F))
    case 0x800..<0x10000:
      out.append(UInt8(0xE0 | value >> 12))
      out.append(UInt8(0x80 | value >> 6 & 0x3F))
      out.append(UInt8(0x80 | value & 0x3F))
    default:
      out.append(UInt8(0xF0 | value >> 18))
      out.append(UInt8(0x80 | value >> 12 & 0x3F))
      out.append(UInt8(0x80 | value >> 6 & 0x3F))
      out.append(UInt8(0x80 | value & 0x3F))
    }
  }

  /// Blanks of every kind: tab, line breaks, space, no-break, the typographic ones, ideographic.
  static func isBlank(_ value: UInt32) -> Bool {
    switch value {
    case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
    default: false
    }
  }

  /// Marks without width: they are never part of what somebody meant.
  static func isInvisible(_ value: UInt32) -> Bool {
    switch value {
    case 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0xFEFF, 0xAD: true
    default: false
    }
  }

  /// Full-width forms of ASCII as ASCII, and the many dashes as one.
  static func halfWidth(_ value: UInt32) -> UInt32 {
    switch value {
    case 0xFF01...0xFF5E: value - 0xFEE0
    case 0xFFE5: 0xA5
    case 0x2010...0x2015, 0x2212, 0xFE63: 0x2D
    case 0x3000, 0xA0: 0x20
    default: value
    }
  }

  /// How far a text is cleaned.
  enum Depth {
    /// Ends trimmed, invisible marks dropped: free text.
    case ends
    /// Also half-width, `="…"` and a leading apostrophe taken off: everything typed.
    case typed
  }

  /// Cleans into `out`, which is emptied first.
  static func clean(_ bytes: UnsafeBufferPointer<UInt8>, _ depth: Depth, into out: inout [UInt8]) {
    out.removeAll(keepingCapacity: true)
    var at = 0
    var end = 0  // length up to the last character that is not blank
    while at < bytes.count {
      var (value, length) = scalar(bytes, at: at)
      at += length
      if isInvisible(value) { continue }
      if depth == .typed { value = halfWidth(value) }
      if isBlank(value) {
        if out.isEmpty { continue }
        append(value, to: &out)
      } else {
        append(value, to: &out)
        end = out.count
      }
    }
    out.removeLast(out.count - end)
    if depth == .typed { unwrap(&out) }
  }

  /// `="123"` → `123`; `'123` → `123`; `"123"` → `123`.
  static func unwrap(_ text: inout [UInt8]) {
    if text.count >= 3, text[0] == 0x3D, text[1] == 0x22, text.last == 0x22 {
      text.removeFirst(2)
      text.removeLast()
    } else if text.count >= 2, text.first == 0x22, text.last == 0x22 {
      text.removeFirst()
      text.removeLast()
    } else if text.count >= 2, text.first == 0x27 {
      text.removeFirst()
    }
    while let last = text.last, last == 0x20 || last == 0x09 { text.removeLast() }
  }

  static func isBlank(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var at = 0
    while at < bytes.count {
      let (value, length) = scalar(bytes, at: at)
      if !isBlank(value) && !isInvisible(value) { return false }
      at += length
    }
    return true
  }
}
