package import Tables
import Values

/// The seven types a column of a table may have (contract.md, Decision tables), and how a point on the line of each is printed.
package enum ValueKind: String, Sendable, CaseIterable, BitwiseCopyable {
  case text
  /// Millionths.
  case number
  /// Minor units; written in yuan.
  case money
  /// Billionths; written `20%`, `0.2` or `20个点`.
  case rate
  /// Days since 1970-01-01.
  case date
  /// Seconds on the business clock.
  case datetime
  case boolean

  /// The word in row 3, in English or Chinese.
  package init?(word: String) {
    switch word.lowercased() {
    case "文本", "string": self = .text
    case "数字", "数值": self = .number
    case "金额": self = .money
    case "比例", "费率": self = .rate
    case "日期": self = .date
    case "日期时间", "时间": self = .datetime
    case "是否", "布尔": self = .boolean
    case let word:
      guard let kind = ValueKind(rawValue: word) else { return nil }
      self = kind
    }
  }

  package var tag: Datum.Tag {
    switch self {
    case .text: .text
    case .number: .number
    case .money: .money
    case .rate: .rate
    case .date: .date
    case .datetime: .moment
    case .boolean: .boolean
    }
  }

  package var isNumeric: Bool { self == .number || self == .money || self == .rate }
  package var isOrdered: Bool { self != .text && self != .boolean }

  /// All points the kind has; a boolean has two.
  package var domain: SpanSet { self == .boolean ? SpanSet(Span(0, 1)) : .everything }

  /// A point as the tables write it. Texts are printed by their lexicon.
  package func text(_ point: Int64) -> String {
    switch self {
    case .text: String(point)
    case .number: Decimals.trimmed(point, places: 6)
    case .money: point % 100 == 0 ? Decimals.trimmed(point, places: 2) : Decimals.text(point, places: 2)
    case .rate: Rate(billionths: point).description
    case .date: Day(number: Int32(clamping: point)).description
    case .datetime: Moment(seconds: point).description
    case .boolean: point == 0 ? "false" : "true"
    }
  }
}
