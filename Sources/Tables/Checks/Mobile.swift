/// 手机号: eleven digits beginning 13 to 19; +86, blanks and hyphens are taken off, and the `.0` of a number that was a quantity.
enum Mobile {
  static func inspect(_ text: UnsafeMutablePointer<UInt8>, _ length: inout Int) -> NumberCheck.Verdict {
    Tidy.upper(text, &length) { $0 == 0x20 || $0 == 0x2D }
    if length >= 2, text[length - 2] == 0x2E, text[length - 1] == 0x30 { length -= 2 }
    func drop(_ count: Int) {
      for index in count..<length { text[index - count] = text[index] }
      length -= count
    }
    if length == 14, text[0] == 0x2B, text[1] == 0x38, text[2] == 0x36 {
      drop(3)
    } else if length == 15, text[0] == 0x30, text[1] == 0x30, text[2] == 0x38, text[3] == 0x36 {
      drop(4)
    } else if length == 13, text[0] == 0x38, text[1] == 0x36 {
      drop(2)
    }
    guard length == 11, text[0] == 0x31, text[1] >= 0x33, text[1] <= 0x39 else { return .wrong }
    for index in 2..<11 where !Tidy.isDigit(text[index]) { return .wrong }
    return .holds
  }
}
