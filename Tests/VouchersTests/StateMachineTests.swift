import Testing
import Values
import Vouchers

@Suite("The states of a voucher")
struct StateMachineTests {
  typealias Side = StateMachine.Side
  typealias Timing = StateMachine.Timing

  @Test("Every state × every instruction × before, at and after each deadline has one row of the table")
  func complete() {
    for standing in Standing.allCases {
      for act in Act.allCases {
        for timing in Timing.all {
          let rows = StateMachine.rows(standing, act, timing)
          #expect(rows.count == 1, "\(standing) × \(act) × \(timing): \(rows.count) rows")
        }
      }
    }
    #expect(Timing.all.count == 6)
  }

  @Test("Every answer is given somewhere, and no row is of no use")
  func used() {
    var answers: Set<StateMachine.Answer> = []
    var hits = 0
    for standing in Standing.allCases {
      for act in Act.allCases {
        for timing in Timing.all {
          answers.insert(StateMachine.answer(standing, act, timing))
          hits += 1
        }
      }
    }
    #expect(answers == Set(StateMachine.Answer.allCases))
    #expect(hits == 7 * 5 * 6)
  }

  /// The whole table once more, written down by hand: standing, act, then the answers for the six timings in the order of `Timing.all`:
  /// before both; at receipt (before, at release); after receipt (before, at, after release).
  static let expected: [(Standing, Act, [StateMachine.Answer])] = [
    (.absent, .issue, [.issue, .issue, .issue, .late, .late, .late]),
    (.absent, .receive, Array(repeating: .unknown, count: 6)),
    (.absent, .cancel, Array(repeating: .unknown, count: 6)),
    (.absent, .request, Array(repeating: .unknown, count: 6)),
    (.absent, .night, Array(repeating: .nothing, count: 6)),
    (.issued, .issue, Array(repeating: .exists, count: 6)),
    (.issued, .receive, [.receive, .receive, .receive, .late, .late, .late]),
    (.issued, .cancel, Array(repeating: .cancel, count: 6)),
    (.issued, .request, [.waitForReceipt, .waitForReceipt, .waitForReceipt, .waitForReceipt, .waitForReceipt, .late]),
    (.issued, .night, [.nothing, .nothing, .nothing, .lapse, .lapse, .lapse]),
    (.received, .issue, Array(repeating: .exists, count: 6)),
    (.received, .receive, Array(repeating: .same, count: 6)),
    (.received, .cancel, Array(repeating: .cancel, count: 6)),
    (.received, .request, [.request, .request, .request, .request, .request, .late]),
    (.received, .night, [.nothing, .nothing, .nothing, .nothing, .nothing, .lapse]),
    (.requested, .issue, Array(repeating: .exists, count: 6)),
    (.requested, .receive, Array(repeating: .same, count: 6)),
    (.requested, .cancel, Array(repeating: .cancel, count: 6)),
    (.requested, .request, [.request, .request, .request, .request, .request, .late]),
    (.requested, .night, [.recheck, .recheck, .recheck, .recheck, .recheck, .lapse]),
    (.released, .issue, Array(repeating: .exists, count: 6)),
    (.released, .receive, Array(repeating: .same, count: 6)),
    (.released, .cancel, Array(repeating: .afterRelease, count: 6)),
    (.released, .request, Array(repeating: .same, count: 6)),
    (.released, .night, Array(repeating: .nothing, count: 6)),
    (.lapsed, .issue, Array(repeating: .exists, count: 6)),
    (.lapsed, .receive, Array(repeating: .late, count: 6)),
    (.lapsed, .cancel, Array(repeating: .same, count: 6)),
    (.lapsed, .request, Array(repeating: .late, count: 6)),
    (.lapsed, .night, Array(repeating: .nothing, count: 6)),
    (.void, .issue, Array(repeating: .exists, count: 6)),
    (.void, .receive, Array(repeating: .ended, count: 6)),
    (.void, .cancel, Array(repeating: .same, count: 6)),
    (.void, .request, Array(repeating: .ended, count: 6)),
    (.void, .night, Array(repeating: .nothing, count: 6)),
  ]

  @Test("The table says what was written down for it")
  func table() {
    #expect(StateMachineTests.expected.count == Standing.allCases.count * Act.allCases.count)
    for (standing, act, answers) in StateMachineTests.expected {
      let found = Timing.all.map { StateMachine.answer(standing, act, $0) }
      #expect(found == answers, "\(standing) × \(act)")
    }
  }

  @Test("What is over stays over: no answer moves a voucher that was paid or became invalid")
  func terminal() {
    for standing in [Standing.released, .lapsed, .void] {
      for act in Act.allCases {
        for timing in Timing.all {
          let answer = StateMachine.answer(standing, act, timing)
          #expect([.exists, .same, .afterRelease, .late, .ended, .nothing].contains(answer))
        }
      }
    }
  }

  @Test("The deadline's own second is in time, the next one is not")
  func sides() {
    let deadline = Moment(Day(iso: "2026-03-31")!, hour: 18)
    #expect(Side(Moment(seconds: deadline.seconds - 1), beside: deadline) == .before)
    #expect(Side(deadline, beside: deadline) == .at)
    #expect(Side(Moment(seconds: deadline.seconds + 1), beside: deadline) == .after)
  }
}
