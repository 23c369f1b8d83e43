import Values

/// Rows as facts: a row of a shape with lines becomes one fact for each line that is present, every other row one fact as it stands.
/// The verifier has already held the row to what its lines need, so unfolding cannot fail. (domain.md B1-21)
package struct Unfold: Sendable {
  private struct Line: Sendable {
    let presentBy: Int
    /// For each field of the fact the row field it is taken from; −1 where the line has no such value.
    let from: [Int]
    let fixed: [(field: Int, text: String)]
  }

  private let width: Int
  private let lines: [Line]

  package init(schema: Schema, shape: Shape?) {
    width = schema.width
    // What only the folded row has is no part of its lines: a line's content must not change with its neighbour's.
    let folded = Set(
      (shape?.lines ?? []).flatMap { Array($0.takes.values) + [$0.presentBy] } + [shape?.checkedTotal].compactMap { $0 }
    ).compactMap(schema.index(of:))
    lines = (shape?.lines ?? []).map { line in
      var from = schema.fields.indices.map { folded.contains($0) ? -1 : $0 }
      for (field, source) in line.takes {
        if let field = schema.index(of: field) { from[field] = schema.index(of: source) ?? -1 }
      }
      let fixed = line.fixed.compactMap { pair in schema.index(of: pair.key).map { (field: $0, text: pair.value) } }
      return Line(presentBy: schema.index(of: line.presentBy)!, from: from, fixed: fixed.sorted { $0.field < $1.field })
    }
  }

  /// Appends the facts of `rows` to `facts`, and for each the index of its row in `rows` to `sources`.
  package func apply(_ rows: VerifiedRows, into facts: inout Batch, sources: inout [Int32]) {
    for row in 0..<rows.batch.count {
      if lines.isEmpty {
        append(rows.batch, row, nil, &facts)
        sources.append(Int32(row))
      }
      for line in lines where LineCheck.isPresent(rows.batch[row, line.presentBy]) {
        append(rows.batch, row, line, &facts)
        sources.append(Int32(row))
      }
    }
  }

  private func append(_ batch: Batch, _ row: Int, _ line: Line?, _ facts: inout Batch) {
    facts.appendEmptyRow()
    let fact = facts.count - 1
    for field in 0..<width {
      let source = line?.from[field] ?? field
      if source < 0 { continue }
      let datum = batch[row, source]
      if !datum.isNone { facts.copy(fact, field, from: batch, datum) }
    }
    for pair in line?.fixed ?? [] { facts.set(fact, pair.field, text: pair.text) }
  }
}
