import Flows
import Tables
import Testing
import Values
import Vouchers

/// The flow does what the table says: every state × every instruction × before, at and after each deadline, with what its sender is told.
@Suite("The life of a voucher")
struct LifeTests {
  static let receiveBy = Bench.moment("2026-04-02 18:00:00")
  static let releaseBy = Bench.moment("2026-04-10 18:00:00")
  static let number = "PZ-BANK-A-K1"

  /// One moment for each timing there is.
  static let moments: [(StateMachine.Timing, String)] = [
    (.init(receipt: .before, release: .before), "2026-04-02 17:59:59"), (.init(receipt: .at, release: .before), "2026-04-02 18:00:00"),
    (.init(receipt: .after, release: .before), "2026-04-02 18:00:01"), (.init(receipt: .after, release: .at), "2026-04-10 18:00:00"),
    (.init(receipt: .after, release: .after), "2026-04-10 18:00:01"),
  ]

  /// A bench with one voucher in this state.
  static func bench(_ standing: Standing) throws -> Bench {
    var bench = try Bench([("on-unmet: expire", "on-unmet: wait-until-deadline"), ("warn-days: 1", "warn-days: 0")])
    bench.open("A-1", funds: "1000.00")
    bench.open("P-1", funds: "0.00", bank: Bench.banks.second)
    if standing == .absent { return bench }
    bench.run([bench.issue("K1")])
    if standing == .lapsed {
      bench.day = Day(iso: "2026-04-03")!
      bench.pass()
    } else if standing == .void {
      bench.run([bench.instruction("T0", .cancel, number, at: "2026-03-31 12:00:00")])
    } else if standing != .issued {
      bench.run([bench.instruction("S0", .receive, number, at: "2026-03-31 12:00:00")])
    }
    if standing == .released { bench.confirm("PLCY-1", "100.00") }
    if standing == .requested || standing == .released {
      bench.run([bench.instruction("J0", .request, number, at: "2026-03-31 13:00:00", policies: "PLCY-1")])
    }
    #expect(bench.voucher(number)?.standing == standing)
    return bench
  }

  /// What becomes of the voucher, and what its sender is told.
  static func expected(_ answer: StateMachine.Answer, _ standing: Standing) -> (Standing, Fact.State, String?) {
    switch answer {
    case .issue: (.issued, .settled, "voucher-given")
    case .exists: (standing, .rejected, "voucher-exists")
    case .receive: (.received, .settled, nil)
    // The policy is confirmed: what is asked for is paid.
    case .request: (.released, .settled, nil)
    case .cancel: (.void, .settled, nil)
    case .same: (standing, .settled, "voucher-same")
    case .afterRelease: (standing, .settled, "voucher-after-release")
    case .late: (standing, .rejected, "late-instruction")
    case .ended: (standing, .rejected, "voucher-ended")
    case .unknown: (standing, .waiting, "voucher-unknown")
    case .waitForReceipt: (standing, .waiting, "voucher-not-received")
    case .lapse: (.lapsed, .settled, nil)
    case .recheck: (.released, .settled, nil)
    case .nothing: (standing, .settled, nil)
    }
  }

  @Test("Every instruction at every moment is answered as the table says", arguments: Standing.allCases)
  func instructions(standing: Standing) throws {
    let start = try LifeTests.bench(standing)
    for act in Act.allCases where act != .night {
      for (timing, at) in LifeTests.moments {
        var bench = start
        bench.day = Day(iso: "2026-04-01")!
        bench.confirm("PLCY-1", "100.00")
        let fact =
          act == .issue
          ? bench.fact(
            "voucher-instructions", from: Bench.banks.first,
            [
              "instruction": "K9", "act": "开证", "origin": "投保人", "at": at, "voucher": LifeTests.number, "applicant": "甲",
              "insurer": Bench.insurer, "account": "A-1", "frozen-kind": "资金", "premium": "100.00", "product": "P-FLIGHT",
              "payee-account": "P-1", "receive-by": "\(LifeTests.receiveBy)", "release-by": "\(LifeTests.releaseBy)",
            ]) : bench.instruction("X9", act, LifeTests.number, at: at, policies: "PLCY-1")
        let decisions = bench.run([fact])
        let answer = StateMachine.answer(standing, act, timing)
        let (after, state, reason) = LifeTests.expected(answer, standing)
        let said = "\(standing) × \(act) at \(at): \(answer)"
        #expect(decisions.count == 1 && decisions[0].state == state && decisions[0].reason?.code == reason, "\(said), \(decisions)")
        #expect((bench.voucher(LifeTests.number)?.standing ?? .absent) == after, "\(said)")
        let frozen = after.isOpen ? Money(minor: 10_000) : .zero
        #expect(bench.account("A-1")?.frozen == frozen && bench.balance("funds-frozen", "A-1") == frozen, "\(said)")
        #expect(bench.account("A-1")?.foots == true, "\(said)")
      }
    }
  }

