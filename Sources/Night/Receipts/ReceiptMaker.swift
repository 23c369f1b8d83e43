import Drops
import Flows
import Spreadsheets
import Store
import Tables
import Values

/// Makes one receipt: the sender's own rows in their order and columns, then state, code, reason and remedy; failing cells marked, personal
/// data masked as the sender's role says.
struct ReceiptMaker {
  let file: FileRecord
  let roles: [String]
  let context: BookContext
  let run: RunRecord

  private var english: Bool { context.english }
  private var store: Journal { context.night.store }
  private var options: BookOptions {
    BookOptions(temporary: context.night.root.writingPath, rowLimit: context.night.options.rowLimit)
  }

  /// The receipt of a file that was taken. Rows written.
  func verdicts(at path: String) throws(Fault) -> Int {
    guard let feed = context.house.feed(file.feed, of: file.party), let archived = file.archived else {
      throw Fault(
        .program, code: "receipt-without-original", place: file.path, cause: "the original is not in the archive",
        remedy: "report this message")
    }
    let began = ContinuousClock.now
    let grant = context.house.access.receipt(roles)
    let reader = try SheetReader(
      path: context.night.root.path + "/" + archived, name: file.name, limits: ReadLimits(feed.limits),
      hints: ReadHints(encoding: feed.encoding))
    var grid = Grid()
    let header = try reader.findHeader(schema: feed.schema, shapes: feed.shapes, into: &grid)
    let width = ReceiptColumns.ownWidth(header)
    let isReceipt = ReceiptColumns.mark(in: header) != nil
    var columns = header.headers.prefix(width).enumerated().map { index, title in
      ListPlan.Column(title.isEmpty ? (english ? "column \(Place.letters(index))" : "列\(Place.letters(index))") : title, .text)
    }
    columns += ReceiptColumns.titles(english: english, beside: header.headers.prefix(width)).enumerated().map {
      ListPlan.Column($1, $0 == 1 || $0 == 4 ? .id : .text, width: [10, 22, 40, 40, 20][$0], wraps: $0 == 2 || $0 == 3, added: true)
    }
    var plan = plan(columns)
    // The sender's own columns may be blank; the verdict's state never is.
    plan.detail.counted = width
    plan.detail.breakdowns = [ListPlan.Breakdown(column: width)]
    let writer = try BookWriter(path: path, plan: plan, options: options)

    let masked = (0..<width).compactMap { column -> (Int, String)? in
      let field = header.fieldOfColumn[column]
      guard field >= 0, let grant, grant.masks(feed.schema.fields[field].personal) else { return nil }
      return (column, feed.schema.fields[field].personal)
    }
    var verdicts = VerdictCursor(file: file, store: store)
    var written = 0
    var more = true
    while more {
      let rows = grid.rows.filter { Int($0.number) > header.lastRow }
      if let first = rows.first, let last = rows.last {
        try verdicts.load(rows: Int(first.number)...Int(last.number))
        for row in rows where row.count > 0 && (0..<Int(row.count)).contains(where: { grid.cell(row, $0).kind != .blank }) {
          var verdict = verdicts.verdict(on: Int(row.number), context)
          // In a receipt that came back, a row nobody says anything about was taken before.
          if isReceipt, verdict.isSilent { verdict.state = english ? "taken before" : "此前已接收" }
          var replacing: [Int: String] = [:]
          for column in 0..<width {
            let cell = grid.cell(row, column)
            if cell.kind == .serial || cell.kind == .boolean { replacing[column] = grid.shown(cell) }
          }
          for (column, kind) in masked where grid.cell(row, column).length > 0 {
            replacing[column] = Mask.text(grid.shown(grid.cell(row, column)), as: kind)
          }
          let mark = file.digest.map { ReceiptMark(file: $0, row: Int(row.number)).text } ?? ""
          try writer.append(
            grid, row, replacing: replacing, then: [verdict.state, verdict.code, verdict.reason, verdict.remedy, mark],
            marks: verdict.columns.filter { $0 < width })
          written += 1
        }
      }
      grid.removeAll()
      more = try reader.next(into: &grid, atLeast: context.night.options.chunk)
    }
    var closing = BookClosing()
    closing.headlines.append(.init(english ? "Rows in the file" : "文件行数", .integer(Int64(file.reading.physicalRows))))
    closing.headlines.append(.init(english ? "Data rows" : "数据行", .integer(Int64(file.reading.dataRows))))
    for sum in file.reading.sums {
      closing.headlines.append(.init(english ? "\(sum.header): rows" : "\(sum.header)：逐行合计", .money(sum.accepted + sum.rejected)))
      if let printed = sum.printed {
        closing.headlines.append(.init(english ? "\(sum.header): total row" : "\(sum.header)：文件合计行", .money(printed)))
        if printed != sum.accepted + sum.rejected {
          closing.headlines.append(
            .init(english ? "\(sum.header): difference" : "\(sum.header)：差异（请核对）", .money(printed - sum.accepted - sum.rejected)))
        }
      }
    }
    closing.tieOuts.append(
      .init(
        english ? "Data rows" : "数据行", left: .integer(Int64(verdicts.judged)), right: .integer(Int64(file.reading.dataRows)),
        note: english ? "rows with a verdict = data rows read" : "有结论的行数 = 读入的数据行数"))
    let report = try writer.finish(closing)
    guard report.disagreements.isEmpty else {
      throw Fault(
        .program, code: "receipt-does-not-tie", place: file.path,
        cause: "not every row has its verdict: \(report.disagreements.joined(separator: "; "))",
        remedy: "the receipt was not published and the night is not closed; keep the root as it is and report this message")
    }
    context.watch.add("write", ContinuousClock.now - began)
    try context.watch.time("read back") { () throws(Fault) in try BookCheck.run(report) }
    return written
  }

