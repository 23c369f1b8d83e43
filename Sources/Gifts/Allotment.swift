/// The pure heart of giving: how many pieces of a gift a policy gets now, how many it waits for, how many its quotas refuse. It knows no policy,
/// no ledger and no day; every quota must allow, and stock that ran out is waited for. (domain.md 1.20, B2-2 to B2-8)
package struct Allotment: Equatable, Sendable {
  /// What is left of a quota, and what each number of pieces takes of it.
  package struct Room {
    package var left: Int64
    package var takes: (Int64) -> Int64

    package init(left: Int64, takes: @escaping (Int64) -> Int64) {
      self.left = left
      self.takes = takes
    }
  }

  package var now: Int64 = 0
  package var later: Int64 = 0
  package var refused: Int64 = 0
  /// Which of the quotas allowed the least; nil where all allowed everything.
  package var quota: Int?

  /// `wanted` pieces, only whole gifts of `step` pieces; `stock` is nil where none can run out. While others wait nobody is served before them.
  package init(wanted: Int64, step: Int64, rooms: [Room], stock: Int64?, othersWait: Bool, isPartial: Bool) {
    let step = max(1, step)
    precondition(wanted >= 0 && wanted % step == 0, "a gift is given whole")
    var allowed = wanted
    for (index, room) in rooms.enumerated() {
      while allowed > 0, room.takes(allowed) > room.left {
        allowed -= step
        quota = index
      }
    }
    if allowed < wanted, !isPartial { allowed = 0 }
    refused = wanted - allowed
    guard let stock else {
      now = allowed
      return
    }
    let free = othersWait ? 0 : stock / step * step
    now = isPartial ? min(allowed, free) : free >= allowed ? allowed : 0
    later = allowed - now
  }
}
