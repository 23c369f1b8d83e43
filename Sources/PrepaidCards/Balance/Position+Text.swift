import Values

/// A position as one short text for the store: lists divided by `;`, their items by blanks, numbers by `/`.
extension Position {
  package var text: String {
    var parts: [String] = []
    parts.append(
      purses.map { purse in
        var text = "\(purse.card)/\(purse.paid)/\(purse.units)/\(purse.left)"
        if let from = purse.from, let until = purse.until { text += "/\(from.number)/\(until.number)" }
        return text
      }.joined(separator: " "))
    parts.append(lost.map(String.init).joined(separator: " "))
    parts.append(charged.map { "\($0.purse)/\($0.units)/\($0.paid)" }.joined(separator: " "))
    let sums = [totals.face, totals.toppedUp, totals.spent, totals.refunded, totals.claimed, totals.adjusted]
    parts.append(sums.map(String.init).joined(separator: "/"))
    parts.append("\(difference)/\(differs.map { String($0.seconds) } ?? "-")/\(isClaimed ? 1 : 0)/\(at.seconds)")
    return parts.joined(separator: ";")
  }

  /// Nil where the text is no position.
  package init?(text: String) {
    self.init()
    let parts = text.split(separator: ";", omittingEmptySubsequences: false)
    guard parts.count == 5 else { return nil }
    func numbers(_ text: Substring) -> [Int64]? {
      var found: [Int64] = []
      for part in text.split(separator: "/") {
        guard let number = Int64(part) else { return nil }
        found.append(number)
      }
      return found
    }
    for item in parts[0].split(separator: " ") {
      guard let found = numbers(item), found.count == 4 || found.count == 6 else { return nil }
      var purse = Purse(card: Int(found[0]), paid: found[1], units: found[2], left: found[3])
      if found.count == 6 {
        purse.from = Day(number: Int32(found[4]))
        purse.until = Day(number: Int32(found[5]))
      }
      purses.append(purse)
    }
    for item in parts[1].split(separator: " ") {
      guard let card = Int(item) else { return nil }
      lost.append(card)
    }
    for item in parts[2].split(separator: " ") {
      guard let found = numbers(item), found.count == 3 else { return nil }
      charged.append(.init(purse: Int(found[0]), units: found[1], paid: found[2]))
    }
    guard let sums = numbers(parts[3]), sums.count == 6 else { return nil }
    totals = Totals(
      face: sums[0], toppedUp: sums[1], spent: sums[2], refunded: sums[3], claimed: sums[4], adjusted: sums[5])
    let last = parts[4].split(separator: "/")
    guard last.count == 4, let difference = Int64(last[0]), let claimed = Int(last[2]), let at = Int64(last[3]) else { return nil }
    self.difference = difference
    differs = Int64(last[1]).map { Moment(seconds: $0) }
    isClaimed = claimed == 1
    self.at = Moment(seconds: at)
  }
}
