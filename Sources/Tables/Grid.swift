/// A run of rows as they stand in a sheet, before anyone asked what they mean. One flat buffer of bytes; a cell is a range in it.
/// Readers (Spreadsheets) fill it, `Intake` types read it. It is emptied and filled again chunk by chunk, so memory stays flat.
package struct Grid: Sendable {
  @frozen
  package enum Kind: UInt8, Sendable {
    case blank
    /// Text as written; UTF-8, valid.
    case text
    /// A number cell of a workbook: its source text (`46027`, `299.00000000000006`, `1.38E+10`).
    case number
    /// A number cell shown as a date or a time: the serial's source text; `epoch1904` says from when it counts.
    case serial
    /// `1` or `0`.
    case boolean
    /// `#N/A` and its kin.
    case error
  }

  @frozen
  package struct Cell: Sendable {
    package var offset: UInt32
    package var length: UInt32
    package var kind: Kind

    @inlinable package init(offset: UInt32, length: UInt32, kind: Kind) {
      self.offset = offset
      self.length = length
      self.kind = kind
    }
  }

  @frozen
  package struct Row: Sendable {
    /// Physical row, from 1: the line a person finds in an editor, the row number a spreadsheet program shows.
    package var number: Int32
    package var first: Int32
    package var count: Int32
    /// The record could not be read as a row (a broken quote, invalid bytes): the row is a reject with this cause, its cells are what was got.
    package var broken: Broken?
    /// Hidden in the workbook. It is read like any other; the reader of the file is told.
    package var hidden: Bool

    @inlinable package init(number: Int32, first: Int32, count: Int32, broken: Broken? = nil, hidden: Bool = false) {
      self.number = number
      self.first = first
      self.count = count
      self.broken = broken
      self.hidden = hidden
    }
  }

  /// Cells shown as one: the first one's, the others are blank.
  package struct Merge: Equatable, Sendable {
    /// Physical rows, from 1.
    package var rows: ClosedRange<Int>
    /// From 0.
    package var columns: ClosedRange<Int>

    package init(rows: ClosedRange<Int>, columns: ClosedRange<Int>) {
      self.rows = rows
      self.columns = columns
    }
  }

  @frozen
  package enum Broken: UInt8, Sendable {
    case quote
    case encoding
    case tooLong
    case tooManyColumns
  }

  package var bytes: [UInt8] = []
  package var cells: [Cell] = []
  package var rows: [Row] = []
  /// Serials count from 1904 instead of 1900.
  package var epoch1904 = false
  /// The rows come from delimited text: a cell too many may be a delimiter without quotation marks.
  package var isDelimited = false
  /// What is merged among the rows a header is looked for in, where the file says so before its rows: an old workbook does.
  package var merges: [Merge] = []

  package init() {}

  package mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    cells.removeAll(keepingCapacity: true)
    rows.removeAll(keepingCapacity: true)
  }

  /// The cell at a column, from 0; beyond the row's end it is blank.
  @inlinable
  package func cell(_ row: Row, _ column: Int) -> Cell {
    column < Int(row.count) ? cells[Int(row.first) + column] : Cell(offset: 0, length: 0, kind: .blank)
  }

  package func text(_ cell: Cell) -> String {
    String(decoding: bytes[Int(cell.offset)..<Int(cell.offset) + Int(cell.length)], as: UTF8.self)
  }

  /// Appends a cell to the row being built; for readers and tests.
  @inlinable
  package mutating func append(_ kind: Kind, _ content: some Sequence<UInt8>) {
    let start = bytes.count
    bytes.append(contentsOf: content)
    cells.append(Cell(offset: UInt32(start), length: UInt32(bytes.count - start), kind: kind))
  }

  /// Closes the row whose cells began at `first`.
  @inlinable
  package mutating func endRow(number: Int, first: Int, broken: Broken? = nil, hidden: Bool = false) {
    rows.append(Row(number: Int32(number), first: Int32(first), count: Int32(cells.count - first), broken: broken, hidden: hidden))
  }
}
