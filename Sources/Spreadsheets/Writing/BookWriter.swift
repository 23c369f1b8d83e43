package import Tables
package import Values

/// Writes a workbook: a plan first, then the rows list by list, then what closes it. Rows go to temporary files as they come, so memory
/// stays flat whatever their number. Only libxlsxwriter writes; whether it wrote well is `BookCheck`'s to say.
///
/// Not for two tasks at once; two writers in two tasks are fine. One that is let go before `finish` leaves nothing behind.
package final class BookWriter {
  private let plan: BookPlan
  private let words: BookWords
  private let book: WorkbookFile
  private let options: BookOptions
  private let cover: Sheet
  private let summary: Sheet
  /// The lists that are written, and the one that is being written: no other is begun before it ends.
  private var lists: [BookList: ListWriter] = [:]
  private var open: BookList
  private var writer: ListWriter
  private var text: OutgoingText
  private var isFinished = false

  package init(path: String, plan: BookPlan, options: BookOptions) throws(Fault) {
    self.plan = plan
    self.options = options
    words = plan.language.words
    text = OutgoingText(cutMark: words.cut)
    book = try WorkbookFile(path: path, temporary: options.temporary, title: plan.title, font: words.font, created: plan.day)
    cover = try book.addSheet(words.cover)
    summary = try book.addSheet(words.summary)
    open = .detail
    writer = try BookWriter.list(.detail, plan, words, book, options)
  }

  // MARK: Rows

  /// All rows of a batch. `columns[i]` is the batch's column for column i of the list, -1 leaves it blank.
  package func append(to list: BookList = .detail, _ batch: borrowing Batch, columns: [Int]) throws(Fault) {
    try turn(to: list)
    try writer.append(batch, 0..<batch.count, columns: columns, text: &text)
  }

  package func append(to list: BookList = .detail, _ batch: borrowing Batch, row: Int, columns: [Int]) throws(Fault) {
    try turn(to: list)
    try writer.append(batch, row..<row + 1, columns: columns, text: &text)
  }

  package func append(to list: BookList = .detail, _ cells: [BookCell]) throws(Fault) {
    try turn(to: list)
    try writer.append(cells, marks: [], text: &text)
  }

  /// A row of texts, the marked columns filled.
  package func append(to list: BookList = .detail, texts: [String], marks: [Int] = []) throws(Fault) {
    try turn(to: list)
    try writer.append(texts.map { BookCell.text($0) }, marks: marks, text: &text)
  }

  /// A receipt's row: the sender's own cells in their own order, each a text, then `own`. `replacing` stands for masked columns.
  package func append(
    to list: BookList = .detail, _ grid: borrowing Grid, _ row: Grid.Row, replacing: [Int: String] = [:], then own: [String],
    marks: [Int] = []
  ) throws(Fault) {
    try turn(to: list)
    try writer.append(grid, row, replacing: replacing, then: own, marks: marks, text: &text)
  }

  /// A picture over a cell, so many pixels from its edges; `row` is a data row of the list, from 0.
  package func place(
    png: [UInt8], on list: BookList = .detail, row: Int, column: Int, scale: Double = 1, margin: Int = 2
  ) throws(Fault) {
    try turn(to: list)
    try writer.place(png, row: row, column: column, scale: scale, margin: margin)
  }

  // MARK: Order

  /// The sheet order of a workbook is the order of its making, so the lists are filled one after the other.
  private func turn(to list: BookList) throws(Fault) {
    precondition(!isFinished, "a row after the end of the workbook")
    if list == open { return }
    guard let wanted = order.firstIndex(of: list), let at = order.firstIndex(of: open), wanted > at else {
      preconditionFailure("rows for \(list) after those for \(open), or the plan has no such list")
    }
    for position in at..<wanted { try advance(to: order[position + 1]) }
  }

  private var order: [BookList] {
    [.detail] + (plan.unsettled == nil ? [] : [.unsettled]) + plan.extras.indices.map { .extra($0) }
  }

  private func advance(to next: BookList) throws(Fault) {
    try endOpen()
    open = next
    writer = try BookWriter.list(next, plan, words, book, options)
  }

  private func endOpen() throws(Fault) {
    try writer.end(last: true)
    lists[open] = writer
  }

  private static func list(
    _ list: BookList, _ plan: BookPlan, _ words: BookWords, _ book: WorkbookFile, _ options: BookOptions
  ) throws(Fault) -> ListWriter {
    let description: ListPlan =
      switch list {
      case .detail: plan.detail
      case .unsettled: plan.unsettled!
      case .extra(let index): plan.extras[index]
      }
    return try ListWriter(plan: description, book: book, words: words, rowLimit: options.rowLimit, page: page(plan, words))
  }

  private static func page(_ plan: BookPlan, _ words: BookWords) -> (Sheet) throws(Fault) -> Void {
    let heading = plan.title + "  " + plan.recipient
    let right = plan.run
    let number = words.page
    return { sheet throws(Fault) in try sheet.page(heading: heading, right: right, number: number) }
  }

  // MARK: End

  package func finish(_ closing: BookClosing = BookClosing()) throws(Fault) -> BookReport {
    precondition(!isFinished, "a workbook is finished once")
    let left = order.drop { $0 != open }.dropFirst()
    for next in left { try advance(to: next) }
    try endOpen()
    isFinished = true

    let page = BookWriter.page(plan, words)
    let figures = Figures(lists: lists)
    try SummarySheet(plan: plan, words: words, figures: figures).write(summary, closing, page: page)
    var disagreements: [String] = []
    if !closing.tieOuts.isEmpty {
      let sheet = try book.addSheet(words.tieOut)
      disagreements = try TieOutSheet(plan: plan, words: words, figures: figures).write(sheet, closing.tieOuts, page: page)
    }
    try CoverSheet(plan: plan, words: words).write(cover, sheets: order.flatMap { lists[$0]!.finished }, page: page)
    try book.close()
    return BookReport(
      path: book.path, lists: lists.mapValues { BookReport.List($0) }, cached: book.cached.cells, cutTexts: text.cut,
      repairedTexts: text.repaired, disagreements: disagreements)
  }
}

package struct BookOptions: Sendable {
  /// Folder for temporary files: about 0.6 GB for each million rows of 12 columns, twice that while closing.
  package var temporary: String
  /// Data rows of a sheet; the largest a sheet can hold besides its header, less in tests.
  package var rowLimit: Int

  package init(temporary: String, rowLimit: Int = 1_048_575) {
    precondition((1...1_048_575).contains(rowLimit), "a sheet holds 1 to 1,048,575 data rows")
    self.temporary = temporary
    self.rowLimit = rowLimit
  }
}
