package import Flows
package import Tables
import Values

/// The movements of one account in one month, behind the position the month began with. A night fetches the months it needs: as a rule the last
/// one alone, so that what a row costs does not grow with a card's age. (domain.md 2.11)
package struct CardHistory: Remembered {
  package static let kind = "card-movements"
  package static let width = Column.allCases.count

  /// Account and month, tab-joined.
  package var key: String
  package var opening = Position()
  /// In their order.
  package var movements: [Movement] = []
  /// How its units are written.
  package var isMoney = true

  package static func key(_ account: String, _ month: String) -> String { "\(account)\t\(month)" }
  package var month: String { String(key.suffix(7)) }

  package init(account: String, month: String, opening: Position, isMoney: Bool) {
    key = CardHistory.key(account, month)
    self.opening = opening
    self.isMoney = isMoney
  }

  package enum Column: Int, CaseIterable {
    case at, act, number, card, amount, uses, moved, balance, principal, result, shares, original, told, difference
    case gift, limit, until, fact, position
  }

  package init(key: String, rows: Batch) {
    self.key = key
    let first = rows[0]
    guard let opening = Position(text: first.text(Column.position.rawValue) ?? "") else {
      preconditionFailure("\(key): what is kept is no position")
    }
    self.opening = opening
    isMoney = first[Column.balance.rawValue].tag == .money
    movements.reserveCapacity(rows.count)
    for index in 1..<max(1, rows.count) { movements.append(CardHistory.movement(rows, index)) }
  }

  private static func movement(_ rows: Batch, _ row: Int) -> Movement {
    func text(_ column: Column) -> String? { rows.text(rows[row, column.rawValue]) }
    func bits(_ column: Column) -> Int64 { rows[row, column.rawValue].bits }
    let act = text(.act).flatMap(Movement.Act.init(rawValue:)) ?? .payment
    var movement = Movement(at: Moment(seconds: bits(.at)), key: text(.number) ?? "", act: act)
    movement.amount = bits(.amount)
    movement.gift = bits(.gift)
    movement.uses = bits(.uses)
    movement.card = Int(bits(.card))
    movement.original = text(.original) ?? ""
    if !rows[row, Column.told.rawValue].isNone { movement.told = bits(.told) }
    movement.limit = bits(.limit)
    movement.until = rows[row, Column.until.rawValue].date
    movement.fact = bits(.fact)
    movement.verdict = text(.result).flatMap(CardHistory.verdict) ?? .booked
    movement.moved = bits(.moved)
    movement.balance = bits(.balance)
    movement.principal = bits(.principal)
    movement.difference = bits(.difference)
    movement.shares = text(.shares) ?? ""
    return movement
  }

  /// Bare of the name: a history is written for every account a night touches.
  package func write(to rows: inout Batch) {
    rows.appendEmptyRow()
    rows.set(0, Column.act.rawValue, text: "期初")
    rows.set(0, Column.balance.rawValue, units(opening.balance()))
    rows.set(0, Column.position.rawValue, text: opening.text)
    for movement in movements { write(movement, to: &rows) }
  }

  private func units(_ count: Int64) -> Datum { isMoney ? .money(Money(minor: count)) : .integer(count) }

  private func write(_ movement: Movement, to rows: inout Batch) {
    rows.appendEmptyRow()
    let row = rows.count - 1
    func set(_ column: Column, _ datum: Datum) { if datum.bits != 0 { rows.set(row, column.rawValue, datum) } }
    func set(_ column: Column, _ text: String) { if !text.isEmpty { rows.set(row, column.rawValue, text: text) } }
    func money(_ minor: Int64) -> Datum { .money(Money(minor: minor)) }
    set(.at, .moment(movement.at))
    set(.act, movement.act.rawValue)
    set(.number, movement.key)
    set(.card, .integer(Int64(movement.card)))
    set(.amount, money(movement.amount))
    set(.uses, .integer(movement.uses))
    set(.moved, units(movement.moved))
    rows.set(row, Column.balance.rawValue, units(movement.balance))
    rows.set(row, Column.principal.rawValue, money(movement.principal))
    if movement.verdict != .booked { set(.result, CardHistory.title(movement.verdict)) }
    set(.shares, movement.shares)
    set(.original, movement.original)
    if let told = movement.told { rows.set(row, Column.told.rawValue, money(told)) }
    set(.difference, money(movement.difference))
    set(.gift, money(movement.gift))
    set(.limit, money(movement.limit))
    if let until = movement.until { rows.set(row, Column.until.rawValue, .date(until)) }
    set(.fact, .integer(movement.fact))
  }

  /// What stands in 结果: the reason a row was not booked.
  static func title(_ verdict: Movement.Verdict) -> String { CardReasons.reason(verdict)?.zh ?? "" }
  private static let verdicts = Dictionary(uniqueKeysWithValues: Movement.Verdict.allCases.map { (title($0), $0) })
  private static func verdict(_ title: String) -> Movement.Verdict? { verdicts[title] }

  // MARK: listed

  package static let register = StateKind(
    kind, query: "card-movements", keyTitle: "网络账户月份", listing: .all,
    fields: Column.allCases.map { column in
      switch column {
      case .at: Field(name: "at", header: "交易时间", kind: .datetime)
      case .act: Field(name: "act", header: "交易类型", kind: .text)
      case .number: Field(name: "number", header: "流水", kind: .id)
      case .card: Field(name: "card", header: "子卡", kind: .integer)
      case .amount: Field(name: "amount", header: "交易金额", kind: .money)
      case .uses: Field(name: "uses", header: "次数", kind: .integer)
      case .moved: Field(name: "moved", header: "余额变动", kind: .number)
      case .balance: Field(name: "balance", header: "余额", kind: .number)
      case .principal: Field(name: "principal", header: "可退本金", kind: .money)
      case .result: Field(name: "result", header: "未入账原因", kind: .text)
      case .shares: Field(name: "shares", header: "子卡分摊", kind: .text)
      case .original: Field(name: "original", header: "原流水", kind: .id)
      case .told: Field(name: "told", header: "流水所报余额", kind: .money)
      case .difference: Field(name: "difference", header: "余额差额", kind: .money)
      case .gift: Field(name: "gift", header: "赠送金额", kind: .money)
      case .limit: Field(name: "limit", header: "单卡限额", kind: .money)
      case .until: Field(name: "until", header: "有效期", kind: .date)
      case .fact: Field(name: "fact", header: "登记序号", kind: .integer)
      case .position: Field(name: "position", header: "余额存档", kind: .text)
      }
    })
}
