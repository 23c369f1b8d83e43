import Tables
import Values

/// Writes one list: its header, its rows from batch to cell without an object in between, its foot. Past the row limit it goes on in a next sheet.
/// It knows nothing of other sheets; what they must know of it stands in `ranges` and `tally`.
struct ListWriter {
  let plan: ListPlan
  private(set) var tally: Tally
  private(set) var rows = 0
  /// Rows whose counted column is not blank: what COUNTA will find.
  private(set) var counted = 0
  /// The last sheet has the foot; a full one has no row left for it.
  private(set) var hasFoot = false
  private(set) var finished: [(name: String, rows: Int)] = []

  private let book: WorkbookFile
  private let page: (Sheet) throws(Fault) -> Void
  private let words: BookWords
  private let rowLimit: Int
  private var pens: [Pen] = []
  private var sheet: Sheet
  /// Row of the sheet written last, from 0; 0 is the header.
  private var row = 0
  /// Lines of the tallest cell of the row being written.
  private var lines = 1

  init(
    plan: ListPlan, book: WorkbookFile, words: BookWords, rowLimit: Int, page: @escaping (Sheet) throws(Fault) -> Void
  ) throws(Fault) {
    precondition(!plan.columns.isEmpty, "a list has columns")
    self.plan = plan
    self.book = book
    self.words = words
    self.rowLimit = rowLimit
    self.page = page
    tally = Tally(plan)
    sheet = try book.addSheet(plan.title)
    pens = plan.columns.enumerated().map { index, column in
      Pen(
        column, looks: book.looks, total: plan.totals.firstIndex(of: index),
        table: plan.breakdowns.firstIndex { $0.column == index })
    }
    try begin()
  }

  var ranges: Ranges {
    Ranges(sheets: finished.map { ($0.name, max($0.rows, 1)) })
  }

  // MARK: Rows

  mutating func append(_ batch: borrowing Batch, _ chosen: Range<Int>, columns: [Int], text: inout OutgoingText) throws(Fault) {
    precondition(columns.count == pens.count, "the mapping names \(columns.count) columns, the list has \(pens.count)")
    for index in chosen {
      try nextRow()
      for column in 0..<pens.count {
        let source = columns[column]
        let datum = source < 0 ? Datum.none : batch[index, source]
        if datum.tag == .text {
          batch.withBytes(datum) { text.prepare($0) }
          try put(column, &text, marked: false)
        } else {
          try put(column, datum, &text)
        }
      }
      try endRow()
    }
  }

  mutating func append(_ cells: [BookCell], marks: [Int], text: inout OutgoingText) throws(Fault) {
    precondition(cells.count == pens.count, "a row of \(cells.count) cells in a list of \(pens.count) columns")
    try nextRow()
    for (column, cell) in cells.enumerated() {
      if case .text(let value) = cell {
        text.prepare(value)
        try put(column, &text, marked: marks.contains(column))
      } else if marks.contains(column), case .none = cell {
        try sheet.blank(row, column, pens[column].marked)
      } else {
        try put(column, cell.datum, &text)
      }
    }
    try endRow()
  }

  /// A row as the sender had it, every cell a text, then our own texts.
  mutating func append(
    _ grid: borrowing Grid, _ source: Grid.Row, replacing: [Int: String], then own: [String], marks: [Int], text: inout OutgoingText
  ) throws(Fault) {
    precondition(own.count <= pens.count, "more texts than the list has columns")
    try nextRow()
    let sourceWidth = pens.count - own.count
    for column in 0..<pens.count {
      if column >= sourceWidth {
        text.prepare(own[column - sourceWidth])
      } else if let replacement = replacing[column] {
        text.prepare(replacement)
      } else {
        let cell = grid.cell(source, column)
        grid.bytes.withUnsafeBytes { bytes in
          text.prepare(UnsafeRawBufferPointer(rebasing: bytes[Int(cell.offset)..<Int(cell.offset) + Int(cell.length)]))
        }
      }
      try put(column, &text, marked: marks.contains(column))
    }
    try endRow()
  }

  func place(_ png: [UInt8], row: Int, column: Int, scale: Double, margin: Int) throws(Fault) {
    try sheet.picture(png, row + 1, column, scale: scale, margin: margin)
  }

  // MARK: Cells

  private mutating func put(_ column: Int, _ text: inout OutgoingText, marked: Bool) throws(Fault) {
    if let table = pens[column].table { tally.note(table, text.bytes) }
    let format = marked ? pens[column].marked : pens[column].text
    if text.length == 0 { return try sheet.blank(row, column, format) }
    if pens[column].widest < text.width { pens[column].widest = text.width }
    if column == plan.counted { counted += 1 }
    if pens[column].column.wraps { lines = max(lines, pens[column].lines(of: text)) }
    try sheet.text(row, column, text.pointer, format)
  }

