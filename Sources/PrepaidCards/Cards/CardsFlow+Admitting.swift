import Flows
import Ledger
import Tables
import Values

/// What admitting movements to an account brings about: its state and history, one entry in the books, new or larger sub-cards to issue and insure,
/// verdicts that turned, and a claim that comes to another amount.
extension CardsFlow {
  /// Puts movements on an account's record; what became of each, by key. `card` is kept as it then stands.
  @discardableResult
  func admit(_ newcomers: [Movement], to card: inout CardAccount, isWhole: Bool = false, _ desk: inout Desk) -> [String: Movement] {
    var reach = Reach()
    for movement in newcomers { reach.add(movement) }
    let whole = isWhole || reach.isWhole(for: card)
    let admission = Admission(newcomers, of: card, months: months(of: card, whole, reach, desk))
    let before = card
    card.position = admission.position
    card.month = max(card.month, admission.months.last?.month ?? "")
    card.isWide = admission.isWide
    for month in admission.months where month.month >= admission.firstChanged { desk.remember(month, group: card.key) }
    let fact = newcomers[0].fact
    book(before.position.totals, card, Reference("card/\(fact)/\(desk.run)"), &desk)
    open(before, card, newcomers, fact, &desk)
    for turned in admission.turned { tell(turned, card, &desk) }
    if let position = admission.atClaim, !before.claim.isEmpty { reconsider(card, position, admission.months, fact, &desk) }
    keep(card, &desk)
    return admission.results
  }

  /// The months at hand, ascending.
  func months(of card: CardAccount, _ isWhole: Bool, _ reach: Reach, _ desk: Desk) -> [CardHistory] {
    if isWhole {
      // A card that never moved has no history to be looked for.
      if card.month.isEmpty { return [] }
      return desk.group(CardHistory.kind, card.key).map { CardHistory(key: $0.key.key, rows: $0.rows) }.sorted { $0.key < $1.key }
    }
    guard reach.months.contains(card.month) else { return [] }
    return desk.recall(CardHistory.self, CardHistory.key(card.key, card.month)).map { [$0] } ?? []
  }

  /// One entry for all that moved: what the card is worth on one side, why on the other.
  private func book(_ before: Position.Totals, _ card: CardAccount, _ reference: Reference, _ desk: inout Desk) {
    let paths = CardPaths(issuer: card.issuer, isMoney: card.rule.strategy.isMoney)
    var (postings, sum) = ([Posting](), Int64(0))
    for (old, new) in zip(before.parts, card.position.totals.parts) where new.units != old.units {
      let moved = new.sign * (new.units - old.units)
      sum += moved
      postings.append(Posting(desk.books.account(paths.path(new.name), paths.unit), -moved))
    }
    guard !postings.isEmpty else { return }
    if sum != 0 { postings.insert(Posting(desk.books.account(paths.value, paths.unit), sum), at: 0) }
    let verdict = desk.books.post(Entry(reference: reference, kind: "card-movements", cause: card.key, postings: postings))
    precondition(verdict == .accepted, "movements of account \(card.key): \(verdict)")
  }

  // MARK: sub-cards

  /// Tells issuer and insurer of sub-cards that are new or hold more, or less, than before. (domain.md 2.6, 2.9, B3-12)
  private func open(_ before: CardAccount, _ card: CardAccount, _ newcomers: [Movement], _ fact: Int64, _ desk: inout Desk) {
    guard card.position.purses != before.position.purses else { return }
    let charge = newcomers.first { $0.act == .issue || $0.act == .topUp || $0.act == .gift }
    let (day, fact) = ((charge?.at ?? card.position.at).day, charge?.fact ?? fact)
    for number in 1...max(1, card.position.cards) {
      let (old, new) = (before.position, card.position)
      let (paid, units) = (new.face(number) - old.face(number), new.units(number) - old.units(number))
      if paid == 0 && units == 0 { continue }
      let isNew = number > old.cards
      let isTiny = isNew && number == new.cards && number > 1 && new.face(number) < terms.tiny.minor
      CardLine.issue.add(part: card.issuer, about: fact, &desk) { cells in
        cells.set("account", card.key)
        cells.set("sub-card", card.subCard(number))
        cells.set("change", isNew ? "开卡" : paid < 0 || units < 0 ? "减额" : "增额")
        cells.set("kind", card.kind)
        cells.set("named", .boolean(card.isNamed))
        cells.set("amount", paid)
        if card.rule.strategy.isMoney {
          if units != paid { cells.set("gift", units - paid) }
          cells.set("balance", new.balance(number))
        } else {
          cells.set("uses", .integer(units))
        }
        cells.set("principal", new.principal(card.rule, on: new.at.day, card: number))
        cells.set("day", .date(day))
        if let until = card.until { cells.set("until", .date(until)) }
        cells.set("order", charge?.act == .issue ? String(charge!.key.split(separator: "\t").last ?? "") : "")
        cells.set("insurer", card.insurer)
        cells.set("note", isTiny ? CardReasons.tinyRemainder.zh : "")
      }
      if paid != 0, terms.insured == .card {
        ask(isNew ? .first : paid < 0 ? .less : .more, card, number, Money(minor: paid), from: day, about: fact, &desk)
      }
    }
    let paid = (1...max(1, card.position.cards)).reduce(Int64(0)) { $0 + card.position.face($1) - before.position.face($1) }
    if paid != 0, terms.insured == .account {
      ask(before.position.cards == 0 ? .first : paid < 0 ? .less : .more, card, 0, Money(minor: paid), from: day, about: fact, &desk)
    }
  }

  // MARK: what a late row turned

  private func tell(_ turned: Admission.Turned, _ card: CardAccount, _ desk: inout Desk) {
    let movement = turned.movement
    CardLine.exception.add(part: card.issuer, about: movement.fact, &desk) { cells in
      cells.set("account", card.key)
      cells.set("what", movement.verdict == .booked ? "迟到流水后补入账" : "迟到流水后转为未入账")
      cells.set("at", .moment(movement.at))
      cells.set("number", movement.printedKey)
      cells.set("amount", movement.amount)
      cells.set("note", CardReasons.reason(movement.verdict == .booked ? turned.was : movement.verdict)?.zh ?? "")
    }
  }

  /// A row whose told balance is not ours. (domain.md B3-8)
  func tell(difference movement: Movement, _ card: CardAccount, about fact: Int64, _ desk: inout Desk) {
    CardLine.exception.add(part: card.issuer, about: fact, &desk) { cells in
      cells.set("account", card.key)
      if movement.card > 0 { cells.set("sub-card", card.subCard(movement.card)) }
      cells.set("what", CardReasons.balanceDiffers.zh)
      cells.set("at", .moment(movement.at))
      cells.set("number", movement.printedKey)
      cells.set("amount", movement.amount)
      if let told = movement.told {
        cells.set("told", told)
        cells.set("ours", told - movement.difference)
      }
      cells.set("difference", movement.difference)
      cells.set("note", card.rule.trust == .feed ? "以流水余额为准，已调整" : "以账本为准，赔付暂停")
    }
  }
}

extension Movement {
  /// Its numbers as people read them: 终端号 批次号 流水号.
  var printedKey: String { key.split(separator: "\t").joined(separator: " ") }
}
