import Flows
import Foundation
import PrepaidCards
import Testing
import Values

/// The whole flow against the reference: rows shuffled and repeated over several nights and cut into chunks anywhere.
@Suite("A card's life over several nights")
struct NightsTests {
  struct Kind: Sendable, CustomTestStringConvertible {
    let name: String
    let rule: CardRule
    var changes: [String] = []
    var testDescription: String { name + changes.joined() }
  }

  static let kinds = [
    Kind(name: "储值卡", rule: CardRule(.amount)), Kind(name: "优惠卡", rule: CardRule(.amount)),
    Kind(name: "储值卡", rule: CardRule(.amount, payOrder: .smallest), changes: ["smallest-balance"]),
    Kind(name: "折扣卡", rule: CardRule(.discount, discount: Rate(percent: 85))), Kind(name: "权益卡", rule: CardRule(.uses)),
  ]
  static let nights = 4

  @Test("Whatever night a row comes in, the balances are the reference's at every moment", arguments: kinds)
  func nights(_ kind: Kind) throws {
    let changes = kind.changes.map { ("pay-order: sub-card-number", "pay-order: \($0)") }
    for seed in 0..<UInt64(EngineTests.isLong ? 400 : 12) {
      var dice = Dice(seed &* 7919 &+ UInt64(kind.name.utf8.count))
      var bench = try Bench(day: "2026-04-10", changes)
      let accounts = ["NA001", "NA002", "NB-77"]
      var lives: [String: [Movement]] = [:]
      var drops = [[Fact]](repeating: [], count: NightsTests.nights)
      for account in accounts {
        let rows = Draw.rows(kind.rule, count: 8 + dice.up(to: 24), &dice).map { NightsTests.named($0, account) }
        lives[account] = rows
        for row in rows {
          let fact = NightsTests.fact(row, account, kind, &bench)
          drops[row.act == .claim ? NightsTests.nights - 2 : dice.up(to: NightsTests.nights)].append(fact)
          // Some come again, another night or the same.
          if row.act != .claim, dice.isOne(in: 4) {
            drops[dice.up(to: NightsTests.nights)].append(NightsTests.fact(row, account, kind, &bench))
          }
        }
        for number in 1...60 {
          drops[0].append(
            bench.fact(
              "card-policies", from: "INS-P",
              [
                "sub-card": "\(account)-\(number < 10 ? "0" : "")\(number)", "policy": "P\(account)\(number)", "from": "2026-01-01",
                "to": "2026-12-31", "sum": "1000000", "premium": "0",
              ]))
        }
      }
      for night in 0..<NightsTests.nights { bench.night(drops[night].shuffled(using: &dice)) { 1 + dice.up(to: 40) } }
      // What waits for its order gets one more night.
      bench.night([]) { 1000 }
      for account in accounts { check(account, lives[account]!, kind, bench, "seed \(seed) \(account)") }
      let cards = accounts.compactMap { bench.card($0) }
      let booked = bench.balance(kind.rule.strategy == .uses ? "card-uses-value" : "cards-value")
      #expect(booked == cards.reduce(0) { $0 + $1.position.balance() })
    }
  }

  private func check(_ account: String, _ rows: [Movement], _ kind: Kind, _ bench: Bench, _ what: Comment) {
    guard let card = bench.card(account) else {
      Issue.record("\(what): no card")
      return
    }
    let isClaimed = !card.claim.isEmpty
    let model = Model(rows.filter { isClaimed || $0.act != .claim }, kind.rule, at: Moment(seconds: .max))
    let movements = bench.movements(account)
    #expect(movements.count == model.outcomes.count, what)
    for row in movements {
      let outcome = Model.Outcome(verdict: row.verdict, balance: row.balance, principal: row.principal)
      #expect(outcome == model.outcomes[row.key], "\(what) \(row.act.rawValue) \(row.key) \(row.at)")
    }
    #expect(card.position.balance() == model.balance(), what)
    #expect(card.position.foots, what)
    for number in 1...max(1, model.cards) { #expect(card.position.balance(number) == model.balance(number), what) }
    guard isClaimed, let claim = bench.claim(card.claim), let row = rows.first(where: { $0.act == .claim }) else { return }
    // Paid by what stood in the claim's moment, however late its rows came.
    let then = Model(rows.filter { $0.act != .claim }, kind.rule, at: row.at)
    #expect(claim.payout.minor == then.principal(on: row.at.day), what)
  }

  /// Numbers are unique over all accounts.
  private static func named(_ row: Movement, _ account: String) -> Movement {
    var row = row
    row.key += account
    if !row.original.isEmpty { row.original += account }
    return row
  }

  /// A movement as the row that brings it.
  private static func fact(_ row: Movement, _ account: String, _ kind: Kind, _ bench: inout Bench) -> Fact {
    let parts = row.key.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    let at = "\(row.at.seconds)"
    switch row.act {
    case .issue:
      return bench.fact(
        "card-orders", from: "ISS-A",
        [
          "order": parts[2], "account": account, "kind": kind.name, "named": "是", "amount": "\(row.amount)", "gift": "\(row.gift)",
          "bought": "\(row.at.day)", "insurer": "INS-P", "uses": kind.rule.strategy == .uses ? "\(row.uses)" : "",
          "discount": kind.rule.strategy == .discount ? "\(kind.rule.discount.billionths)" : "",
        ])
    case .claim:
      return bench.fact("card-claims", from: "ISS-A", ["claim": parts[2], "account": account, "reason": "R01", "at": at])
    case .topUp, .gift, .payment, .refund, .void, .reversal, .lose, .find:
      let original = row.original.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      return bench.fact(
        "card-transactions", from: "ISS-A",
        [
          "serial": parts[2], "terminal": parts[0], "batch": parts[1], "account": account, "at": at, "act": row.act.rawValue,
          "amount": "\(row.amount)", "sub-card": row.card > 0 ? "\(account)-0\(row.card)" : "",
          "uses": kind.rule.strategy == .uses ? "\(row.uses)" : "", "original-terminal": original.count == 3 ? original[0] : "",
          "original-batch": original.count == 3 ? original[1] : "", "original-serial": original.count == 3 ? original[2] : "",
        ])
    }
  }
}
