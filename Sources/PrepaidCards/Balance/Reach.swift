/// How far back an account's movements are needed for these newcomers: the last month, or all of it.
struct Reach {
  /// Something undoes an earlier movement, or all of the card is shown.
  var isWhole = false
  var months: Set<String> = []

  mutating func add(_ movement: Movement) {
    if movement.act.hasOriginal { isWhole = true }
    months.insert(Movement.month(movement.at))
  }

  /// A row of an earlier month moves every month behind it.
  func isWhole(for card: CardAccount) -> Bool {
    isWhole || card.isWide || !card.claim.isEmpty || months.contains { $0 < card.month }
  }
}
