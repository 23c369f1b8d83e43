import Values

/// All that writing a column's cells needs, looked up once: its formats, which total and which breakdown it feeds, how wide it grew.
struct Pen {
  /// Serial of 1970-01-01.
  static let epoch: Int64 = 25_569
  /// 1900-03-01.
  static let firstDay: Int64 = -25_508

  let column: ListPlan.Column
  let format: Sheet.Format
  /// For texts in a column of another kind.
  let text: Sheet.Format
  let marked: Sheet.Format
  /// Index among the list's totals.
  let total: Int?
  /// Index among the list's breakdowns.
  let table: Int?
  /// Width of the widest text so far.
  var widest = 0
  /// The largest and the lowest number so far, for the width.
  private var largest: UInt64 = 0
  private var lowest: Int64 = 0
  private var decimals = 2
  private let rates: [Sheet.Format]

  init(_ column: ListPlan.Column, looks: Looks, total: Int?, table: Int?) {
    precondition(table == nil || column.format == .text || column.format == .id, "a breakdown needs a column of texts")
    self.column = column
    self.total = total
    self.table = table
    let look = Look.body(column.format).with { $0.wraps = column.wraps }
    format = looks[look]
    let plain = Look.body(column.format == .text ? .text : .id).with { $0.wraps = column.wraps }
    text = looks[plain]
    marked = looks[plain.marked]
    rates =
      column.format == .rate
      ? (2...7).map { decimals in looks[Look.body(.rate).with { $0.number = CellFormat.percent(decimals: decimals) }] } : []
  }

  @inline(__always)
  mutating func see(_ value: Int64) {
    if value >= 0 {
      if UInt64(value) > largest { largest = UInt64(value) }
    } else if value < lowest {
      lowest = value
    }
  }

  /// Two decimals of a percent, more where the rate has more: 16.125 %.
  @inline(__always)
  mutating func rate(_ billionths: Int64) -> Sheet.Format {
    if rates.isEmpty || billionths % 100_000 == 0 { return format }
    var wanted = 3
    var unit: Int64 = 10_000
    while billionths % unit != 0 {
      wanted += 1
      unit /= 10
    }
    decimals = max(decimals, wanted)
    return rates[wanted - 2]
  }

  /// The width the column ends up with: its header in two lines at most, numbers and ids whole, texts up to 40 characters.
  var width: Int {
    let title = Pen.width(of: column.title)
    let header = min((title + 1) / 2 + 3, 24)
    let content: Int =
      switch column.format {
      case .text where column.wraps: wrapWidth
      case .text: min(widest + 1, max(column.width ?? 0, 40))
      case .id, .date, .moment: min(widest + 1, 60)
      case .money: max(numberWidth(places: 2), min(widest + 1, 40))
      case .integer: max(numberWidth(places: 0), min(widest + 1, 40))
      case .number: max(Decimals.trimmed(largest, places: 6).utf8.count + 4, min(widest + 1, 40))
      case .rate: max(decimals + 7, min(widest + 1, 40))
      }
    return max(column.width ?? column.format.narrowest, header, content)
  }

  /// A column whose texts wrap has its width from the beginning, since the height of a row is settled as it is written.
  var wrapWidth: Int { column.width ?? 40 }

  /// Lines the text prepared last takes in a wrapping column.
  func lines(of text: borrowing OutgoingText) -> Int {
    (text.width + text.width / 20) / max(wrapWidth - 1, 1) + 1
  }

  /// Of the longest number without a sign and of the longest with one, the longer, and room for a wider font.
  private func numberWidth(places: Int) -> Int {
    func length(_ magnitude: UInt64) -> Int {
      let digits = max(String(magnitude).utf8.count, places + 1)
      return digits + (digits - places - 1) / 3 + (places > 0 ? 1 : 0)
    }
    return max(length(largest), lowest < 0 ? length(lowest.magnitude) + 1 : 0) + 2
  }

  static func width(of text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 ? 2 : 1) }
  }
}
