/// The words a total row begins with. (domain.md C2-3)
enum TotalWord {
  private static let words: [[UInt8]] = [
    "合计", "总计", "小计", "人民币合计", "总合计", "本页合计", "本页小计", "本月合计", "本月小计", "累计", "本年累计", "共计", "总和", "total", "subtotal",
    "grand total", "sum", "grandtotal", "sub total",
  ].map { Array($0.utf8) }

  /// Whether a cell's first byte can begin such a word: asked of every row.
  @inline(__always)
  static func mayBegin(_ byte: UInt8) -> Bool {
    switch byte {
    case 0xE4...0xE7, 0x54, 0x74, 0x53, 0x73, 0x47, 0x67, 0x20, 0xE3, 0xC2: true
    default: false
    }
  }

  /// Whether the text is such a word, perhaps with a colon or a few characters after it: `合计：`, `人民币合计`, `合计金额`.
  static func begins(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count <= 60 else { return false }
    var clean: [UInt8] = []
    CellText.clean(bytes, .typed, into: &clean)
    // 合 计 is often written with blanks between.
    clean.removeAll { $0 == 0x20 }
    let lower = clean.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
    for word in words {
      if lower == word { return true }
      guard word[0] >= 0x80, lower.count > word.count, lower.starts(with: word) else { continue }
      let rest = lower[word.count...]
      if rest.first == 0x3A || rest.first == 0x28 || rest.first == 0x3D { return true }
      if rest.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2C || $0 == 0x2D }) { return true }
      if rest.starts(with: Array("金额".utf8)) || rest.starts(with: Array("保费".utf8)) || rest.starts(with: Array("笔数".utf8)) { return true }
      if rest.count <= 12, rest.allSatisfy({ $0 >= 0x80 }) && String(decoding: rest, as: UTF8.self).hasSuffix("元") { return true }
    }
    return false
  }
}
