import Flows
import Values

/// Newcomers among an account's movements: put in their places, everything behind them replayed, and what that changed. Pure; what the flow books and
/// tells of it stands in `CardsFlow+Admitting.swift`.
struct Admission {
  /// A movement a late row turned: booked before and not now, or the other way round.
  struct Turned {
    var movement: Movement
    var was: Movement.Verdict
  }

  private(set) var months: [CardHistory]
  /// By key: what became of the newcomers, and of rows that were on record before.
  private(set) var results: [String: Movement] = [:]
  private(set) var turned: [Turned] = []
  private(set) var isWide = false
  private(set) var position: Position
  private(set) var atClaim: Position?
  /// Months before it stand as they did.
  private(set) var firstChanged: String

  /// `months`: those at hand, ascending: all of them, the last one, or none where every newcomer is later.
  init(_ newcomers: [Movement], of card: CardAccount, months: [CardHistory]) {
    self.months = months
    position = card.position
    firstChanged = newcomers.map { Movement.month($0.at) }.min() ?? "9999-12"
    let isMoney = card.rule.strategy.isMoney
    let opening = months.first?.opening ?? card.position
    var before: [String: Movement.Verdict] = [:]
    for month in months { for movement in month.movements { before[movement.key] = movement.verdict } }
    for newcomer in newcomers { insert(newcomer, card.key, isMoney, before) }
    for index in self.months.indices where self.months[index].month >= firstChanged {
      self.months[index].movements.sort(by: Movement.precedes)
    }
    replay(card.rule, from: opening, before)
    let wanted = Set(newcomers.map(\.key))
    for month in self.months where month.month >= firstChanged {
      for movement in month.movements where wanted.contains(movement.key) { results[movement.key] = movement }
    }
    for newcomer in newcomers where results[newcomer.key] == nil { results[newcomer.key] = newcomer }
  }

  /// A row on record stays as it is; one that was refused gives way to another content under its number.
  private mutating func insert(_ newcomer: Movement, _ account: String, _ isMoney: Bool, _ before: [String: Movement.Verdict]) {
    if let verdict = before[newcomer.key] {
      for index in months.indices {
        guard let place = months[index].movements.firstIndex(where: { $0.key == newcomer.key }) else { continue }
        if verdict == .booked || months[index].movements[place].saysTheSame(as: newcomer) { return }
        firstChanged = min(firstChanged, months[index].month)
        months[index].movements.remove(at: place)
      }
    }
    let month = Movement.month(newcomer.at)
    if let index = months.firstIndex(where: { $0.month == month }) {
      if months[index].movements.contains(where: { $0.key == newcomer.key }) { return }
      return months[index].movements.append(newcomer)
    }
    var history = CardHistory(account: account, month: month, opening: Position(), isMoney: isMoney)
    history.movements = [newcomer]
    months.insert(history, at: months.firstIndex { $0.month > month } ?? months.count)
  }

  private mutating func replay(_ rule: CardRule, from opening: Position, _ before: [String: Movement.Verdict]) {
    var replay = Replay(rule, from: opening)
    var starts: [Int] = []
    for index in months.indices {
      months[index].opening = replay.position
      starts.append(replay.done.count)
      for movement in months[index].movements { replay.apply(movement) }
    }
    for index in months.indices {
      let end = index + 1 < starts.count ? starts[index + 1] : replay.done.count
      months[index].movements = Array(replay.done[starts[index]..<end])
    }
    for movement in replay.done {
      if movement.verdict != .booked { isWide = true }
      if let was = before[movement.key], (was == .booked) != (movement.verdict == .booked) {
        turned.append(Turned(movement: movement, was: was))
      }
    }
    // What the last month undid of earlier ones can only be judged with them.
    if let last = starts.last, replay.reaches.contains(where: { $0.movement >= last && $0.original < last }) { isWide = true }
    position = replay.position
    atClaim = replay.atClaim
  }
}
