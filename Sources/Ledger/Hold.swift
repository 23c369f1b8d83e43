package import Values

/// An amount set aside: it counts when placed, may be posted in parts, and is resolved exactly once: posted whole, voided or expired.
/// Frozen premiums of vouchers, reserved quotas, payables that wait for an approval. (domain.md B4; TigerBeetle's pending transfers)
package struct Hold: Equatable, Sendable {
  package enum State: String, Sendable, CaseIterable {
    case open
    /// All of it reached its destination.
    case posted
    /// What was not posted went back because somebody said so.
    case voided
    /// What was not posted went back because its time ran out.
    case expired
  }

  package let reference: Reference
  /// Where the amount is taken from when the hold is placed, and goes back to when it is voided or expires.
  package let from: AccountPath
  /// Where it stands meanwhile.
  package let held: AccountPath
  /// Where it goes when it is posted.
  package let to: AccountPath
  package let unit: Unit
  /// Minor units, above zero.
  package let amount: Int64
  /// The last second at which it may still be used; nil when it never expires.
  package let due: Moment?
  /// How much of it has been posted.
  package internal(set) var posted: Int64
  package internal(set) var state: State

  /// A hold to be placed, or, with the last two arguments, one as the store knows it.
  package init(
    reference: Reference, from: AccountPath, held: AccountPath, to: AccountPath, unit: Unit, amount: Int64, due: Moment? = nil,
    posted: Int64 = 0, state: State = .open
  ) {
    self.reference = reference
    self.from = from
    self.held = held
    self.to = to
    self.unit = unit
    self.amount = amount
    self.due = due
    self.posted = posted
    self.state = state
  }

  /// What is still held.
  package var rest: Int64 { state == .open ? amount - posted : 0 }

  /// Whether both were the same when they were placed.
  func wasPlaced(like other: Hold) -> Bool {
    reference == other.reference && from == other.from && held == other.held && to == other.to
      && AccountKey(from, unit) == AccountKey(other.from, other.unit) && amount == other.amount && due == other.due
  }

  /// Why this cannot be a hold whatever the books say; nil when it can.
  var malformation: String? {
    if reference.text.isEmpty { return "it has no reference" }
    if amount <= 0 { return "a hold's amount is above zero" }
    if amount.magnitude > Entry.amountLimit { return "an amount is too large" }
    if posted != 0 || state != .open { return "a hold begins open and unposted" }
    if from == held || held == to { return "a hold needs an account of its own between the two ends" }
    return nil
  }
}

/// Which hold an entry moved, and how.
package struct HoldStep: Equatable, Sendable {
  package enum Action: String, Sendable, CaseIterable {
    case place
    /// An amount that was named was posted.
    case part
    /// Whatever was left was posted.
    case rest
    case void
    case expire
  }

  package let hold: Reference
  package let action: Action

  package init(_ hold: Reference, _ action: Action) {
    self.hold = hold
    self.action = action
  }
}
