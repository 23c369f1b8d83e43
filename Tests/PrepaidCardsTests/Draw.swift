import PrepaidCards
import Values

/// Numbers that look random and are the same every time.
struct Dice: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }
  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state &* 0x2545_F491_4F6C_DD1D
  }
  mutating func up(to limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }
  mutating func isOne(in count: Int) -> Bool { up(to: count) == 0 }
}

/// The life of a card, drawn: an order, transactions of all types over some months, now and then one that names nothing, a lost card, a claim.
struct Draw {
  static let first = Day(iso: "2026-01-05")!
  static let rules = [
    CardRule(.amount), CardRule(.amount, gift: .ratio), CardRule(.amount, payOrder: .smallest),
    CardRule(.discount, discount: Rate(percent: 85)), CardRule(.uses),
  ]

  static func rows(_ rule: CardRule, count: Int, _ dice: inout Dice) -> [Movement] {
    var rows: [Movement] = []
    func add(_ act: Movement.Act, _ key: String, _ seconds: Int, _ fill: (inout Movement) -> Void) {
      var row = Movement(at: Moment(seconds: Moment(first).seconds + Int64(seconds)), key: key, act: act)
      row.limit = 50
      row.uses = 1
      row.fact = Int64(rows.count + 1)
      fill(&row)
      rows.append(row)
    }
    let amount = Int64(20 + dice.up(to: 120))
    let gift = dice.isOne(in: 2) ? Int64(dice.up(to: 40)) : 0
    let uses = Int64(3 + dice.up(to: 12))
    add(.issue, "购卡\t\tO1", 0) { row in
      row.amount = amount
      row.gift = rule.strategy == .uses ? 0 : gift
      row.uses = uses
    }
    var payments: [(key: String, amount: Int64, uses: Int64)] = []
    for number in 0..<count {
      // Several share a second, so that keys decide.
      let at = 1 + dice.up(to: 80) * 86_400 + dice.up(to: 3)
      let key = "T\(dice.up(to: 2))\t\(dice.up(to: 2))\t\(number)"
      let amount = Int64(1 + dice.up(to: 40))
      let some = Int64(1 + dice.up(to: 3))
      let isUnknown = payments.isEmpty || dice.isOne(in: 12)
      let original = isUnknown ? (key: "T0\t0\t999", amount: 5, uses: 1) : payments[dice.up(to: payments.count)]
      let card = dice.isOne(in: 6) ? 1 + dice.up(to: 4) : 0
      switch dice.up(to: 20) {
      case 0...8:
        payments.append((key, amount, some))
        add(.payment, key, at) {
          $0.amount = amount
          $0.uses = some
          $0.card = card
        }
      case 9...11:
        add(.refund, key, at) {
          $0.amount = min(amount, original.amount)
          $0.uses = min(some, original.uses)
          $0.original = original.key
        }
      case 12, 13:
        add(at % 2 == 0 ? .void : .reversal, key, at) {
          $0.amount = at % 7 == 0 ? amount : original.amount
          $0.uses = original.uses
          $0.original = original.key
        }
      case 14, 15:
        payments.append((key, amount, some))
        add(.topUp, key, at) {
          $0.amount = amount
          $0.uses = some
          $0.card = card
        }
      case 16:
        add(.gift, key, at) {
          $0.amount = amount
          $0.uses = some
        }
      case 17: add(.lose, key, at) { $0.card = card }
      default: add(.find, key, at) { $0.card = 0 }
      }
    }
    if dice.isOne(in: 4) { add(.claim, "赔付\t\tC1", 30 * 86_400 + dice.up(to: 40 * 86_400)) { $0.amount = 1 } }
    return rows
  }
}
