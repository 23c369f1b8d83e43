import Flows
import Store
import Values

/// Everybody the book may speak of, with their roles.
struct BookParties {
  let house: House
  var roles: [String: [String]]

  init(_ night: NightShift, _ house: House) throws(Fault) {
    self.house = house
    roles = Dictionary(uniqueKeysWithValues: try SheetOrders.parties(night.store).map { ($0.number, $0.roles) })
    for entry in house.expected.entries { if case .party(let number) = entry.who, roles[number] == nil { roles[number] = [] } }
  }

  func entries(_ party: String, _ feed: String, answers: String? = nil) -> [Expectations.Entry] {
    house.expected.entries(of: party, roles: roles[party] ?? [], feed: feed, answers: answers)
  }

  /// How something that is waited for ends without a file: an operator waives it, or nobody asks for it any more.
  func closes(_ due: DueRecord) -> DueRecord.State? {
    if house.expected.isWaived(due.party, roles: roles[due.party] ?? [], feed: due.feed, due.day) { return .waived }
    return entries(due.party, due.feed, answers: due.sheet).isEmpty ? .withdrawn : nil
  }

  /// What a file's name says by the first row it fits; nil: it fits none.
  static func read(_ name: String, _ entries: [Expectations.Entry]) -> NameRule.Found? {
    for entry in entries {
      guard let rule = entry.name else { return NameRule.Found() }
      if let found = rule.read(name) { return found }
    }
    return nil
  }
}
