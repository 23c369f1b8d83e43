import Testing
import Values

/// A small generator of its own, so that a failure can be made again.
struct Seeded: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}

@Suite("How amounts lie")
struct SpreadTests {
  @Test("A worked case: 3,000, 5,000 and 4,000 yuan")
  func worked() {
    var spread = Spread()
    for amount: Int64 in [300_000, 500_000, 400_000] { spread.add(amount) }
    #expect(spread.mean == 400_000)
    #expect(spread.variance(by: 100) == 66_666_667)
    #expect(spread.deviation == 81_650)
  }

  @Test("Nothing has no mean; one amount lies nowhere but at itself")
  func few() {
    #expect(Spread().mean == nil && Spread().variance() == nil && Spread().deviation == nil)
    var one = Spread()
    one.add(-7)
    #expect(one.mean == -7 && one.variance() == 0 && one.deviation == 0)
  }

  /// The reference goes through all amounts: Σ (n·x − Σx)² ÷ n³.
  @Test(
    "Sums kept give what going through all amounts gives, whatever the order and the parting", arguments: 1...200 as ClosedRange<UInt64>)
  func reference(seed: UInt64) {
    var random = Seeded(state: seed)
    let count = Int.random(in: 1...60, using: &random)
    let reach = Int64.random(in: 1...2_000_000_000, using: &random)
    let amounts = (0..<count).map { _ in Int64.random(in: -reach...reach, using: &random) }
    var (left, right) = (Spread(), Spread())
    for amount in amounts.shuffled(using: &random) { if Bool.random(using: &random) { left.add(amount) } else { right.add(amount) } }
    left.add(right)

    let n = Int128(count)
    let sum = amounts.reduce(Int128(0)) { $0 + Int128($1) }
    #expect(left.count == Int64(count) && Int128(left.sum) == sum)
    #expect(left.mean == Rounding.halfUp.quotient(sum, n))
    let deviations = amounts.reduce(Int128(0)) { total, amount in
      let away = n * Int128(amount) - sum
      return total + away * away
    }
    #expect(left.variance() == Rounding.halfUp.quotient(deviations, n * n * n))
    // The deviation is the nearest whole number to the root: half a unit on either side of it brackets the variance.
    let root = Int128(left.deviation!)
    let variance = 4 * deviations / n
    #expect((2 * root - 1) * (2 * root - 1) * n * n <= variance || root == 0)
    #expect((2 * root + 1) * (2 * root + 1) * n * n > variance)
  }

  @Test("Beyond what 64 bits hold there is no variance rather than a wrong one")
  func large() {
    var spread = Spread()
    for amount: Int64 in [4_000_000_000_000_000_000, -4_000_000_000_000_000_000] { spread.add(amount) }
    #expect(spread.mean == 0 && spread.variance() == nil)
  }

  @Test("Shares and growth are rounded once, to a hundredth of a percent")
  func rates() {
    #expect(Rate.share(1, of: 3) == Rate(billionths: 333_300_000))
    #expect(Rate.share(2, of: 3) == Rate(billionths: 666_700_000))
    #expect(Rate.share(5, of: 0) == nil)
    #expect(Rate.growth(from: 800_000, to: 400_000) == Rate(percent: -50))
    #expect(Rate.growth(from: -100, to: 100) == Rate(percent: 200))
    #expect(Rate.growth(from: 0, to: 1) == nil)
    #expect(Rate.growth(from: 1, to: .max) == nil)
  }
}
