import Drops
import Flows
import Spreadsheets
import Store
import Tables
import Values

/// Gives a sender its own rows back, in their order and columns, with the line each brought beside it; then the new table alone, and what the
/// sender left out. The original is never altered. (domain.md 0.25, B1-17)
struct EchoMaker {
  let flow: any Flow
  let sheet: Sheet
  let file: FileRecord
  let grant: Access.Grant
  let context: BookContext
  let run: RunRecord

  private var english: Bool { context.english }
  private var store: Journal { context.night.store }
  private var kind: LineKind { flow.lines[sheet.lines] }

  /// `expenditure-sheet_<file>.xlsx`.
  static func name(_ sheet: Sheet, _ file: FileRecord, _ run: RunRecord) -> String {
    "\(sheet.name)_\(Receipts.shortened(file.name))\(run.name.suffix).xlsx"
  }

  func make(at path: String) throws(Fault) -> (rows: Int, totals: String) {
    guard let feed = context.house.feed(file.feed, of: file.party), let archived = file.archived else {
      throw Fault(
        .program, code: "echo-without-original", place: file.path, cause: "the original is not in the archive",
        remedy: "keep the root as it is and report this message")
    }
    let columns = sheet.columns.filter { grant.sees($0.group) }
    let reader = try SheetReader(
      path: context.night.root.path + "/" + archived, name: file.name, limits: ReadLimits(feed.limits),
      hints: ReadHints(encoding: feed.encoding))
    var grid = Grid()
    let header = try reader.findHeader(schema: feed.schema, shapes: feed.shapes, into: &grid)
    let width = ReceiptColumns.ownWidth(header)
    let own = header.headers.prefix(width).enumerated().map { index, title in
      ListPlan.Column(title.isEmpty ? (english ? "column \(Place.letters(index))" : "列\(Place.letters(index))") : title, .text)
    }
    let (cells, places) = try store.lines(flow: flow, kind: sheet.lines, file: file, run: run)
    let writer = try BookWriter(
      path: path, plan: plan(own, columns, counted: width),
      options: BookOptions(temporary: context.night.root.writingPath, rowLimit: context.night.options.rowLimit))
    var verdicts = VerdictCursor(file: file, store: store)
    var written = 0
    var sums = [Int64](repeating: 0, count: columns.count)
    var table: [[BookCell]] = []
    var more = true
    while more {
      let rows = grid.rows.filter { Int($0.number) > header.lastRow }
      if let first = rows.first, let last = rows.last {
        try verdicts.load(rows: Int(first.number)...Int(last.number))
        for row in rows where row.count > 0 && (0..<Int(row.count)).contains(where: { grid.cell(row, $0).kind != .blank }) {
          let verdict = verdicts.verdict(on: Int(row.number), context)
          let line = places[Int(row.number)]
          let added = columns.enumerated().map { index, column -> BookCell in
            if let line, let at = kind.schema.index(of: column.field) {
              if column.total { sums[index] += cells[line, at].bits }
              return BookCell(cells, cells[line, at])
            }
            // A row without a line says what became of it where its state stands.
            return column.field == sheet.columns.last?.field ? .text(verdict.reason.isEmpty ? verdict.state : verdict.reason) : .none
          }
          try writer.append((0..<width).map { .text(grid.shown(grid.cell(row, $0))) } + added)
          if line != nil { table.append(key(grid, row, header, feed) + added) }
          written += 1
        }
      }
      grid.removeAll()
      more = try reader.next(into: &grid, atLeast: context.night.options.chunk)
    }
    for row in table { try writer.append(to: .extra(0), row) }
    try missing(writer)
    var closing = BookClosing()
    for (index, column) in columns.enumerated() where column.total {
      closing.headlines.append(.init(english ? "Total \(column.titleEnglish)" : column.title + "合计", .sum(.detail, column: width + index)))
      closing.tieOuts.append(
        .init(
          english ? column.titleEnglish : column.title, left: .sum(.detail, column: width + index),
          right: .money(Money(minor: sums[index])),
          note: english ? "detail = lines posted in this run" : "明细合计 = 本批过账合计"))
    }
    closing.tieOuts.append(
      .init(
        english ? "Rows" : "行数", left: .count(.extra(0)), right: .integer(Int64(places.count)),
        note: english ? "new table = lines posted in this run" : "新表行数 = 本批过账行数"))
    let report = try writer.finish(closing)
    guard report.disagreements.isEmpty, table.count == places.count else {
      throw Fault(
        .program, code: "sheet-does-not-tie", place: "\(file.party)/\(EchoMaker.name(sheet, file, run))",
        cause: "\(table.count) of \(places.count) lines found their row; \(report.disagreements.joined(separator: "; "))",
        remedy: "the sheet was not published and the night is not closed; keep the root as it is and report this message")
    }
    var expected: [Int: Int64] = [:]
    for (index, column) in columns.enumerated() where column.total { expected[width + index] = sums[index] }
    try context.watch.time("read back") { () throws(Fault) in try BookCheck.run(report, sums: [.detail: expected]) }
    let totals = columns.enumerated().filter { $1.total }.map { "\($1.title)=\(Money(minor: sums[$0]))" }
    return (written, totals.joined(separator: " "))
  }

