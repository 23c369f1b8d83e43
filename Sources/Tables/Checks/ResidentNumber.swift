import Values

/// 身份证号码, GB 11643: eighteen characters with birth date and check character, or the fifteen digits of the old form.
enum ResidentNumber {
  static func inspect(_ text: UnsafeMutablePointer<UInt8>, _ length: inout Int) -> NumberCheck.Verdict {
    Tidy.upper(text, &length) { $0 == 0x20 || $0 == 0x2D }
    guard length == 18 || length == 15 else { return .wrong }
    for index in 0..<(length == 18 ? 17 : 15) where !Tidy.isDigit(text[index]) { return .wrong }
    func value(_ from: Int, _ count: Int) -> Int { (from..<from + count).reduce(0) { $0 * 10 + Int(text[$1] - 0x30) } }
    guard isProvince(value(0, 2)) else { return .wrong }
    if length == 15 { return Day(year: 1900 + value(6, 2), month: value(8, 2), day: value(10, 2)) == nil ? .wrong : .holds }
    var sum = 0
    for index in 0..<17 { sum += Int(text[index] - 0x30) * weight(index) }
    let expected: [UInt8] = [0x31, 0x30, 0x58, 0x39, 0x38, 0x37, 0x36, 0x35, 0x34, 0x33, 0x32]
    let agrees = text[17] == expected[sum % 11]
    // Eighteen digits that end in three zeros and fail the check are fifteen digits and what a spreadsheet program made of the rest.
    if !agrees, text[15] == 0x30, text[16] == 0x30, text[17] == 0x30 { return .damaged }
    guard value(6, 4) >= 1850, Day(year: value(6, 4), month: value(10, 2), day: value(12, 2)) != nil else { return .wrong }
    return agrees ? .holds : .checkDigit
  }

  /// 7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2: powers of two modulo eleven.
  private static func weight(_ index: Int) -> Int {
    switch index {
    case 0, 10: 7
    case 1, 11: 9
    case 2, 12: 10
    case 3, 13: 5
    case 4, 14: 8
    case 5, 15: 4
    case 6, 16: 2
    case 7: 1
    case 8: 6
    default: 3
    }
  }

  /// The first two digits of GB/T 2260, Taiwan, Hong Kong and Macao and residents from there included.
  private static func isProvince(_ code: Int) -> Bool {
    switch code {
    case 11...15, 21...23, 31...37, 41...46, 50...54, 61...65, 71, 81...83, 91: true
    default: false
    }
  }
}
