/// Postings that belong together and balance in each unit. An entry never changes after it was posted: a correction is a new entry
/// that points to what it corrects. (design.md, law 2) Days, runs and numbers are given by who stores it.
package struct Entry: Equatable, Sendable {
  package let reference: Reference
  /// What sort of entry it is, in kebab-case: `settlement`, `endorsement`, `payment`.
  package let kind: String
  /// What it stands on: the fact, the rule, the instruction.
  package let cause: String
  package let postings: [Posting]
  /// The entry that this one corrects.
  package let corrects: Reference?
  /// The hold that this entry placed or moved on, if it did.
  package let step: HoldStep?

  package init(reference: Reference, kind: String, cause: String, postings: [Posting], corrects: Reference? = nil) {
    self.init(reference: reference, kind: kind, cause: cause, postings: postings, corrects: corrects, step: nil)
  }

  /// For the store, which reads back entries that were steps of a hold.
  package init(reference: Reference, kind: String, cause: String, postings: [Posting], corrects: Reference?, step: HoldStep?) {
    self.reference = reference
    self.kind = kind
    self.cause = cause
    self.postings = postings
    self.corrects = corrects
    self.step = step
  }

  /// The entry that takes this one back: the same postings with the other sign, pointing here.
  package func reversed(as reference: Reference, kind: String, cause: String) -> Entry {
    let postings = postings.map { Posting($0.account, -$0.amount) }
    return Entry(reference: reference, kind: kind, cause: cause, postings: postings, corrects: self.reference)
  }

  /// Why this cannot be an entry whatever the books say; nil when it can.
  var malformation: String? {
    if reference.text.isEmpty { return "it has no reference" }
    if postings.isEmpty { return "it has no postings" }
    if let corrects, corrects == reference { return "it corrects itself" }
    var isZero = true
    for posting in postings {
      if posting.amount != 0 { isZero = false }
      if posting.amount.magnitude > Entry.amountLimit { return "an amount is too large" }
    }
    return isZero ? "all its amounts are zero" : nil
  }

  /// A thousand times the largest cell: far enough from the end of 64 bits that no balance met in practice can overflow.
  static let amountLimit: UInt64 = 1_000_000_000_000_000_000
}
