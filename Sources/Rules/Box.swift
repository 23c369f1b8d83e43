/// A part of all rows a table could meet: a set of points for every input. Findings are about boxes, and name them exactly.
package struct Box: Hashable, Sendable {
  /// One per input of the table.
  package var sets: [SpanSet]

  package init(_ sets: [SpanSet]) { self.sets = sets }

  package var isEmpty: Bool { sets.contains(where: \.isEmpty) }

  /// Whether the box holds a row with these points.
  package func contains(_ points: [Int64]) -> Bool { zip(sets, points).allSatisfy { $0.contains($1) } }

  package func intersection(_ other: Box) -> Box { Box(zip(sets, other.sets).map { $0.intersection($1) }) }
  package func intersects(_ other: Box) -> Bool { zip(sets, other.sets).allSatisfy { $0.intersects($1) } }
  package func isSubset(of other: Box) -> Bool { zip(sets, other.sets).allSatisfy { $0.isSubset(of: $1) } }
}

/// How much looking a check may do, in steps of one comparison, so that it ends and ends alike on every machine. What it cuts off is said.
package struct Effort: Sendable {
  package private(set) var left: Int
  package private(set) var isSpent = false

  package init(steps: Int) { left = steps }

  mutating func take(_ steps: Int) -> Bool {
    left -= steps
    if left < 0 { isSpent = true }
    return !isSpent
  }
}
