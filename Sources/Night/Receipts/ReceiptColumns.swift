import Tables
import Values

/// The columns a receipt has beyond its sender's own, and how they are known again when the receipt comes back corrected. (issue: receipts)
enum ReceiptColumns {
  /// State, code, reason, remedy, and the row's mark: by it a corrected row is matched to its reject, wherever the row was moved to.
  static func titles(english: Bool) -> [String] {
    english ? ["State", "Code", "Reason", "What to do", "Receipt row"] : ["状态", "原因代码", "原因", "处理建议", "回执行号"]
  }

  /// Beside a column of the sender's that is called the same, ours says whose it is: 回执原因代码.
  static func titles(english: Bool, beside own: some Sequence<String>) -> [String] {
    let taken = Set(own.map { HeaderText($0).key })
    return titles(english: english).map { taken.contains(HeaderText($0).key) ? prefixed($0, english) : $0 }
  }

  private static func prefixed(_ title: String, _ english: Bool) -> String { english ? "Receipt: \(title.lowercased())" : "回执\(title)" }

  private static let known = Set(
    [true, false].flatMap { english in titles(english: english).flatMap { [$0, prefixed($0, english)] } }.map { HeaderText($0).key })
  private static let marks = Set([titles(english: true), titles(english: false)].map { HeaderText($0.last!).key })

  /// The column of the marks, where the file is a receipt of ours.
  static func mark(in header: HeaderMap) -> Int? {
    header.undeclared.last { marks.contains(HeaderText(header.headers[$0]).key) }
  }

  /// How many columns are the sender's: all but ours at the end.
  static func ownWidth(_ header: HeaderMap) -> Int {
    var width = header.headers.count
    guard mark(in: header) != nil else { return width }
    while width > 0, header.fieldOfColumn[width - 1] < 0, known.contains(HeaderText(header.headers[width - 1]).key) { width -= 1 }
    return width
  }
}

/// Which row of which file a receipt's row speaks of: the beginning of the file's digest, and the physical row.
struct ReceiptMark: Hashable {
  let file: String
  let row: Int

  init(file: Digest, row: Int) {
    self.file = file.short
    self.row = row
  }

  /// `3f2a9c1b7d04:17`; nil for any other text.
  init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.count == 12, let row = Int(parts[1]), row > 0 else { return nil }
    guard parts[0].utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }) else { return nil }
    file = String(parts[0])
    self.row = row
  }

  var text: String { "\(file):\(row)" }
}
