import Ledger
import Testing
import Values

@Suite("Books")
struct BooksTests {
  @Test("An entry moves every account it names, and the changes say so once")
  func posts() throws {
    var books = try Kit.books()
    let receivable = books.account(AccountPath(.asset, "receivable", "CH-S"), .cny)
    let income = books.account(Kit.income, .cny)
    let expense = books.account(AccountPath(.expense, "fee"), .cny)
    let payable = books.loaded(Kit.payable("CH-A"))
    let entry = Kit.entry(
      "settlement/1", [Posting(receivable, 60317), Posting(income, -60317), Posting(expense, 39207), Posting(payable, -39207)])
    #expect(books.post(entry) == .accepted)
    #expect(books.available(payable) == 39207)
    #expect(books.balance(receivable) == nil)

    let changes = books.takeChanges()
    #expect(changes.entries == [entry])
    #expect(
      changes.deltas.map { "\(books[$0.account].path) \($0.amount)" } == [
        "asset:receivable:CH-S 60317", "expense:fee 39207", "income:fee -60317", "liability:payable:CH-A -39207",
      ])
    #expect(books.takeChanges().isEmpty)
    #expect(books.available(payable) == 39207)
  }

  @Test("A correction is a new entry that points to what it corrects, and takes it back to the fen")
  func reversal() throws {
    var books = try Kit.books()
    let (payable, expense) = (books.loaded(Kit.payable("CH-A"), -100), books.account(AccountPath(.expense, "fee"), .cny))
    let entry = Kit.entry("a", [Posting(expense, 9434), Posting(payable, -9434)])
    #expect(books.post(entry) == .accepted)
    let reversal = entry.reversed(as: "a/reversed", kind: "correction", cause: "退保")
    #expect(reversal.corrects == "a")
    #expect(books.post(reversal) == .accepted)
    #expect(books.balance(payable) == -100)
    let changes = books.takeChanges()
    #expect(changes.entries.count == 2)
    #expect(changes.deltas.isEmpty, "an account that is where it was has not moved")
  }

  @Test("The same reference with the same content is answered again, with other content refused")
  func again() throws {
    var books = try Kit.books()
    let (world, income) = (books.account(Kit.world, .cny), books.account(Kit.income, .cny))
    let entry = Kit.entry("a", [Posting(world, 5), Posting(income, -5)])
    #expect(books.post(entry) == .accepted)
    #expect(books.post(entry) == .alreadyPosted)
    #expect(books.post(Kit.entry("a", [Posting(world, 6), Posting(income, -6)])) == .differs("a"))
    #expect(books.takeChanges().entries.count == 1)

    var next = try Kit.books()
    let (worldAgain, incomeAgain) = (next.account(Kit.world, .cny), next.account(Kit.income, .cny))
    let stored = Kit.entry("a", [Posting(worldAgain, 5), Posting(incomeAgain, -5)])
    next.load(posted: stored)
    #expect(next.post(stored) == .alreadyPosted)
    #expect(next.takeChanges().isEmpty)
  }

  @Test("An account with a floor goes down to zero and not below, and is told how much is missing")
  func floor() throws {
    var books = try Kit.books()
    let (funds, world) = (books.loaded(Kit.funds("B1"), 500_000), books.account(Kit.world, .cny))
    #expect(
      books.post(Kit.entry("a", [Posting(funds, -500_001), Posting(world, 500_001)]))
        == .belowFloor(AccountKey(Kit.funds("B1"), .cny), missing: 1))
    #expect(books.balance(funds) == 500_000)
    #expect(books.post(Kit.entry("b", [Posting(funds, -500_000), Posting(world, 500_000)])) == .accepted)
    #expect(books.balance(funds) == 0)
    #expect(books.takeChanges().entries.map(\.reference) == ["b"])
  }

  @Test("A credit-sided floor is zero too, seen from the other side")
  func creditFloor() throws {
    var books = try Kit.books()
    let (payable, world) = (books.loaded(Kit.payable("CH-A"), -300), books.account(Kit.world, .cny))
    #expect(
      books.post(Kit.entry("a", [Posting(payable, 301), Posting(world, -301)]))
        == .belowFloor(AccountKey(Kit.payable("CH-A"), .cny), missing: 1))
    #expect(books.post(Kit.entry("b", [Posting(payable, 300), Posting(world, -300)])) == .accepted)
  }

  @Test("Only the sum of an entry's postings on an account is held against its floor")
  func netFloor() throws {
    var books = try Kit.books()
    let (funds, world) = (books.loaded(Kit.funds("B1"), 0), books.account(Kit.world, .cny))
    #expect(books.post(Kit.entry("a", [Posting(funds, -10), Posting(world, 5), Posting(funds, 12), Posting(world, -7)])) == .accepted)
    #expect(books.balance(funds) == 2)
  }

  @Test("An account that already stands below its floor may come nearer to it, not fall further")
  func belowAlready() throws {
    var books = try Kit.books()
    let (funds, world) = (books.loaded(Kit.funds("B1"), -50), books.account(Kit.world, .cny))
    #expect(books.post(Kit.entry("a", [Posting(funds, 20), Posting(world, -20)])) == .accepted)
    #expect(
      books.post(Kit.entry("b", [Posting(funds, -1), Posting(world, 1)])) == .belowFloor(AccountKey(Kit.funds("B1"), .cny), missing: 31))
  }

  @Test("A floored account whose balance nobody loaded is asked for, never taken for zero")
  func notLoaded() throws {
    var books = try Kit.books()
    let (funds, world) = (books.account(Kit.funds("B1"), .cny), books.account(Kit.world, .cny))
    let entry = Kit.entry("a", [Posting(funds, -10), Posting(world, 10)])
    #expect(books.post(entry) == .notLoaded(AccountKey(Kit.funds("B1"), .cny)))
    books.load(AccountKey(Kit.funds("B1"), .cny), balance: 10)
    #expect(books.post(entry) == .accepted)
  }

  @Test("Every unit balances for itself")
  func units() throws {
    var books = try Kit.books()
    let pieces = Unit(code: "stock:G1", places: 0)
    let (money, piecesOut) = (books.account(Kit.world, .cny), books.account(Kit.world, pieces))
    let stock = books.loaded(AccountPath(.stock, "gift", "G1"), 5, pieces)
    let expense = books.account(AccountPath(.expense, "fee"), .cny)
    #expect(books.post(Kit.entry("a", [Posting(stock, -2), Posting(money, 2)])) == .unbalanced(pieces, by: -2))
    #expect(
      books.post(Kit.entry("b", [Posting(money, -1), Posting(stock, -2), Posting(expense, 1), Posting(piecesOut, 1)]))
        == .unbalanced(pieces, by: -1))
    #expect(books.post(Kit.entry("c", [Posting(money, -1), Posting(stock, -2), Posting(expense, 1), Posting(piecesOut, 2)])) == .accepted)
  }

  @Test("Amounts at the edge of 64 bits neither overflow nor balance by wrapping round")
  func enormous() throws {
    var books = try Kit.books()
    let world = books.account(Kit.world, .cny)
    #expect(books.post(Kit.entry("a", [Posting(world, .min), Posting(world, .min)])) == .malformed("an amount is too large"))
    let big: Int64 = 1_000_000_000_000_000_000
    let postings = Array(repeating: Posting(world, big), count: 20)
    #expect(books.post(Kit.entry("b", postings)).code == .unbalanced)
  }

  @Test("Members of a family are found by their last segment")
  func family() throws {
    var books = try Kit.books()
    var payables = AccountFamily(.liability, "payable")
    let first = payables.id(of: "CH-A", in: &books)
    #expect(payables.id(of: "CH-B", in: &books) != first)
    #expect(payables.id(of: "CH-A", in: &books) == first)
    #expect(books[first] == AccountKey(Kit.payable("CH-A"), .cny))
    #expect(books.account(Kit.payable("CH-A"), .cny) == first)
  }

  @Test("A balance loaded after something was booked keeps what was booked")
  func loadedLate() throws {
    var books = try Kit.books()
    let (world, income) = (books.account(Kit.world, .cny), books.account(Kit.income, .cny))
    #expect(books.post(Kit.entry("a", [Posting(world, 7), Posting(income, -7)])) == .accepted)
    books.load(AccountKey(Kit.world, .cny), balance: 100)
    #expect(books.balance(world) == 107)
    #expect(books.takeChanges().deltas.map(\.amount).sorted() == [-7, 7])
  }

  @Test("Books that forgot their entries keep the balances, and know an entry again once it is loaded")
  func forgets() throws {
    var books = try Kit.books()
    let (funds, world) = (books.loaded(Kit.funds("B1"), 100), books.account(Kit.world, .cny))
    let entry = Kit.entry("a", [Posting(funds, -60), Posting(world, 60)])
    #expect(books.post(entry) == .accepted)
    _ = books.takeChanges()
    books.forgetEntries()
    #expect(books.balance(funds) == 40)
    #expect(books.post(entry).code == .belowFloor)
    books.load(posted: entry)
    #expect(books.post(entry) == .alreadyPosted)
  }
}
