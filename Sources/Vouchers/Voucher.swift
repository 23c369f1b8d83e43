package import Flows
package import Tables
package import Values

/// An electronic voucher (电子凭证): what it promises, where it stands, and how it came there. The amount is fixed at issue. (domain.md A3, B4)
package struct Voucher: Remembered {
  /// What is frozen: one kind a voucher, never both. (B4-2)
  package enum Frozen: String, Sendable, CaseIterable {
    case funds = "资金"
    case credit = "授信"
  }

  /// One step of its history.
  package struct Event: Sendable, Equatable {
    package var standing: Standing
    /// The instruction's own time, or the first second after a deadline.
    package var at: Moment
    /// 指令号; empty where a deadline acted.
    package var instruction: String
    package var run: String
    package var ending: Ending?
    package var detail: String
  }

  package enum Column: Int, CaseIterable {
    case status, at, reason, detail, instruction, run
    case firstBank, secondBank, account, payee, applicant, insurer, product, insurance, frozen, premium, held, paid
    case receiveBy, releaseBy, origin, request, policies, fact, warned
  }

  package static let kind = "voucher"
  package static let width = Column.allCases.count

  /// 凭证号.
  package var key: String
  package var firstBank = ""
  package var secondBank = ""
  package var account = ""
  package var payee = ""
  package var applicant = ""
  package var insurer = ""
  package var product = ""
  /// 险种, from the table of kinds.
  package var insurance = ""
  package var frozen = Frozen.funds
  package var premium = Money.zero
  package var receiveBy = Moment(seconds: 0)
  package var releaseBy = Moment(seconds: 0)
  /// Who asked for it: 投保人 or 保险人.
  package var origin = ""
  package var request = ""
  /// The policies of the last release request.
  package var policies: [String] = []
  /// The fact that issued it.
  package var fact: Int64 = 0
  /// The deadline somebody was last warned of.
  package var warned: Moment?
  /// Oldest first; empty before it is issued.
  package var events: [Event] = []

  package init(number: String) { key = number }

  package var standing: Standing { events.last?.standing ?? .absent }
  package var lastEvent: Event { events[events.count - 1] }

  /// The deadline it lives under now.
  package var deadline: Moment { standing == .issued ? receiveBy : releaseBy }

  package func timing(_ moment: Moment) -> StateMachine.Timing {
    StateMachine.Timing(
      receipt: StateMachine.Side(moment, beside: receiveBy), release: StateMachine.Side(moment, beside: releaseBy))
  }

  // MARK: kept

  package init(key: String, rows: Batch) {
    self.key = key
    let row = rows[0]
    func text(_ column: Column) -> String { row.text(column.rawValue) ?? "" }
    firstBank = text(.firstBank)
    secondBank = text(.secondBank)
    account = text(.account)
    payee = text(.payee)
    applicant = text(.applicant)
    insurer = text(.insurer)
    product = text(.product)
    insurance = text(.insurance)
    frozen = Frozen(rawValue: text(.frozen)) ?? .funds
    premium = row.money(Column.premium.rawValue) ?? .zero
    receiveBy = row.moment(Column.receiveBy.rawValue) ?? Moment(seconds: 0)
    releaseBy = row.moment(Column.releaseBy.rawValue) ?? Moment(seconds: 0)
    origin = text(.origin)
    request = text(.request)
    policies = Voucher.policies(in: text(.policies))
    fact = row.integer(Column.fact.rawValue) ?? 0
    warned = row.moment(Column.warned.rawValue)
    // The first row says how it stands; the history stands behind it, oldest first.
    events = (1..<max(1, rows.count)).map { Voucher.event(rows[$0]) }
  }

  private static func event(_ row: Batch.Row) -> Event {
    func text(_ column: Column) -> String { row.text(column.rawValue) ?? "" }
    let ending = Ending(rawValue: text(.reason))
    return Event(
      standing: ending?.standing ?? Standing.allCases.first { $0.title == text(.status) } ?? .absent,
      at: row.moment(Column.at.rawValue) ?? Moment(seconds: 0), instruction: text(.instruction), run: text(.run), ending: ending,
      detail: text(.detail))
  }

  package func write(to rows: inout Batch) {
    write(lastEvent, to: &rows)
    func set(_ column: Column, _ text: String) { if !text.isEmpty { rows.set(0, column.rawValue, text: text) } }
    func set(_ column: Column, _ datum: Datum) { rows.set(0, column.rawValue, datum) }
    set(.firstBank, firstBank)
    set(.secondBank, secondBank)
    set(.account, account)
    set(.payee, payee)
    set(.applicant, applicant)
    set(.insurer, insurer)
    set(.product, product)
    set(.insurance, insurance)
    set(.frozen, frozen.rawValue)
    set(.premium, .money(premium))
    set(.held, .money(standing.isOpen ? premium : .zero))
    set(.paid, .money(standing == .released ? premium : .zero))
    set(.receiveBy, .moment(receiveBy))
    set(.releaseBy, .moment(releaseBy))
    set(.origin, origin)
    set(.request, request)
    set(.policies, policies.joined(separator: " "))
    set(.fact, .integer(fact))
    if let warned { set(.warned, .moment(warned)) }
    for event in events { write(event, to: &rows) }
  }

  private func write(_ event: Event, to rows: inout Batch) {
    rows.appendEmptyRow()
    let row = rows.count - 1
    func set(_ column: Column, _ text: String) { if !text.isEmpty { rows.set(row, column.rawValue, text: text) } }
    set(.status, event.standing.title)
    rows.set(row, Column.at.rawValue, .moment(event.at))
    set(.reason, event.ending?.rawValue ?? "")
    set(.detail, event.detail)
    set(.instruction, event.instruction)
    set(.run, event.run)
  }

  /// One or several policy numbers in a cell.
  package static func policies(in text: String) -> [String] {
    var found: [String] = []
    for part in text.split(whereSeparator: { " 、,，;；|/\n".contains($0) }) where !found.contains(String(part)) { found.append(String(part)) }
    return found
  }

  // MARK: listed

  package static let register = StateKind(
    kind, query: "vouchers", keyTitle: "凭证号", listing: .first,
    fields: Column.allCases.map { column in
      switch column {
      case .status: Field(name: "status", header: "状态", kind: .text)
      case .at: Field(name: "status-at", header: "状态时间", kind: .datetime)
      case .reason: Field(name: "reason", header: "原因", kind: .text)
      case .detail: Field(name: "detail", header: "说明", kind: .text)
      case .instruction: Field(name: "instruction", header: "指令号", kind: .id)
      case .run: Field(name: "run", header: "批次号", kind: .id)
      case .firstBank: Field(name: "first-bank", header: "第一银行", kind: .id)
      case .secondBank: Field(name: "second-bank", header: "第二银行", kind: .id)
      case .account: Field(name: "account", header: "账号", kind: .id, personal: "account")
      case .payee: Field(name: "payee-account", header: "收款账号", kind: .id, personal: "account")
      case .applicant: Field(name: "applicant", header: "投保人", kind: .text, personal: "name")
      case .insurer: Field(name: "insurer", header: "保险人", kind: .id)
      case .product: Field(name: "product", header: "产品", kind: .id)
      case .insurance: Field(name: "insurance", header: "险种", kind: .text)
      case .frozen: Field(name: "frozen-kind", header: "冻结类型", kind: .text)
      case .premium: Field(name: "premium", header: "保险费", kind: .money)
      case .held: Field(name: "held", header: "冻结中", kind: .money)
      case .paid: Field(name: "paid", header: "已解付金额", kind: .money)
      case .receiveBy: Field(name: "receive-by", header: "收证期限", kind: .datetime)
      case .releaseBy: Field(name: "release-by", header: "解付期限", kind: .datetime)
      case .origin: Field(name: "origin", header: "发起人", kind: .text)
      case .request: Field(name: "request", header: "请求号", kind: .id)
      case .policies: Field(name: "policies", header: "保单号", kind: .id)
      case .fact: Field(name: "fact", header: "登记序号", kind: .integer)
      case .warned: Field(name: "warned", header: "已提醒期限", kind: .datetime)
      }
    })
}
