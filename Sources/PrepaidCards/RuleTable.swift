import Rules
import Tables
import Values

/// A decision table bound to inputs by name and asked one case at a time: limits, kinds, premium and claim reasons are all small.
struct RuleTable: Sendable {
  private let table: DecisionTable
  private let compiled: CompiledTable
  private let width: Int

  /// `inputs`: what the flow knows, whether the table tests it or not; `outputs`: what it must say.
  init(_ table: DecisionTable, inputs: [(String, Field.Kind)], outputs: [String]) throws(Fault) {
    self.table = table
    width = inputs.count
    var places: [String: Int] = [:]
    for (index, input) in inputs.enumerated() { places[input.0] = index }
    compiled = try table.compile(
      inputs: places,
      schema: Schema(name: table.name, fields: inputs.map { Field(name: $0.0, header: $0.0, kind: $0.1) }))
    for name in outputs where table.outputIndex(name) == nil {
      throw Fault(
        .setting, code: "rule-output-missing", place: table.place.description, cause: "there is no output \(name)",
        remedy: "give the table an output column \(name)")
    }
  }

  /// What the one rule that hits says; nil where none does, or several.
  func rule(_ fill: (inout Batch) -> Void) -> Rule? {
    var row = Batch(width: width)
    row.appendEmptyRow()
    fill(&row)
    guard case .hit(let rule) = compiled.decide(row, 0) else { return nil }
    return Rule(table: table, index: rule)
  }

  var rules: [Rule] { table.rules.indices.map { Rule(table: table, index: $0) } }

  struct Rule {
    let table: DecisionTable
    let index: Int

    var id: String { table.id(index) }
    var place: String { table.place(ofRule: index).description }
    func text(_ name: String) -> String { table.outputText(index, name) ?? "" }
    func money(_ name: String) -> Money? { table.output(index, name).money }
    func rate(_ name: String) -> Rate? { table.output(index, name).rate }
    func boolean(_ name: String) -> Bool { table.output(index, name).boolean ?? false }
    /// A whole number of a number column.
    func integer(_ name: String) -> Int { Int(table.output(index, name).bits / 1_000_000) }
  }
}
