import Values

/// A value of the closing as it goes into a cell: what it is exactly, how it looks, and the live formula behind it, if any.
struct Figure {
  enum Content {
    case text(String)
    /// Minor units, billionths, whole numbers or serials, as the format says.
    case number(Double, exact: Int64)
  }

  var content: Content
  var format: CellFormat
  var formula: String?
  /// More decimals of a percent than two.
  var code: String?
}

extension Figure {
  /// A single cell as it is handed in.
  static func of(_ cell: BookCell, format: CellFormat) -> Figure {
    switch cell {
    case .none: Figure(content: .text(""), format: format)
    case .text(let text): Figure(content: .text(text), format: .id)
    case .boolean(let value): Figure(content: .text(value ? "1" : "0"), format: .id)
    case .money(let value): exact(value.minor, .money)
    case .rate(let value): exact(value.billionths, .rate)
    case .number(let value): exact(value, .number)
    case .integer(let value): exact(value, .integer)
    case .date(let day): Figure(content: .number(Double(Int64(day.number) + Pen.epoch), exact: Int64(day.number)), format: .date)
    case .moment(let moment):
      Figure(content: .number(Double(moment.seconds) / 86_400 + Double(Pen.epoch), exact: moment.seconds), format: .moment)
    }
  }

  static func exact(_ exact: Int64, _ format: CellFormat, _ formula: String? = nil) -> Figure {
    Figure(content: .number(format.cellValue(exact), exact: exact), format: format, formula: formula)
  }

  /// In characters, a Chinese one counting two.
  var width: Int {
    switch content {
    case .text(let text): return Pen.width(of: text)
    case .number(_, let exact):
      switch format {
      case .moment: return 19
      case .date: return 10
      case .text, .id, .money, .rate, .integer, .number:
        let digits = String(exact.magnitude).utf8.count
        return digits + digits / 3 + 2
      }
    }
  }
}

/// Looks up what the lists counted and summed.
struct Figures {
  private let lists: [BookList: ListWriter]

  init(lists: [BookList: ListWriter]) { self.lists = lists }

  func writer(_ list: BookList) -> ListWriter { lists[list]! }

  func figure(_ value: BookValue) -> Figure {
    switch value {
    case .text(let text): return Figure(content: .text(text), format: .text)
    case .money(let money): return .of(.money(money), format: .money)
    case .integer(let integer): return .of(.integer(integer), format: .integer)
    case .rate(let rate):
      var figure = Figure.exact(rate.billionths, .rate)
      let text = rate.description
      let decimals = text.split(separator: ".").count > 1 ? text.split(separator: ".")[1].count - 1 : 0
      if decimals > 2 { figure.code = CellFormat.percent(decimals: decimals) }
      return figure
    case .date(let day): return .of(.date(day), format: .date)
    case .moment(let moment): return .of(.moment(moment), format: .moment)
    case .sum(let list, let column):
      let writer = writer(list)
      return .exact(writer.tally.sums[total(writer, column)], writer.plan.columns[column].format, writer.ranges.sum(column))
    case .count(let list):
      let writer = writer(list)
      return .exact(Int64(writer.counted), .integer, writer.ranges.count(writer.plan.counted))
    case .sumWhere(let list, let column, let key, let value):
      let writer = writer(list)
      let table = table(writer, key)
      let sum = table.index(of: value).map { table.sum($0, total(writer, column)) } ?? 0
      let formula = writer.ranges.sumWhere(column, by: key, equals: value, cell: nil)
      return .exact(sum, writer.plan.columns[column].format, formula)
    case .countWhere(let list, let key, let value):
      let writer = writer(list)
      let table = table(writer, key)
      let count = table.index(of: value).map { table.counts[$0] } ?? 0
      return .exact(count, .integer, writer.ranges.countWhere(by: key, equals: value, cell: nil))
    }
  }

  private func total(_ writer: ListWriter, _ column: Int) -> Int {
    guard let total = writer.plan.totals.firstIndex(of: column) else { preconditionFailure("column \(column) is not summed") }
    return total
  }

  private func table(_ writer: ListWriter, _ column: Int) -> Tally.Table {
    guard let table = writer.tally.tables.first(where: { $0.column == column }) else {
      preconditionFailure("column \(column) is not broken down")
    }
    return table
  }
}

extension Sheet {
  func figure(_ row: Int, _ column: Int, _ figure: Figure, _ change: (inout Look) -> Void = { _ in }) throws(Fault) {
    var look = Look.body(figure.format)
    if let code = figure.code { look.number = code }
    change(&look)
    switch figure.content {
    case .text(let text): try self.text(row, column, text, look)
    case .number(let value, let exact):
      if let formula = figure.formula {
        try self.formula(row, column, formula, cached: exact, figure.format, look)
      } else {
        try number(row, column, value, look)
      }
    }
  }
}
