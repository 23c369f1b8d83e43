/// Text as it may leave in a log, an alert, a figure or a summary: without what may be personal data. Suppliers name their files as they like, so a name
/// keeps only what cannot be anybody's: dates, short numbers, Latin words, and words that are common in the names of lists. (design.md, law 9)
package enum SafeText {
  private static let hidden = "***"

  /// A file's name: numbers that could be a telephone, an identity card, a plate or a policy are hidden, as are words nobody knows.
  package static func fileName(_ name: String) -> String {
    var text = ""
    var rest = Substring(name)
    while let first = rest.first {
      let stretch: Substring
      if isDigit(first) || isLatin(first) {
        stretch = rest.prefix { isDigit($0) || isLatin($0) || isJoint($0) }
        text += numbers(stretch)
      } else if first.isLetter {
        stretch = rest.prefix { $0.isLetter && !isLatin($0) }
        text += words(stretch)
      } else {
        stretch = rest.prefix(1)
        // What steers a terminal or turns the direction of writing is no part of a name people need.
        text += first.unicodeScalars.allSatisfy { $0.properties.generalCategory.isShown } ? String(first) : "?"
      }
      rest = rest.dropFirst(stretch.count)
    }
    return text.replacing(hidden + hidden, with: hidden)
  }

  /// A path: the names of its parts, each by itself.
  package static func path(_ path: String) -> String {
    path.split(separator: "/", omittingEmptySubsequences: false).map { fileName(String($0)) }.joined(separator: "/")
  }

  /// A sentence of our own that may quote something: numbers as long as a telephone's are hidden, and it is kept short.
  package static func sentence(_ text: String) -> String {
    var safe = ""
    var rest = text.prefix(600)
    while let first = rest.first {
      let stretch = isDigit(first) || isLatin(first) ? rest.prefix { isDigit($0) || isLatin($0) || $0 == "-" } : rest.prefix(1)
      let isLong = stretch.count { isDigit($0) } >= 11 && !isDate(stretch)
      safe += isLong ? hidden : String(stretch.map { $0.isNewline ? " " : $0 })
      rest = rest.dropFirst(stretch.count)
    }
    return safe
  }

  // MARK: what is known

  /// Letters and digits with what joins them: hidden as a whole once there are five digits that are no date.
  private static func numbers(_ stretch: Substring) -> String {
    // `list_20260311.csv`: dates are looked for between the joints.
    let parts = stretch.split(omittingEmptySubsequences: false) { isJoint($0) }
    var isKnown = parts.map { part in !part.contains { isDigit($0) } }
    var index = 0
    while index < parts.count {
      // `2026-03-11`, `2026.3`, `20260311`.
      let length = [3, 2, 1].first { count in
        index + count <= parts.count && isDate(Substring(parts[index..<index + count].map { $0.count == 1 ? "0" + $0 : $0 }.joined()))
      }
      for place in index..<index + (length ?? 0) { isKnown[place] = true }
      index += length ?? 1
    }
    let unknown = parts.indices.reduce(0) { sum, place in isKnown[place] ? sum : sum + parts[place].count { isDigit($0) } }
    if unknown < 5 { return String(stretch) }
    var text = ""
    var place = stretch.startIndex
    for (part, isKnown) in zip(parts, isKnown) {
      text += stretch[place..<part.startIndex]
      text += isKnown ? String(part) : hidden
      place = part.endIndex
    }
    return text + stretch[place...]
  }

  /// `2026`, `202603`, `20260311`, `20260311142500`.
  private static func isDate(_ text: Substring) -> Bool {
    let digits = Array(text.utf8)
    guard [4, 6, 8, 12, 14].contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
    func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + Int($1 - 0x30) } }
    guard (1990...2099).contains(number(0..<4)) else { return false }
    if digits.count >= 6, !(1...12).contains(number(4..<6)) { return false }
    if digits.count >= 8, !(1...31).contains(number(6..<8)) { return false }
    if digits.count >= 12, number(8..<10) > 23 || number(10..<12) > 59 { return false }
    return true
  }

  /// What is common in the names of lists, longest first; a stretch between such words is hidden.
  private static func words(_ stretch: Substring) -> String {
    var text = ""
    var rest = stretch
    var isHidden = false
    while !rest.isEmpty {
      if let word = common.first(where: { rest.hasPrefix($0) }) {
        text += word
        rest = rest.dropFirst(word.count)
        isHidden = false
      } else {
        if !isHidden { text += hidden }
        isHidden = true
        rest = rest.dropFirst()
      }
    }
    return text
  }

  private static let common = [
    "承保", "清单", "批单", "批改", "退保", "保单", "商户", "参与方", "礼品", "产品", "规则", "收入", "支出", "一级", "二级", "分配", "审批", "授信", "保证金", "付款",
    "用户", "客户", "发货", "核销", "交易", "赔付", "账户", "凭证", "指令", "投保", "厂商", "条款", "需求", "订单", "报修", "查询", "回执", "更正", "补报", "日报", "月报",
    "周报", "汇总", "明细", "结算", "数据", "文件", "副本", "最终", "测试", "车险", "保险", "预付卡", "延保", "年", "月", "日",
  ].sorted { $0.count > $1.count }

  /// Of any script; 三 is a word, and may be a name.
  private static func isDigit(_ character: Character) -> Bool {
    character.unicodeScalars.first?.properties.generalCategory == .decimalNumber
  }
  private static func isLatin(_ character: Character) -> Bool { character.isASCII && character.isLetter }
  private static func isJoint(_ character: Character) -> Bool { "-_. ()".contains(character) }
}

extension Unicode.GeneralCategory {
  fileprivate var isShown: Bool {
    switch self {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
    default: true
    }
  }
}
