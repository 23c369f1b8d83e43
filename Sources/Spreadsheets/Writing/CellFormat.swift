/// How a column's cells look. The value's own type decides what is written; the format decides how it is shown.
package enum CellFormat: String, Sendable, CaseIterable {
  case text
  /// Text that no spreadsheet program may turn into a number: `@`.
  case id
  /// `#,##0.00;[Red]-#,##0.00`
  case money
  /// `0.00%`, with more decimals where the value needs them.
  case rate
  /// `yyyy-mm-dd`
  case date
  /// `yyyy-mm-dd hh:mm:ss`
  case moment
  case integer
  /// Up to six decimals.
  case number
}

extension CellFormat {
  /// The number format as spreadsheet programs write it. (domain.md C4, 3)
  var code: String {
    switch self {
    case .text, .id: "@"
    case .money: "#,##0.00;[Red]-#,##0.00"
    case .rate: CellFormat.percent(decimals: 2)
    case .date: "yyyy-mm-dd"
    case .moment: "yyyy-mm-dd hh:mm:ss"
    case .integer: "#,##0;[Red]-#,##0"
    case .number: "#,##0.######;[Red]-#,##0.######"
    }
  }

  var align: Look.Align {
    switch self {
    case .text, .id: .left
    case .date, .moment: .centre
    case .money, .rate, .integer, .number: .right
    }
  }

  /// The narrowest a column of this kind is, in characters.
  var narrowest: Int {
    switch self {
    case .text, .id, .integer, .rate: 8
    case .money: 11
    case .number: 10
    case .date: 11
    case .moment: 19
    }
  }

  static func percent(decimals: Int) -> String {
    "0." + String(repeating: "0", count: decimals) + "%"
  }

  /// Decimals of the exact value behind a cell.
  var places: Int {
    switch self {
    case .money: 2
    case .number: 6
    case .rate: 9
    case .text, .id, .date, .moment, .integer: 0
    }
  }

  /// The double of an exact sum, made here and nowhere earlier.
  func cellValue(_ sum: Int64) -> Double {
    switch self {
    case .money: Double(sum) / 100
    case .number: Double(sum) / 1e6
    case .rate: Double(sum) / 1e9
    case .text, .id, .date, .moment, .integer: Double(sum)
    }
  }
}