  /// The receipt of a file that brought tables: each with its digest, which is what an approval names, and what became of it.
  func tables(at path: String) throws(Fault) -> Int {
    guard let feed = context.house.feed(file.feed), let table = feed.schema.index(of: "table"), let digest = feed.schema.index(of: "digest")
    else {
      throw Fault(.program, code: "receipt-without-feed", place: file.path, cause: "its feed is gone", remedy: "report this message")
    }
    var columns = [
      ListPlan.Column(english ? "Table" : "规则表", .text, width: 14), ListPlan.Column(english ? "Digest" : "摘要", .id, width: 66),
    ]
    columns += ReceiptColumns.titles(english: english).prefix(4).enumerated().map {
      ListPlan.Column($1, $0 == 1 ? .id : .text, width: [10, 22, 40, 40][$0], wraps: $0 > 1, added: true)
    }
    let writer = try BookWriter(path: path, plan: plan(columns), options: options)
    var verdicts = VerdictCursor(file: file, store: store)
    if file.reading.dataRows > 0 { try verdicts.load(rows: 1...file.reading.dataRows) }
    for fact in try store.facts(file: file.id, feed: feed) {
      let verdict = verdicts.verdict(on: fact.rowNumber, context)
      try writer.append(
        to: .detail,
        [
          .text(fact.row.text(table) ?? ""), .text(fact.row.text(digest) ?? ""), .text(verdict.state), .text(verdict.code),
          .text(verdict.reason), .text(verdict.remedy),
        ])
    }
    let report = try writer.finish(BookClosing())
    try BookCheck.run(report)
    return file.reading.dataRows
  }

  /// The receipt of a file that was not taken: why, and what to do.
  func refusal(at path: String) throws(Fault) -> Int {
    let parts = (file.detail ?? "").split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
    let (reason, remedy) = context.text(file.reason ?? "", detail: "")
    let isFault = parts.count == 3
    let titles = english ? ["File", "Place", "Code", "Reason", "What to do"] : ["文件", "位置", "原因代码", "原因", "处理建议"]
    let widths = [32, 28, 22, 50, 50]
    let writer = try BookWriter(
      path: path, plan: plan(titles.enumerated().map { ListPlan.Column($1, .text, width: widths[$0], wraps: $0 > 2) }),
      options: options)
    try writer.append(
      to: .detail,
      [
        .text(file.name), .text(isFault ? parts[0] : ""), .text(file.reason ?? ""), .text(isFault ? parts[1] : reason),
        .text(isFault ? parts[2] : remedy),
      ])
    let report = try writer.finish(
      BookClosing(headlines: [
        .init(
          english ? "Result" : "结果",
          .text(
            file.state == .already ? (english ? "repeated file, not taken again" : "重复文件，未再次处理") : (english ? "file refused" : "整份文件退回")))
      ]))
    try BookCheck.run(report)
    return 1
  }

  private func plan(_ columns: [ListPlan.Column]) -> BookPlan {
    var plan = BookPlan(
      language: english ? .en : .zh, title: english ? "Receipt" : "回执", recipient: context.name(file.party),
      mark: context.codes[file.party], run: "\(run.name)",
      day: run.name.day,
      cutOff: .end(of: run.name.day), detail: ListPlan(title: english ? "Detail" : "明细", columns: columns))
    plan.particulars = [
      .init(english ? "File" : "文件", file.name), .init(english ? "Feed" : "报送类别", context.house.feed(file.feed)?.title ?? file.feed),
    ]
    if let digest = file.digest { plan.inputs = [.init(file: file.name, party: file.party, rows: file.reading.dataRows, digest: digest)] }
    plan.signOff = []
    return plan
  }
}
