import Flows
import Ledger
import Tables
import Values

/// Claims (赔付模块): what stands on the card in the claim's moment is paid once, and every movement is shown. (domain.md 2.13, 2.14, B3-9 to B3-11, B3-14)
extension CardsFlow {
  func claim(_ fact: Fact, _ desk: inout Desk) {
    let (row, fields) = (fact.row, fields.claims)
    let account = row.text(fields.account) ?? ""
    let code = row.text(fields.reason) ?? ""
    let at = row.moment(fields.at) ?? Moment.end(of: desk.day)
    guard var card = desk.recall(CardAccount.self, account) else { return postpone(fact, CardReasons.accountUnknown, account, &desk) }
    guard [card.issuer, card.insurer, "platform"].contains(fact.party) else { return desk.reject(fact, CardReasons.ofAnother) }
    guard card.claim.isEmpty else { return desk.reject(fact, CardReasons.claimAgain, card.claim) }
    guard let reason = rules.reason(code) else { return desk.wait(fact, CardReasons.reasonUnlisted, code) }
    guard reason.isCovered else { return desk.reject(fact, CardReasons.notCovered, "\(code)（\(reason.id)）") }
    let ripe = at.day.advanced(by: reason.waits)
    if desk.day < ripe { return desk.wait(fact, CardReasons.claimWaits, "\(ripe)", until: Moment(ripe)) }
    let months = months(of: card, true, Reach(), desk)
    let movements = months.flatMap(\.movements)
    var rule = card.rule
    if let gift = reason.gift { rule.gift = gift }
    let position = Replay.position(movements, card.rule, at: at)
    if !position.lost.isEmpty { return desk.reject(fact, CardReasons.cardLost) }
    if card.isFlagged {
      return desk.wait(fact, CardReasons.claimBlocked, "差额 \(Money(minor: card.position.difference))")
    }
    let policies = desk.recall(CardInsurance.self, account)?.policies ?? []
    let indemnity = Indemnity(position, rule, policies, at: at)
    if !policies.contains(where: { $0.isInForce(on: at.day) }) { return postpone(fact, CardReasons.uninsured, "", &desk) }

    var claim = CardClaim(number: row.text(fields.claim) ?? "")
    claim.account = account
    claim.reason = code
    claim.at = at
    (claim.issuer, claim.insurer) = (card.issuer, card.insurer)
    claim.gift = reason.gift
    (claim.first, claim.payout) = (indemnity.payout, indemnity.payout)
    claim.fact = fact.id
    guard !indemnity.payout.isZero else {
      desk.remember(claim)
      show(claim, indemnity, movements, card, paid: .zero, reason.id, fact.id, &desk)
      return desk.settle(fact, CardReasons.nothingLeft)
    }
    var movement = Movement(at: at, key: "赔付\t\t\(claim.key)", act: .claim)
    movement.amount = indemnity.payout.minor
    movement.fact = fact.id
    admit([movement], to: &card, isWhole: true, &desk)
    card.claim = claim.key
    keep(card, &desk)
    desk.remember(claim)
    pay(claim, indemnity.payout, fact.id, &desk)
    let after = self.months(of: card, true, Reach(), desk).flatMap(\.movements)
    show(claim, indemnity, after, card, paid: indemnity.payout, reason.id, fact.id, &desk)
    desk.settle(fact)
  }

  /// A late row moved what stood on a card that was claimed: what was paid too much is recovered, what was paid too little is paid. (domain.md B3-10)
  func reconsider(_ card: CardAccount, _ position: Position, _ months: [CardHistory], _ fact: Int64, _ desk: inout Desk) {
    guard var claim = desk.recall(CardClaim.self, card.claim) else { return }
    var rule = card.rule
    if let gift = claim.gift { rule.gift = gift }
    let policies = desk.recall(CardInsurance.self, card.key)?.policies ?? []
    let indemnity = Indemnity(position, rule, policies, at: claim.at)
    let difference = indemnity.payout - claim.payout
    guard !difference.isZero else { return }
    claim.payout = indemnity.payout
    desk.remember(claim)
    pay(claim, difference, fact, &desk)
    show(
      claim, indemnity, months.flatMap(\.movements), card, paid: difference, rules.reason(claim.reason)?.id ?? "", fact, &desk,
      earlier: claim.payout - difference)
    CardLine.exception.add(part: card.issuer, about: fact, &desk) { cells in
      cells.set("account", card.key)
      cells.set("what", difference.isNegative ? "多赔追回" : "少赔补付")
      cells.set("at", .moment(claim.at))
      cells.set("number", claim.key)
      cells.set("told", claim.payout - difference)
      cells.set("ours", claim.payout)
      cells.set("difference", difference)
      cells.set("note", "申请时间之前的迟到流水")
    }
  }

  private func pay(_ claim: CardClaim, _ amount: Money, _ fact: Int64, _ desk: inout Desk) {
    let verdict = desk.books.post(
      Entry(
        reference: Reference("card-claim/\(claim.key)/\(fact)/\(desk.run)"), kind: amount.isNegative ? "card-claim-recovery" : "card-claim",
        cause: claim.account,
        postings: [
          Posting(desk.books.account(CardPaths.claimPaid(claim.key), .cny), amount),
          Posting(desk.books.account(CardPaths.claimsOf(claim.insurer), .cny), -amount),
        ]))
    precondition(verdict == .accepted, "claim \(claim.key): \(verdict)")
  }

  /// The platform's word on a flagged balance: approved, ours stands and claims go on. (domain.md B3-8; contract.md, approvals)
  func approve(_ state: State, _ desk: inout Desk) {
    let approval = Approval(key: state.key.key, rows: state.rows)
    guard approval.object == .flag, approval.isApproved else { return }
    guard var card = desk.recall(CardAccount.self, approval.objectID) else {
      // One that comes before its card waits for it.
      var later = state
      later.due = .end(of: desk.day.advanced(by: 1))
      return desk.put(later)
    }
    guard card.issuer == approval.merchant, card.position.difference != 0 else { return }
    card.accepted = card.position.difference
    keep(card, &desk)
  }
}
