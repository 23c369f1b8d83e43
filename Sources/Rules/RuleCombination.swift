/// Rules of several tables that some row can hit together: the rows of the combined list. (domain.md 0.17)
package struct RuleCombination: Sendable {
  /// One rule of each table, by index, in the order of the tables.
  package private(set) var rows: [[Int]] = []
  /// How many more there are than were wanted.
  package private(set) var left = 0

  private struct Column {
    var name: String
    var column: DecisionTable.Column
  }

  /// Pairs every rule of the first table with those of the next that its conditions leave room for, and so on, in the order of the rules.
  package init(_ tables: [DecisionTable], limit: Int) {
    let columns = RuleCombination.columns(tables)
    let boxes = tables.map { table in
      table.rules.map { rule in
        columns.map { shared -> SpanSet? in
          guard let input = table.inputs.firstIndex(where: { $0.name == shared.name && $0.kind == shared.column.kind }) else { return nil }
          let points = rule.tests[input].points
          return shared.column.kind == .text
            ? Comparison.translated(points, table.inputs[input], shared.column) : points
        }
      }
    }
    combine(boxes, 0, [], Array(repeating: nil, count: columns.count), limit)
  }

  /// Inputs that several tables test, with the texts of all of them.
  private static func columns(_ tables: [DecisionTable]) -> [Column] {
    var columns: [Column] = []
    for input in tables.flatMap(\.inputs) {
      if let at = columns.firstIndex(where: { $0.name == input.name && $0.column.kind == input.kind }) {
        for text in input.lexicon.texts { _ = columns[at].column.lexicon.number(of: text) }
      } else {
        columns.append(Column(name: input.name, column: input))
      }
    }
    return columns
  }

  /// The texts nobody lists are one point more.
  private static func others(_ points: SpanSet, _ column: DecisionTable.Column) -> SpanSet {
    points.contains(Lexicon.unlisted) ? SpanSet(.point(Int64(column.lexicon.texts.count))) : SpanSet()
  }

  private mutating func combine(_ boxes: [[[SpanSet?]]], _ table: Int, _ chosen: [Int], _ room: [SpanSet?], _ limit: Int) {
    guard table < boxes.count else {
      if rows.count < limit { rows.append(chosen) } else { left += 1 }
      return
    }
    for (rule, box) in boxes[table].enumerated() {
      // What is left out is counted, but not for ever.
      if left >= 1_000_000 { return }
      var next = room
      var isEmpty = false
      for (index, set) in box.enumerated() {
        guard let set else { continue }
        let common = next[index]?.intersection(set) ?? set
        if common.isEmpty {
          isEmpty = true
          break
        }
        next[index] = common
      }
      if !isEmpty { combine(boxes, table + 1, chosen + [rule], next, limit) }
    }
  }
}
