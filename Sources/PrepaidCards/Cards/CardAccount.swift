import Flows
package import Tables
package import Values

/// A prepaid card: a network account (网络账户) with its sub-cards, as it stands after the last movement. What it costs to keep does not grow with
/// what happened to it: its movements stand in `CardHistory`, a state for each month. (domain.md 2.7, 2.8, 2.12)
package struct CardAccount: Remembered {
  package static let kind = "card"
  package static let width = Column.allCases.count

  /// 网络账户.
  package var key: String
  package var issuer = ""
  /// 卡种.
  package var kind = ""
  package var isNamed = false
  package var insurer = ""
  package var rule = CardRule(.amount)
  package var order = ""
  package var ordered = Day(number: 0)
  package var until: Day?
  package var position = Position()
  /// The month of its last movement; empty before the first.
  package var month = ""
  /// Its movements do not stand by themselves month for month: some were refused and may yet be booked, or undo others of an earlier month. It is
  /// replayed from its first movement.
  package var isWide = false
  /// A difference from the feed's balance that was looked into and approved, fen.
  package var accepted: Int64 = 0
  /// The claim that was paid and closed it.
  package var claim = ""
  /// Sums insured by sub-card, fen; 0 is the whole account.
  package var insured: [Int: Int64] = [:]
  package var policies: [Int: String] = [:]

  package init(account: String) { key = account }

  /// 余额不符, and nobody said why yet. (domain.md B3-8)
  package var isFlagged: Bool { position.difference != 0 && position.difference != accepted }

  package func subCard(_ number: Int) -> String { "\(key)-\(Decimals.padded(number, 2))" }

  /// The number of one of its sub-cards; one it cannot have for every other text.
  package func number(ofSubCard text: String) -> Int {
    guard text.hasPrefix(key + "-"), let number = Int(text.dropFirst(key.count + 1)), number > 0 else { return 9999 }
    return number
  }

  private func status(_ card: Int) -> String { position.isClaimed ? "已赔付" : position.isLost(card) ? "挂失" : "正常" }

  // MARK: kept

  package enum Column: Int, CaseIterable {
    case card, amount, gift, balance, uses, principal, status, kind, named, insurer, at, insured, policy
    case issuer, order, ordered, until, discount
    case face, toppedUp, spent, refunded, claimed, adjusted, check, difference
    case strategy, giftMethod, endsWithUse, payOrder, trust, month, wide, accepted, claim, position
  }

  package init(key: String, rows: Batch) {
    self.key = key
    let row = rows[0]
    func text(_ column: Column) -> String { row.text(column.rawValue) ?? "" }
    issuer = text(.issuer)
    kind = text(.kind)
    isNamed = row.boolean(Column.named.rawValue) ?? false
    insurer = text(.insurer)
    rule = CardRule(
      CardRule.Strategy(rawValue: text(.strategy)) ?? .amount, discount: row.rate(Column.discount.rawValue) ?? .one,
      gift: CardRule.GiftMethod(rawValue: text(.giftMethod)) ?? .ratio, endsWithUse: row.boolean(Column.endsWithUse.rawValue) ?? false,
      payOrder: CardRule.PayOrder(rawValue: text(.payOrder)) ?? .number, trust: CardRule.Trust(rawValue: text(.trust)) ?? .ledger)
    order = text(.order)
    ordered = row.date(Column.ordered.rawValue) ?? Day(number: 0)
    until = row.date(Column.until.rawValue)
    guard let position = Position(text: text(.position)) else { preconditionFailure("account \(key): what is kept is no position") }
    self.position = position
    month = text(.month)
    isWide = row.boolean(Column.wide.rawValue) ?? false
    accepted = row.money(Column.accepted.rawValue)?.minor ?? 0
    claim = text(.claim)
    for index in 0..<rows.count {
      let number = rows[index].text(Column.card.rawValue).map { self.number(ofSubCard: $0) } ?? 0
      if let sum = rows[index].money(Column.insured.rawValue) { insured[number] = sum.minor }
      if let policy = rows[index].text(Column.policy.rawValue) { policies[number] = policy }
    }
  }

  package func write(to rows: inout Batch) {
    for number in 1...max(1, position.cards) { write(number, to: &rows) }
    func set(_ column: Column, _ text: String) { if !text.isEmpty { rows.set(0, column.rawValue, text: text) } }
    func set(_ column: Column, _ datum: Datum) { rows.set(0, column.rawValue, datum) }
    set(.issuer, issuer)
    set(.order, order)
    set(.ordered, .date(ordered))
    if let until { set(.until, .date(until)) }
    if rule.discount != .one { set(.discount, .rate(rule.discount)) }
    set(.strategy, rule.strategy.rawValue)
    set(.giftMethod, rule.gift.rawValue)
    if rule.endsWithUse { set(.endsWithUse, .boolean(true)) }
    if rule.payOrder != .number { set(.payOrder, rule.payOrder.rawValue) }
    if rule.trust != .ledger { set(.trust, rule.trust.rawValue) }
    set(.month, month)
    if isWide { set(.wide, .boolean(true)) }
    if accepted != 0 { set(.accepted, .money(Money(minor: accepted))) }
    set(.claim, claim)
    set(.position, position.text)
    guard rule.strategy.isMoney else { return }
    let totals = position.totals
    func set(_ column: Column, sum: Int64) { if sum != 0 { set(column, .money(Money(minor: sum))) } }
    set(.face, sum: totals.face)
    set(.toppedUp, sum: totals.toppedUp)
    set(.spent, sum: totals.spent)
    set(.refunded, sum: totals.refunded)
    set(.claimed, sum: totals.claimed)
    set(.adjusted, sum: totals.adjusted)
    if position.difference != 0 {
      set(.check, isFlagged ? "余额不符" : "差额已确认")
      set(.difference, sum: position.difference)
    }
  }

  private func write(_ number: Int, to rows: inout Batch) {
    rows.appendEmptyRow()
    let row = rows.count - 1
    func set(_ column: Column, _ text: String) { if !text.isEmpty { rows.set(row, column.rawValue, text: text) } }
    func set(_ column: Column, _ minor: Int64) { rows.set(row, column.rawValue, .money(Money(minor: minor))) }
    let (face, units, left) = (position.face(number), position.units(number), position.balance(number))
    set(.card, subCard(number))
    set(.amount, face)
    if rule.strategy.isMoney {
      if units != face { set(.gift, units - face) }
      set(.balance, left)
    } else {
      rows.set(row, Column.uses.rawValue, .integer(left))
    }
    set(.principal, position.principal(rule, on: position.at.day, card: number))
    set(.status, status(number))
    set(.kind, kind)
    rows.set(row, Column.named.rawValue, .boolean(isNamed))
    set(.insurer, insurer)
    rows.set(row, Column.at.rawValue, .moment(position.at))
    // A policy on the whole account stands beside its first sub-card.
    if let sum = insured[number] { set(.insured, sum) }
    if let policy = policies[number] { set(.policy, policy) }
  }
}
