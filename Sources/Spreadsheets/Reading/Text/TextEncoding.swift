import Values

/// In which encoding a text is written, by its mark or by looking. (domain.md C2-1)
struct TextEncoding: Equatable {
  /// As iconv knows it.
  let name: String
  /// Bytes of the mark at the beginning.
  let mark: Int

  /// For people: `UTF-8 with BOM`.
  var shown: String { mark > 0 ? name + " with BOM" : name }
  var isUTF8: Bool { name == "UTF-8" }
  /// Bytes of the smallest unit.
  var unit: Int { name.hasPrefix("UTF-16") ? 2 : 1 }

  /// The whole file is asked only while it is plain ASCII: a list may have its first name in row 100,000.
  static func find(_ file: InputFile, hint: String?) throws(Fault) -> TextEncoding {
    let start = try file.peek(sample)
    if let hint { return TextEncoding(name: canonical(hint), mark: marked(start).map { $0.name == canonical(hint) ? $0.mark : 0 } ?? 0) }
    if let marked = marked(start) { return marked }
    if let wide = wide(start) { return TextEncoding(name: wide, mark: 0) }
    var offset = 0
    var piece = start
    while !piece.isEmpty {
      if let first = firstHighByte(piece) {
        // Whole characters are wanted: the byte before a high byte may be its partner's first half, never an ASCII one.
        return TextEncoding(name: judge(try file.peek(sample, at: offset + first), isEnd: offset + first + sample >= file.size), mark: 0)
      }
      offset += piece.count
      piece = try file.peek(1 << 20, at: offset)
    }
    return TextEncoding(name: "UTF-8", mark: 0)
  }

  private static let sample = 1 << 18

  static func named(_ name: String) -> TextEncoding { TextEncoding(name: canonical(name), mark: 0) }

  private static func canonical(_ name: String) -> String {
    switch name.uppercased() {
    case "UTF8", "UTF-8": "UTF-8"
    case "GBK", "GB2312", "GB18030", "CP936": "GB18030"
    case "BIG5", "BIG-5", "CP950": "BIG5"
    default: name.uppercased()
    }
  }

  private static func marked(_ start: [UInt8]) -> TextEncoding? {
    if start.starts(with: [0xEF, 0xBB, 0xBF]) { return TextEncoding(name: "UTF-8", mark: 3) }
    if start.starts(with: [0xFF, 0xFE]) { return TextEncoding(name: "UTF-16LE", mark: 2) }
    if start.starts(with: [0xFE, 0xFF]) { return TextEncoding(name: "UTF-16BE", mark: 2) }
    if start.starts(with: [0x84, 0x31, 0x95, 0x33]) { return TextEncoding(name: "GB18030", mark: 4) }
    return nil
  }

  /// UTF-16 without a mark: the delimiters, digits and line breaks of a table have a zero on one side only.
  static func wide(_ start: [UInt8]) -> String? {
    if let marked = marked(start) { return marked.name.hasPrefix("UTF-16") ? marked.name : nil }
    guard start.count >= 8 else { return nil }
    var zeros = (even: 0, odd: 0)
    for index in 0..<min(start.count, 4096) where start[index] == 0 {
      if index % 2 == 0 { zeros.even += 1 } else { zeros.odd += 1 }
    }
    let pairs = min(start.count, 4096) / 2
    if zeros.odd * 20 >= pairs, zeros.even * 20 < zeros.odd { return "UTF-16LE" }
    if zeros.even * 20 >= pairs, zeros.odd * 20 < zeros.even { return "UTF-16BE" }
    return nil
  }

  private static func firstHighByte(_ bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBytes { raw in
      var at = 0
      while at + 8 <= raw.count, raw.loadUnaligned(fromByteOffset: at, as: UInt64.self) & 0x8080_8080_8080_8080 == 0 { at += 8 }
      while at < raw.count {
        if raw[at] >= 0x80 { return at }
        at += 1
      }
      return nil
    }
  }

