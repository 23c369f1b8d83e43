package import Values

/// Accounts a program posts to, as a chart would write them: `*` stands for any one segment. Held against a chart before the night begins,
/// so that a missing row is told in the morning's settings and not in the middle of the books.
package struct AccountPattern: Hashable, Sendable {
  package let kind: AccountKind
  package let segments: [String]
  package let unit: Unit

  package init(_ kind: AccountKind, _ segments: String..., unit: Unit = .cny) {
    self.kind = kind
    self.segments = segments
    self.unit = unit
  }

  /// As its row in the chart reads.
  package var text: String { ([kind.rawValue] + segments).joined(separator: ":") }
}

extension Chart {
  /// What the chart says to an account of the family that nobody has named in a row of its own.
  package func finding(for pattern: AccountPattern) -> Finding {
    // As a segment of a path the star is escaped: no row of a chart holds it literally.
    finding(for: AccountKey(AccountPath(pattern.kind, segments: pattern.segments), pattern.unit))
  }
}
