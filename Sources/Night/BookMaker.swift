import Drops
import Flows
import Ledger
import Spreadsheets
import Store
import Tables
import Values

/// Makes one workbook of a run for one recipient: its columns by what access grants, its rows streamed from the store, its totals held
/// against the ledger before anybody sees it.
struct BookMaker {
  let order: ReportStage.Order
  let context: BookContext
  let run: RunRecord
  private let columns: [Sheet.Column]

  init(order: ReportStage.Order, context: BookContext, run: RunRecord) {
    self.order = order
    self.context = context
    self.run = run
    columns = order.sheet.columns.filter { order.grant.sees($0.group) }
  }

  private var store: Journal { context.night.store }
  private var english: Bool { context.english }
  private var kind: LineKind { order.flow.lines[order.sheet.lines] }

  func make(at path: String) throws(Fault) -> (rows: Int, totals: String) {
    var plan = BookPlan(
      language: english ? .en : .zh, title: english ? order.sheet.titleEnglish : order.sheet.title, recipient: context.name(order.party),
      mark: context.codes[order.party], run: "\(run.name)", day: run.name.day, cutOff: .end(of: run.name.day),
      detail: ListPlan(
        title: english ? "Detail" : "明细", columns: columns.map(plan), counted: 0,
        breakdowns: order.sheet.breakdown.compactMap { field in
          columns.firstIndex { $0.field == field }.map { ListPlan.Breakdown(column: $0) }
        }), unsettled: OpenList.plan(english))
    plan.inputs = inputs.compactMap { file in
      file.digest.map { BookPlan.Input(file: file.name, party: file.party, rows: file.reading.dataRows, digest: $0) }
    }
    plan.ruleVersions = context.ruleVersions.filter { $0.flow == order.flow.name }.compactMap { version in
      Digest(hex: version.digest).map {
        BookPlan.RuleVersion(table: version.table, owner: english ? "platform" : "平台", rows: version.rows, digest: $0)
      }
    }
    let writer = try BookWriter(
      path: path, plan: plan, options: BookOptions(temporary: context.night.root.writingPath, rowLimit: context.night.options.rowLimit))
    try lines(writer)
    let began = ContinuousClock.now
    try OpenList(maker: context, order: order, run: run).write(writer)
    let expected = try expected()
    let report = try writer.finish(try closing(expected))
    context.watch.add("write", ContinuousClock.now - began)
    guard report.disagreements.isEmpty else {
      throw Fault(
        .program, code: "sheet-does-not-tie", place: "\(order.party)/\(order.name)",
        cause: "these figures do not tie: \(report.disagreements.joined(separator: "; "))",
        remedy: "the sheet was not published and the night is not closed; keep the root as it is and report this message")
    }
    guard report.lists[.detail]?.rows == expected.rows else {
      throw Fault(
        .program, code: "sheet-does-not-tie", place: "\(order.party)/\(order.name)",
        cause: "\(report.lists[.detail]?.rows ?? 0) rows were written, \(expected.rows) lines were posted",
        remedy: "the sheet was not published and the night is not closed; keep the root as it is and report this message")
    }
    try context.watch.time("read back") { () throws(Fault) in try BookCheck.run(report, sums: [.detail: expected.sums]) }
    let totals = expected.sums.sorted { $0.key < $1.key }.map { "\(columns[$0.key].title)=\(Money(minor: $0.value))" }
    return (expected.rows, totals.joined(separator: " "))
  }

  /// What the ledger's side says the detail must hold: rows and sums added up with the postings.
  private func expected() throws(Fault) -> (rows: Int, sums: [Int: Int64]) {
    let totals = try store.totals(flow: order.flow, kind: order.sheet.lines, part: order.part, run: run)
    var sums: [Int: Int64] = [:]
    for (index, column) in columns.enumerated() where column.total {
      sums[index] = kind.schema.index(of: column.field).flatMap { totals.sums[$0] } ?? 0
    }
    return (totals.rows, sums)
  }

  // MARK: rows

  /// Where a column's cells come from.
  private enum Source {
    case line(Int)
    case fact(Int)
    case part, file, row, party
  }

  private func lines(_ writer: BookWriter) throws(Fault) {
    let schemas = order.flow.feeds.map(\.schema)
    let sources: [Source?] = columns.map { column in
      switch column.field {
      case "part": return .part
      case "author": return .party
      case "source-file": return .file
      case "source-row": return .row
      default:
        if let index = kind.schema.index(of: column.field) { return .line(index) }
        return schemas.lazy.compactMap { $0.index(of: column.field) }.first.map(Source.fact)
      }
    }
    let masks = columns.map { order.grant.masks($0.personal) ? $0.personal : "" }
    var out = Batch(width: max(1, columns.count))
    let map = Array(columns.indices)
    let began = ContinuousClock.now
    var writing = Duration.zero
    try store.eachLine(flow: order.flow, kind: order.sheet.lines, part: order.part, run: run) { views, cells, facts in
      let handed = ContinuousClock.now
      defer { writing += ContinuousClock.now - handed }
      out.removeAll()
      for (index, view) in views.enumerated() {
        out.appendEmptyRow()
        for (column, source) in sources.enumerated() {
          switch source {
          case .line(let at): out.copy(index, column, from: cells, cells[index, at])
          case .fact(let at):
            if masks[column].isEmpty {
              out.copy(index, column, from: facts, facts[index, at])
            } else if let text = facts.text(facts[index, at]) {
              out.set(index, column, text: Mask.text(text, as: masks[column]))
            }
          case .part: out.set(index, column, text: view.part)
          case .party: out.set(index, column, text: view.party)
          case .file: out.set(index, column, text: context.files[view.file]?.name ?? "")
          case .row: out.set(index, column, .integer(Int64(view.rowNumber)))
          case nil: break
          }
        }
      }
      try writer.append(out, columns: map)
    }
    context.watch.add("write", writing)
    context.watch.add("fetch", ContinuousClock.now - began - writing)
  }

