package import Values

/// Where an account stands at one moment: its purses, what is lost, what was moved so far. A pure value; `Replay` moves it on.
package struct Position: Equatable, Sendable {
  /// Units moved so far, by why. Σ left = face + toppedUp − spent + refunded − claimed + adjusted. (domain.md B3, ties)
  package struct Totals: Equatable, Sendable {
    package var face: Int64 = 0
    package var toppedUp: Int64 = 0
    package var spent: Int64 = 0
    package var refunded: Int64 = 0
    package var claimed: Int64 = 0
    package var adjusted: Int64 = 0

    package var balance: Int64 { face + toppedUp - spent + refunded - claimed + adjusted }
  }

  /// In the order they came to be; a purse never goes and never changes its place.
  package var purses: [Purse] = []
  /// Sub-cards reported lost; 0 is the whole account.
  package var lost: [Int] = []
  /// The purses of the last charge with what each was paid: a gift goes where the charge it follows went.
  package var charged: [Movement.Leg] = []
  package var totals = Totals()
  /// The feed's last told balance less ours, and when.
  package var difference: Int64 = 0
  package var differs: Moment?
  package var isClaimed = false
  /// Of the last movement.
  package var at = Moment(seconds: 0)

  package init() {}

  package var cards: Int { purses.reduce(0) { max($0, $1.card) } }

  /// U of the account, or of one sub-card.
  package func balance(_ card: Int = 0) -> Int64 { purses.reduce(0) { card == 0 || $1.card == card ? $0 + $1.left : $0 } }

  /// R of the account, or of one sub-card: the sum of its purses', each rounded once.
  package func principal(_ rule: CardRule, on day: Day, card: Int = 0) -> Int64 {
    purses.reduce(0) { card == 0 || $1.card == card ? $0 + $1.principal(rule, on: day) : $0 }
  }

  /// 卡金额: fen ever charged to a sub-card.
  package func face(_ card: Int) -> Int64 { purses.reduce(0) { $1.card == card ? $0 + $1.paid : $0 } }
  package func units(_ card: Int) -> Int64 { purses.reduce(0) { $1.card == card ? $0 + $1.units : $0 } }

  package func isLost(_ card: Int) -> Bool { !lost.isEmpty && (lost.contains(0) || lost.contains(card)) }

  package var foots: Bool { balance() == totals.balance && purses.allSatisfy { 0 <= $0.left && $0.left <= $0.units } }

  // MARK: charging

  /// Fills the room of the sub-cards in order of their numbers, or of the one that is named, and opens new ones for the rest: each within the limit,
  /// the remainder a sub-card of its own. An issue opens new ones only. (domain.md 2.3–2.5, B3-1, B3-12)
  func parts(of paid: Int64, limit: Int64, named: Int, fillsRoom: Bool) -> [(card: Int, paid: Int64)] {
    var parts: [(card: Int, paid: Int64)] = []
    var left = paid
    let last = cards
    if fillsRoom, last > 0 {
      for card in named > 0 ? named...named : 1...last where left > 0 {
        let part = min(left, limit - face(card))
        if part > 0 {
          parts.append((card, part))
          left -= part
        }
      }
    }
    var next = last
    while left > 0 {
      next += 1
      let part = min(left, limit)
      parts.append((next, part))
      left -= part
    }
    return parts
  }

  /// Puts a part of a charge on its sub-card.
  mutating func put(_ card: Int, paid: Int64, units: Int64, from: Day?, until: Day?) -> Movement.Leg {
    if until == nil, let place = purses.lastIndex(where: { $0.card == card }), purses[place].isAlike(paid: paid, units: units) {
      purses[place].paid += paid
      purses[place].units += units
      purses[place].left += units
      return .init(purse: place, units: -units, paid: paid)
    }
    purses.append(Purse(card: card, paid: paid, units: units, left: units, from: from, until: until))
    return .init(purse: purses.count - 1, units: -units, paid: paid)
  }

  // MARK: taking

  /// The purses a payment takes from, in their order.
  func order(_ named: Int, _ payOrder: CardRule.PayOrder) -> [Int] {
    let places = purses.indices.filter { purses[$0].left > 0 && (named == 0 || purses[$0].card == named) && !isLost(purses[$0].card) }
    if places.count < 2 { return places }
    switch payOrder {
    case .number: return places.sorted { (purses[$0].card, $0) < (purses[$1].card, $1) }
    case .smallest:
      return places.sorted {
        (balance(purses[$0].card), purses[$0].card, $0) < (balance(purses[$1].card), purses[$1].card, $1)
      }
    }
  }

  /// Takes units from the purses whole or not at all: there is no partial debit. (domain.md B3-4, B3-7)
  mutating func take(_ units: Int64, _ places: [Int]) -> [Movement.Leg]? {
    var (legs, left) = ([Movement.Leg](), units)
    for place in places where left > 0 {
      let part = min(left, purses[place].left)
      legs.append(.init(purse: place, units: part))
      left -= part
    }
    guard left == 0 else { return nil }
    for leg in legs { purses[leg.purse].left -= leg.units }
    return legs
  }
}
