import Flows
import Pages
import Spreadsheets
import Store
import Tables
import Values

/// What was not settled and why: facts that wait or stand still with their age, and rows rejected in this run.
struct OpenList {
  let maker: BookContext
  let order: ReportStage.Order
  let run: RunRecord

  /// Its columns in both languages, the same on every paper.
  private static let columns: [(zh: String, en: String, format: Sheet.Format, width: Int, wraps: Bool)] = [
    ("参与方", "Party", .id, 12, false), ("业务键", "Key", .id, 30, false), ("金额", "Amount", .money, 14, false),
    ("状态", "State", .text, 10, false), ("原因代码", "Code", .id, 22, false), ("原因", "Reason", .text, 40, true),
    ("处理建议", "What to do", .text, 40, true), ("首见日", "Since", .date, 12, false), ("账龄（天）", "Age (days)", .integer, 10, false),
    ("来源文件", "Source file", .text, 28, false), ("来源行", "Source row", .integer, 8, false),
  ]
  /// State and code: what a page counts and filters by.
  private static let breakdowns = [3, 4]

  static func title(_ english: Bool) -> String { english ? "Not settled" : "未结算" }

  static func plan(_ english: Bool) -> ListPlan {
    ListPlan(
      title: title(english),
      columns: columns.map { ListPlan.Column(english ? $0.en : $0.zh, $0.format.cell, width: $0.width, wraps: $0.wraps) }, counted: 0)
  }

  static func table(_ english: Bool, title: String) -> PagePlan.Table {
    PagePlan.Table(
      title: title, columns: columns.map { PagePlan.Column(english ? $0.en : $0.zh, $0.wraps ? .long : $0.format.kind) },
      breakdowns: breakdowns)
  }

  static let map = Array(columns.indices)

  /// Goes through what is listed, in rows of `map`'s columns.
  func each(_ body: (Batch) throws(Fault) -> Void) throws(Fault) {
    let flow = order.flow
    var rows = Batch(width: OpenList.columns.count)
    func add(
      party: String, key: String, amount: Money?, state: String, code: String, detail: String, since: Day, age: Int, file: String, row: Int
    ) {
      rows.appendEmptyRow()
      let last = rows.count - 1
      let (reason, remedy) = maker.text(code, detail: detail)
      for (column, text) in [(0, party), (1, key), (3, state), (4, code), (5, reason), (6, remedy), (9, file)] where !text.isEmpty {
        rows.set(last, column, text: text)
      }
      if let amount { rows.set(last, 2, .money(amount)) }
      rows.set(last, 7, .date(since))
      rows.set(last, 8, .integer(Int64(age)))
      rows.set(last, 10, .integer(Int64(row)))
    }
    // A register sheet may stand without lines: then nothing of a fact waits beside it.
    for kind in order.sheet.kinds {
      try maker.night.store.eachOpen(flow: flow, kind: kind, part: order.part, run: run) { views, _, facts in
        for (index, view) in views.enumerated() {
          let feed = flow.feeds.first { $0.name == view.feed }!
          let row = facts[index]
          let state = view.contested ? Fact.State.conflict : view.state
          add(
            party: view.party, key: key(feed, row), amount: feed.amount.flatMap { row.money($0) },
            state: maker.english ? "\(state)" : state.title,
            code: view.reason, detail: told(view), since: view.since, age: run.name.day - view.since,
            file: maker.files[view.file]?.name ?? "",
            row: view.rowNumber)
        }
        try body(rows)
        rows.removeAll()
      }
    }
    let feeds = Set(flow.feeds.map(\.name))
    // Rows intake refused in this run: of the part's own files, or of all where the sheet holds all parts.
    for file in maker.inputs where feeds.contains(file.feed) && file.reading.rejectedRows > 0 {
      if order.part != nil && file.party != order.part { continue }
      for first in stride(from: 0, through: file.reading.physicalRows, by: 20_000) {
        for finding in try maker.night.store.findings(file: file.id, rows: first...first + 19_999) where !finding.isWarning {
          add(
            party: file.party, key: "", amount: nil, state: maker.english ? "rejected" : Fact.State.rejected.title, code: finding.reason,
            detail: finding.detail, since: run.name.day, age: 0, file: file.name, row: finding.row)
        }
        try body(rows)
        rows.removeAll()
      }
    }
  }

  /// Versions that stand against each other are told apart by the digest an approval names.
  private func told(_ view: Journal.LineView) -> String {
    if view.digest.isEmpty { return view.detail }
    return [view.detail, "\(maker.english ? "digest" : "摘要") \(view.digest)"].filter { !$0.isEmpty }.joined(
      separator: maker.english ? ", " : "，")
  }

  /// The business key as people read it, masked where a part of it is personal.
  private func key(_ feed: Feed, _ row: Batch.Row) -> String {
    feed.key.map { index in
      let text = Canonical.text(row[index], in: row.batch)
      let personal = feed.schema.fields[index].personal
      return order.grant.masks(personal) ? Mask.text(text, as: personal) : text
    }.filter { !$0.isEmpty }.joined(separator: " ")
  }
}
