package import Values

/// The one engine of all balances: applies movements in the order of their events to a position and says of each whether it is booked, what it
/// moved and what stood after it. The same set of movements gives the same answer in whatever order they arrived. (domain.md 2.16, B3)
package struct Replay: Sendable {
  /// What later movements did to an earlier one.
  private struct Undone {
    var amount: Int64 = 0
    var units: Int64 = 0
    var isVoided = false
  }

  package let rule: CardRule
  package private(set) var position: Position
  /// Every movement applied, with what became of it.
  package private(set) var done: [Movement] = []
  /// How the account stood in the moment of its claim.
  package private(set) var atClaim: Position?
  private var undone: [Undone] = []
  /// Which movement undid which, by their places in `done`.
  package private(set) var reaches: [(movement: Int, original: Int)] = []

  package init(_ rule: CardRule, from position: Position = Position()) {
    self.rule = rule
    self.position = position
  }

  /// Movements come in their order.
  package mutating func apply(_ movement: Movement) {
    var movement = movement
    movement.legs = []
    movement.difference = 0
    movement.verdict = position.isClaimed ? .claimed : judge(&movement)
    movement.moved = movement.legs.reduce(0) { $0 - $1.units }
    if movement.verdict == .booked { compare(&movement) }
    movement.shares = position.cards > 1 && !movement.legs.isEmpty ? shares(movement.legs) : ""
    movement.balance = position.balance()
    movement.principal = position.principal(rule, on: movement.at.day)
    position.at = max(position.at, movement.at)
    done.append(movement)
    undone.append(Undone())
  }

  private func shares(_ legs: [Movement.Leg]) -> String {
    legs.map { leg in
      let units = rule.strategy.isMoney ? Money(minor: -leg.units).description : String(-leg.units)
      return "\(Decimals.padded(position.purses[leg.purse].card, 2)) \(units)"
    }.joined(separator: "、")
  }

  /// The balance at a moment: everything up to it, nothing after it.
  package static func position(_ movements: [Movement], _ rule: CardRule, from opening: Position = Position(), at moment: Moment)
    -> Position
  {
    var replay = Replay(rule, from: opening)
    for movement in movements where movement.at <= moment { replay.apply(movement) }
    return replay.position
  }

  private mutating func judge(_ movement: inout Movement) -> Movement.Verdict {
    if movement.card > position.cards { return .cardUnknown }
    switch movement.act {
    case .issue, .topUp: return charge(&movement)
    case .gift: return give(&movement)
    case .payment: return pay(&movement)
    case .refund: return refund(&movement)
    case .void, .reversal: return void(&movement)
    case .lose:
      if !position.lost.contains(movement.card) { position.lost.append(movement.card) }
      return .booked
    case .find:
      position.lost.removeAll { movement.card == 0 || $0 == movement.card }
      return .booked
    case .claim:
      atClaim = position
      movement.legs = position.take(position.balance(), position.purses.indices.filter { position.purses[$0].left > 0 }) ?? []
      position.totals.claimed += movement.legs.reduce(0) { $0 + $1.units }
      position.isClaimed = true
      return .booked
    }
  }

  // MARK: charges

  private mutating func charge(_ movement: inout Movement) -> Movement.Verdict {
    let isIssue = movement.act == .issue
    if movement.amount <= 0 || movement.limit <= 0 || rule.strategy == .term && !isIssue || rule.strategy == .uses && movement.uses <= 0 {
      return .notForKind
    }
    let parts = position.parts(of: movement.amount, limit: movement.limit, named: movement.card, fillsRoom: !isIssue)
    let total: Int64 =
      switch rule.strategy {
      case .amount, .discount: movement.amount + movement.gift
      case .uses: movement.uses
      case .term: Int64(parts.count)
      }
    // What comes on top is shared out as the money is, and adds up.
    let units =
      parts.count == 1
      ? [total]
      : rule.strategy.isMoney
        ? zip(parts, Money(minor: movement.gift).split(by: parts.map(\.paid))).map { $0.paid + $1.minor }
        : Money(minor: total).split(by: parts.map(\.paid)).map(\.minor)
    let isTerm = rule.strategy == .term
    for (part, units) in zip(parts, units) {
      movement.legs.append(
        position.put(
          part.card, paid: part.paid, units: units, from: isTerm ? movement.at.day : nil, until: isTerm ? movement.until : nil))
    }
    if isIssue { position.totals.face += total } else { position.totals.toppedUp += total }
    position.charged = movement.legs
    return .booked
  }

  /// A gift belongs to the charge before it, in the proportion that was charged.
  private mutating func give(_ movement: inout Movement) -> Movement.Verdict {
    if rule.strategy == .term { return .notForKind }
    let units = rule.strategy == .uses ? movement.uses : movement.amount
    var places = position.charged
    if movement.card > 0 { places = places.filter { position.purses[$0.purse].card == movement.card } }
    if places.isEmpty, let last = position.purses.lastIndex(where: { movement.card == 0 || $0.card == movement.card }) {
      places = [.init(purse: last, units: 0, paid: 1)]
    }
    guard !places.isEmpty, units > 0 else { return .notForKind }
    let parts = Money(minor: units).split(by: places.map { max($0.paid, 1) })
    for (place, part) in zip(places, parts) where part.minor > 0 {
      position.purses[place.purse].units += part.minor
      position.purses[place.purse].left += part.minor
      movement.legs.append(.init(purse: place.purse, units: -part.minor))
    }
    position.totals.toppedUp += units
    return .booked
  }

  // MARK: payments and what undoes them

  private mutating func pay(_ movement: inout Movement) -> Movement.Verdict {
    if position.lost.contains(0) || movement.card > 0 && position.isLost(movement.card) { return .lost }
    let units = rule.units(of: movement.amount, uses: movement.uses)
    var places = position.order(movement.card, rule.payOrder)
    if rule.strategy == .term {
      places = places.filter { position.purses[$0].until.map { movement.at.day <= $0 } ?? true }
      if places.isEmpty { return .insufficient }
    }
    guard let legs = position.take(units, places) else { return .insufficient }
    movement.legs = legs
    position.totals.spent += units
    return .booked
  }

  /// Undoes the legs of the payment from the last backwards. (domain.md B3-5)
  private mutating func refund(_ movement: inout Movement) -> Movement.Verdict {
    guard let place = original(of: movement), done[place].act == .payment else { return .originalUnknown }
    reaches.append((done.count, place))
    let (payment, before) = (done[place], undone[place])
    if before.isVoided { return .originalVoided }
    let all = payment.legs.reduce(0) { $0 + $1.units }
    let amount = rule.strategy == .uses ? movement.uses : movement.amount
    let whole = rule.strategy == .uses ? payment.uses : payment.amount
    guard amount > 0, before.amount + amount <= whole else { return .overRefund }
    // Counted from the start, so that refunds in parts come to what one refund would.
    let units = before.amount + amount == whole ? all : min(all, rule.units(of: before.amount + amount, uses: before.amount + amount))
    movement.legs = giveBack(units - before.units, of: payment, after: before.units)
    undone[place].amount += amount
    undone[place].units = units
    position.totals.refunded -= movement.legs.reduce(0) { $0 + $1.units }
    return .booked
  }

  /// The exact reversal of a payment or a charge, once and only of the whole. (domain.md B3-6)
  private mutating func void(_ movement: inout Movement) -> Movement.Verdict {
    guard let place = original(of: movement) else { return .originalUnknown }
    reaches.append((done.count, place))
    let original = done[place]
    if undone[place].isVoided { return .originalVoided }
    if undone[place].amount > 0 { return .originalRefunded }
    let isSame =
      rule.strategy == .uses && original.act == .payment ? movement.uses == original.uses : movement.amount == original.amount
    if !isSame { return .amountDiffers }
    switch original.act {
    case .payment:
      let units = original.legs.reduce(0) { $0 + $1.units }
      movement.legs = giveBack(units, of: original, after: 0)
      position.totals.refunded -= movement.legs.reduce(0) { $0 + $1.units }
    case .topUp, .gift:
      guard original.legs.allSatisfy({ position.purses[$0.purse].left >= -$0.units }) else { return .insufficient }
      for leg in original.legs {
        position.purses[leg.purse].left += leg.units
        position.purses[leg.purse].units += leg.units
        position.purses[leg.purse].paid -= leg.paid
        movement.legs.append(.init(purse: leg.purse, units: -leg.units, paid: -leg.paid))
        position.totals.toppedUp += leg.units
      }
    case .issue, .refund, .void, .reversal, .lose, .find, .claim: return .originalUnknown
    }
    undone[place].isVoided = true
    return .booked
  }

  /// Gives units back to a payment's purses from its last leg backwards, passing over those that were given back before.
  private mutating func giveBack(_ units: Int64, of payment: Movement, after given: Int64) -> [Movement.Leg] {
    var (legs, left, passed) = ([Movement.Leg](), units, given)
    for leg in payment.legs.reversed() where left > 0 {
      let skipped = min(passed, leg.units)
      passed -= skipped
      // Where a trusted feed had filled the purse meanwhile, what it holds is never above what was charged.
      let part = min(left, leg.units - skipped, position.purses[leg.purse].units - position.purses[leg.purse].left)
      guard part > 0 else { continue }
      position.purses[leg.purse].left += part
      legs.append(.init(purse: leg.purse, units: -part))
      left -= part
    }
    return legs
  }

  /// The booked movement that a later one names: of several batches the latest before it.
  private func original(of movement: Movement) -> Int? {
    let named = movement.original.split(separator: "\t", omittingEmptySubsequences: false)
    guard named.count == 3 else { return nil }
    return done.indices.last { place in
      guard done[place].verdict == .booked, !done[place].act.hasOriginal else { return false }
      if !named[1].isEmpty { return done[place].key == movement.original }
      let parts = done[place].key.split(separator: "\t", omittingEmptySubsequences: false)
      return parts.count == 3 && parts[0] == named[0] && parts[2] == named[2]
    }
  }

  // MARK: what the feed says stands

  /// Holds the feed's balance against ours; where the feed is trusted ours is moved to it, within what was charged. (domain.md B3-8)
  private mutating func compare(_ movement: inout Movement) {
    guard let told = movement.told, rule.strategy.isMoney else { return }
    movement.difference = told - position.balance(movement.card)
    if rule.trust == .feed, movement.difference != 0 {
      let moved = adjust(by: movement.difference, movement.card)
      movement.moved += moved
      position.totals.adjusted += moved
      position.difference = movement.difference - moved
    } else {
      position.difference = movement.difference
    }
    position.differs = position.difference == 0 ? nil : movement.at
  }

  private mutating func adjust(by difference: Int64, _ card: Int) -> Int64 {
    var left = difference.magnitude
    var places = position.purses.indices.filter { card == 0 || position.purses[$0].card == card }
    if difference > 0 { places.reverse() }
    for place in places where left > 0 {
      let purse = position.purses[place]
      let part = min(left, UInt64(difference > 0 ? purse.units - purse.left : purse.left))
      position.purses[place].left += difference > 0 ? Int64(part) : -Int64(part)
      left -= part
    }
    let moved = Int64(difference.magnitude - left)
    return difference > 0 ? moved : -moved
  }
}
