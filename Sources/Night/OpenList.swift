import Flows
import Spreadsheets
import Store
import Tables
import Values

/// What was not settled and why: facts that wait or stand still with their age, and rows rejected in this run.
struct OpenList {
  let maker: BookContext
  let order: ReportStage.Order
  let run: RunRecord

  static func plan(_ english: Bool) -> ListPlan {
    func column(_ zh: String, _ en: String, _ format: CellFormat, _ width: Int, wraps: Bool = false) -> ListPlan.Column {
      ListPlan.Column(english ? en : zh, format, width: width, wraps: wraps)
    }
    return ListPlan(
      title: english ? "Not settled" : "未结算",
      columns: [
        column("参与方", "Party", .id, 12), column("业务键", "Key", .id, 30), column("金额", "Amount", .money, 14),
        column("状态", "State", .text, 10),
        column("原因代码", "Code", .id, 22), column("原因", "Reason", .text, 40, wraps: true),
        column("处理建议", "What to do", .text, 40, wraps: true),
        column("首见日", "Since", .date, 12), column("账龄（天）", "Age (days)", .integer, 10), column("来源文件", "Source file", .text, 28),
        column("来源行", "Source row", .integer, 8),
      ], counted: 0)
  }

  func write(_ writer: BookWriter) throws(Fault) {
    let flow = order.flow
    if order.sheet.lines == Sheet.noLines { return try rejects(writer) }
    try maker.night.store.eachOpen(flow: flow, kind: order.sheet.lines, part: order.part, run: run) { views, _, facts in
      for (index, view) in views.enumerated() {
        let feed = flow.feeds.first { $0.name == view.feed }!
        let row = facts[index]
        let (reason, remedy) = maker.text(view.reason, detail: view.detail)
        let state = view.contested ? Fact.State.conflict : view.state
        let amount: BookCell = feed.amount.flatMap { row.money($0) }.map(BookCell.money) ?? .none
        let title = maker.english ? "\(state)" : state.title
        let cells: [BookCell] = [
          .text(view.party), .text(key(feed, row)), amount, .text(title), .text(view.reason), .text(reason), .text(remedy),
          .date(view.since),
          .integer(Int64(run.name.day - view.since)), .text(maker.files[view.file]?.name ?? ""), .integer(Int64(view.rowNumber)),
        ]
        try writer.append(to: .unsettled, cells)
      }
    }
    try rejects(writer)
  }

  /// The business key as people read it, masked where a part of it is personal.
  private func key(_ feed: Feed, _ row: Batch.Row) -> String {
    feed.key.map { index in
      let text = Canonical.text(row[index], in: row.batch)
      let personal = feed.schema.fields[index].personal
      return order.grant.masks(personal) ? Mask.text(text, as: personal) : text
    }.filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// Rows intake refused in this run: of the part's own files, or of all where the workbook holds all parts.
  private func rejects(_ writer: BookWriter) throws(Fault) {
    let feeds = Set(order.flow.feeds.map(\.name))
    for file in maker.inputs where feeds.contains(file.feed) && file.reading.rejectedRows > 0 {
      if order.part != nil && file.party != order.part { continue }
      for first in stride(from: 0, through: file.reading.physicalRows, by: 20_000) {
        for finding in try maker.night.store.findings(file: file.id, rows: first...first + 19_999) where !finding.isWarning {
          let (reason, remedy) = maker.text(finding.reason, detail: finding.detail)
          let title = maker.english ? "rejected" : Fact.State.rejected.title
          let cells: [BookCell] = [
            .text(file.party), .none, .none, .text(title), .text(finding.reason), .text(reason), .text(remedy), .date(run.name.day),
            .integer(0),
            .text(file.name), .integer(Int64(finding.row)),
          ]
          try writer.append(to: .unsettled, cells)
        }
      }
    }
  }
}
