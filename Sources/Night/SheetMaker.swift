import Drops
import Flows
import Ledger
import Pages
import Spreadsheets
import Store
import Tables
import Values

/// Makes one sheet of a run for one recipient: its columns by what access grants, its rows streamed once from the store onto every paper it is
/// written on, its totals held against the ledger before anybody sees it.
struct SheetMaker {
  let order: ReportStage.Order
  let context: BookContext
  let run: RunRecord
  let columns: [Sheet.Column]

  init(order: ReportStage.Order, context: BookContext, run: RunRecord) {
    self.order = order
    self.context = context
    self.run = run
    columns = order.sheet.columns.filter { order.grant.sees($0.group) }
  }

  var store: Journal { context.night.store }
  private var english: Bool { context.english }
  private func title(_ column: Sheet.Column) -> String { english ? column.titleEnglish : column.title }

  /// Writes every row on every paper, and closes them. What the store keeps of the sheet: its rows and totals as they were compared.
  func write(on papers: [any Paper]) throws(Fault) -> (rows: Int, totals: String) {
    try rows(papers)
    let began = ContinuousClock.now
    try OpenList(maker: context, order: order, run: run).each { rows throws(Fault) in for paper in papers { try paper.appendOpen(rows) } }
    context.watch.add("write", ContinuousClock.now - began)
    let expected = try expected()
    let closing = try closing(expected)
    for paper in papers { try paper.finish(closing, expected) }
    let totals = expected.sums.sorted { $0.key < $1.key }.map { "\(columns[$0.key].title)=\(columns[$0.key].format.plain($0.value))" }
    return (expected.rows, totals.joined(separator: " "))
  }

  // MARK: papers

  func book(at path: String) throws(Fault) -> any Paper {
    var plan = BookPlan(
      language: english ? .en : .zh, title: english ? order.sheet.titleEnglish : order.sheet.title, recipient: context.name(order.party),
      mark: context.codes[order.party], run: "\(run.name)", day: run.name.day, cutOff: .end(of: run.name.day),
      detail: ListPlan(
        title: english ? "Detail" : "明细", columns: columns.map(plan), counted: 0,
        breakdowns: breakdowns.map { ListPlan.Breakdown(column: $0) }), unsettled: OpenList.plan(english))
    plan.inputs = inputs.compactMap { file in
      file.digest.map { BookPlan.Input(file: file.name, party: file.party, rows: file.reading.dataRows, digest: $0) }
    }
    plan.ruleVersions = context.ruleVersions.filter { $0.flow == order.flow.name }.compactMap { version in
      Digest(hex: version.digest).map {
        BookPlan.RuleVersion(table: version.table, owner: english ? "platform" : "平台", rows: version.rows, digest: $0)
      }
    }
    let options = BookOptions(temporary: context.night.root.writingPath, rowLimit: context.night.options.rowLimit)
    let pictures = BookPaper.Pictures(columns, order.sheet.picture)
    if !pictures.columns.isEmpty { plan.detail.rowHeight = BookPaper.Pictures.rowHeight }
    return try BookPaper(
      path: path, place: "\(order.party)/\(order.name(.xlsx))", plan: plan, options: options, pictures: pictures, watch: context.watch)
  }

  func comma(at path: String) throws(Fault) -> any Paper {
    try CommaPaper(path: path, place: "\(order.party)/\(order.name(.csv))", titles: columns.map(title), formats: columns.map(\.format))
  }

  /// The lists of this sheet on a page: its detail, and what still waits. `isAlone`: the page holds no other sheet.
  func tables(isAlone: Bool) -> [PagePlan.Table] {
    let (page, title) = (order.sheet.page, english ? order.sheet.titleEnglish : order.sheet.title)
    func place(_ field: String) -> Int? { columns.firstIndex { $0.field == field } }
    // A display page lists its subject, not the detail of a summary.
    let detail = page.summary ? english ? "Detail" : "明细" : title
    var tables = [
      PagePlan.Table(
        title: isAlone ? detail : title, heading: isAlone ? english ? "Summary" : "汇总" : title,
        columns: columns.map {
          PagePlan.Column(self.title($0), $0.pageKind, total: $0.total, scale: $0.format.scale, level: order.sheet.picture.level)
        },
        breakdowns: breakdowns,
        measure: place(page.measure).flatMap { columns[$0].total ? $0 : nil }, grouped: place(page.group),
        layout: page.cards ? .cards : .table, isSummarised: page.summary)
    ]
    let open = OpenList.title(english)
    if page.open { tables.append(OpenList.table(english, title: isAlone ? open : english ? "\(title): \(open)" : "\(title)：\(open)")) }
    return tables
  }

