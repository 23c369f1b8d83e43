/// 统一社会信用代码, GB 32100: eighteen of the digits and the letters without I, O, S, V and Z, the last a check character.
/// Letters may stand in the first two places.
enum CreditCode {
  static func inspect(_ text: UnsafeMutablePointer<UInt8>, _ length: inout Int) -> NumberCheck.Verdict {
    Tidy.upper(text, &length) { $0 == 0x20 || $0 == 0x2D }
    guard length == 18 else { return .wrong }
    var sum = 0
    var weight = 1
    for index in 0..<17 {
      guard let value = value(text[index]) else { return .wrong }
      sum += value * weight
      weight = weight * 3 % 31
    }
    guard let last = value(text[17]) else { return .wrong }
    if last == (31 - sum % 31) % 31 { return .holds }
    if text[15] == 0x30, text[16] == 0x30, text[17] == 0x30, (0..<18).allSatisfy({ Tidy.isDigit(text[$0]) }) { return .damaged }
    return .checkDigit
  }

  private static func value(_ byte: UInt8) -> Int? {
    switch byte {
    case 0x30...0x39: Int(byte - 0x30)
    case 0x41...0x48: Int(byte - 0x41) + 10  // A–H
    case 0x4A...0x4E: Int(byte - 0x4A) + 18  // J–N
    case 0x50...0x52: Int(byte - 0x50) + 23  // P–R
    case 0x54, 0x55: Int(byte - 0x54) + 26  // T U
    case 0x57...0x59: Int(byte - 0x57) + 28  // W X Y
    default: nil
    }
  }
}