  /// UTF-8 when nearly all that is not ASCII reads as UTF-8 (the rest are broken rows), else one of the two-byte encodings.
  private static func judge(_ bytes: [UInt8], isEnd: Bool) -> String {
    var valid = 0
    var invalid = 0
    var at = 0
    bytes.withUnsafeBufferPointer { bytes in
      while at < bytes.count {
        if bytes[at] < 0x80 {
          at += 1
        } else if let length = UTF8Check.length(bytes, at: at) {
          valid += 1
          at += length
        } else {
          if !isEnd, bytes.count - at < 4 { break }
          invalid += 1
          at += 1
        }
      }
    }
    if invalid == 0 || valid >= invalid * 9 { return "UTF-8" }
    if isWestern(bytes) {
      // é between two ASCII letters is no half of a Chinese character.
      let guess = EncodingGuess.of(bytes) ?? ""
      return guess.hasPrefix("WINDOWS-125") || guess.hasPrefix("ISO-8859") || guess.hasPrefix("MAC") ? guess : "WINDOWS-1252"
    }
    switch EncodingGuess.of(bytes) {
    case "BIG5": return bytes.count > 2000 || isBig5(bytes) ? "BIG5" : "GB18030"
    case "GB18030": return bytes.count > 2000 || !isBig5(bytes) ? "GB18030" : "BIG5"
    default: return isBig5(bytes) ? "BIG5" : "GB18030"
    }
  }

  /// Most bytes above ASCII stand alone between ASCII ones.
  private static func isWestern(_ bytes: [UInt8]) -> Bool {
    var alone = 0
    var together = 0
    var run = 0
    for byte in bytes {
      if byte >= 0x80 {
        run += 1
      } else {
        if run == 1 { alone += 1 } else { together += run }
        run = 0
      }
    }
    return alone > together
  }

  /// Second bytes below 0x80 are half of all in Big5 and rare in GB18030; frequent characters of Big5 begin 0xA4 to 0xC6.
  private static func isBig5(_ bytes: [UInt8]) -> Bool {
    var pairs = 0
    var low = 0
    var common = 0
    var broken = 0
    var at = 0
    while at + 1 < bytes.count {
      guard bytes[at] >= 0x80 else {
        at += 1
        continue
      }
      let second = bytes[at + 1]
      guard bytes[at] >= 0xA1, bytes[at] <= 0xF9, (second >= 0x40 && second <= 0x7E) || (second >= 0xA1 && second <= 0xFE) else {
        broken += 1
        at += second >= 0x30 && second <= 0x39 ? 4 : 2
        continue
      }
      pairs += 1
      if second < 0x80 { low += 1 }
      if (0xA4...0xC6).contains(bytes[at]) { common += 1 }
      at += 2
    }
    return pairs >= 2 && low * 5 >= pairs && common * 10 >= pairs * 8 && broken * 50 <= pairs
  }
}

/// Whether bytes are UTF-8: shortest forms, no surrogates, no more than U+10FFFF.
enum UTF8Check {
  /// Length of the character at an index, or nil when there is none.
  @inline(__always)
  static func length(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int? {
    let first = bytes[index]
    if first < 0x80 { return 1 }
    @inline(__always) func follows(_ offset: Int) -> Bool { index + offset < bytes.count && bytes[index + offset] & 0xC0 == 0x80 }
    switch first {
    case 0xC2...0xDF: return follows(1) ? 2 : nil
    case 0xE0...0xEF:
      guard follows(1), follows(2) else { return nil }
      let second = bytes[index + 1]
      if first == 0xE0 && second < 0xA0 || first == 0xED && second > 0x9F { return nil }
      return 3
    case 0xF0...0xF4:
      guard follows(1), follows(2), follows(3) else { return nil }
      let second = bytes[index + 1]
      if first == 0xF0 && second < 0x90 || first == 0xF4 && second > 0x8F { return nil }
      return 4
    default: return nil
    }
  }

  static func isValid(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let raw = UnsafeRawBufferPointer(bytes)
    var at = 0
    while at < bytes.count {
      if at + 8 <= raw.count, raw.loadUnaligned(fromByteOffset: at, as: UInt64.self) & 0x8080_8080_8080_8080 == 0 {
        at += 8
        continue
      }
      let first = bytes[at]
      if first < 0x80 {
        at += 1
      } else if first >= 0xE1, first <= 0xEC, at + 2 < bytes.count, bytes[at + 1] & 0xC0 == 0x80, bytes[at + 2] & 0xC0 == 0x80 {
        at += 3  // nearly all of Chinese
      } else {
        guard let length = length(bytes, at: at) else { return false }
        at += length
      }
    }
    return true
  }
}
