/// A list in a workbook: one header row, then rows without end, no merged cells. 明细, 未结算 and the extra sheets are lists.
package struct ListPlan: Sendable {
  /// The sheet's name; beyond the row limit `明细-2` follows. Cut at 31 characters, `[]:*?/\` replaced.
  package var title: String
  package var columns: [Column]
  /// The column counted by row-count formulas: one that is never blank.
  package var counted: Int
  /// Tables of 汇总 over this list.
  package var breakdowns: [Breakdown]
  /// What the rows are called where they are counted; nil: 行数.
  package var rowsTitle: String?
  /// A native chart under the rows; nil draws none.
  package var chart: Chart?
  /// Points every row is high, for pictures; nil: as its texts need.
  package var rowHeight: Double?

  package init(
    title: String, columns: [Column], counted: Int = 0, breakdowns: [Breakdown] = [], rowsTitle: String? = nil, chart: Chart? = nil
  ) {
    self.title = title
    self.columns = columns
    self.counted = counted
    self.breakdowns = breakdowns
    self.rowsTitle = rowsTitle
    self.chart = chart
  }

  /// A chart of a list's first sheet: one column's numbers by another's texts, live like any formula.
  package struct Chart: Sendable {
    package enum Kind: Sendable {
      /// Lying bars, the first row on top: values of a kind.
      case bars
      /// Standing columns from left to right: periods.
      case columns
    }
    package var kind: Kind
    package var title: String
    package var labels: Int
    package var values: Int

    package init(_ kind: Kind, title: String, labels: Int, values: Int) {
      self.kind = kind
      self.title = title
      self.labels = labels
      self.values = values
    }
  }

  package struct Column: Sendable {
    package var title: String
    package var format: CellFormat
    /// In characters, a Chinese one counting two; the column is never narrower. Ids, numbers and dates widen it so that
    /// none is cut or shown as ####, text up to 40. Nil leaves it to the content.
    package var width: Int?
    /// Money, number or integer columns only: summed at the foot and in 汇总.
    package var total: Bool
    /// Long text breaks into lines inside its cell (原因, 处理建议).
    package var wraps: Bool
    /// A column we added to somebody's own: its header stands out.
    package var added: Bool

    package init(
      _ title: String, _ format: CellFormat = .text, width: Int? = nil, total: Bool = false, wraps: Bool = false, added: Bool = false
    ) {
      precondition(!total || format == .money || format == .number || format == .integer, "a total needs a column of numbers")
      self.title = title
      self.format = format
      self.width = width
      self.total = total
      self.wraps = wraps
      self.added = added
    }
  }

  /// One table of 汇总: a row for each value of a text column with its count and the sum of every total column, as live formulas.
  package struct Breakdown: Sendable {
    /// Index of a text or id column of the list.
    package var column: Int
    /// Values in the order wanted, printed even when no row has them. Values not listed follow, sorted.
    package var listed: [String]
    /// Heading; nil makes 按险种 of the column's title.
    package var title: String?

    package init(column: Int, listed: [String] = [], title: String? = nil) {
      self.column = column
      self.listed = listed
      self.title = title
    }
  }

  /// Indexes of the columns that are summed.
  package var totals: [Int] { columns.indices.filter { columns[$0].total } }
}
