import Flows
import Ledger
import Tables
import Values

/// Insuring (投保模块): each card at its issue, by the card and by the day; there is no yearly estimate. (domain.md 2.9, 2.10, 2.18, 2.19, B3-2)
extension CardsFlow {
  enum Request: String {
    case first = "投保"
    case more = "增保"
    case less = "减保"
    case renewal = "续保"
  }

  /// A line of the list the insurer is sent (投保清单).
  func ask(
    _ request: Request, _ card: CardAccount, _ number: Int, _ amount: Money, from: Day, about fact: Int64?, _ desk: inout Desk
  ) {
    let to = from.adding(months: terms.months).advanced(by: -1)
    let days = to - from + 1
    let premium = rules.premium(card, from: from)
    CardLine.insure.add(part: card.insurer, about: fact ?? 0, &desk) { cells in
      cells.set("account", card.key)
      if number > 0 { cells.set("sub-card", card.subCard(number)) }
      cells.set("request", request.rawValue)
      cells.set("issuer", card.issuer)
      cells.set("kind", card.kind)
      cells.set("named", .boolean(card.isNamed))
      cells.set("amount", amount)
      cells.set("from", .date(from))
      cells.set("to", .date(to))
      cells.set("days", .integer(Int64(days)))
      guard let premium else { return }
      cells.set("rate", .rate(premium.rate))
      cells.set("premium-rule", premium.id)
      cells.set("premium", self.premium(amount, premium.rate, days: days))
    }
  }

  /// Sum insured × yearly rate × days, rounded once.
  func premium(_ sum: Money, _ rate: Rate, days: Int) -> Money {
    Money(
      minor: Rounding.halfUp.quotient(
        Int128(sum.minor) * Int128(rate.billionths) * Int128(days), Int128(Rate.scale) * Int128(terms.yearDays)))
  }

  /// The insurer's answer: a policy of a sub-card or of the whole account. Its premium is settled with the issuer at our figure.
  func insure(_ fact: Fact, _ desk: inout Desk) {
    let (row, fields) = (fact.row, fields.policies)
    let account = account(of: fact)
    guard let card = desk.recall(CardAccount.self, account) else { return postpone(fact, CardReasons.accountUnknown, account, &desk) }
    guard card.insurer == fact.party else { return desk.reject(fact, CardReasons.ofAnother, card.insurer) }
    let named = row.text(fields.card) ?? ""
    if named.isEmpty, terms.insured == .card {
      return desk.reject(fact, CardReasons.incomplete, feeds[fact.feed].schema.fields[fields.card].header)
    }
    let number = named.isEmpty ? 0 : card.number(ofSubCard: named)
    guard number <= card.position.cards else { return postpone(fact, CardReasons.subCardUnknown, named, &desk) }
    let (from, to) = (row.date(fields.from) ?? desk.day, row.date(fields.to) ?? desk.day)
    guard from <= to else { return desk.reject(fact, CardReasons.policyTerm) }
    guard let rate = rules.premium(card, from: from) else {
      return desk.wait(fact, CardReasons.kindUnlisted, "premium：\(card.insurer) \(card.issuer) \(card.kind)")
    }
    let policy = CardInsurance.Policy(
      card: number, number: row.text(fields.policy) ?? "", from: from, to: to, sum: row.money(fields.sum) ?? .zero,
      deductible: row.money(fields.deductible) ?? .zero, premium: row.money(fields.premium) ?? .zero)
    let ours = premium(policy.sum, rate.rate, days: to - from + 1)
    settle(ours, policy, rate, card, fact, &desk)
    var insurance = desk.recall(CardInsurance.self, account) ?? CardInsurance(account: account)
    insurance.policies.append(policy)
    insurance.policies.sort { ($0.card, $0.from, $0.number) < ($1.card, $1.from, $1.number) }
    keep(insurance, &desk)
    var insured = card
    let inForce = insurance.policies.filter { $0.card == number && $0.to >= desk.day }
    insured.insured[max(number, 1)] = inForce.map(\.sum).sum().minor
    insured.policies[max(number, 1)] = inForce.map(\.number).joined(separator: " ")
    keep(insured, &desk)
    if ours == policy.premium { return desk.settle(fact) }
    desk.settle(fact, CardReasons.premiumDiffers, "保单 \(policy.premium) 核算 \(ours)")
  }

  private func settle(
    _ premium: Money, _ policy: CardInsurance.Policy, _ rate: (rate: Rate, id: String), _ card: CardAccount, _ fact: Fact,
    _ desk: inout Desk
  ) {
    if !premium.isZero {
      let verdict = desk.books.post(
        Entry(
          reference: Reference("card-premium/\(fact.id)"), kind: "card-premium", cause: card.key,
          postings: [
            Posting(desk.books.account(CardPaths.premiumsDue(card.issuer), .cny), premium),
            Posting(desk.books.account(CardPaths.premiumsTo(card.insurer), .cny), -premium),
          ]))
      precondition(verdict == .accepted, "premium of account \(card.key): \(verdict)")
    }
    CardLine.premium.add(part: card.issuer, about: fact.id, &desk) { cells in
      cells.set("account", card.key)
      if policy.card > 0 { cells.set("sub-card", card.subCard(policy.card)) }
      cells.set("period", Movement.month(Moment(policy.from)))
      cells.set("insurer", card.insurer)
      cells.set("policy", policy.number)
      cells.set("sum", policy.sum)
      cells.set("from", .date(policy.from))
      cells.set("to", .date(policy.to))
      cells.set("days", .integer(Int64(policy.to - policy.from + 1)))
      cells.set("rate", .rate(rate.rate))
      cells.set("premium-rule", rate.id)
      cells.set("premium", premium)
      cells.set("told", policy.premium)
      cells.set("difference", policy.premium - premium)
      cells.set("deductible", policy.deductible)
    }
  }

  /// Asks for the renewal of policies that run out soon, for what is still on the cards. A closed or empty card is not renewed.
  func renew(_ state: State, _ desk: inout Desk) {
    var insurance = CardInsurance(key: state.key.key, rows: state.rows)
    guard let card = desk.recall(CardAccount.self, insurance.key) else { return }
    for index in insurance.policies.indices where !insurance.policies[index].isRenewed {
      let policy = insurance.policies[index]
      guard policy.to.advanced(by: -terms.renewalDays) <= desk.day else { continue }
      insurance.policies[index].isRenewed = true
      let from = policy.to.advanced(by: 1)
      let principal = card.position.principal(card.rule, on: from, card: policy.card)
      let hasNext = insurance.policies.contains { $0.card == policy.card && $0.to > policy.to && $0.from <= from }
      let isAsked = insurance.policies[..<index].contains { $0.card == policy.card && $0.to == policy.to && $0.isRenewed }
      guard principal > 0, !card.position.isClaimed, !hasNext, !isAsked else { continue }
      ask(.renewal, card, policy.card, Money(minor: principal), from: from, about: nil, &desk)
    }
    keep(insurance, &desk)
  }
}
