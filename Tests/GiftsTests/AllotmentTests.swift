import Gifts
import NightKit
import Testing

/// The pure decision: quotas and stock on one side, pieces on the other.
@Suite("How many pieces are given")
struct AllotmentTests {
  private func allot(
    _ wanted: Int64, step: Int64 = 1, quotas: [(Int64, Int64)] = [], stock: Int64? = nil, othersWait: Bool = false, partial: Bool = true
  ) -> Allotment {
    Allotment(
      wanted: wanted, step: step, rooms: quotas.map { quota in .init(left: quota.0) { $0 * quota.1 } }, stock: stock,
      othersWait: othersWait, isPartial: partial)
  }

  @Test("Three coupons a year, two given before: one is given, and none where the rule wants all or nothing (B2-3)")
  func coupons() {
    let split = allot(2, quotas: [(1, 1)])
    #expect((split.now, split.refused, split.quota) == (1, 1, 0))
    let whole = allot(2, quotas: [(1, 1)], partial: false)
    #expect((whole.now, whole.refused) == (0, 2))
  }

  @Test("Every quota must allow, and the one that allows least is named (B2-5)")
  func every() {
    let found = allot(3, quotas: [(300, 100), (250, 100), (299, 100)])
    #expect((found.now, found.refused, found.quota) == (2, 1, 1))
  }

  @Test("What stock lacks is waited for, and nobody passes those who wait (B2-8)")
  func stock() {
    let short = allot(3, stock: 2)
    #expect((short.now, short.later) == (2, 1))
    let behind = allot(3, stock: 2, othersWait: true)
    #expect((behind.now, behind.later) == (0, 3))
    let whole = allot(3, stock: 2, partial: false)
    #expect((whole.now, whole.later) == (0, 3))
  }

  @Test("However quotas and stock are drawn, pieces add up, whole gifts are given, nothing is overdrawn, and no more could be given")
  func drawn() {
    var random = Numbers(seed: 2)
    for _ in 0..<20_000 {
      let step = Int64.random(in: 1...3, using: &random)
      let wanted = step * Int64.random(in: 0...6, using: &random)
      let quotas = (0..<Int.random(in: 0...3, using: &random)).map { _ in
        (Int64.random(in: 0...20, using: &random), Int64.random(in: 0...5, using: &random))
      }
      let stock = Bool.random(using: &random) ? Int64.random(in: 0...12, using: &random) : nil
      let (waits, partial) = (Bool.random(using: &random), Bool.random(using: &random))
      let found = allot(wanted, step: step, quotas: quotas, stock: stock, othersWait: waits, partial: partial)
      let reserved = found.now + found.later
      #expect(reserved + found.refused == wanted)
      #expect(found.now >= 0 && found.later >= 0 && found.now % step == 0 && reserved % step == 0)
      #expect(quotas.allSatisfy { reserved * $0.1 <= $0.0 || reserved == 0 })
      #expect(found.now <= stock ?? .max)
      if waits, stock != nil { #expect(found.now == 0) }
      if found.refused > 0, partial { #expect(quotas.contains { (reserved + step) * $0.1 > $0.0 }) }
      if !partial { #expect(reserved == 0 || reserved == wanted) }
      if stock == nil { #expect(found.later == 0) }
    }
  }
}
