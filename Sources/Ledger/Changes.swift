/// What a working set did since it was last asked: all of it goes to the store in one transaction, with the states of the facts it settled.
package struct Changes: Sendable {
  /// How much an account's balance moved, debit positive.
  package struct Delta: Hashable, Sendable {
    package let account: AccountID
    package let amount: Int64
  }

  /// In the order in which they were accepted.
  package let entries: [Entry]
  /// One for each account whose balance moved, in order of account key.
  package let deltas: [Delta]
  /// Every hold that was placed or moved, as it stands now, in order of reference.
  package let holds: [Hold]

  package var isEmpty: Bool { entries.isEmpty }
}