  func part(of page: PageWriter, from table: Int) -> PagePaper {
    PagePaper(
      page: page, place: "\(order.party)/\(order.name(.html))", detail: table, open: order.sheet.page.open ? table + 1 : nil)
  }

  private var breakdowns: [Int] { order.sheet.breakdown.compactMap { field in columns.firstIndex { $0.field == field } } }

  private func plan(_ column: Sheet.Column) -> ListPlan.Column {
    ListPlan.Column(title(column), column.format.cell, width: column.width, total: column.total)
  }

  /// Files of this run the part's rows may come from: the supplier's own, or all of the flow's.
  private var inputs: [FileRecord] {
    let feeds = Set(order.flow.feeds.map(\.name))
    let own = context.inputs.filter { $0.party == order.part && feeds.contains($0.feed) }
    return own.isEmpty ? context.inputs.filter { feeds.contains($0.feed) } : own
  }

  // MARK: summary and tie-outs

  private func closing(_ expected: Expected) throws(Fault) -> BookClosing {
    var closing = BookClosing()
    for headline in order.flow.headline(sheet: order.sheet, part: order.part ?? "") { closing.headlines.append(try value(headline)) }
    for (index, column) in columns.enumerated() where column.total {
      let title = column.title.hasSuffix("合计") ? column.title : column.title + "合计"
      closing.headlines.append(.init(english ? "Total \(column.titleEnglish)" : title, .sum(.detail, column: index)))
    }
    if let column = columns.lastIndex(where: { $0.total && ["amount", "income-amount"].contains($0.field) }) {
      closing.capitals = .init(label: (english ? columns[column].titleEnglish : columns[column].title), column: column)
    }
    let isRegister = order.sheet.states != nil
    closing.tieOuts.append(
      .init(
        english ? "Rows" : "行数", left: .count(.detail), right: .integer(Int64(expected.rows)),
        note: isRegister
          ? english ? "detail = entries of the register" : "明细行数 = 登记簿行数" : english ? "detail = lines posted in this run" : "明细行数 = 本批过账行数")
    )
    for (index, column) in columns.enumerated() where column.total {
      closing.tieOuts.append(
        .init(
          english ? column.titleEnglish : column.title, left: .sum(.detail, column: index),
          right: column.format.value(expected.sums[index] ?? 0),
          note: isRegister
            ? english ? "detail = register" : "明细合计 = 登记簿合计" : english ? "detail = sums kept with the postings" : "明细合计 = 过账合计"))
    }
    try ledgerTies(&closing)
    // A register is no file's rows.
    if !isRegister { fileTies(&closing) }
    return closing
  }

  private func ledgerTies(_ closing: inout BookClosing) throws(Fault) {
    for tie in order.flow.ties(sheet: order.sheet, parts: try parts()) {
      guard let column = columns.firstIndex(where: { $0.field == tie.field && $0.total }) else { continue }
      var amount: Int64 = 0
      for account in tie.accounts { amount += tie.when.amount(of: try store.account(account, .cny, run: run)) }
      for family in tie.families { amount += tie.when.amount(of: try store.accounts(under: family, .cny, run: run)) }
      let balance = english ? "detail = ledger balance" : "明细合计 = 账簿余额"
      let movement = english ? "detail = ledger" : "明细合计 = 账簿本批发生额"
      closing.tieOuts.append(
        .init(
          english ? tie.titleEnglish : tie.title, left: .sum(.detail, column: column), right: .money(Money(minor: amount * tie.sign)),
          note: tie.when == .movement ? movement : balance))
    }
  }

  /// The parts the workbook speaks of: its own, or all it holds together.
  private func parts() throws(Fault) -> [String] {
    if let part = order.part { return [part] }
    if let kind = order.sheet.states { return try store.groups(of: kind) }
    var parts: Set<String> = []
    for kind in order.sheet.kinds { parts.formUnion(try store.parts(flow: order.flow, kind: kind, run: run)) }
    return parts.sorted()
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
      var text = state.flatMap { state in (0..<state.rows.count).reversed().lazy.compactMap { state.rows[$0].text(column) }.first } ?? ""
      if order.grant.masks(personal), order.part != order.party { text = Mask.text(text, as: personal) }
      return .init(english ? titleEnglish : title, .text(text))
    case .balance(let title, let titleEnglish, let accounts, let when, let sign):
      var amount: Int64 = 0
      for account in accounts { amount += when.amount(of: try store.account(account, .cny, run: run)) }
      return .init(english ? titleEnglish : title, .money(Money(minor: amount * sign)))
    }
  }
}

extension Headline.Instant {
  func amount(of account: Journal.AccountBalance) -> Int64 {
    switch self {
    case .before: account.before
    case .movement: account.debit - account.credit
    case .after: account.after
    }
  }
}
