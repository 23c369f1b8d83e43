import Flows
import Spreadsheets
import Store
import Tables
import Values

/// The rows of a workbook's detail, streamed from the store, and what the store says they must come to: lines of the run, or, on a register
/// sheet, the entries as they stand after it.
extension BookMaker {
  /// Rows and sums as they were added up with the postings; of a register as its entries add up by themselves.
  static func posted(
    _ order: ReportStage.Order, _ totals: [Int], _ store: Journal, _ run: RunRecord
  ) throws(Fault) -> (rows: Int, sums: [Int: Int64]) {
    if let kind = order.sheet.states { return try store.totals(of: kind, group: order.part, columns: totals) }
    return try store.totals(flow: order.flow, kind: order.sheet.lines, part: order.part, run: run)
  }

  /// What the ledger's side says the detail must hold.
  func expected() throws(Fault) -> (rows: Int, sums: [Int: Int64]) {
    let schema = order.sheet.states?.schema ?? order.flow.lines[order.sheet.lines].schema
    let fields = columns.map { schema.index(of: $0.field) }
    let totals = try BookMaker.posted(order, zip(columns, fields).compactMap { $0.total ? $1 : nil }, store, run)
    var sums: [Int: Int64] = [:]
    for (index, column) in columns.enumerated() where column.total { sums[index] = fields[index].flatMap { totals.sums[$0] } ?? 0 }
    return (totals.rows, sums)
  }

  func rows(_ writer: BookWriter) throws(Fault) {
    let began = ContinuousClock.now
    let writing = if let kind = order.sheet.states { try entries(of: kind, writer) } else { try lines(writer) }
    context.watch.add("write", writing)
    context.watch.add("fetch", ContinuousClock.now - began - writing)
  }

  /// Where a column's cells come from.
  private enum Source {
    case line(Int)
    case fact(Int)
    case part, file, row, party
  }

  private var masks: [String] { columns.map { order.grant.masks($0.personal) ? $0.personal : "" } }

  /// Lines of this run with the facts they speak of; how long the writing of it took.
  private func lines(_ writer: BookWriter) throws(Fault) -> Duration {
    let schemas = order.flow.feeds.map(\.schema)
    let kind = order.flow.lines[order.sheet.lines]
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
        for (column, source) in sources.enumerated() {
          switch source {
          case .line(let at): copy(cells, index, at, as: masks[column], to: &out, index, column)
          case .fact(let at): copy(facts, index, at, as: masks[column], to: &out, index, column)
          case .part: out.set(index, column, text: view.part)
          case .party: out.set(index, column, text: view.party)
          case .file: out.set(index, column, text: context.files[view.file]?.name ?? "")
          case .row: if view.factID != 0 { out.set(index, column, .integer(Int64(view.rowNumber))) }
          case nil: break
          }
        }
      }
      try writer.append(out, columns: map)
    }
    return writing
  }

  /// The entries of a register as they stand after the run; how long the writing of it took.
  private func entries(of kind: StateKind, _ writer: BookWriter) throws(Fault) -> Duration {
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
          case "key": out.set(index, column, text: view.key)
          case "part": out.set(index, column, text: view.group)
          default: if let due = view.due { out.set(index, column, .moment(due)) }
          }
        }
      }
      try writer.append(out, columns: map)
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
