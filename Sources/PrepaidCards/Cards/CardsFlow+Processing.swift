import Flows
import Tables
import Values

/// Processing (动态消费信息): payments, refunds, voids, charges and losses of all accounts of a chunk, account by account. (domain.md 2.11, 2.12, 2.17)
extension CardsFlow {
  func process(_ facts: [Fact], _ desk: inout Desk) {
    var places: [String: Int] = [:]
    var groups: [(account: String, facts: [Fact])] = []
    for fact in facts {
      let account = account(of: fact)
      if let place = places[account] {
        groups[place].facts.append(fact)
      } else {
        places[account] = groups.count
        groups.append((account, [fact]))
      }
    }
    for group in groups { process(group.facts, of: group.account, &desk) }
  }

  private func process(_ facts: [Fact], of account: String, _ desk: inout Desk) {
    guard var card = desk.recall(CardAccount.self, account) else {
      for fact in facts { postpone(fact, CardReasons.accountUnknown, account, &desk) }
      return
    }
    var taken: [(fact: Fact, movement: Movement)] = []
    for fact in facts {
      guard card.issuer == fact.party else {
        desk.reject(fact, CardReasons.ofAnother)
        continue
      }
      var movement = movement(fact, account)
      // A row about a card that counts uses speaks of one where it says nothing.
      if card.rule.strategy == .uses, movement.uses == 0, movement.act == .payment || movement.act.hasOriginal { movement.uses = 1 }
      if let missing = missing(movement, fact, card) {
        desk.reject(fact, missing.reason, missing.detail)
        continue
      }
      if movement.act == .topUp {
        guard let limit = rules.limit(issuer: card.issuer, kind: card.kind, isNamed: card.isNamed, on: movement.at.day) else {
          desk.wait(fact, CardReasons.kindUnlisted, "limits：\(card.issuer) \(card.kind)")
          continue
        }
        movement.limit = limit.minor
      }
      taken.append((fact, movement))
    }
    guard !taken.isEmpty else { return }
    let results = admit(taken.map(\.movement), to: &card, &desk)
    for (fact, movement) in taken { answer(fact, movement, results[movement.key]!, card, &desk) }
  }

  private func answer(_ fact: Fact, _ movement: Movement, _ result: Movement, _ card: CardAccount, _ desk: inout Desk) {
    // The number is on record from an earlier row: refused then and sent again.
    if result.fact != fact.id, result.verdict == .booked || !result.saysTheSame(as: movement) {
      return desk.reject(fact, CardReasons.known)
    }
    switch result.verdict {
    case .booked:
      guard result.difference != 0 else { return desk.settle(fact) }
      tell(difference: result, card, about: fact.id, &desk)
      let (told, ours) = (Money(minor: result.told ?? 0), Money(minor: (result.told ?? 0) - result.difference))
      desk.settle(fact, CardReasons.balanceDiffers, "流水 \(told) 平台 \(ours) 差额 \(Money(minor: result.difference))")
    case .originalUnknown: postpone(fact, CardReasons.originalUnknown, movement.printedOriginal, &desk)
    case .insufficient, .overRefund, .originalVoided, .originalRefunded, .lost, .claimed, .cardUnknown, .amountDiffers, .notForKind:
      guard let reason = CardReasons.reason(result.verdict) else { return desk.settle(fact) }
      desk.reject(fact, reason, result.verdict == .insufficient ? balance(card, result) : "")
    }
  }

  private func balance(_ card: CardAccount, _ result: Movement) -> String {
    card.rule.strategy.isMoney ? "余额 \(Money(minor: result.balance))" : "剩余 \(result.balance)"
  }

  /// What a row says, without what only its card knows.
  func movement(_ fact: Fact, _ account: String) -> Movement {
    let (row, fields) = (fact.row, fields.transactions)
    func text(_ field: Int) -> String { row.text(field) ?? "" }
    let terminal = text(fields.terminal)
    var movement = Movement(
      at: row.moment(fields.at) ?? Moment(seconds: 0), key: "\(terminal)\t\(text(fields.batch))\t\(text(fields.serial))",
      act: Movement.Act(rawValue: text(fields.act)) ?? .payment)
    movement.amount = row.money(fields.amount)?.minor ?? 0
    movement.uses = row.integer(fields.uses) ?? 0
    let card = text(fields.card)
    if !card.isEmpty { movement.card = CardAccount(account: account).number(ofSubCard: card) }
    if movement.act.hasOriginal {
      let named = text(fields.originalTerminal)
      movement.original = "\(named.isEmpty ? terminal : named)\t\(text(fields.originalBatch))\t\(text(fields.originalSerial))"
    }
    movement.told = row.money(fields.balance)?.minor
    movement.fact = fact.id
    return movement
  }

  /// What its type needs and the row leaves blank, or what the kind of card does not know.
  private func missing(_ movement: Movement, _ fact: Fact, _ card: CardAccount) -> (reason: Reason, detail: String)? {
    let fields = fields.transactions
    func isBlank(_ field: Int) -> Bool { fact.row[field].isNone }
    func incomplete(_ field: Int) -> (Reason, String) { (CardReasons.incomplete, feeds[fact.feed].schema.fields[field].header) }
    switch movement.act {
    case .refund, .void, .reversal: return isBlank(fields.originalSerial) ? incomplete(fields.originalSerial) : nil
    case .topUp:
      if card.rule.strategy == .term { return (CardReasons.notForKind, card.kind) }
      if card.rule.strategy == .uses, isBlank(fields.uses) { return incomplete(fields.uses) }
      return movement.amount > 0 ? nil : incomplete(fields.amount)
    case .gift: return card.rule.strategy == .uses && isBlank(fields.uses) ? incomplete(fields.uses) : nil
    case .payment, .lose, .find, .issue, .claim: return nil
    }
  }
}

extension Movement {
  var printedOriginal: String { original.split(separator: "\t").joined(separator: " ") }
}
