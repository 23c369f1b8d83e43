import Foundation
import PrepaidCards
import Testing
import Values

@Suite("One balance for every kind of card")
struct EngineTests {
  static let isLong = ProcessInfo.processInfo.environment["SETTLE_LONG"] != nil

  @Test("The engine never differs from the reference, whatever the order of arrival", arguments: Draw.rules.indices)
  func model(_ index: Int) {
    let rule = Draw.rules[index]
    for seed in 0..<UInt64(EngineTests.isLong ? 3000 : 60) {
      var dice = Dice(seed * 31 + UInt64(index))
      let rows = Draw.rows(rule, count: 12 + dice.up(to: 30), &dice)
      // Nothing that follows depends on the order the rows stand in.
      let ordered = rows.shuffled(using: &dice).sorted(by: Movement.precedes)
      var replay = Replay(rule)
      for row in ordered { replay.apply(row) }
      let model = Model(rows, rule, at: Moment(seconds: .max))
      for row in replay.done {
        let outcome = Model.Outcome(verdict: row.verdict, balance: row.balance, principal: row.principal)
        #expect(outcome == model.outcomes[row.key], "seed \(seed) \(row.act.rawValue) \(row.key) at \(row.at)")
      }
      #expect(replay.position.foots)
      // As of any moment.
      let moment = rows[dice.up(to: rows.count)].at
      let then = Model(rows, rule, at: moment)
      let position = Replay.position(ordered, rule, at: moment)
      #expect(position.balance() == then.balance())
      #expect(position.principal(rule, on: moment.day) == then.principal(on: moment.day))
      for card in 1...max(1, then.cards) { #expect(position.balance(card) == then.balance(card)) }
    }
  }

  @Test("A position comes back from its text", arguments: Draw.rules.indices)
  func text(_ index: Int) {
    for seed in 0..<40 as Range<UInt64> {
      var dice = Dice(seed)
      var replay = Replay(Draw.rules[index])
      for row in Draw.rows(Draw.rules[index], count: 20, &dice).sorted(by: Movement.precedes) { replay.apply(row) }
      #expect(Position(text: replay.position.text) == replay.position)
    }
    #expect(Position(text: "1/2/3;;;0/0;") == nil)
  }
}