  private func plan(_ own: [ListPlan.Column], _ columns: [Sheet.Column], counted: Int) -> BookPlan {
    func column(_ column: Sheet.Column, added: Bool) -> ListPlan.Column {
      ListPlan.Column(
        english ? column.titleEnglish : column.title, column.format.cell, width: column.width, total: column.total, added: added)
    }
    let feed = context.house.feed(file.feed)
    let keys = (feed?.key ?? []).compactMap { feed?.schema.fields[$0].header }.map { ListPlan.Column($0, .id, width: 20) }
    var plan = BookPlan(
      language: english ? .en : .zh, title: english ? sheet.titleEnglish : sheet.title, recipient: context.name(file.party),
      mark: context.codes[file.party], run: "\(run.name)", day: run.name.day, cutOff: .end(of: run.name.day),
      detail: ListPlan(
        title: english ? "Detail" : "明细", columns: own + columns.map { column($0, added: true) },
        counted: counted + max(0, columns.count - 1)),
      extras: [
        ListPlan(title: english ? "New table" : "新表", columns: keys + columns.map { column($0, added: false) }, counted: 0),
        ListPlan(title: english ? "Left out" : "销售商漏报", columns: missingColumns, counted: 0),
      ])
    if let digest = file.digest { plan.inputs = [.init(file: file.name, party: file.party, rows: file.reading.dataRows, digest: digest)] }
    return plan
  }

  /// The business key of a row as the new table names it.
  private func key(_ grid: borrowing Grid, _ row: Grid.Row, _ header: HeaderMap, _ feed: Feed) -> [BookCell] {
    feed.key.map { field in
      let column = header.columnOfField[field]
      return column < 0 ? .none : .text(grid.shown(grid.cell(row, column)))
    }
  }

  // MARK: what was left out

  private var missingColumns: [ListPlan.Column] {
    [
      ListPlan.Column(english ? "Policy no." : "保单号", .id, width: 24), ListPlan.Column(english ? "Line" : "险种", .text, width: 10),
      ListPlan.Column(english ? "Level" : "层级", .text, width: 8),
      ListPlan.Column(english ? "Payable" : "应付金额", .money, width: 14, total: true),
      ListPlan.Column(english ? "Statement no." : "结算单号", .id, width: 24),
    ]
  }

  /// Settled lines of the same statements that the sender's sheets do not name: the payable arises all the same.
  private func missing(_ writer: BookWriter) throws(Fault) {
    guard let unclaimed = sheet.unclaimed else { return }
    let left = try store.unclaimed(flow: flow, of: unclaimed.of, without: unclaimed.without, part: file.party, run: run)
    let kind = flow.lines[unclaimed.of].schema
    for row in 0..<left.cells.count {
      let schema = flow.feeds.first { $0.name == left.feeds[row] }?.schema
      let cells = ["policy", "line", "level", "amount", "statement"].map { field -> BookCell in
        if let at = kind.index(of: field), !left.cells[row, at].isNone { return BookCell(left.cells, left.cells[row, at]) }
        guard let at = schema?.index(of: field) else { return .none }
        return BookCell(left.facts, left.facts[row, at])
      }
      try writer.append(to: .extra(1), cells)
    }
  }
}

extension BookCell {
  /// A typed cell as a workbook's.
  init(_ batch: Batch, _ datum: Datum) {
    switch datum.tag {
    case .none: self = .none
    case .text: self = .text(batch.text(datum) ?? "")
    case .money: self = .money(Money(minor: datum.bits))
    case .rate: self = .rate(Rate(billionths: datum.bits))
    case .number: self = .number(datum.bits)
    case .integer: self = .integer(datum.bits)
    case .date: self = .date(Day(number: Int32(datum.bits)))
    case .moment: self = .moment(Moment(seconds: datum.bits))
    case .boolean: self = .boolean(datum.bits != 0)
    }
  }
}
