/// 车牌号: a province's character, a letter, five to six more. New-energy plates are one longer. Placeholders of cars without a plate mean nothing.
enum Plate {
  private static let provinces = Set("京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使".unicodeScalars.map(\.value))
  private static let lasts = Set("挂学警港澳使领".unicodeScalars.map(\.value))
  private static let placeholders: Set<String> = ["新车", "未上牌", "暂未上牌", "无", "*", "无牌", "暂无", "未上牌照", "新车未上牌"]

  static func inspect(_ text: UnsafeMutablePointer<UInt8>, _ length: inout Int) -> NumberCheck.Verdict {
    Tidy.upper(text, &length) { $0 == 0x20 || $0 == 0x2D || $0 == 0x2E }
    // The middle dot of 粤B·12345 is two or three bytes.
    if let dot = middleDot(UnsafeMutableBufferPointer(start: text, count: length)) {
      for index in dot.upperBound..<length { text[index - dot.count] = text[index] }
      length -= dot.count
    }
    if isPlate(text, length) { return .holds }
    let view = UnsafeBufferPointer(start: text, count: length)
    if view.allSatisfy({ $0 == 0x2A }) { return .nothing }
    return length <= 18 && placeholders.contains(String(decoding: view, as: UTF8.self)) ? .nothing : .wrong
  }

  private static func isPlate(_ text: UnsafeMutablePointer<UInt8>, _ length: Int) -> Bool {
    let view = UnsafeBufferPointer(start: text, count: length)
    guard length >= 4 + 5, length <= 4 + 7, isLetter(text[3]), provinces.contains(CellText.scalar(view, at: 0).value) else { return false }
    func isPlain(_ index: Int) -> Bool { isLetter(text[index]) || Tidy.isDigit(text[index]) }
    func isEnergy(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x4B && byte != 0x49 }
    switch length - 4 {
    case 5: return (4..<9).allSatisfy(isPlain)
    case 6:
      if isEnergy(text[4]), isPlain(5), (6..<10).allSatisfy({ Tidy.isDigit(text[$0]) }) { return true }
      return (4..<9).allSatisfy { Tidy.isDigit(text[$0]) } && isEnergy(text[9])
    default:
      // Four and a character: 京A0001学.
      return (4..<8).allSatisfy(isPlain) && lasts.contains(CellText.scalar(view, at: 8).value)
    }
  }

  /// Letters on plates: neither I nor O.
  private static func isLetter(_ byte: UInt8) -> Bool { Tidy.isLetter(byte) && byte != 0x49 && byte != 0x4F }

  private static func middleDot(_ bytes: UnsafeMutableBufferPointer<UInt8>) -> Range<Int>? {
    for index in bytes.indices {
      if bytes[index] == 0xC2, index + 1 < bytes.count, bytes[index + 1] == 0xB7 { return index..<index + 2 }
      if bytes[index] == 0xE2, index + 2 < bytes.count, bytes[index + 1] == 0x80, bytes[index + 2] == 0xA2 || bytes[index + 2] == 0xA7 {
        return index..<index + 3
      }
      if bytes[index] == 0xE3, index + 2 < bytes.count, bytes[index + 1] == 0x83, bytes[index + 2] == 0xBB { return index..<index + 3 }
    }
    return nil
  }
}
