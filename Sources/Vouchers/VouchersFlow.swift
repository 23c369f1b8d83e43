package import Flows
package import Ledger
import Rules
package import Tables
package import Values

/// Insurance bought by electronic voucher: banks and insurers send instructions, each voucher goes its way from issue to release or return, and
/// the premium stands frozen meanwhile, in the bank's own account. Neither bank's money ever rests here. (S3; domain.md A3, B4)
package struct VouchersFlow: Flow {
  package let name = "vouchers"
  package let feeds: [Feed]
  package let publishes = [Voucher.kind]
  package let reads = [Party.kind, Policy.kind]
  package let lines = VoucherLine.kinds
  package let sheets: [Sheet]
  package let states = [Voucher.register, BankAccount.register]
  package let accounts = AccountPaths.patterns
  package let reasons = VoucherReasons.all

  let terms: Terms
  let fields: VoucherFields
  let senders: Senders
  let conditions: Conditions

  /// Widths of the kinds of state it keeps.
  package static let kinds = [
    Voucher.kind: Voucher.width, BankAccount.kind: BankAccount.width, InsurerRequest.kind: InsurerRequest.width,
    Confirmation.kind: Confirmation.width,
  ]

  package init(_ pipeline: Pipeline) throws(Fault) {
    var feeds: [Feed] = []
    for name in VoucherFields.feeds { feeds.append(try pipeline.feed(name)) }
    self.feeds = feeds
    fields = try VoucherFields(feeds, pipeline.settings)
    terms = try Terms(pipeline.settings, calendar: pipeline.calendar)
    senders = try Senders(pipeline.table("senders"), role: terms.role)
    conditions = try Conditions(kinds: pipeline.table("kinds"), conditions: pipeline.table("conditions"), terms: terms)
    var sheets: [Sheet] = []
    for draft in pipeline.sheets { sheets.append(try draft.bound(to: lines, states: states, facts: feeds.map(\.schema))) }
    self.sheets = sheets
  }

  // MARK: order

  /// Which of the feeds a fact came with.
  enum Source: Int { case accounts, requests, confirmations, instructions }

  static func source(_ feed: Int) -> Source { Source(rawValue: feed)! }

  /// Registers first, then by state logic and within it by the instruction's own time.
  package func order(of row: Batch.Row, feed: Int) -> Order {
    switch VouchersFlow.source(feed) {
    case .accounts: Order(at: Moment(row.date(fields.accounts.day) ?? Day(number: 0)))
    case .requests, .confirmations: Order(at: Moment(seconds: 0))
    case .instructions:
      Order(
        rank: (Act(rawValue: row.text(fields.instructions.act) ?? "") ?? .request).rank,
        at: row.moment(fields.instructions.at) ?? Moment(seconds: 0))
    }
  }

  // MARK: needs

  static func reference(_ voucher: String) -> Reference { Reference("voucher/\(voucher)") }

  package func need(_ items: [Item], _ needs: inout Needs) {
    for item in items {
      switch item {
      case .fact(let fact): need(fact, &needs)
      case .due(let state):
        let voucher = Voucher(key: state.key.key, rows: state.rows)
        needs.hold(VouchersFlow.reference(voucher.key))
        needs.state(BankAccount.self, voucher.account)
        need(policies: voucher.policies, &needs)
      case .again, .recalled: break
      }
    }
  }

  private func need(_ fact: Fact, _ needs: inout Needs) {
    let row = fact.row
    switch VouchersFlow.source(fact.feed) {
    case .accounts: need(account: row.text(fields.accounts.account) ?? "", of: fact.party, &needs)
    case .requests: needs.state(InsurerRequest.self, InsurerRequest.key(fact.party, row.text(fields.requests.number) ?? ""))
    case .confirmations: needs.state(Confirmation.self, row.text(fields.confirmations.policy) ?? "")
    case .instructions:
      let instruction = Instruction(fact: fact, fields: fields.instructions)
      needs.state(Voucher.self, instruction.voucher)
      switch instruction.act {
      case .issue:
        need(account: instruction.account, of: fact.party, &needs)
        needs.state(BankAccount.self, instruction.payee)
        needs.state(Party.self, instruction.insurer)
        if !instruction.request.isEmpty {
          needs.state(InsurerRequest.self, InsurerRequest.key(instruction.insurer, instruction.request))
        }
      case .request:
        needs.hold(VouchersFlow.reference(instruction.voucher))
        need(policies: instruction.policies, &needs)
      case .cancel: needs.hold(VouchersFlow.reference(instruction.voucher))
      case .receive, .night: break
      }
    }
  }

  private func need(account: String, of bank: String, _ needs: inout Needs) {
    needs.state(BankAccount.self, account)
    guard !account.isEmpty else { return }
    for path in AccountPaths(bank: bank, account: account).all { needs.account(AccountKey(path, .cny)) }
  }

  private func need(policies: [String], _ needs: inout Needs) {
    for policy in policies {
      needs.state(Policy.self, policy)
      needs.state(Confirmation.self, policy)
    }
  }

  /// A voucher names its account, an account its bank.
  package func follow(_ items: [Item], _ found: Found, _ needs: inout Needs) {
    for case .fact(let fact) in items where VouchersFlow.source(fact.feed) == .instructions {
      let instruction = Instruction(fact: fact, fields: fields.instructions)
      if let voucher = found.recall(Voucher.self, instruction.voucher) {
        needs.state(BankAccount.self, voucher.account)
      } else if instruction.act == .issue, let account = found.recall(BankAccount.self, instruction.account), account.bank != fact.party {
        need(account: account.key, of: account.bank, &needs)
      }
    }
  }

  // MARK: decisions

  package func decide(_ items: [Item], _ desk: inout Desk) {
    for item in items {
      switch item {
      case .fact(let fact):
        switch VouchersFlow.source(fact.feed) {
        case .accounts: statement(fact, &desk)
        case .requests: ask(fact, &desk)
        case .confirmations: confirm(fact, &desk)
        case .instructions: instruct(Instruction(fact: fact, fields: fields.instructions), &desk)
        }
      case .due(let state): pass(Voucher(key: state.key.key, rows: state.rows), &desk)
      // No voucher is decided twice: what was settled stays.
      case .again, .recalled: break
      }
    }
  }

  private func ask(_ fact: Fact, _ desk: inout Desk) {
    func text(_ field: Int) -> String { fact.row.text(field) ?? "" }
    let fields = fields.requests
    desk.remember(
      InsurerRequest(
        insurer: fact.party, number: text(fields.number), account: text(fields.account), product: text(fields.product),
        premium: fact.row.money(fields.premium) ?? .zero))
    desk.settle(fact)
  }

  private func confirm(_ fact: Fact, _ desk: inout Desk) {
    func text(_ field: Int) -> String { fact.row.text(field) ?? "" }
    let fields = fields.confirmations
    let policy = text(fields.policy)
    var confirmation = desk.recall(Confirmation.self, policy) ?? Confirmation(policy: policy, statements: [])
    confirmation.statements.removeAll { $0.insurer == fact.party }
    confirmation.statements.append(
      .init(
        insurer: fact.party, product: text(fields.product), premium: fact.row.money(fields.premium) ?? .zero, status: text(fields.status),
        signed: fact.row.date(fields.signed)))
    desk.remember(confirmation)
    desk.settle(fact)
  }

  /// Keeps a voucher with the next night it must be looked at.
  func keep(_ voucher: Voucher, _ desk: inout Desk) { desk.remember(voucher, due: next(voucher, desk.day), rank: Act.night.rank) }

  private func next(_ voucher: Voucher, _ day: Day) -> Moment? {
    guard voucher.standing.isOpen else { return nil }
    let deadline = voucher.deadline
    var next = terms.falls(deadline)
    // A request whose conditions are not met is looked at every night.
    if voucher.standing == .requested { next = min(next, .end(of: day.advanced(by: 1))) }
    if terms.warnDays > 0, voucher.warned != deadline, terms.warning(deadline) < next { next = terms.warning(deadline) }
    return next
  }
}
