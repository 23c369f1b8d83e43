import Tables
import Values

/// Cases written as text (examples beside a table, `settle rules eval`) as a batch that a compiled table can decide.
struct RuleCases: Sendable {
  let batch: Batch
  let compiled: CompiledTable

  /// `inputAt`: for each input that the cases give, the column it stands in.
  init(_ table: DecisionTable, _ examples: RuleExamples, _ inputAt: [Int: Int]) throws(Fault) {
    var batch = Batch(width: max(1, table.inputs.count))
    for (row, example) in examples.examples.enumerated() {
      batch.appendEmptyRow()
      for (input, column) in inputAt where column < example.cells.count && !example.cells[column].isEmpty && example.cells[column] != "null"
      {
        let kind = table.inputs[input].kind
        if kind == .text {
          batch.set(row, input, text: NumberedRow.unquoted(example.cells[column]))
        } else {
          do {
            let point = try Literal.read(NumberedRow.ungrouped(example.cells[column]), as: kind).low
            batch.set(row, input, Datum(tag: kind.tag, bits: point))
          } catch { throw error.fault("case-unreadable", at: examples.place(example, column)) }
        }
      }
    }
    self.batch = batch
    compiled = try table.compile(inputs: Dictionary(uniqueKeysWithValues: table.inputs.enumerated().map { ($1.name, $0) }))
  }

  func outcome(_ index: Int) -> Outcome { compiled.decide(batch, index) }
}
