/// The identity of an entry or a hold, unique for ever: what a second posting of the same thing is recognised by.
/// The caller makes it from what the entry stands on, such as `settlement/CH-A/PDAA1/商业险/1`. This file does not know its parts.
package struct Reference: Hashable, Comparable, Sendable {
  package let text: String

  package init(_ text: String) { self.text = text }

  package static func == (left: Reference, right: Reference) -> Bool { left.text.equalsBytes(of: right.text) }
  package static func < (left: Reference, right: Reference) -> Bool { left.text.precedesBytes(of: right.text) }
  package func hash(into hasher: inout Hasher) { text.hashBytes(into: &hasher) }
}

extension Reference: ExpressibleByStringLiteral, CustomStringConvertible {
  package init(stringLiteral text: String) { self.init(text) }
  package var description: String { text }
}
