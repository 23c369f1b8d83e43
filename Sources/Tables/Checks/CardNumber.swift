/// Numbers with a Luhn digit: 银行卡号 and IMEI.
enum CardNumber {
  static func inspectBankCard(_ text: UnsafeMutablePointer<UInt8>, _ length: inout Int) -> NumberCheck.Verdict {
    Tidy.upper(text, &length) { $0 == 0x20 || $0 == 0x2D }
    guard (16...19).contains(length), isDigits(text, length) else { return .wrong }
    return isLuhn(text, length) ? .holds : .checkDigit
  }

  /// Fifteen digits with a Luhn digit, fourteen without one, sixteen with a software version; or the fourteen hexadecimals of an MEID.
  static func inspectIMEI(_ text: UnsafeMutablePointer<UInt8>, _ length: inout Int) -> NumberCheck.Verdict {
    Tidy.upper(text, &length) { $0 == 0x20 || $0 == 0x2D || $0 == 0x2F }
    switch length {
    case 15: return !isDigits(text, 15) ? .wrong : isLuhn(text, 15) ? .holds : .checkDigit
    case 14:
      for index in 0..<14 where !Tidy.isDigit(text[index]) && !(text[index] >= 0x41 && text[index] <= 0x46) { return .wrong }
      return .holds
    case 16: return isDigits(text, 16) ? .holds : .wrong
    default: return .wrong
    }
  }

  private static func isDigits(_ text: UnsafeMutablePointer<UInt8>, _ length: Int) -> Bool {
    for index in 0..<length where !Tidy.isDigit(text[index]) { return false }
    return true
  }

  private static func isLuhn(_ text: UnsafeMutablePointer<UInt8>, _ length: Int) -> Bool {
    var sum = 0
    for index in 0..<length {
      var digit = Int(text[length - 1 - index] - 0x30)
      if index % 2 == 1 {
        digit *= 2
        if digit > 9 { digit -= 9 }
      }
      sum += digit
    }
    return sum % 10 == 0
  }
}
