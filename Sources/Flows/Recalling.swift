/// What a corrected file may do to a feed's settled rows. A flow says it of each of its feeds; whether a file is one of those is no matter of its own.
package enum Recalling: Sendable, Equatable {
  /// Settled rows are reversed and those of the correction settled in their place: the flow takes `Item.recalled`.
  case reverses
  /// They are not, and this is what to do instead.
  case never(String)

  /// What is said of feeds whose rows are acts: they happened, and only another act undoes them.
  package static let actsStand = "rows of this feed are acts that happened; send the row that undoes or corrects each of them"
}

/// The amounts a recall is shown by, from one kind of line: what stood for a row, and what stands in its place.
package struct RecalledAmounts: Sendable {
  package struct Amount: Sendable {
    /// The line's field, and what people call it.
    package var field: String
    package var title: String

    package init(_ field: String, _ title: String) {
      self.field = field
      self.title = title
    }
  }

  /// Index in the flow's `lines`, of the lines that stand for rows.
  package var kind: Int
  package var amounts: [Amount]
  /// Whose accounts move by how much: kinds of line whose parts are parties, with the amount that is owed by or to them.
  package var parties: [(kind: Int, amount: Amount)]

  package init(kind: Int, amounts: [Amount], parties: [(kind: Int, amount: Amount)]) {
    self.kind = kind
    self.amounts = amounts
    self.parties = parties
  }
}
