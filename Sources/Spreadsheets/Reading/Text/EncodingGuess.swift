import CUchardet

/// What uchardet makes of bytes that are neither UTF-8 nor marked.
enum EncodingGuess {
  /// An encoding's name in capitals; nil when it has none to offer.
  static func of(_ bytes: [UInt8]) -> String? {
    guard let detector = uchardet_new() else { return nil }
    defer { uchardet_delete(detector) }
    let status = bytes.withUnsafeBytes { uchardet_handle_data(detector, $0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count) }
    guard status == 0 else { return nil }
    uchardet_data_end(detector)
    guard let name = uchardet_get_charset(detector) else { return nil }
    let text = String(cString: name).uppercased()
    return text.isEmpty ? nil : text == "GB2312" || text == "GBK" ? "GB18030" : text
  }
}
