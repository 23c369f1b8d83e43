/// 车架号, the vehicle identification number of GB 16735: seventeen letters and digits without I, O and Q, the ninth a check digit.
enum VehicleNumber {
  static func inspect(_ text: UnsafeMutablePointer<UInt8>, _ length: inout Int) -> NumberCheck.Verdict {
    Tidy.upper(text, &length) { $0 == 0x20 || $0 == 0x2D }
    guard length == 17 else { return .wrong }
    var sum = 0
    for index in 0..<17 {
      let value = Int(value(text[index]))
      guard value >= 0 else { return .wrong }
      sum += value * Int(weight(index))
    }
    let rest = UInt8(sum % 11)
    return text[8] == (rest == 10 ? 0x58 : 0x30 + rest) ? .holds : .checkDigit
  }

  /// 8 7 6 5 4 3 2 10 0 9 8 7 6 5 4 3 2.
  private static func weight(_ index: Int) -> Int {
    index < 7 ? 8 - index : index == 7 ? 10 : index == 8 ? 0 : 18 - index
  }

  /// What a letter counts: A–H 1–8, J–N 1–5, P 7, R 9, S–Z 2–9.
  private static func value(_ byte: UInt8) -> Int8 {
    switch byte {
    case 0x30...0x39: Int8(byte - 0x30)
    case 0x41...0x48: Int8(byte - 0x40)
    case 0x4A...0x4E: Int8(byte - 0x49)
    case 0x50: 7
    case 0x52: 9
    case 0x53...0x5A: Int8(byte - 0x51)
    default: -1
    }
  }
}
