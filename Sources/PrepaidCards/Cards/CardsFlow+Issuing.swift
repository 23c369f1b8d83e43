import Flows
import Tables
import Values

/// Issuing (处理模块、发卡模块): an order's amount and the limit of one card give how many sub-cards there are and what each holds. (domain.md 2.2–2.8)
extension CardsFlow {
  func issue(_ fact: Fact, _ desk: inout Desk) {
    let (row, fields) = (fact.row, fields.orders)
    func text(_ field: Int) -> String { row.text(field) ?? "" }
    let kind = text(fields.kind)
    guard let (strategy, gift, endsWithUse) = rules.kind(kind) else { return desk.wait(fact, CardReasons.kindUnlisted, "kinds：\(kind)") }
    let bought = row.date(fields.bought) ?? desk.day
    let isNamed = row.boolean(fields.named) ?? false
    guard let limit = rules.limit(issuer: fact.party, kind: kind, isNamed: isNamed, on: bought) else {
      return desk.wait(fact, CardReasons.kindUnlisted, "limits：\(fact.party) \(kind)")
    }
    if let missing = missing(fact, strategy) { return desk.reject(fact, CardReasons.incomplete, missing) }
    let insurer = text(fields.insurer)
    guard let party = desk.recall(Party.self, insurer), party.roles.contains("insurer") else {
      return desk.wait(fact, CardReasons.insurerUnknown, insurer)
    }
    let known = desk.recall(CardAccount.self, text(fields.account))
    var card = known ?? CardAccount(account: text(fields.account))
    let discount = row.rate(fields.discount) ?? .one
    if known != nil {
      guard card.issuer == fact.party else { return desk.reject(fact, CardReasons.ofAnother) }
      guard card.kind == kind, card.isNamed == isNamed, card.insurer == insurer, card.rule.discount == discount else {
        return desk.reject(fact, CardReasons.orderDiffers, card.order)
      }
    } else {
      card.issuer = fact.party
      card.kind = kind
      card.isNamed = isNamed
      card.insurer = insurer
      card.order = text(fields.order)
      card.ordered = bought
      card.until = row.date(fields.until)
      card.rule = CardRule(
        strategy, discount: strategy == .discount ? discount : .one, gift: gift, endsWithUse: endsWithUse, payOrder: terms.payOrder,
        trust: terms.trust)
    }
    var movement = Movement(at: Moment(bought), key: "购卡\t\t\(text(fields.order))", act: .issue)
    movement.amount = row.money(fields.amount)?.minor ?? 0
    movement.gift = row.money(fields.gift)?.minor ?? 0
    movement.uses = row.integer(fields.uses) ?? 0
    movement.limit = limit.minor
    movement.until = row.date(fields.until)
    movement.fact = fact.id
    let result = admit([movement], to: &card, isWhole: true, &desk)[movement.key]!
    if let reason = CardReasons.reason(result.verdict) { return desk.reject(fact, reason) }
    let last = movement.amount % movement.limit
    if movement.amount > movement.limit, last > 0, last < terms.tiny.minor {
      return desk.settle(fact, CardReasons.tinyRemainder, Money(minor: last).description)
    }
    desk.settle(fact)
  }

  /// What this kind of card needs and the row leaves blank.
  private func missing(_ fact: Fact, _ strategy: CardRule.Strategy) -> String? {
    let (row, fields) = (fact.row, fields.orders)
    func name(_ field: Int) -> String { feeds[fact.feed].schema.fields[field].header }
    switch strategy {
    case .amount: return nil
    case .discount:
      let rate = row.rate(fields.discount)
      return rate.map { $0 > .zero && $0 <= .one } ?? false ? nil : name(fields.discount)
    case .uses: return (row.integer(fields.uses) ?? 0) > 0 ? nil : name(fields.uses)
    case .term:
      guard let until = row.date(fields.until), let bought = row.date(fields.bought), until >= bought else { return name(fields.until) }
      return nil
    }
  }
}
