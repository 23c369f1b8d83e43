import Ledger
import Testing
import Values

@Suite("Holds")
struct HoldTests {
  private let due = Moment.end(of: Day(iso: "2026-11-30")!)

  private func voucher(_ amount: Int64 = 319_682, due: Moment? = nil) -> Hold {
    Hold(reference: "voucher/V1", from: Kit.funds("B1"), held: Kit.frozen("B1"), to: Kit.paid("B1"), unit: .cny, amount: amount, due: due)
  }

  /// Books with 5,000.00 in the account, as in B4-1.
  private func books() throws -> Books {
    var books = try Kit.books()
    _ = books.loaded(Kit.funds("B1"), 500_000)
    _ = books.loaded(Kit.frozen("B1"))
    _ = books.loaded(Kit.paid("B1"))
    return books
  }

  private func balances(_ books: inout Books) -> [Int64?] {
    [Kit.funds("B1"), Kit.frozen("B1"), Kit.paid("B1")].map { books.balance(books.account($0, .cny)) }
  }

  private func place(_ hold: Hold, _ books: inout Books) -> Verdict { books.place(hold, kind: "issue", cause: "指令 1") }
  private func post(_ amount: Int64?, as reference: Reference, _ books: inout Books) -> Verdict {
    books.post(hold: "voucher/V1", amount: amount, as: reference, kind: "release", cause: "指令 2")
  }
  private func post(as reference: Reference = "voucher/V1/release", _ books: inout Books) -> Verdict { post(nil, as: reference, &books) }
  private func void(as reference: Reference = "voucher/V1/return", _ books: inout Books) -> Verdict {
    books.void(hold: "voucher/V1", as: reference, kind: "return", cause: "指令 3")
  }
  private func expire(at moment: Moment, _ books: inout Books) -> Verdict {
    books.expire(hold: "voucher/V1", at: moment, as: "voucher/V1/expiry", kind: "expiry", cause: "到期")
  }

  @Test("B4-1: funds 5,000.00, premium 3,196.82: frozen at once, then paid")
  func released() throws {
    var books = try books()
    #expect(place(voucher(), &books) == .accepted)
    #expect(balances(&books) == [180_318, 319_682, 0])
    #expect(post(&books) == .accepted)
    #expect(balances(&books) == [180_318, 0, 319_682])
    #expect(books.hold("voucher/V1")?.state == .posted)
    let changes = books.takeChanges()
    #expect(changes.entries.map(\.step) == [HoldStep("voucher/V1", .place), HoldStep("voucher/V1", .rest)])
    #expect(changes.holds.map(\.state) == [.posted])
  }

  @Test("B4-1: an invalid voucher gives all of it back")
  func voided() throws {
    var books = try books()
    #expect(place(voucher(), &books) == .accepted)
    #expect(void(&books) == .accepted)
    #expect(balances(&books) == [500_000, 0, 0])
    #expect(books.hold("voucher/V1")?.state == .voided)
  }

  @Test("B4-2: what is not there cannot be held")
  func tooLittle() throws {
    var books = try books()
    #expect(place(voucher(500_001), &books) == .belowFloor(AccountKey(Kit.funds("B1"), .cny), missing: 1))
    #expect(books.hold("voucher/V1") == nil)
    #expect(books.takeChanges().isEmpty)
  }

  @Test("B4-3: the due second is still in time, the next is not")
  func dueSecond() throws {
    var books = try books()
    #expect(place(voucher(due: due), &books) == .accepted)
    #expect(expire(at: due, &books) == .holdNotDue("voucher/V1", until: due))
    #expect(expire(at: Moment(seconds: due.seconds + 1), &books) == .accepted)
    #expect(balances(&books) == [500_000, 0, 0])
    #expect(books.hold("voucher/V1")?.state == .expired)
  }

  @Test("A hold without a due second never expires")
  func endless() throws {
    var books = try books()
    #expect(place(voucher(), &books) == .accepted)
    #expect(expire(at: due, &books) == .holdNotDue("voucher/V1", until: nil))
  }

  @Test("A hold is posted in parts, and what is left is given back")
  func parts() throws {
    var books = try books()
    #expect(place(voucher(1000), &books) == .accepted)
    #expect(post(300, as: "p1", &books) == .accepted)
    #expect(post(701, as: "p2", &books) == .overRest("voucher/V1", .cny, rest: 700))
    #expect(post(200, as: "p3", &books) == .accepted)
    #expect(books.hold("voucher/V1")?.rest == 500)
    #expect(void(&books) == .accepted)
    #expect(balances(&books) == [499_500, 0, 500])
    #expect(books.hold("voucher/V1")?.posted == 500)
    #expect(books.hold("voucher/V1")?.rest == 0)
  }

