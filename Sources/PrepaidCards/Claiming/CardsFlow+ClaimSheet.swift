import Flows
import Tables
import Values

/// The claim sheet (赔付计算书): every movement of the card with what stood after it, then what each sub-card comes to, then the one payment, so that
/// merchant, holder and insurer can each work it out again. (domain.md 2.21, B3-9)
extension CardsFlow {
  func show(
    _ claim: CardClaim, _ indemnity: Indemnity, _ movements: [Movement], _ card: CardAccount, paid: Money, _ rule: String, _ fact: Int64,
    _ desk: inout Desk, earlier: Money? = nil
  ) {
    for reader in [claim.issuer, claim.insurer, "finance"] {
      let part = "\(claim.key)\t\(reader)"
      for movement in movements { show(movement, card, part, fact, &desk) }
      for share in indemnity.shares { show(share, claim, card, part, fact, &desk) }
      CardLine.claim.add(part: part, about: fact, &desk) { cells in
        cells.set("account", card.key)
        cells.set("row", earlier == nil ? "赔付" : paid.isNegative ? "多赔追回" : "少赔补付")
        cells.set("at", .moment(claim.at))
        cells.set("number", claim.key)
        cells.set("principal", indemnity.shares.map(\.principal).sum())
        cells.set("paid", paid)
        cells.set("reason-rule", rule)
        let due = "应赔 \(claim.payout)"
        cells.set("note", earlier.map { "\(due)，已付 \($0)" } ?? (paid.isZero ? CardReasons.nothingLeft.zh : due))
      }
    }
  }

  private func show(_ movement: Movement, _ card: CardAccount, _ part: String, _ fact: Int64, _ desk: inout Desk) {
    let isMoney = card.rule.strategy.isMoney
    func units(_ count: Int64) -> Datum { .number(millionths: isMoney ? count * 10_000 : count * 1_000_000) }
    CardLine.claim.add(part: part, about: fact, &desk) { cells in
      cells.set("account", card.key)
      if movement.card > 0 { cells.set("sub-card", card.subCard(movement.card)) }
      cells.set("row", movement.act == .claim ? "余额转移" : movement.act.rawValue)
      cells.set("at", .moment(movement.at))
      cells.set("number", movement.printedKey)
      cells.set("amount", movement.amount)
      cells.set("moved", units(movement.moved))
      cells.set("balance", units(movement.balance))
      cells.set("principal", movement.principal)
      cells.set("shares", movement.shares)
      cells.set("note", CardReasons.reason(movement.verdict).map { "未入账：\($0.zh)" } ?? "")
    }
  }

  private func show(_ share: Indemnity.Share, _ claim: CardClaim, _ card: CardAccount, _ part: String, _ fact: Int64, _ desk: inout Desk) {
    let isMoney = card.rule.strategy.isMoney
    CardLine.claim.add(part: part, about: fact, &desk) { cells in
      cells.set("account", card.key)
      if share.card > 0 { cells.set("sub-card", card.subCard(share.card)) }
      cells.set("row", "应赔计算")
      cells.set("at", .moment(claim.at))
      cells.set("balance", .number(millionths: share.balance * (isMoney ? 10_000 : 1_000_000)))
      cells.set("principal", share.principal)
      cells.set("policy", share.policies.joined(separator: " "))
      cells.set("sum", share.sum)
      cells.set("deductible", share.deductible)
      cells.set("payable", share.payable)
      cells.set("note", share.policies.isEmpty ? "没有有效保单" : "min(可退本金, 保险金额) − 免赔额")
    }
  }
}
