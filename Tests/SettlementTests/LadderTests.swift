import NightKit
import Settlement
import Testing
import Values

/// Ladders by themselves: worked numbers, and what must hold of any of them. (domain.md B1-8, B1-9)
@Suite("Ladders")
struct LadderTests {
  private static let march = Day(year: 2026, month: 3, day: 11)!

  private func ladder(_ method: Ladder.Method, _ tiers: [(Int64, Int64)] = [(0, 10_000_000), (10_000_000, 15_000_000)]) -> Ladder {
    var ladder = Ladder(name: "月度阶梯", method: method, onNet: false, scope: .seller, isMovedByEndorsements: true)
    ladder.tiers = tiers.enumerated().map { Ladder.Tier(rule: $0, from: Money(minor: $1.0), rate: Rate(billionths: $1.1)) }
    return ladder
  }

  @Test("1% to 100,000 and 1.5% above: 1,300.00 by tiers, 1,800.00 on the whole")
  func workedNumbers() {
    let total = Money(minor: 12_000_000)
    #expect(ladder(.marginal).earned(total, month: Self.march, .halfUp) == Money(minor: 130_000))
    #expect(ladder(.whole).earned(total, month: Self.march, .halfUp) == Money(minor: 180_000))
  }

  @Test("By tiers it earns what yuan by yuan at the rate of their tiers come to")
  func yuanByYuan() {
    let ladder = ladder(.marginal, [(20_000, 10_000_000), (50_000, 30_000_000), (90_000, 50_000_000)])
    for yuan in stride(from: 0, through: 1500, by: 37) {
      let fen = (0..<Int64(yuan)).map { $0 >= 900 ? 5 : $0 >= 500 ? 3 : $0 >= 200 ? 1 : Int64(0) }.reduce(0, +)
      #expect(ladder.earned(Money(minor: Int64(yuan) * 100), month: Self.march, .halfUp) == Money(minor: fen))
    }
  }

  @Test("The premium at which a tier begins belongs to it")
  func edge() {
    let edge = Money(minor: 10_000_000)
    #expect(ladder(.whole).earned(edge, month: Self.march, .halfUp) == Money(minor: 150_000))
    #expect(ladder(.whole).earned(edge - Money(minor: 1), month: Self.march, .halfUp) == Money(minor: 100_000))
    #expect(ladder(.marginal).earned(edge, month: Self.march, .halfUp) == Money(minor: 100_000))
  }

  @Test("1,000.00 a month from the 16th of a month of 31 days is 516.13")
  func monthly() {
    var fixed = ladder(.fixed, [])
    fixed.monthly = [Ladder.Monthly(rule: 0, amount: Money(minor: 100_000), from: Day(year: 2026, month: 3, day: 16)!, until: nil)]
    #expect(fixed.earned(.zero, month: Self.march, .halfUp) == Money(minor: 51_613))
    #expect(fixed.earned(.zero, month: Day(year: 2026, month: 4, day: 30)!, .halfUp) == Money(minor: 100_000))
    #expect(fixed.earned(.zero, month: Day(year: 2026, month: 2, day: 1)!, .halfUp) == .zero)
    #expect(fixed.rule(at: .zero, month: Day(year: 2026, month: 2, day: 1)!) == nil)
  }

  @Test(
    "Steps add up to what the month earns, whatever the order of lines and endorsements",
    arguments: [Ladder.Method.marginal, .whole, .fixed])
  func stepsAddUp(method: Ladder.Method) {
    var random = Numbers(seed: 11)
    func below(_ bound: Int64) -> Int64 { Int64.random(in: 0..<bound, using: &random) }
    for _ in 0..<200 {
      let edges = Set((0..<Int(below(4))).map { _ in below(5_000_000) } + [0]).sorted()
      var ladder = ladder(method, edges.map { ($0, below(40) * 1_000_000) })
      if method == .fixed {
        ladder.monthly = [Ladder.Monthly(rule: 0, amount: Money(minor: below(100_000)), from: Self.march, until: nil)]
      }
      var (total, paid) = (Money.zero, Money.zero)
      for _ in 0..<20 {
        let next = max(total + Money(minor: below(2_000_000) - 600_000), .zero)
        let steps = ladder.steps(from: total, to: next, paid: paid, month: Self.march, .halfUp)
        paid += steps.map(\.amount).sum()
        total = next
        #expect(paid == ladder.earned(total, month: Self.march, .halfUp))
      }
    }
  }
}
