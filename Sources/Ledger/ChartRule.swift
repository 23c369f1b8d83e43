package import Values

/// One row of the chart of accounts: which accounts it speaks of, what they may count, whether they have a floor.
package struct ChartRule: Equatable, Sendable {
  /// As in the file: `liability:payable:*`.
  package let pattern: String
  /// `CNY`, every unit of a family (`stock:*`), or any (`*`).
  package let unit: String
  /// Whether the balance must stay on its natural side.
  package let hasFloor: Bool
  /// The natural side.
  package let side: Side
  /// Row of the file, from 1.
  package let row: Int

  let segments: [String]

  package func allows(_ unit: Unit) -> Bool {
    guard self.unit.last == "*" else { return self.unit.equalsBytes(of: unit.code) }
    return unit.code.utf8.starts(with: self.unit.utf8.dropLast())
  }

  /// Whether some account fits this pattern while one above or below it fits the other: `a:*` and `a:b:c`.
  func nests(with other: ChartRule) -> Bool {
    guard segments.count != other.segments.count else { return false }
    return zip(segments, other.segments).allSatisfy { $0 == $1 || $0 == "*" || $1 == "*" }
  }
}
