package import Values

/// What a balance is kept for: an account and the unit it counts. One account may hold several units, each with a balance of its own.
package struct AccountKey: Hashable, Comparable, Sendable {
  package let path: AccountPath
  package let unit: Unit

  package init(_ path: AccountPath, _ unit: Unit) {
    self.path = path
    self.unit = unit
  }

  package static func == (left: AccountKey, right: AccountKey) -> Bool {
    left.path == right.path && left.unit.code.equalsBytes(of: right.unit.code)
  }

  /// By path, then by the unit's code, byte for byte: the order of every listing.
  package static func < (left: AccountKey, right: AccountKey) -> Bool {
    left.path == right.path ? left.unit.code.precedesBytes(of: right.unit.code) : left.path < right.path
  }

  package func hash(into hasher: inout Hasher) {
    path.hash(into: &hasher)
    unit.code.hashBytes(into: &hasher)
  }
}

extension AccountKey: CustomStringConvertible {
  package var description: String { "\(path) (\(unit))" }
}

/// A short name for an account key within one `Books`: what postings carry in the hot path. It means nothing to any other books.
@frozen
package struct AccountID: Hashable, Sendable {
  package let index: Int32

  @inlinable package init(index: Int32) { self.index = index }
}
