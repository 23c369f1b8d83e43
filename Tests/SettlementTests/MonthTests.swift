import Flows
import Foundation
import Night
import NightKit
import Store
import Testing
import Values

/// A month of nights from a seed, in another order: what is settled must not hang on when a file came. With SETTLE_LONG thirty nights of twenty
/// seeds; else five of two. (domain.md B1-14; contract.md, Order)
@Suite("A month of nights")
struct MonthTests {
  static let isLong = ProcessInfo.processInfo.environment["SETTLE_LONG"] != nil
  static let seeds = 1...(isLong ? 20 : 2)
  static let nights = isLong ? 30 : 5

  @Test("Shuffled within each night, on more workers and in smaller chunks: the same bytes", arguments: seeds)
  func withinNights(seed: Int) throws {
    let month = Month(seed: seed, nights: Self.nights, contested: true)
    let folder = ScratchFolder("month")
    let one = try month.settled(in: folder.path + "/one", order: 1, workers: 1, chunk: 2000)
    let other = try month.settled(in: folder.path + "/other", order: seed + 100, workers: 2, chunk: 7)
    let differences = try Picture(of: other).differences(from: Picture(of: one))
    #expect(differences.isEmpty, "\(differences.prefix(3).map { String($0.prefix(200)) })")
    // The month is no month if it does not show every state of a row.
    let states = try Set(Picture(of: one).tables["fact"]!.compactMap { $0.firstMatch(of: /\bstate=(\d+)\b/)?.output.1 }.map(String.init))
    #expect(states.isSuperset(of: ["0", "1", "10", "11", "12", "13"]), "\(states)")
  }

  @Test("Shuffled across the nights: the same balances of every payee and policy, and the same rows still wait", arguments: seeds)
  func acrossNights(seed: Int) throws {
    let month = Month(seed: seed, nights: Self.nights, contested: false)
    let folder = ScratchFolder("month")
    let one = try month.settled(in: folder.path + "/one", order: 1, workers: 1, chunk: 2000)
    let other = try month.shuffled(seed: seed + 500).settled(in: folder.path + "/other", order: 2, workers: 1, chunk: 50)
    let (first, second) = (try Self.end(one), try Self.end(other))
    #expect(first.balances == second.balances)
    #expect(first.policies == second.policies)
    #expect(first.waiting == second.waiting)
    #expect(first.policies.count > Self.nights && first.balances.contains { $0.hasPrefix("liability:payable:SEL-1") })
    #expect(first.waiting.contains { $0.contains("awaiting-policy 1 -1.00") })
  }

  /// What stands at the end, without what names the night it was settled in.
  private static func end(_ root: TrialRoot) throws -> (balances: [String], policies: [String], waiting: [String]) {
    let night = try root.night()
    let balances = try night.balances(upTo: nil).map { "\($0.path) \($0.debit - $0.credit)" }.filter { !$0.hasSuffix(" 0") }.sorted()
    let policies = try night.store.states(kind: Policy.kind, width: Policy.width).map { state in
      let policy = Policy(key: state.key.key, rows: state.rows)
      return policy.key + " "
        + policy.lines.map { line in
          [line.premium, line.net, line.fees!.income.amount, line.fees!.level1.amount, line.fees!.level2.amount].map(\.description)
            .joined(separator: " ")
        }.joined(separator: "; ")
    }
    let waiting = try night.status().waiting.map { "\($0.feed) \($0.state) \($0.reason) \($0.rows) \($0.amount)" }.sorted()
    return (balances, policies.sorted(), waiting)
  }
}
