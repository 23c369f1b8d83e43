import Tables
import Values

/// A number of a workbook's XML as the scaled integer it was made from. Doubles are printed with 16 digits, so 0.07 may stand there
/// as 0.07000000000000001: a rest of less than a tenth of the last place is the printing's, anything more is not.
enum PrintedNumber {
  static func scaled(_ bytes: UnsafeRawBufferPointer, places: Int) -> Int64? {
    var at = 0
    var negative = false
    if at < bytes.count, bytes[at] == 0x2D {
      negative = true
      at += 1
    }
    var value: Int64 = 0
    var digits = 0
    while at < bytes.count, bytes[at] &- 0x30 < 10 {
      value = value &* 10 &+ Int64(bytes[at] &- 0x30)
      digits += 1
      at += 1
    }
    guard digits > 0, digits + places <= 18 else { return exact(bytes, places: places) }
    var left = places
    if at < bytes.count, bytes[at] == 0x2E {
      at += 1
      while at < bytes.count, left > 0, bytes[at] &- 0x30 < 10 {
        value = value &* 10 &+ Int64(bytes[at] &- 0x30)
        left -= 1
        at += 1
      }
      // Nothing follows the last place but the printing's own error, a tenth of it at most.
      if at < bytes.count, bytes[at] &- 0x30 < 10 {
        switch bytes[at] {
        case 0x30: break
        case 0x39: value &+= 1
        default: return nil
        }
        while at < bytes.count, bytes[at] &- 0x30 < 10 { at += 1 }
      }
    }
    guard at == bytes.count else { return exact(bytes, places: places) }
    while left > 0 {
      value = value &* 10
      left -= 1
    }
    return negative ? -value : value
  }

  /// Exponents and very long numbers, which are rare.
  private static func exact(_ bytes: UnsafeRawBufferPointer, places: Int) -> Int64? {
    if case .value(let value) = Decimals.read(Array(bytes), places: places) { value } else { nil }
  }
}
