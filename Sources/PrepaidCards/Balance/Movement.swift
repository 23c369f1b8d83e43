package import Values

/// What happens to a card (动态消费信息): issue, charge, payment, refund, void, loss, claim. The first half is what the row says; the second is what
/// replaying all movements in the order of their events made of it. (domain.md 2.11, 2.12, 2.17)
package struct Movement: Equatable, Sendable {
  package enum Act: String, CaseIterable, Sendable {
    case issue = "购卡"
    case topUp = "充值"
    case gift = "赠送"
    case payment = "消费"
    case refund = "退货"
    case void = "撤销"
    case reversal = "冲正"
    case lose = "挂失"
    case find = "解挂"
    case claim = "赔付"

    /// Within one second a purchase comes first and a claim last.
    var rank: Int {
      switch self {
      case .issue: 0
      case .claim: 2
      case .topUp, .gift, .payment, .refund, .void, .reversal, .lose, .find: 1
      }
    }

    /// It speaks of an earlier movement.
    package var hasOriginal: Bool { self == .refund || self == .void || self == .reversal }
  }

  /// Whether the row was booked, or why not. The numbers stand in the store.
  package enum Verdict: Int, CaseIterable, Sendable {
    case booked = 0
    case insufficient = 1
    case overRefund = 2
    case originalUnknown = 3
    case originalVoided = 4
    case originalRefunded = 5
    case lost = 6
    case claimed = 7
    case cardUnknown = 8
    case amountDiffers = 9
    case notForKind = 10
  }

  /// Units one purse gave (above nought) or got.
  package struct Leg: Equatable, Sendable {
    package var purse: Int
    package var units: Int64
    /// Fen a charge put in; nought on all other legs.
    package var paid: Int64 = 0
  }

  // MARK: as it came

  package var at: Moment
  /// Terminal, batch and serial number, tab-joined; an order's or a claim's number.
  package var key: String
  package var act: Act
  /// Fen, never below nought.
  package var amount: Int64 = 0
  /// Fen given on top of an issue.
  package var gift: Int64 = 0
  package var uses: Int64 = 0
  /// The sub-card it names, from 1; 0: none.
  package var card = 0
  /// Terminal, batch and serial number of the movement it undoes; an empty batch: any.
  package var original = ""
  /// 余额 as the feed tells it, fen.
  package var told: Int64?
  /// The limit of one card as it stood when a charge was taken in, fen: a table that changes later does not change the past.
  package var limit: Int64 = 0
  /// Term of an issued right.
  package var until: Day?
  /// The row that brought it.
  package var fact: Int64 = 0

  // MARK: as it was replayed

  package var verdict = Verdict.booked
  /// Units by which the account's usable value moved.
  package var moved: Int64 = 0
  /// The account's usable value and principal after it.
  package var balance: Int64 = 0
  package var principal: Int64 = 0
  package var legs: [Leg] = []
  /// The same by sub-card, for people: `01 -5000.00、02 -1300.00`.
  package var shares = ""
  /// What the feed told less what stood here; nought where it told nothing or the same.
  package var difference: Int64 = 0

  package init(at: Moment, key: String, act: Act) {
    self.at = at
    self.key = key
    self.act = act
  }

  /// The one order: event time, then key. Keys are unique within an account.
  package static func precedes(_ left: Movement, _ right: Movement) -> Bool {
    if left.at != right.at { return left.at < right.at }
    if left.act.rank != right.act.rank { return left.act.rank < right.act.rank }
    return left.key < right.key
  }

  /// Whether two rows under one key say the same.
  package func saysTheSame(as other: Movement) -> Bool {
    at == other.at && act == other.act && amount == other.amount && uses == other.uses && card == other.card && original == other.original
      && told == other.told
  }

  /// `2026-03`.
  package static func month(_ at: Moment) -> String { String(at.day.description.prefix(7)) }
}
