package import Tables

/// A rule that almost matched: how many of its tests failed, and the first of them, with what it wanted and what it found.
package struct NearMiss: Sendable, Equatable {
  /// Index into the table's rules.
  package var rule: Int
  /// The first input whose test failed: an index into the table's inputs.
  package var input: Int
  package var failed: Int
  package var wanted: String
  /// The row's value; nothing when it is missing.
  package var found: String
}

extension CompiledTable {
  /// The rules nearest to a row that none matches: fewest failing tests first, then the table's order.
  package func nearest(_ batch: Batch, _ row: Int, count: Int = 3) -> [NearMiss] {
    let points = points(batch, row)
    var misses: [NearMiss] = []
    for (index, rule) in table.rules.enumerated() {
      var failing: [Int] = []
      for (input, test) in rule.tests.enumerated() where !passes(test, points[input], input) { failing.append(input) }
      guard let first = failing.first else { continue }
      misses.append(
        NearMiss(
          rule: index, input: first, failed: failing.count, wanted: rule.tests[first].text, found: spelled(batch, row, points[first], first)
        ))
    }
    return Array(misses.sorted { ($0.failed, $0.rule) < ($1.failed, $1.rule) }.prefix(count))
  }

  private func passes(_ test: UnaryTest, _ point: Int64?, _ input: Int) -> Bool {
    guard let point else {
      return test.points.isEverything && !table.inputs[input].namesMissing || test.takesMissing && table.inputs[input].namesMissing
    }
    return test.points.contains(point)
  }

  private func spelled(_ batch: Batch, _ row: Int, _ point: Int64?, _ input: Int) -> String {
    guard let point else { return "" }
    return table.inputs[input].kind == .text ? batch.text(datum(batch, row, input)) ?? "" : table.inputs[input].kind.text(point)
  }
}