  private func plan(_ column: Sheet.Column) -> ListPlan.Column {
    ListPlan.Column(english ? column.titleEnglish : column.title, column.format.cell, width: column.width, total: column.total)
  }

  /// Files of this run the part's rows may come from: the supplier's own, or all of the flow's.
  private var inputs: [FileRecord] {
    let feeds = Set(order.flow.feeds.map(\.name))
    let own = context.inputs.filter { $0.party == order.part && feeds.contains($0.feed) }
    return own.isEmpty ? context.inputs.filter { feeds.contains($0.feed) } : own
  }

  // MARK: summary and tie-outs

  private func closing(_ expected: (rows: Int, sums: [Int: Int64])) throws(Fault) -> BookClosing {
    var closing = BookClosing()
    for headline in order.flow.headline(sheet: order.sheet, part: order.part ?? "") { closing.headlines.append(try value(headline)) }
    for (index, column) in columns.enumerated() where column.total {
      let title = column.title.hasSuffix("合计") ? column.title : column.title + "合计"
      closing.headlines.append(.init(english ? "Total \(column.titleEnglish)" : title, .sum(.detail, column: index)))
    }
    if let column = columns.lastIndex(where: { $0.total && ["amount", "income-amount"].contains($0.field) }) {
      closing.capitals = .init(label: (english ? columns[column].titleEnglish : columns[column].title), column: column)
    }
    closing.tieOuts.append(
      .init(
        english ? "Rows" : "行数", left: .count(.detail), right: .integer(Int64(expected.rows)),
        note: english ? "detail = lines posted in this run" : "明细行数 = 本批过账行数"))
    for (index, column) in columns.enumerated() where column.total {
      closing.tieOuts.append(
        .init(
          english ? column.titleEnglish : column.title, left: .sum(.detail, column: index),
          right: .money(Money(minor: expected.sums[index] ?? 0)),
          note: english ? "detail = sums kept with the postings" : "明细合计 = 过账合计"))
    }
    try ledgerTies(&closing)
    fileTies(&closing)
    return closing
  }

  private func ledgerTies(_ closing: inout BookClosing) throws(Fault) {
    var parts = order.part.map { [$0] } ?? []
    if order.part == nil { parts = try store.parts(flow: order.flow, kind: order.sheet.lines, run: run) }
    for tie in order.flow.ties(sheet: order.sheet, parts: parts) {
      guard let column = columns.firstIndex(where: { $0.field == tie.field && $0.total }) else { continue }
      var moved: Int64 = 0
      for account in tie.accounts {
        let found = try store.account(account, .cny, run: run)
        moved += found.debit - found.credit
      }
      closing.tieOuts.append(
        .init(
          english ? tie.titleEnglish : tie.title, left: .sum(.detail, column: column), right: .money(Money(minor: moved * tie.sign)),
          note: english ? "detail = ledger" : "明细合计 = 账簿本批发生额"))
    }
  }

  /// What the files' own total rows print, beside what their rows add up to. A difference is the sender's: said, never a stop.
  /// A payee does not learn what others sell: only the sender's own sheet and the desk show it.
  private func fileTies(_ closing: inout BookClosing) {
    for file in inputs where order.part == nil || file.party == order.part {
      for sum in file.reading.sums {
        guard let printed = sum.printed else { continue }
        closing.headlines.append(
          .init(english ? "\(file.name) \(sum.header): rows" : "\(file.name) \(sum.header)：逐行合计", .money(sum.accepted + sum.rejected)))
        closing.headlines.append(
          .init(english ? "\(file.name) \(sum.header): its total row" : "\(file.name) \(sum.header)：文件合计行", .money(printed)))
      }
    }
  }

  private func value(_ headline: Headline) throws(Fault) -> BookClosing.Headline {
    switch headline {
    case .register(let title, let titleEnglish, let key, let column, let personal):
      let state = try store.state(key, width: context.house.widths[key.kind] ?? 1)
      var text = state.flatMap { $0.rows.count > 0 ? $0.rows[$0.rows.count - 1].text(column) : nil } ?? ""
      if order.grant.masks(personal), order.part != order.party { text = Mask.text(text, as: personal) }
      return .init(english ? titleEnglish : title, .text(text))
    case .balance(let title, let titleEnglish, let account, let when, let sign):
      let found = try store.account(account, .cny, run: run)
      let amount =
        switch when {
        case .before: found.before
        case .movement: found.debit - found.credit
        case .after: found.after
        }
      return .init(english ? titleEnglish : title, .money(Money(minor: amount * sign)))
    }
  }
}

extension Sheet.Format {
  var cell: CellFormat {
    switch self {
    case .text: .text
    case .id: .id
    case .money: .money
    case .rate: .rate
    case .date: .date
    case .moment: .moment
    case .integer: .integer
    case .number: .number
    }
  }
}
