import PrepaidCards
import Values

/// The slow, obvious reference: every unit of value is a coin that lies on a sub-card. A payment takes coins, a refund puts back the ones that were
/// taken last, and everything is worked out anew from the first movement for every question. It shares no code with the engine.
struct Model {
  struct Coin {
    var card: Int
    /// Which charge it came with; a gift belongs to the charge before it.
    var charge: Int
    var isSpent = false
    /// A voided charge takes its coins away.
    var isGone = false
  }

  struct Charge {
    var card: Int
    var paid: Int64
  }

  struct Payment {
    var key: String
    var amount: Int64
    /// In the order they were taken.
    var coins: [Int]
    var refunded: Int64 = 0
    /// How many of the coins came back.
    var back = 0
    var isVoided = false
  }

  struct TopUp {
    var key: String
    var amount: Int64
    var coins: [Int]
    var charges: [(charge: Int, paid: Int64)]
    var isVoided = false
  }

  struct Outcome: Equatable {
    var verdict: Movement.Verdict
    var balance: Int64
    var principal: Int64
  }

  let rule: CardRule
  var coins: [Coin] = []
  var charges: [Charge] = []
  /// The charges the last purchase or top-up fell on, with what was paid to each.
  var last: [(charge: Int, paid: Int64)] = []
  var payments: [Payment] = []
  var topUps: [TopUp] = []
  var lost: Set<Int> = []
  var isClaimed = false
  var outcomes: [String: Outcome] = [:]

  /// Everything up to a moment, in the order of event time and key, repeated rows once.
  init(_ rows: [Movement], _ rule: CardRule, at moment: Moment) {
    self.rule = rule
    var seen: Set<String> = []
    let ordered = rows.filter { $0.at <= moment && seen.insert($0.key).inserted }
      .sorted { ($0.at, rank($0), $0.key) < ($1.at, rank($1), $1.key) }
    func rank(_ row: Movement) -> Int { row.act == .issue ? 0 : row.act == .claim ? 2 : 1 }
    for row in ordered {
      let verdict = isClaimed ? Movement.Verdict.claimed : apply(row)
      outcomes[row.key] = Outcome(verdict: verdict, balance: balance(), principal: principal(on: row.at.day))
    }
  }

  func balance(_ card: Int = 0) -> Int64 {
    Int64(coins.count { !$0.isSpent && !$0.isGone && (card == 0 || $0.card == card) })
  }

  func principal(on day: Day) -> Int64 {
    charges.indices.reduce(0) { sum, charge in
      let own = coins.filter { $0.charge == charge && !$0.isGone }
      let left = own.count { !$0.isSpent }
      if own.isEmpty || left == 0 { return sum }
      // Rounded half up by hand.
      let twice = 2 * charges[charge].paid * Int64(left)
      return sum + (twice + Int64(own.count)) / (2 * Int64(own.count))
    }
  }

  var cards: Int { charges.map(\.card).max() ?? 0 }

  // MARK: one row

  private mutating func apply(_ row: Movement) -> Movement.Verdict {
    if row.card > cards { return .cardUnknown }
    switch row.act {
    case .issue: return charge(row, into: [])
    case .topUp: return charge(row, into: row.card > 0 ? [row.card] : Array(1..<cards + 1))
    case .gift: return give(row)
    case .payment: return pay(row)
    case .refund: return refund(row)
    case .void, .reversal: return void(row)
    case .lose: lost.insert(row.card)
    case .find: if row.card == 0 { lost.removeAll() } else { lost.remove(row.card) }
    case .claim:
      for coin in coins.indices { coins[coin].isSpent = true }
      isClaimed = true
    }
    return .booked
  }

  private mutating func charge(_ row: Movement, into room: [Int]) -> Movement.Verdict {
    if rule.strategy == .uses && row.uses <= 0 || row.amount <= 0 { return .notForKind }
    var parts: [(card: Int, paid: Int64)] = []
    var left = row.amount
    for card in room {
      let face = charges.filter { $0.card == card }.map(\.paid).reduce(0, +)
      let part = min(left, max(0, row.limit - face))
      if part > 0 { parts.append((card, part)) }
      left -= part
    }
    var next = cards
    while left > 0 {
      next += 1
      parts.append((next, min(left, row.limit)))
      left -= min(left, row.limit)
    }
    // Coins beyond those paid for are dealt by largest remainder.
    let dealt = Model.deal(rule.strategy == .uses ? row.uses : row.gift, parts.map(\.paid))
    let units = rule.strategy == .uses ? dealt : zip(parts, dealt).map { $0.paid + $1 }
    var made: [Int] = []
    last = []
    for (part, count) in zip(parts, units) {
      // A charge in the very proportion of the sub-card's last one is part of it.
      let before = charges.indices.last { $0 >= 0 && charges[$0].card == part.card }
      var place = charges.count
      if let before {
        let there = Int64(coins.count { $0.charge == before && !$0.isGone })
        if charges[before].paid * count == part.paid * there { place = before }
      }
      if place == charges.count { charges.append(Charge(card: part.card, paid: 0)) }
      charges[place].paid += part.paid
      for _ in 0..<count {
        made.append(coins.count)
        coins.append(Coin(card: part.card, charge: place))
      }
      last.append((place, part.paid))
    }
    if row.act == .topUp { topUps.append(TopUp(key: row.key, amount: row.amount, coins: made, charges: last)) }
    return .booked
  }