  @Test("Every night that passes is answered as the table says", arguments: Standing.allCases)
  func nights(standing: Standing) throws {
    let start = try LifeTests.bench(standing)
    // With a grace of one day the night of the third closes the second.
    for (day, timing) in [
      ("2026-04-02", StateMachine.Timing(receipt: .before, release: .before)), ("2026-04-03", .init(receipt: .after, release: .before)),
      ("2026-04-10", .init(receipt: .after, release: .before)), ("2026-04-11", .init(receipt: .after, release: .after)),
    ] {
      var bench = start
      if standing == .requested { bench.confirm("PLCY-1", "100.00") }
      bench.day = Day(iso: day)!
      bench.pass()
      let answer = StateMachine.answer(standing, .night, timing)
      // What was asked for in time is paid even by the night that ends its time.
      let after = standing == .requested && answer == .lapse ? .released : LifeTests.expected(answer, standing).0
      #expect((bench.voucher(LifeTests.number)?.standing ?? .absent) == after, "\(standing) on \(day): \(answer)")
      #expect(bench.account("A-1")?.foots == true)
    }
  }

  @Test("Grace may count workdays alone: what runs out on a Friday is over on Monday, and before a holiday after it")
  func workdays() throws {
    var bench = try Bench([("grace-counts: days", "grace-counts: workdays"), ("warn-days: 1", "warn-days: 0")])
    bench.open("A-1", funds: "1000.00")
    bench.open("P-1", funds: "0.00", bank: Bench.banks.second)
    bench.run([bench.issue("K1")])
    bench.run([bench.instruction("S0", .receive, LifeTests.number, at: "2026-03-31 12:00:00")])
    for (day, standing) in [("2026-04-11", Standing.received), ("2026-04-12", .received), ("2026-04-13", .lapsed)] {
      bench.day = Day(iso: day)!
      bench.pass()
      #expect(bench.voucher(LifeTests.number)?.standing == standing, "\(day)")
    }
  }

  @Test("A request whose conditions are never met lapses with the deadline of release")
  func neverMet() throws {
    var bench = try LifeTests.bench(.requested)
    bench.day = Day(iso: "2026-04-11")!
    bench.pass()
    #expect(bench.voucher(LifeTests.number)?.lastEvent.ending == .stillUnmet)
    #expect(bench.voucher(LifeTests.number)?.lastEvent.at == Bench.moment("2026-04-10 18:00:01"))
    #expect(bench.account("A-1")?.available == Money(minor: 100_000))
  }

  @Test("A voucher comes back as it was written, with its whole history")
  func roundTrip() throws {
    let bench = try LifeTests.bench(.released)
    let voucher = try #require(bench.voucher(LifeTests.number))
    #expect(voucher.events.map(\.standing) == [.issued, .received, .requested, .released])
    let back = Voucher(key: voucher.key, rows: voucher.state().rows)
    #expect(back.events == voucher.events && back.policies == voucher.policies && back.receiveBy == voucher.receiveBy)
    #expect(Voucher.policies(in: "A1、A2，A3 A1;A4") == ["A1", "A2", "A3", "A4"])
  }

  @Test("The whole way in one chunk, whatever the order of the rows")
  func oneChunk() throws {
    var bench = try LifeTests.bench(.absent)
    bench.confirm("PLCY-1", "100.00")
    let request = bench.instruction("J1", .request, LifeTests.number, at: "2026-03-31 12:00:00", policies: "PLCY-1")
    let receipt = bench.instruction("S1", .receive, LifeTests.number, at: "2026-03-31 11:00:00")
    let issue = bench.issue("K1")
    bench.run([request, receipt, issue])
    #expect(bench.voucher(LifeTests.number)?.standing == .released)
    #expect(bench.balance("funds-released", "A-1") == Money(minor: 10_000))
  }
}
