import Tables
import Values

/// Cases written as text (examples beside a table, `settle rules eval`) as a batch that a compiled table can decide.
struct RuleCases: Sendable {
  let batch: Batch
  let compiled: CompiledTable

  /// The header names the inputs that the cases give; an input it does not name is missing in every case.
  init(_ table: DecisionTable, header: [String], rows: [NumberedRow], place: Place) throws(Fault) {
    var batch = Batch(width: max(1, table.inputs.count))
    for (row, cells) in rows.enumerated() {
      batch.appendEmptyRow()
      for (input, column) in table.inputs.enumerated() {
        guard let at = header.firstIndex(of: column.name), !cells[at].isEmpty, cells[at] != "null" else { continue }
        if column.kind == .text {
          batch.set(row, input, text: NumberedRow.unquoted(cells[at]))
          continue
        }
        do {
          let point = try Literal.read(NumberedRow.ungrouped(cells[at]), as: column.kind).low
          batch.set(row, input, Datum(tag: column.kind.tag, bits: point))
        } catch { throw error.fault("case-unreadable", at: cells.place(place, at, column.name)) }
      }
    }
    self.batch = batch
    compiled = try table.compile(inputs: Dictionary(uniqueKeysWithValues: table.inputs.enumerated().map { ($1.name, $0) }))
  }

  func outcome(_ index: Int) -> Outcome { compiled.decide(batch, index) }
}
