package import Values

/// A stored entry as the exports and listings take it: with its number and day, and accounts by name.
package struct BookedEntry: Equatable, Sendable {
  package struct Line: Equatable, Sendable {
    package var key: AccountKey
    /// Minor units of the key's unit, debit positive.
    package var amount: Int64

    package init(_ key: AccountKey, _ amount: Int64) {
      self.key = key
      self.amount = amount
    }
  }

  /// The store's number, unique and rising.
  package var id: String
  package var day: Day
  package var reference: Reference
  package var kind: String
  package var cause: String
  /// For people; any text.
  package var description: String
  package var corrects: Reference?
  package var hold: Reference?
  package var lines: [Line]

  package init(
    id: String, day: Day, reference: Reference, kind: String, cause: String, description: String = "", corrects: Reference? = nil,
    hold: Reference? = nil, lines: [Line]
  ) {
    self.id = id
    self.day = day
    self.reference = reference
    self.kind = kind
    self.cause = cause
    self.description = description
    self.corrects = corrects
    self.hold = hold
    self.lines = lines
  }
}
