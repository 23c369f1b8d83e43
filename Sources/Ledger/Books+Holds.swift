package import Values

/// The life of a hold: placed, then posted in one or more parts, voided or expired; each step is an entry of its own.
extension Books {
  /// Moves the amount from its account to the held account at once. The entry's reference is the hold's own.
  package mutating func place(_ hold: Hold, kind: String, cause: String) -> Verdict {
    if let why = hold.malformation { return .malformed(why) }
    let from = account(hold.from, hold.unit)
    let held = account(hold.held, hold.unit)
    let to = account(hold.to, hold.unit)
    if let wrong = objection(to: [from, held, to]) { return wrong }
    let entry = Entry(
      reference: hold.reference, kind: kind, cause: cause, postings: move(hold.amount, from: from, to: held, like: from), corrects: nil,
      step: HoldStep(hold.reference, .place))
    if let known = holds[hold.reference] {
      let isSameEntry = earlier(hold.reference).map { $0 == entry } ?? true
      return known.wasPlaced(like: hold) && isSameEntry ? .alreadyPosted : .differs(hold.reference)
    }
    if earlier(hold.reference) != nil { return .differs(hold.reference) }
    let verdict = book(entry)
    if verdict == .accepted { keep(hold) }
    return verdict
  }

  /// Moves a part of the hold, or with nil all that is left of it, from the held account to its destination.
  package mutating func post(hold: Reference, amount: Int64? = nil, as reference: Reference, kind: String, cause: String) -> Verdict {
    let action: HoldStep.Action = amount == nil ? .rest : .part
    return move(hold, Step(action, amount: amount, reference: reference, kind: kind, cause: cause))
  }

  /// Gives back what is left of the hold.
  package mutating func void(hold: Reference, as reference: Reference, kind: String, cause: String) -> Verdict {
    move(hold, Step(.void, reference: reference, kind: kind, cause: cause))
  }

  /// Gives back what is left of a hold whose time ran out. The due second itself is still in time. (domain.md B4-3)
  package mutating func expire(hold: Reference, at moment: Moment, as reference: Reference, kind: String, cause: String) -> Verdict {
    move(hold, Step(.expire, at: moment, reference: reference, kind: kind, cause: cause))
  }

  private struct Step {
    let action: HoldStep.Action
    var amount: Int64?
    var moment: Moment?
    let reference: Reference
    let kind: String
    let cause: String

    init(
      _ action: HoldStep.Action, amount: Int64? = nil, at moment: Moment? = nil, reference: Reference, kind: String, cause: String
    ) {
      self.action = action
      self.amount = amount
      self.moment = moment
      self.reference = reference
      self.kind = kind
      self.cause = cause
    }

    /// Whether an entry posted before was this very step.
    func isSame(as entry: Entry, of hold: Reference) -> Bool {
      entry.step == HoldStep(hold, action) && entry.kind == kind && entry.cause == cause
        && (amount == nil || entry.postings.first?.amount.magnitude == amount?.magnitude)
    }
  }

  private mutating func move(_ reference: Reference, _ step: Step) -> Verdict {
    if step.reference.text.isEmpty { return .malformed("it has no reference") }
    if let amount = step.amount, amount <= 0 { return .malformed("a part of a hold is above zero") }
    let known = holds[reference]
    var ends: Ends?
    if let known {
      let found = self.ends(of: known, step.action)
      if let wrong = objection(to: [found.held, found.other]) { return wrong }
      ends = found
    }
    if let earlier = earlier(step.reference) { return step.isSame(as: earlier, of: reference) ? .alreadyPosted : .differs(step.reference) }
    if holds[step.reference] != nil { return .differs(step.reference) }
    guard var hold = known, let ends else { return .holdUnknown(reference) }
    if let refusal = refusal(of: hold, step) { return refusal }

    let amount = step.amount ?? hold.rest
    let entry = Entry(
      reference: step.reference, kind: step.kind, cause: step.cause,
      postings: move(amount, from: ends.held, to: ends.other, like: ends.from), corrects: nil, step: HoldStep(reference, step.action))
    let verdict = book(entry)
    guard verdict == .accepted else { return verdict }
    switch step.action {
    case .place: preconditionFailure("a hold is placed elsewhere")
    case .part, .rest:
      hold.posted += amount
      if hold.posted == hold.amount { hold.state = .posted }
    case .void: hold.state = .voided
    case .expire: hold.state = .expired
    }
    keep(hold)
    return .accepted
  }

  private func refusal(of hold: Hold, _ step: Step) -> Verdict? {
    switch hold.state {
    case .posted: return .holdPosted(hold.reference)
    case .voided: return .holdVoided(hold.reference)
    case .expired: return .holdExpired(hold.reference)
    case .open: break
    }
    if step.action == .expire {
      guard let due = hold.due, let moment = step.moment, moment > due else { return .holdNotDue(hold.reference, until: hold.due) }
    }
    if let amount = step.amount, amount > hold.rest { return .overRest(hold.reference, hold.unit, rest: hold.rest) }
    return nil
  }

  /// The accounts a step runs between, and the one whose natural side counts.
  private struct Ends {
    let from: AccountID
    let held: AccountID
    let other: AccountID
  }

  private mutating func ends(of hold: Hold, _ action: HoldStep.Action) -> Ends {
    let from = account(hold.from, hold.unit)
    let held = account(hold.held, hold.unit)
    switch action {
    case .place, .void, .expire: return Ends(from: from, held: held, other: from)
    case .part, .rest: return Ends(from: from, held: held, other: account(hold.to, hold.unit))
    }
  }

  /// Less on one account, more on the other, as the natural side of the hold's first account understands less and more.
  private func move(_ amount: Int64, from: AccountID, to: AccountID, like natural: AccountID) -> [Posting] {
    let signed = amount * Int64(accounts[natural].sign)
    return [Posting(from, -signed), Posting(to, signed)]
  }
}