  @Test("Parts that add up to the whole resolve the hold")
  func wholeByParts() throws {
    var books = try books()
    #expect(place(voucher(1000), &books) == .accepted)
    #expect(post(400, as: "p1", &books) == .accepted)
    #expect(post(600, as: "p2", &books) == .accepted)
    #expect(books.hold("voucher/V1")?.state == .posted)
    #expect(post(1, as: "p3", &books) == .holdPosted("voucher/V1"))
  }

  @Test("A hold is resolved exactly once, whatever came first")
  func once() throws {
    for (first, answer) in [
      ("post", Verdict.holdPosted("voucher/V1")), ("void", .holdVoided("voucher/V1")), ("expire", .holdExpired("voucher/V1")),
    ] {
      var books = try books()
      #expect(place(voucher(due: due), &books) == .accepted)
      let late = Moment(seconds: due.seconds + 1)
      switch first {
      case "post": #expect(post(as: "first", &books) == .accepted)
      case "void": #expect(void(as: "first", &books) == .accepted)
      default: #expect(books.expire(hold: "voucher/V1", at: late, as: "first", kind: "x", cause: "x") == .accepted)
      }
      let after = balances(&books)
      #expect(post(as: "second", &books) == answer)
      #expect(void(as: "third", &books) == answer)
      #expect(expire(at: late, &books) == answer)
      #expect(balances(&books) == after)
    }
  }

  @Test("B4-9: the same step again gets the first answer, another step under its reference is refused")
  func again() throws {
    var books = try books()
    #expect(place(voucher(), &books) == .accepted)
    #expect(place(voucher(), &books) == .alreadyPosted)
    #expect(place(voucher(5), &books) == .differs("voucher/V1"))
    #expect(post(100, as: "p1", &books) == .accepted)
    #expect(post(100, as: "p1", &books) == .alreadyPosted)
    #expect(post(101, as: "p1", &books) == .differs("p1"))
    #expect(post(as: "p1", &books) == .differs("p1"))
    #expect(void(as: "p1", &books) == .differs("p1"))
    #expect(post(&books) == .accepted)
    #expect(post(&books) == .alreadyPosted)
    #expect(balances(&books) == [180_318, 0, 319_682])
  }

  @Test("A hold the store handed over goes on where it stood")
  func loaded() throws {
    var books = try Kit.books()
    _ = books.loaded(Kit.funds("B1"), 180_318)
    _ = books.loaded(Kit.frozen("B1"), 219_682)
    _ = books.loaded(Kit.paid("B1"), 100_000)
    books.load(
      Hold(
        reference: "voucher/V1", from: Kit.funds("B1"), held: Kit.frozen("B1"), to: Kit.paid("B1"), unit: .cny, amount: 319_682,
        posted: 100_000))
    #expect(place(voucher(), &books) == .alreadyPosted)
    #expect(post(&books) == .accepted)
    #expect(balances(&books) == [180_318, 0, 319_682])
    #expect(books.takeChanges().holds.map(\.posted) == [319_682])
  }

  @Test("On a credit-sided account a hold is a debit")
  func credit() throws {
    var books = try Kit.books()
    let chart = [
      ["account", "unit", "below-zero"], ["liability:card:*", "CNY", "no"], ["liability:held:*", "CNY", "no"],
      ["income:used", "CNY", "yes"],
    ]
    books = Books(chart: try Chart(rows: chart, file: "accounts.csv"))
    let (card, held) = (AccountPath(.liability, "card", "C1"), AccountPath(.liability, "held", "C1"))
    let (cardID, heldID) = (books.loaded(card, -500_000), books.loaded(held))
    let hold = Hold(reference: "h", from: card, held: held, to: AccountPath(.income, "used"), unit: .cny, amount: 130_000)
    #expect(books.place(hold, kind: "k", cause: "c") == .accepted)
    #expect(books.available(cardID) == 370_000)
    #expect(books.available(heldID) == 130_000)
    #expect(books.post(hold: "h", as: "h/1", kind: "k", cause: "c") == .accepted)
    #expect(books.available(heldID) == 0)
    #expect(books.takeChanges().deltas.map(\.amount) == [-130_000, 130_000])
  }

  @Test("A hold that cannot be one is refused", arguments: [0, -1, Int64.max])
  func malformed(amount: Int64) throws {
    var books = try books()
    #expect(place(voucher(amount), &books).code == .malformed)
    let same = Hold(reference: "x", from: Kit.funds("B1"), held: Kit.funds("B1"), to: Kit.paid("B1"), unit: .cny, amount: 1)
    #expect(place(same, &books).code == .malformed)
  }

  @Test("An entry and a hold share one space of references")
  func references() throws {
    var books = try books()
    let (world, income) = (books.account(Kit.world, .cny), books.account(Kit.income, .cny))
    #expect(books.post(Kit.entry("voucher/V1", [Posting(world, 1), Posting(income, -1)])) == .accepted)
    #expect(place(voucher(), &books) == .differs("voucher/V1"))
  }
}
