import Ledger
import Testing
import Values

@Suite("Verdicts and their order")
struct VerdictTests {
  /// Everything that can be wrong with an entry at once, in the order in which it is told.
  private static let flaws: [Verdict.Code] = [.malformed, .unbalanced, .unknownAccount, .wrongUnit, .differs, .notLoaded, .belowFloor]

  @Test("Of any set of flaws in an entry, the first in order is told", arguments: 0..<128)
  func entry(mask: Int) throws {
    let wrong = Set(Self.flaws.indices.filter { mask >> $0 & 1 == 1 }.map { Self.flaws[$0] })
    var books = try Kit.books()
    let world = books.account(Kit.world, .cny)
    let income = books.account(Kit.income, .cny)
    #expect(books.post(Kit.entry("used", [Posting(world, 1), Posting(income, -1)])) == .accepted)

    var postings = [Posting(world, 100), Posting(income, -100)]
    if wrong.contains(.belowFloor) { postings += [Posting(books.loaded(Kit.funds("B1"), 5), -6), Posting(world, 6)] }
    if wrong.contains(.notLoaded) { postings += [Posting(books.account(Kit.frozen("B2"), .cny), 1), Posting(world, -1)] }
    let pieces = Unit(code: "stock:G", places: 0)
    if wrong.contains(.wrongUnit) {
      postings += [Posting(books.account(Kit.income, pieces), 1), Posting(books.account(Kit.world, pieces), -1)]
    }
    if wrong.contains(.unknownAccount) {
      postings += [Posting(books.account(AccountPath(.asset, "nowhere"), .cny), 1), Posting(world, -1)]
    }
    if wrong.contains(.unbalanced) { postings.append(Posting(world, 1)) }
    let reference: Reference = wrong.contains(.differs) ? "used" : "new"
    let entry = Kit.entry(reference, postings, corrects: wrong.contains(.malformed) ? reference : nil)

    let before = books.takeChanges()
    #expect(before.entries.count == 1)
    #expect(books.post(entry).code == (wrong.min() ?? .accepted))
    #expect(books.takeChanges().isEmpty == !wrong.isEmpty, "what is refused leaves no trace")
  }

  private static let states: [Hold.State?] = [nil, .open, .posted, .voided, .expired]
  private static let holdFlaws: [Verdict.Code] = [.malformed, .unknownAccount, .differs, .overRest, .belowFloor]

  @Test("Of any set of flaws in the posting of a hold, the first in order is told", arguments: 0..<32, 0..<5)
  func hold(mask: Int, stateIndex: Int) throws {
    let state = Self.states[stateIndex]
    var wrong = Set(Self.holdFlaws.indices.filter { mask >> $0 & 1 == 1 }.map { Self.holdFlaws[$0] })
    var books = try Kit.books()
    let (world, income) = (books.account(Kit.world, .cny), books.account(Kit.income, .cny))
    #expect(books.post(Kit.entry("used", [Posting(world, 1), Posting(income, -1)])) == .accepted)
    _ = books.loaded(Kit.frozen("B1"), wrong.contains(.belowFloor) ? 3 : 100)
    let to = wrong.contains(.unknownAccount) ? AccountPath(.asset, "nowhere") : Kit.paid("B1")
    if let state {
      books.load(
        Hold(reference: "h", from: Kit.funds("B1"), held: Kit.frozen("B1"), to: to, unit: .cny, amount: 100, posted: 40, state: state))
    } else {
      wrong.remove(.unknownAccount)  // nobody knows where an unknown hold would go
    }
    let amount: Int64 = wrong.contains(.malformed) ? 0 : wrong.contains(.overRest) ? 61 : 10
    switch state {
    case nil: wrong.insert(.holdUnknown)
    case .open: break
    case .posted: wrong.insert(.holdPosted)
    case .voided: wrong.insert(.holdVoided)
    case .expired: wrong.insert(.holdExpired)
    }
    let verdict = books.post(hold: "h", amount: amount, as: wrong.contains(.differs) ? "used" : "new", kind: "k", cause: "c")
    #expect(verdict.code == (wrong.min() ?? .accepted))
  }

  @Test("The codes stand in the order of the cases, are kebab-case and never renamed")
  func codes() {
    #expect(
      Verdict.Code.allCases.map(\.rawValue) == [
        "accepted", "malformed", "unbalanced", "unknown-account", "wrong-unit", "already-posted", "differs", "hold-unknown", "hold-posted",
        "hold-voided", "hold-expired", "hold-not-due", "over-rest", "not-loaded", "below-floor",
      ])
  }

  @Test("An entry that is none is refused with the reason")
  func malformed() throws {
    var books = try Kit.books()
    let world = books.account(Kit.world, .cny)
    #expect(books.post(Kit.entry("a", [])) == .malformed("it has no postings"))
    #expect(books.post(Kit.entry("a", [Posting(world, 0), Posting(world, 0)])) == .malformed("all its amounts are zero"))
    #expect(books.post(Kit.entry("", [Posting(world, 1)])) == .malformed("it has no reference"))
    #expect(books.post(Kit.entry("a", [Posting(world, 1)], corrects: "a")) == .malformed("it corrects itself"))
  }

  @Test("A verdict names accounts and amounts as people read them")
  func sentences() {
    let key = AccountKey(Kit.payable("CH-A"), .cny)
    #expect(Verdict.belowFloor(key, missing: 1234).description == "liability:payable:CH-A (CNY) would pass zero by 12.34 CNY")
    #expect(Verdict.unbalanced(.cny, by: -5).description == "debit and credit in CNY differ by -0.05 CNY")
    #expect(Verdict.overRest("h", .cny, rest: 700).description == "the hold h has only 7.00 CNY left")
  }
}
