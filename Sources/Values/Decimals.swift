/// Scaled integers as decimal text, both ways, without any floating point.
package enum Decimals {
  /// `text(-123456, places: 2)` is `-1234.56`.
  package static func text(_ scaled: some BinaryInteger, places: Int) -> String {
    let digits = String(scaled.magnitude)
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    let sign = scaled < 0 ? "-" : ""
    return places == 0 ? sign + padded : sign + padded.dropLast(places) + "." + padded.suffix(places)
  }

  /// As `text`, without trailing zeros after the point.
  package static func trimmed(_ scaled: some BinaryInteger, places: Int) -> String {
    var text = text(scaled, places: places)
    guard places > 0 else { return text }
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }

  /// What stood in a decimal text: the scaled value, or why there is none.
  package enum Reading: Equatable {
    case value(Int64)
    /// Not `[+-]digits[.digits][E[+-]digits]`.
    case notANumber
    /// More decimals than the scale keeps, and not all of the rest are zero.
    case tooFine
    case tooLarge
  }

  /// Reads plain ASCII decimal text exactly. An exponent is understood: spreadsheets write `1E-3`.
  package static func read(_ bytes: some Collection<UInt8>, places: Int) -> Reading {
    var rest = bytes[...]
    var negative = false
    if let first = rest.first, first == 0x2D || first == 0x2B {
      negative = first == 0x2D
      rest = rest.dropFirst()
    }
    var value: Int64 = 0
    var digits = 0
    var kept = 0  // significant digits in `value`
    var point = 0  // digits after the point that went into `value`
    var afterPoint = false
    var dropped = false  // non-zero digits beyond what fits
    var exponent = 0
    while let byte = rest.first {
      rest = rest.dropFirst()
      switch byte {
      case 0x30...0x39:
        digits += 1
        if kept < 18 {
          value = value * 10 + Int64(byte - 0x30)
          if value != 0 { kept += 1 }
          if afterPoint { point += 1 }
        } else if afterPoint {
          if byte != 0x30 { dropped = true }
        } else {
          return .tooLarge
        }
      case 0x2E where !afterPoint: afterPoint = true
      case 0x45, 0x65:
        guard let read = integer(rest), digits > 0 else { return .notANumber }
        exponent = read
        rest = rest.dropFirst(rest.count)
      default: return .notANumber
      }
    }
    guard digits > 0 else { return .notANumber }
    var shift = places - point + exponent
    while shift < 0 {
      if value % 10 != 0 { dropped = true }
      value /= 10
      if value == 0 { break }
      shift += 1
    }
    while shift > 0 && value != 0 {
      let (wider, overflow) = value.multipliedReportingOverflow(by: 10)
      if overflow { return .tooLarge }
      value = wider
      shift -= 1
    }
    if dropped { return .tooFine }
    return .value(negative ? -value : value)
  }

  private static func integer(_ bytes: some Collection<UInt8>) -> Int? {
    guard !bytes.isEmpty, bytes.count <= 4 else { return nil }
    return Int(String(decoding: bytes, as: UTF8.self))
  }
}
