import Flows
import Store
import Tables
import Values

/// The rows of a sheet's detail, streamed from the store, and what the store says they must come to: lines of the run, or, on a register
/// sheet, the entries as they stand after it.
extension SheetMaker {
  /// Rows and sums as they were added up with the postings; of a register as its entries add up by themselves.
  private func posted() throws(Fault) -> [(schema: Schema, rows: Int, sums: [Int: Int64])] {
    if let kind = order.sheet.states {
      let summed = columns.compactMap { $0.total ? kind.schema.index(of: $0.field) : nil }
      let totals = try store.totals(of: kind, group: order.part, columns: summed)
      return [(kind.schema, totals.rows, totals.sums)]
    }
    var posted: [(schema: Schema, rows: Int, sums: [Int: Int64])] = []
    for kind in order.sheet.kinds {
      let totals = try store.totals(flow: order.flow, kind: kind, part: order.part, run: run)
      posted.append((order.flow.lines[kind].schema, totals.rows, totals.sums))
    }
    return posted
  }

  /// What the ledger's side says the detail must hold.
  func expected() throws(Fault) -> Expected {
    if let answers = order.sheet.answers { return try expected(of: answers) }
    let posted = try posted()
    var sums: [Int: Int64] = [:]
    for (index, column) in columns.enumerated() where column.total {
      sums[index] = posted.reduce(0) { sum, totals in sum + (totals.schema.index(of: column.field).flatMap { totals.sums[$0] } ?? 0) }
    }
    return Expected(rows: posted.reduce(0) { $0 + $1.rows }, sums: sums)
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

  private var masks: [String] { columns.map { order.grant.masks($0.personal) ? $0.personal : "" } }

  /// Lines of this run with the facts they speak of; how long the writing of it took.
  private func lines(_ papers: [any Paper]) throws(Fault) -> Duration {
    var writing = Duration.zero
    for kind in order.sheet.kinds { writing += try lines(kind, papers) }
    return writing
  }

  private func lines(_ index: Int, _ papers: [any Paper]) throws(Fault) -> Duration {
    var rows = LineRows(columns, masks: masks, flow: order.flow, kind: order.flow.lines[index], files: context.files)
    var out = Batch(width: max(1, columns.count))
    let map = Array(columns.indices)
    var writing = Duration.zero
    try store.eachLine(flow: order.flow, kind: index, part: order.part, run: run) { views, cells, facts in
      let handed = ContinuousClock.now
      defer { writing += ContinuousClock.now - handed }
      rows.fill(&out, views, cells, facts)
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
            out.copy(cells, index, field, as: masks[column], to: index, column)
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
}