  private mutating func put(_ column: Int, _ datum: Datum, _ text: inout OutgoingText) throws(Fault) {
    if column == plan.counted, datum.tag != .none { counted += 1 }
    switch datum.tag {
    case .none, .text:
      if let table = pens[column].table { tally.note(table, UnsafeRawBufferPointer(start: nil, count: 0)) }
      try sheet.blank(row, column, pens[column].format)
    case .money:
      note(column, datum.bits)
      try sheet.number(row, column, Double(datum.bits) / 100, pens[column].format)
    case .rate:
      pens[column].see(datum.bits)
      try sheet.number(row, column, Double(datum.bits) / 1e9, pens[column].rate(datum.bits))
    case .number:
      note(column, datum.bits)
      try sheet.number(row, column, Double(datum.bits) / 1e6, pens[column].format)
    case .integer:
      // A cell keeps 15 digits; a longer number is an identifier.
      if datum.bits.magnitude < 1_000_000_000_000_000 {
        note(column, datum.bits)
        try sheet.number(row, column, Double(datum.bits), pens[column].format)
      } else {
        text.prepare(String(datum.bits))
        try put(column, &text, marked: false)
      }
    case .date:
      // Before March 1900 the serials of spreadsheet programs are wrong by a day.
      if datum.bits >= Pen.firstDay {
        try sheet.number(row, column, Double(datum.bits + Pen.epoch), pens[column].format)
      } else {
        text.prepare(Day(number: Int32(datum.bits)).description)
        try put(column, &text, marked: false)
      }
    case .moment:
      if datum.bits >= Pen.firstDay * Moment.secondsPerDay {
        try sheet.number(row, column, Double(datum.bits) / 86_400 + Double(Pen.epoch), pens[column].format)
      } else {
        text.prepare(Moment(seconds: datum.bits).description)
        try put(column, &text, marked: false)
      }
    case .boolean:
      text.prepare(datum.bits != 0 ? words.yes : words.no)
      try put(column, &text, marked: false)
    }
  }

  @inline(__always)
  private mutating func note(_ column: Int, _ amount: Int64) {
    pens[column].see(amount)
    if let total = pens[column].total { tally.note(total, amount) }
  }

  // MARK: Sheets

  private mutating func nextRow() throws(Fault) {
    if row == rowLimit {
      try end(last: false)
      sheet = try book.addSheet("\(plan.title)-\(finished.count + 1)")
      try begin()
    }
    row += 1
  }

  private mutating func endRow() throws(Fault) {
    rows += 1
    if let height = plan.rowHeight {
      sheet.height(row, height)
      lines = 1
    } else if lines > 1 {
      sheet.height(row, Double(min(lines, 30)) * 13.5 + 2)
      lines = 1
    }
    guard tally.endRow() else {
      throw Fault(
        .data, code: "sum-too-large", place: "\(book.path) [\(sheet.name)] row \(row + 1)",
        cause: "the sum of a column is larger than a cell shows to the fen (90,000,000,000,000.00)",
        remedy: "look for an amount with too many digits")
    }
    if rows & 0xFFFF == 0, !sheet.isSound() {
      throw WorkbookFile.fault(
        book.path, "temporary-disk-full", "the temporary file of sheet \(sheet.name) in \(book.temporary) came up short",
        "free disk space there and run again")
    }
  }

  private mutating func begin() throws(Fault) {
    row = 0
    try page(sheet)
    if let height = plan.rowHeight { sheet.height(ofAll: height) }
    sheet.height(0, 30)
    for (index, column) in plan.columns.enumerated() {
      try sheet.text(0, index, column.title, Look.header.with { if column.added { $0.fill = Look.addedFill } })
    }
    sheet.frozen(rows: 1)
  }

  /// The last sheet has the foot, over all of them; a full one has no row left for it.
  mutating func end(last: Bool) throws(Fault) {
    finished.append((sheet.name, row))
    let dataRows = max(row, 1)
    try sheet.filtered(rows: dataRows, columns: pens.count)
    let texts = pens.indices.filter { plan.columns[$0].format == .id || plan.columns[$0].format == .text }
    if !texts.isEmpty {
      try sheet.textsLookLikeNumbers(
        texts.map { "\(Place.letters($0))2:\(Place.letters($0))\(dataRows + 1)" }.joined(separator: " "))
    }
    var printedRows = dataRows + 1
    if last, !plan.totals.isEmpty, dataRows < 1_048_575 {
      try foot(dataRows + 1)
      hasFoot = true
      printedRows += 1
    }
    for column in pens.indices { sheet.width(column, pens[column].width) }
    if let chart = plan.chart, finished.count == 1, row > 0, printedRows < 1_000_000 {
      printedRows = try book.draw(chart, on: sheet, rows: row, from: printedRows + 1)
    }
    try sheet.printed(rows: printedRows, columns: pens.count, repeated: 0...0)
  }

  /// SUBTOTAL follows the filter: a clerk who filters sees the sum of what is shown, and the filter leaves that row alone.
  private mutating func foot(_ at: Int) throws(Fault) {
    let label = pens.indices.first { pens[$0].total == nil }
    sheet.height(at, 20)
    for column in pens.indices {
      let look = Look.body(plan.columns[column].format).foot
      if let total = pens[column].total {
        let formula =
          finished.count == 1
          ? "SUBTOTAL(9,\(Place.letters(column))2:\(Place.letters(column))\(at))" : ranges.sum(column)
        let sum = tally.sums[total]
        pens[column].see(sum)
        try sheet.formula(at, column, formula, cached: sum, plan.columns[column].format, look)
      } else if column == label {
        try sheet.text(at, column, words.total, Look.body(.text).foot)
      } else {
        try sheet.blank(at, column, book.looks[look])
      }
    }
  }
}
