package import Tables
package import Values

/// A table made ready to decide rows of a schema; its cells were checked when it was read.
extension DecisionTable {
  /// Binds the inputs to columns of a batch, by name, and compiles. With the batch's schema the fields' kinds are checked as well.
  package func compile(inputs bindings: [String: Int], schema: Schema? = nil) throws(Fault) -> CompiledTable {
    var columns: [Int] = []
    for input in inputs {
      var here = place
      here.column = input.column
      here.header = input.name
      guard let column = bindings[input.name] else {
        throw Wrong(
          "the table tests \(input.name), and no such field exists here",
          "use one of: \(bindings.keys.sorted().joined(separator: ", "))"
        ).fault("input-unknown", at: here)
      }
      if let field = schema?.fields[column], !input.kind.compares(with: field.kind) {
        throw Wrong(
          "\(input.name) is a \(input.kind.rawValue) in the table and a \(field.kind.rawValue) in the feed \(schema?.name ?? "")",
          "give the column the type of the field"
        ).fault("input-kind", at: here)
      }
      columns.append(column)
    }
    return CompiledTable(self, columns: columns)
  }

  /// Per rule: its rank by the listed values of the outputs, the first output first, and a number shared by rules with the same outputs.
  func ranksAndClasses() -> (ranks: [Int32], classes: [Int32]) {
    var classOf: [[Datum]: Int32] = [:]
    let classes = rules.map { rule in
      let next = Int32(classOf.count)
      return classOf[rule.outputs]
        ?? {
          classOf[rule.outputs] = next; return next
        }()
    }
    guard policy.needsOrder else { return (Array(repeating: 0, count: rules.count), classes) }
    let places: [[Datum: Int]?] = outputs.map { column in
      column.listed.map { Dictionary(uniqueKeysWithValues: $0.enumerated().map { ($1, $0) }) }
    }
    let keys = rules.map { rule in
      places.indices.compactMap { index in places[index].map { $0[rule.outputs[index]] ?? $0.count } }
    }
    let order = Array(Set(keys)).sorted { $0.lexicographicallyPrecedes($1) }
    let rankOf = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, Int32($0)) })
    return (keys.map { rankOf[$0]! }, classes)
  }

  /// C+ C< C> C# over the hits of one row. Nothing for no value at all, but a count of nought is a count. A sum too large for its line ends there.
  package func aggregate(_ hits: [Int], _ output: Int) -> Datum {
    let values = hits.map { self.output($0, output) }.filter { !$0.isNone }
    if policy == .count { return .integer(Int64(values.count)) }
    guard let first = values.first else { return .none }
    let bits = values.map(\.bits)
    switch policy {
    case .sum: return Datum(tag: first.tag, bits: Int64(clamping: bits.reduce(Int128(0)) { $0 + Int128($1) }))
    case .minimum: return Datum(tag: first.tag, bits: bits.min()!)
    case .maximum: return Datum(tag: first.tag, bits: bits.max()!)
    case .unique, .any, .priority, .first, .ruleOrder, .outputOrder, .collect, .count: return first
    }
  }
}
