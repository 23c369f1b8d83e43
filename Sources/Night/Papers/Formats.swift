import Flows
import Pages
import Spreadsheets
import Tables
import Values

/// How a column of a sheet is shown on each paper.
extension Sheet.Format {
  var cell: CellFormat {
    switch self {
    case .text, .qr: .text
    case .id: .id
    case .money: .money
    case .rate: .rate
    case .date: .date
    case .moment: .moment
    case .integer: .integer
    case .number: .number
    }
  }

  var kind: PagePlan.Column.Kind {
    switch self {
    case .text: .text
    case .id: .id
    case .money, .rate, .integer, .number: .number
    case .date, .moment: .moment
    case .qr: .picture
    }
  }

  /// What its sums are.
  var scale: Datum.Tag { self == .integer ? .integer : self == .number ? .number : .money }

  /// Decimals of the exact value behind a cell.
  var places: Int {
    switch self {
    case .money: 2
    case .rate: 9
    case .number: 6
    case .text, .id, .date, .moment, .integer, .qr: 0
    }
  }

  /// An exact sum of the column as the closing of a sheet takes it.
  func value(_ sum: Int64) -> BookValue { self == .integer ? .integer(sum) : .money(Money(minor: sum)) }

  /// An exact sum of the column, plain.
  func plain(_ sum: Int64) -> String { Decimals.text(sum, places: self == .number ? 6 : self == .integer ? 0 : 2) }
}

extension Sheet.Column {
  /// A text wider than a page's column goes over several lines.
  var pageKind: PagePlan.Column.Kind { format == .text && width >= 36 ? .long : format.kind }
}
