/// Numbers with no more form than their letters and length: 保单号, 快递单号, 序列号.
enum PlainNumber {
  private static let placeholders: Set<String> = ["无", "NA", "N/A", "NONE", "NULL", "同上", "暂无", "未知"]

  static func inspect(
    _ text: UnsafeMutablePointer<UInt8>, _ length: inout Int, _ lengths: ClosedRange<Int>, marks: [UInt8], refusesPlaceholders: Bool
  ) -> NumberCheck.Verdict {
    Tidy.upper(text, &length) { $0 == 0x20 }
    let bytes = UnsafeBufferPointer(start: text, count: length)
    if refusesPlaceholders {
      if length <= 9, placeholders.contains(String(decoding: bytes, as: UTF8.self)) { return .wrong }
      if bytes.allSatisfy({ $0 == 0x30 }) { return .wrong }
    }
    guard lengths.contains(length) else { return .wrong }
    for byte in bytes where !Tidy.isDigit(byte) && !Tidy.isLetter(byte) && !marks.contains(byte) { return .wrong }
    return .holds
  }
}
