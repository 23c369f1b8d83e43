import Flows
import Pages
import Store
import Values

/// The page of a bundle of sheets: begun before their rows come, finished and read back when all of them were written.
final class SharedPage {
  let order: ReportStage.Order
  let path: String
  /// Each sheet's part of the page, by its place in the bundle.
  private(set) var parts: [Int: PagePaper] = [:]
  private let writer: PageWriter
  private let context: BookContext
  private var rows = 0
  private var totals: [String] = []

  /// Nil where no sheet of the bundle still wants a page.
  init?(
    _ bundle: SheetOrders.Bundle, _ wanted: [[Sheet.Medium]], _ makers: [SheetMaker], _ context: BookContext, _ run: RunRecord,
    _ path: (ReportStage.Order, Sheet.Medium) throws(Fault) -> String
  ) throws(Fault) {
    guard let first = wanted.firstIndex(where: { $0.contains(.html) }) else { return nil }
    self.context = context
    order = bundle.orders[first]
    self.path = try path(order, .html)
    let places = bundle.orders.indices.filter { bundle.orders[$0].sheet.media.contains(.html) }
    let lists = places.map { makers[$0].tables(isAlone: places.count == 1) }
    let english = context.english
    let (own, sheet) = (english ? order.sheet.page.titleEnglish : order.sheet.page.title, order.sheet)
    var plan = PagePlan(
      language: english ? .en : .zh, title: own.isEmpty ? english ? sheet.titleEnglish : sheet.title : own,
      recipient: context.name(order.party),
      run: "\(run.name)", day: run.name.day, cutOff: .end(of: run.name.day), tables: lists.flatMap { $0 },
      limit: context.night.options.pageLimit)
    let books = bundle.orders.filter { $0.sheet.media.contains(.xlsx) }.map { $0.name(.xlsx) }
    if !books.isEmpty {
      plan.notes.append(
        english
          ? "Every row, the inputs and the rule versions stand in \(books.joined(separator: ", "))."
          : "全部明细、数据来源与规则版本见 \(books.joined(separator: "、"))。")
    }
    writer = PageWriter(path: self.path, plan: plan)
    var table = 0
    for (place, list) in zip(places, lists) {
      parts[place] = makers[place].part(of: writer, from: table)
      table += list.count
    }
  }

  /// What a sheet's rows were compared with; the page is recorded with all of them.
  func add(_ made: (rows: Int, totals: String)) {
    rows += made.rows
    if !made.totals.isEmpty { totals.append(made.totals) }
  }

  func finish() throws(Fault) -> (rows: Int, totals: String) {
    let report = try context.watch.time("write") { () throws(Fault) in try writer.finish() }
    var ledger: (rows: [Int: Int], sums: [Int: [Int: Int64]]) = ([:], [:])
    for part in parts.values {
      ledger.rows.merge(part.ledger.rows) { $1 }
      ledger.sums.merge(part.ledger.sums) { $1 }
    }
    try context.watch.time("read back") { () throws(Fault) in try PageCheck.run(report, rows: ledger.rows, sums: ledger.sums) }
    return (rows, totals.joined(separator: " "))
  }
}
