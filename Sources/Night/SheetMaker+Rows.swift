import Flows
import Store
import Tables
import Values

/// The rows of a sheet's detail, streamed from the store, and what the store says they must come to: lines of the run, or, on a register
/// sheet, the entries as they stand after it.
extension SheetMaker {
  /// Rows and sums as they were added up with the postings; of a register as its entries add up by themselves.
  static func posted(
    _ order: ReportStage.Order, _ totals: [Int], _ store: Journal, _ run: RunRecord
  ) throws(Fault) -> (rows: Int, sums: [Int: Int64]) {
    if let kind = order.sheet.states { return try store.totals(of: kind, group: order.part, columns: totals) }
    return try store.totals(flow: order.flow, kind: order.sheet.lines, part: order.part, run: run)
  }

  /// What the ledger's side says the detail must hold.
  func expected() throws(Fault) -> Expected {
    if let answers = order.sheet.answers { return try expected(of: answers) }
    let schema = order.sheet.states?.schema ?? order.flow.lines[order.sheet.lines].schema
    let fields = columns.map { schema.index(of: $0.field) }
    let totals = try SheetMaker.posted(order, zip(columns, fields).compactMap { $0.total ? $1 : nil }, store, run)
    var sums: [Int: Int64] = [:]
    for (index, column) in columns.enumerated() where column.total { sums[index] = fields[index].flatMap { totals.sums[$0] } ?? 0 }
    return Expected(rows: totals.rows, sums: sums)
  }

  func rows(_ papers: [any Paper]) throws(Fault) {
    let began = ContinuousClock.now
    let writing =
      if let answers = order.sheet.answers { try self.answers(answers, papers) } else if let kind = order.sheet.states {
        try entries(of: kind, papers)
      } else { try lines(papers) }
    context.watch.add("write", writing)
    context.watch.add("fetch", ContinuousClock.now - began - writing)
  }

  /// Where a column's cells come from: the trunk, or the line, and where the line leaves it blank the fact it speaks of.
  private enum Source {
    /// By the fact's feed: the field may stand elsewhere in each, or in none.
    case cells(line: Int?, facts: [Int?])
    case part, file, row, party
  }

  private var masks: [String] { columns.map { order.grant.masks($0.personal) ? $0.personal : "" } }

  /// Lines of this run with the facts they speak of; how long the writing of it took.
  private func lines(_ papers: [any Paper]) throws(Fault) -> Duration {
    let schemas = order.flow.feeds.map(\.schema)
    let kind = order.flow.lines[order.sheet.lines]
    let sources: [Source] = columns.map { column in
      switch column.field {
      case "part": return .part
      case "author": return .party
      case "source-file": return .file
      case "source-row": return .row
      default:
        return .cells(line: kind.schema.index(of: column.field), facts: schemas.map { $0.index(of: column.field) })
      }
    }
    let feeds = order.flow.feeds.map(\.name)
    var feed = 0
    let masks = masks
    var out = Batch(width: max(1, columns.count))
    let map = Array(columns.indices)
    var writing = Duration.zero
    try store.eachLine(flow: order.flow, kind: order.sheet.lines, part: order.part, run: run) { views, cells, facts in
      let handed = ContinuousClock.now
      defer { writing += ContinuousClock.now - handed }
      out.removeAll()
      for (index, view) in views.enumerated() {
        out.appendEmptyRow()
        if feeds[feed] != view.feed { feed = feeds.firstIndex(of: view.feed) ?? feed }
        for (column, source) in sources.enumerated() {
          switch source {
          case .cells(let line, let places):
            if let line, !cells[index, line].isNone {
              copy(cells, index, line, as: masks[column], to: &out, index, column)
            } else if view.factID != 0, let at = places[feed] {
              copy(facts, index, at, as: masks[column], to: &out, index, column)
            }
          case .part: out.set(index, column, text: view.part)
          case .party: out.set(index, column, text: view.party)
          case .file: out.set(index, column, text: context.files[view.file]?.name ?? "")
          case .row: if view.factID != 0 { out.set(index, column, .integer(Int64(view.rowNumber))) }
          }
        }
      }
      for paper in papers { try paper.append(out, columns: map) }
    }
    return writing
  }

  /// The entries of a register as they stand after the run; how long the writing of it took.
  private func entries(of kind: StateKind, _ papers: [any Paper]) throws(Fault) -> Duration {
    let fields = columns.map { kind.schema.index(of: $0.field) }
    let masks = masks
    var out = Batch(width: max(1, columns.count))
    let map = Array(columns.indices)
    var writing = Duration.zero
    try store.eachEntry(of: kind, group: order.part) { views, cells in
      let handed = ContinuousClock.now
      defer { writing += ContinuousClock.now - handed }
      out.removeAll()
      for (index, view) in views.enumerated() {
        out.appendEmptyRow()
        for (column, field) in fields.enumerated() {
          if let field {
            copy(cells, index, field, as: masks[column], to: &out, index, column)
            continue
          }
          switch columns[column].field {
          case "key": out.set(index, column, text: masks[column].isEmpty ? view.key : Mask.text(view.key, as: masks[column]))
          case "part": out.set(index, column, text: view.group)
          default: if let due = view.due { out.set(index, column, .moment(due)) }
          }
        }
      }
      for paper in papers { try paper.append(out, columns: map) }
    }
    return writing
  }

  /// A cell as it is, or masked as the recipient's access says.
  private func copy(_ cells: Batch, _ row: Int, _ field: Int, as mask: String, to out: inout Batch, _ index: Int, _ column: Int) {
    if mask.isEmpty {
      out.copy(index, column, from: cells, cells[row, field])
    } else if let text = cells.text(cells[row, field]) {
      out.set(index, column, text: Mask.text(text, as: mask))
    }
  }
}