  private mutating func give(_ row: Movement) -> Movement.Verdict {
    let count = rule.strategy == .uses ? row.uses : row.amount
    var places = last.filter { row.card == 0 || charges[$0.charge].card == row.card }
    if places.isEmpty, let any = charges.indices.last(where: { row.card == 0 || charges[$0].card == row.card }) { places = [(any, 1)] }
    if places.isEmpty || count <= 0 { return .notForKind }
    var made: [Int] = []
    for (place, part) in zip(places, Model.deal(count, places.map { max(1, $0.paid) })) {
      for _ in 0..<part {
        made.append(coins.count)
        coins.append(Coin(card: charges[place.charge].card, charge: place.charge))
      }
    }
    topUps.append(TopUp(key: row.key, amount: row.amount, coins: made, charges: []))
    return .booked
  }

  private mutating func pay(_ row: Movement) -> Movement.Verdict {
    if lost.contains(0) || row.card > 0 && lost.contains(row.card) { return .lost }
    var usable = coins.indices.filter { !coins[$0].isSpent && !coins[$0].isGone && !lost.contains(coins[$0].card) }
    if row.card > 0 { usable = usable.filter { coins[$0].card == row.card } }
    let sizes = Dictionary(uniqueKeysWithValues: (1...max(1, cards)).map { ($0, balance($0)) })
    usable.sort { left, right in
      let (a, b) = (coins[left], coins[right])
      if rule.payOrder == .smallest, sizes[a.card]! != sizes[b.card]! { return sizes[a.card]! < sizes[b.card]! }
      return (a.card, a.charge, left) < (b.card, b.charge, right)
    }
    let count = units(row)
    if usable.count < count { return .insufficient }
    let taken = Array(usable.prefix(Int(count)))
    for coin in taken { coins[coin].isSpent = true }
    payments.append(Payment(key: row.key, amount: rule.strategy == .uses ? row.uses : row.amount, coins: taken))
    return .booked
  }

  private func units(_ row: Movement) -> Int64 {
    switch rule.strategy {
    case .amount: row.amount
    case .discount: (row.amount * rule.discount.billionths * 2 + Rate.scale) / (2 * Rate.scale)
    case .uses: row.uses
    case .term: 0
    }
  }

  private mutating func refund(_ row: Movement) -> Movement.Verdict {
    guard let place = payments.lastIndex(where: { $0.key == row.original }) else { return .originalUnknown }
    if payments[place].isVoided { return .originalVoided }
    let amount = rule.strategy == .uses ? row.uses : row.amount
    if amount <= 0 || payments[place].refunded + amount > payments[place].amount { return .overRefund }
    payments[place].refunded += amount
    // So many coins must be back in all, the last ones taken first.
    var whole = row
    (whole.amount, whole.uses) = (payments[place].refunded, payments[place].refunded)
    let all = payments[place].coins.count
    let back = payments[place].refunded == payments[place].amount ? all : min(all, Int(units(whole)))
    // Those that came back before may have been spent again since: they are another payment's now.
    for coin in payments[place].coins[(all - back)..<(all - payments[place].back)] { coins[coin].isSpent = false }
    payments[place].back = back
    return .booked
  }

  private mutating func void(_ row: Movement) -> Movement.Verdict {
    if let place = payments.lastIndex(where: { $0.key == row.original }) {
      if payments[place].isVoided { return .originalVoided }
      if payments[place].refunded > 0 { return .originalRefunded }
      if payments[place].amount != (rule.strategy == .uses ? row.uses : row.amount) { return .amountDiffers }
      for coin in payments[place].coins { coins[coin].isSpent = false }
      payments[place].isVoided = true
      return .booked
    }
    guard let place = topUps.lastIndex(where: { $0.key == row.original }) else { return .originalUnknown }
    if topUps[place].isVoided { return .originalVoided }
    if topUps[place].amount != row.amount { return .amountDiffers }
    // As many coins as it brought must still lie in each charge it fell on.
    var wanted: [Int: Int] = [:]
    for coin in topUps[place].coins { wanted[coins[coin].charge, default: 0] += 1 }
    for (charge, count) in wanted where coins.count(where: { $0.charge == charge && !$0.isSpent && !$0.isGone }) < count {
      return .insufficient
    }
    for (charge, count) in wanted {
      // The youngest unspent ones go.
      for coin in coins.indices.filter({ coins[$0].charge == charge && !coins[$0].isSpent && !coins[$0].isGone }).suffix(count) {
        coins[coin].isGone = true
      }
    }
    for (charge, paid) in topUps[place].charges { charges[charge].paid -= paid }
    topUps[place].isVoided = true
    return .booked
  }

  /// Largest remainder, ties by place.
  private static func deal(_ count: Int64, _ weights: [Int64]) -> [Int64] {
    let total = weights.reduce(0, +)
    if total == 0 || count == 0 { return weights.map { _ in 0 } }
    var parts = weights.map { count * $0 / total }
    let order = weights.indices.sorted { (count * weights[$0] % total, $1) > (count * weights[$1] % total, $0) }
    for place in order.prefix(Int(count - parts.reduce(0, +))) { parts[place] += 1 }
    return parts
  }
}
