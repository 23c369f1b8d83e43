import Flows
import Foundation
import NightKit
import Testing
import Values
import Vouchers

/// A random walk of instructions over a handful of accounts; after every one, each account adds up: in its own figures, in the books, and by the
/// vouchers that are open on it. A short walk always; a million instructions with SETTLE_LONG set (`Tests/run --long`).
@Suite("A random walk of vouchers")
struct WalkTests {
  static let accounts = (1...6).map { "A-\($0)" }

  @Test(
    "available + frozen + released = opening + deposits, and free + frozen + drawn = limit, after every instruction", arguments: [1, 2])
  func walk(seed: Int) throws {
    let isLong = ProcessInfo.processInfo.environment["SETTLE_LONG"] != nil
    if isLong && seed > 1 { return }
    var walk = try Walker(seed: UInt64(seed))
    for step in 0..<(isLong ? 1_000_000 : 4000) {
      let what = walk.step(step)
      let wrong = walk.wrong()
      if !wrong.isEmpty {
        Issue.record("step \(step), \(what): \(wrong)")
        return
      }
    }
    // The walk went everywhere.
    let everywhere = Standing.allCases.filter { $0 != .absent && ($0 != .requested || !seed.isMultiple(of: 2)) }
    #expect(walk.seen == Set(everywhere), "\(walk.seen)")
    #expect(walk.refused > 0)
  }

  struct Walker {
    var bench: Bench
    var random: Numbers
    /// Vouchers still looked at, by number: where each stands, and what it holds of which account.
    var open: [String] = []
    var held: [String: (account: String, kind: Voucher.Frozen, amount: Money)] = [:]
    var touched = ""
    var seen: Set<Standing> = []
    var refused = 0

    init(seed: UInt64) throws {
      bench = try Bench([("on-unmet: expire", seed.isMultiple(of: 2) ? "on-unmet: expire" : "on-unmet: wait-until-deadline")])
      random = Numbers(seed: seed)
      bench.open("P-1", funds: "0.00", bank: Bench.banks.second)
      for account in WalkTests.accounts { bench.open(account, funds: "\(pick(2000...9000)).00", credit: "\(pick(1000...5000)).00") }
      bench.confirm("GOOD", "50.00")
      bench.confirm("BAD", "1.00")
    }

    mutating func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    private mutating func time() -> String {
      let day = bench.day.advanced(by: -pick(0...1))
      return "\(day) \(String(format: "%02d:%02d:%02d", pick(0...23), pick(0...59), pick(0...59)))"
    }

    /// Does something; says what.
    mutating func step(_ number: Int) -> String {
      let account = WalkTests.accounts.randomElement(using: &random)!
      touched = account
      switch pick(0...99) {
      case 0..<34:
        let frozen = pick(0...2) == 0 ? "授信" : "资金"
        let receive = bench.day.advanced(by: pick(0...2))
        let fact = bench.issue(
          "K\(number)", at: "\(bench.day) 00:00:0\(pick(0...9))", premium: pick(0...3) == 0 ? "50.00" : "\(pick(1...900)).\(pick(10...99))",
          frozen: frozen, account: account, receiveBy: "\(receive) 18:00:00", releaseBy: "\(receive.advanced(by: pick(0...3))) 20:00:00")
        decide(fact)
        follow("PZ-BANK-A-K\(number)")
        return "issue on \(account)"
      case 34..<90:
        guard let voucher = open.randomElement(using: &random) else { return "nothing" }
        let act = [Act.receive, .receive, .request, .request, .cancel].randomElement(using: &random)!
        let fact = bench.instruction("I\(number)", act, voucher, at: time(), policies: pick(0...3) == 0 ? "BAD" : "GOOD")
        decide(fact)
        touched = held[voucher]?.account ?? bench.voucher(voucher)!.account
        follow(voucher)
        return "\(act) of \(voucher)"
      case 90..<97:
        let standing = bench.account(account)!
        let deposit = pick(0...1) == 0 ? Money(minor: Int64(pick(0...200_000))) : .zero
        let withdrawal = Money(minor: Int64(pick(0...300_000)))
        let repaid = pick(0...1) == 0 ? standing.drawn : .zero
        let limit = standing.limit + Money(minor: Int64(pick(-50_000...100_000)))
        let fact = bench.fact(
          "accounts", from: Bench.banks.first,
          [
            "account": account, "holder": "户", "day": "\(bench.day)", "funds": "0.00", "limit": "\(max(limit, .zero))", "frozen": "0.00",
            "deposit": "\(deposit)", "withdrawal": "\(withdrawal)", "repaid": "\(repaid)",
          ])
        decide(fact)
        return "statement of \(account)"
      default:
        bench.day = bench.day.advanced(by: 1)
        bench.pass()
        for voucher in open { follow(voucher) }
        // Those that are over are asked for a while more, then forgotten.
        var left: [String] = []
        for voucher in open {
          if bench.voucher(voucher)?.standing.isOpen == true || pick(0...1) == 0 { left.append(voucher) } else { bench.forget(voucher) }
        }
        open = left
        touched = ""
        return "night of \(bench.day)"
      }
    }

    private mutating func decide(_ fact: Fact) {
      let decisions = bench.run([fact])
      if decisions.contains(where: { $0.state == .rejected }) { refused += 1 }
    }

    /// Where the voucher stands now, by the model's own book.
    private mutating func follow(_ number: String) {
      guard let voucher = bench.voucher(number) else { return }
      seen.insert(voucher.standing)
      if held[number] == nil && !open.contains(number) { open.append(number) }
      held[number] = voucher.standing.isOpen ? (voucher.account, voucher.frozen, voucher.premium) : nil
    }

    /// What does not add up; of the account that was touched, and of all of them after a night.
    mutating func wrong() -> String {
      for account in touched.isEmpty ? WalkTests.accounts : [touched] {
        guard let standing = bench.account(account) else { return "\(account) is gone" }
        if !standing.foots { return "\(account) does not foot" }
        func books(_ name: String) -> Money { bench.balance(name, account) }
        let funds = [books("funds-available"), books("funds-frozen"), books("funds-released")]
        if funds != [standing.available, standing.frozen, standing.released] { return "\(account): funds of the books \(funds)" }
        if funds.sum() != -(books("funds-opening") + books("funds-deposits")) { return "\(account): funds of the books do not add up" }
        let credit = [books("credit-free"), books("credit-frozen"), books("credit-paid") + books("credit-debt")]
        if credit != [standing.free, standing.creditFrozen, standing.drawn] { return "\(account): credit of the books \(credit)" }
        if credit.sum() != -books("credit-limit") { return "\(account): credit of the books does not add up" }
        if standing.available < .zero || standing.free < .zero { return "\(account): below zero" }
        let open = held.values.filter { $0.account == account }
        if open.filter({ $0.kind == .funds }).map(\.amount).sum() != standing.frozen { return "\(account): vouchers hold something else" }
        if open.filter({ $0.kind == .credit }).map(\.amount).sum() != standing.creditFrozen {
          return "\(account): vouchers hold other credit"
        }
      }
      return ""
    }
  }
}
