import Ledger
import Testing
import Values

/// The ledger again, slow and obvious: every balance is the sum of everything ever moved on it, looked up by text.
private struct Model {
  struct Held {
    let hold: Hold
    var posted: Int64 = 0
    var state: Hold.State = .open
  }

  var moved: [(path: AccountPath, amount: Int64)] = []
  var holds: [Reference: Held] = [:]
  var used: Set<Reference> = []

  func balance(_ path: AccountPath) -> Int64 { moved.filter { $0.path == path }.map(\.amount).reduce(0, +) }

  static func hasFloor(_ path: AccountPath) -> Bool { path.text.hasPrefix("memo:f") || path.kind == .liability }
  static func side(_ path: AccountPath) -> Int64 { path.kind == .liability || path.kind == .income ? -1 : 1 }

  mutating func book(_ lines: [(path: AccountPath, amount: Int64)], _ reference: Reference) -> Verdict.Code {
    for path in Set(lines.map(\.path)) where Model.hasFloor(path) {
      let change = lines.filter { $0.path == path }.map(\.amount).reduce(0, +)
      if (balance(path) + change) * Model.side(path) < 0 { return .belowFloor }
    }
    moved += lines
    used.insert(reference)
    return .accepted
  }

  mutating func step(_ reference: Reference, amount: Int64?, to target: (Hold) -> AccountPath, as step: Reference, then state: Hold.State)
    -> Verdict.Code
  {
    guard let held = holds[reference] else { return .holdUnknown }
    switch held.state {
    case .posted: return .holdPosted
    case .voided: return .holdVoided
    case .expired: return .holdExpired
    case .open: break
    }
    let rest = held.hold.amount - held.posted
    if let amount, amount > rest { return .overRest }
    let part = amount ?? rest
    let code = book([(held.hold.held, -part), (target(held.hold), part)], step)
    guard code == .accepted else { return code }
    if state == .posted { holds[reference]!.posted += part }
    if state != .posted || part == rest { holds[reference]!.state = state }
    return code
  }
}

@Suite("The books against a slow and obvious model")
struct ModelTests {
  private let paths = [
    Kit.funds("B1"), Kit.funds("B2"), Kit.frozen("B1"), Kit.frozen("B2"), Kit.paid("B1"), Kit.payable("CH-A"), Kit.income, Kit.world,
  ]

  @Test(
    "Random entries and holds: same verdicts, same balances, nothing from nothing, no floor passed, each hold resolved once",
    arguments: 0..<60)
  func random(seed: Int) throws {
    var chance = Chance(seed)
    var model = Model()
    var books = try Kit.books()
    for path in paths { books.load(AccountKey(path, .cny), balance: 0) }
    var stored: [AccountPath: Int64] = [:]
    var storedHolds: [Reference: Hold] = [:]

    for number in 0..<250 {
      let reference = Reference("r\(number)")
      let (real, expected) = operation(reference, &books, &model, &chance)
      #expect(real.code == expected, "operation \(number)")

      if number % 10 == 9 {
        // What the store writes must alone be enough to go on from.
        let changes = books.takeChanges()
        for delta in changes.deltas { stored[books[delta.account].path, default: 0] += delta.amount }
        for hold in changes.holds { storedHolds[hold.reference] = hold }
        books = try Kit.books()
        for path in paths { books.load(AccountKey(path, .cny), balance: stored[path, default: 0]) }
        for hold in storedHolds.values { books.load(hold) }
      }
      var sum: Int64 = 0
      for path in paths {
        let id = books.account(path, .cny)
        #expect(books.balance(id) == model.balance(path))
        sum += books.balance(id)!
        #expect(!Model.hasFloor(path) || books.available(id)! >= 0)
      }
      #expect(sum == 0)
    }
    for (reference, held) in model.holds {
      #expect(books.hold(reference)?.state == held.state)
      #expect(books.hold(reference)?.posted == held.posted)
    }
    #expect(model.holds.values.contains { $0.state != .open }, "the seed must try something")
  }

  private func operation(_ reference: Reference, _ books: inout Books, _ model: inout Model, _ chance: inout Chance) -> (
    Verdict, Verdict.Code
  ) {
    let amount = Int64.random(in: 1...100, using: &chance)
    let hold = model.holds.keys.sorted().randomElement(using: &chance) ?? "none"
    switch Int.random(in: 0..<10, using: &chance) {
    case 0..<4:
      var lines = (0..<Int.random(in: 1...4, using: &chance)).map { _ in
        (path: paths.randomElement(using: &chance)!, amount: Int64.random(in: -80...100, using: &chance))
      }
      let sum = lines.map(\.amount).reduce(0, +)
      let isBalanced = Int.random(in: 0..<8, using: &chance) != 0
      if isBalanced { lines.append((Kit.world, -sum)) }
      let entry = Kit.entry(reference, lines.map { Posting(books.account($0.path, .cny), $0.amount) })
      if lines.allSatisfy({ $0.amount == 0 }) { return (books.post(entry), .malformed) }
      if !isBalanced && sum != 0 { return (books.post(entry), .unbalanced) }
      return (books.post(entry), model.book(lines, reference))
    case 4..<6:
      let bank = Bool.random(using: &chance) ? "B1" : "B2"
      let placed = Hold(reference: reference, from: Kit.funds(bank), held: Kit.frozen(bank), to: Kit.paid("B1"), unit: .cny, amount: amount)
      let expected = model.book([(placed.from, -amount), (placed.held, amount)], reference)
      if expected == .accepted { model.holds[reference] = Model.Held(hold: placed) }
      return (books.place(placed, kind: "k", cause: "c"), expected)
    case 6..<8:
      let part = Bool.random(using: &chance) ? amount : nil
      let expected = model.step(hold, amount: part, to: \.to, as: reference, then: .posted)
      return (books.post(hold: hold, amount: part, as: reference, kind: "k", cause: "c"), expected)
    case 8:
      let expected = model.step(hold, amount: nil, to: \.from, as: reference, then: .voided)
      return (books.void(hold: hold, as: reference, kind: "k", cause: "c"), expected)
    default:
      // None of these holds has a due second, so none may expire while it is open.
      let expected: Verdict.Code =
        switch model.holds[hold]?.state {
        case nil: .holdUnknown
        case .open: .holdNotDue
        case .posted: .holdPosted
        case .voided: .holdVoided
        case .expired: .holdExpired
        }
      return (books.expire(hold: hold, at: Moment(seconds: .max), as: reference, kind: "k", cause: "c"), expected)
    }
  }
}
