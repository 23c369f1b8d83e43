/// A decimal text taken apart exactly: `-1,234.50`, `1.0E-3`. Knows digits; what they are worth is asked by places.
package struct DecimalText {
  package var isNegative = false
  /// The first eighteen significant digits.
  package var digits: UInt64 = 0
  /// The value is `digits × 10^power`.
  package var power = 0
  package var significant = 0
  /// Digits that are not zero were left out after the eighteenth.
  package var isCut = false

  /// `[+-]digits[.digits][E[+-]digits]`; commas between groups of three before the point are understood. Nil when it is anything else.
  package init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    var at = 0
    if let first = bytes.first, first == 0x2D || first == 0x2B {
      isNegative = first == 0x2D
      at = 1
    }
    var count = 0  // digits seen
    var afterPoint = false
    var group = -1  // digits since the last comma, -1 before any comma
    var lead = 0  // digits before the first comma
    scan: while at < bytes.count {
      let byte = bytes[at]
      switch byte {
      case 0x30...0x39:
        count += 1
        if group >= 0 { group += 1 } else if !afterPoint { lead += 1 }
        if significant < 18 {
          digits = digits &* 10 &+ UInt64(byte &- 0x30)
          if digits != 0 { significant += 1 }
          if afterPoint { power -= 1 }
        } else {
          if byte != 0x30 { isCut = true }
          if !afterPoint { power += 1 }
        }
      case 0x2C:
        guard !afterPoint, group == -1 ? (1...3).contains(lead) : group == 3 else { return nil }
        group = 0
      case 0x2E:
        guard !afterPoint, group == -1 || group == 3 else { return nil }
        afterPoint = true
        group = -1
      case 0x45, 0x65:
        guard count > 0, let exponent = DecimalText.exponent(bytes, from: at + 1) else { return nil }
        power += exponent
        break scan
      default: return nil
      }
      at += 1
    }
    guard count > 0, group == -1 || group == 3 else { return nil }
  }

  private static func exponent(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var at = start
    var negative = false
    if at < bytes.count, bytes[at] == 0x2D || bytes[at] == 0x2B {
      negative = bytes[at] == 0x2D
      at += 1
    }
    guard at < bytes.count, bytes.count - at <= 3 else { return nil }
    var value = 0
    while at < bytes.count {
      guard case 0x30...0x39 = bytes[at] else { return nil }
      value = value * 10 + Int(bytes[at] - 0x30)
      at += 1
    }
    return negative ? -value : value
  }

  package enum Scaled: Equatable {
    case exact(Int64)
    /// Within a ten-thousandth of a unit of that value: the tail of a binary fraction. (domain.md C5, Amount)
    case mended(Int64)
    case tooFine
    case tooLarge
  }

  /// The value in units of `10^-places`.
  package func scaled(places: Int) -> Scaled {
    if digits == 0 { return .exact(0) }
    let shift = power + places
    if shift >= 0 {
      guard !isCut, shift <= 18 else { return .tooLarge }
      let (value, overflow) = digits.multipliedReportingOverflow(by: DecimalText.powers[shift])
      guard !overflow, value <= UInt64(Int64.max) else { return .tooLarge }
      return .exact(isNegative ? -Int64(value) : Int64(value))
    }
    guard -shift <= 18 else { return -shift > 30 ? .mended(0) : .tooFine }
    let divisor = DecimalText.powers[-shift]
    var (whole, rest) = digits.quotientAndRemainder(dividingBy: divisor)
    if rest == 0, !isCut { return .exact(isNegative ? -Int64(whole) : Int64(whole)) }
    let tolerance = divisor / 10_000
    guard rest < tolerance || divisor - rest < tolerance else { return .tooFine }
    if rest >= tolerance { whole += 1 }
    return .mended(isNegative ? -Int64(whole) : Int64(whole))
  }

  static let powers: [UInt64] = (0...18).map { exponent in (0..<exponent).reduce(1) { value, _ in value * 10 } }
}
