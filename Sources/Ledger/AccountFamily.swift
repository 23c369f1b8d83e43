package import Values

/// Accounts that differ in their last segment only, such as the payables of all sellers. It finds the account of a row by that segment,
/// without building a path. It belongs to the one `Books` it is used with.
package struct AccountFamily: Sendable {
  private let kind: AccountKind
  private let segments: [String]
  private let unit: Unit
  private var known: [Member: AccountID] = [:]

  package init(_ kind: AccountKind, _ segments: String..., unit: Unit = .cny) {
    self.kind = kind
    self.segments = segments
    self.unit = unit
  }

  package mutating func id(of last: String, in books: inout Books) -> AccountID {
    let member = Member(text: last)
    if let id = known[member] { return id }
    let id = books.account(AccountPath(kind, segments: segments + [last]), unit)
    known[member] = id
    return id
  }

  private struct Member: Hashable {
    let text: String
    static func == (left: Member, right: Member) -> Bool { left.text.equalsBytes(of: right.text) }
    func hash(into hasher: inout Hasher) { text.hashBytes(into: &hasher) }
  }
}
