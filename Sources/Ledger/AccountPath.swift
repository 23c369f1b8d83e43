/// Where an amount is booked: a kind and at least one segment, `liability:payable:CH-A`. This file knows how any id, whatever it holds,
/// becomes a segment and comes back; it does not know which accounts exist (`Chart`). Paths are equal and ordered byte for byte.
package struct AccountPath: Hashable, Comparable, Sendable {
  /// Canonical text: what is stored and what the exports print for hledger.
  package let text: String
  package let kind: AccountKind

  /// Any text may be a segment, also an empty one; what a path cannot hold plainly is written `%3A`. At least one segment is given.
  package init(_ kind: AccountKind, segments: [String]) {
    precondition(!segments.isEmpty, "an account path needs a segment after its kind")
    var text = kind.rawValue
    for segment in segments {
      text += ":"
      text += AccountSegment.escaped(segment)
    }
    self.text = text
    self.kind = kind
  }

  package init(_ kind: AccountKind, _ segments: String...) { self.init(kind, segments: segments) }

  /// Reads canonical text; nil for everything else: an unknown kind, no segment, a segment that would be written differently.
  package init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count >= 2, let kind = AccountKind(rawValue: String(parts[0])) else { return nil }
    for part in parts.dropFirst() {
      guard let plain = AccountSegment.plain(part), AccountSegment.escaped(plain).utf8.elementsEqual(part.utf8) else { return nil }
    }
    self.text = text
    self.kind = kind
  }

  /// The segments after the kind as they were given.
  package var segments: [String] {
    text.split(separator: ":", omittingEmptySubsequences: false).dropFirst().map { AccountSegment.plain($0)! }
  }

  package static func == (left: AccountPath, right: AccountPath) -> Bool { left.text.equalsBytes(of: right.text) }
  package static func < (left: AccountPath, right: AccountPath) -> Bool { left.text.precedesBytes(of: right.text) }
  package func hash(into hasher: inout Hasher) { text.hashBytes(into: &hasher) }
}

extension AccountPath: CustomStringConvertible {
  package var description: String { text }
}
