import Flows
import Ledger
import Rules
import Tables
import Values

/// From a calculated line to the books, the sheets and the register. What the line earns and costs is calculated elsewhere.
extension SettlementFlow {
  /// Books a settled line: one balanced entry, the hold if there is one, the sheet lines, the policy register. In this order, so that
  /// what the ledger refuses leaves no line behind.
  func post(_ fact: Fact, _ settled: Judgement.Settled, _ session: inout Session, _ desk: inout Desk) {
    let calculation = settled.calculation
    let (supplier, seller) = (fact.party, fact.row.text(fields.seller) ?? "")
    let verdict = book(fact, calculation, supplier: supplier, seller: seller, &desk)
    guard verdict.isDone else { return desk.wait(fact, SettlementReasons.refusedByLedger, verdict.description) }
    let isHeld = place(settled, fact, seller: seller, &desk)
    let statement = session.statement(supplier, &desk)
    if let payee = session.party(seller, desk), let over = overCredit(payee, calculation.premium.gross, session, desk) {
      let limit = payee.creditLine(on: desk.day).grouped
      alert("超授信", seller, "授信 \(limit)，超出 \(over.grouped)", [seller, supplier], fact, &desk)
    }
    session.owe(statement, seller, desk) {
      $0.payable += calculation.expenditure
      if isHeld { $0.held += calculation.expenditure }
      $0.exposure += calculation.premium.gross
    }
    session.expose(seller, calculation.premium.gross, desk)
    lines(fact, settled, statement: statement, title: replaces(fact, desk) ? "重算" : "原始", &desk)
    register(fact, settled, statement: statement, seller: seller, &desk)
    climb(
      Climb(
        fact: fact.id, reference: Reference("\(fact.id)/settle"), supplier: supplier, seller: seller,
        line: fact.row.text(fields.line) ?? "",
        signed: fact.row.date(fields.signed) ?? desk.day, gross: calculation.premium.gross, net: calculation.premium.net,
        payeeVat: settled.payeeVat, ladders: settled.ladders, statement: statement), .line, &session, &desk)
    sell(fact, desk.recall(Product.self, productKey(fact)), seller: seller, &desk)
    replay(fact, settled, &session, &desk)
    desk.settle(fact)
  }

  /// Holds the payable where it waits for a review or for the seller's own sheet.
  private func place(_ settled: Judgement.Settled, _ fact: Fact, seller: String, _ desk: inout Desk) -> Bool {
    guard settled.calculation.expenditure > .zero, settled.held != nil || terms.payable == .needsSellerSheet else { return false }
    let (policy, line) = (fact.row.text(fields.policy) ?? "", fact.row.text(fields.line) ?? "")
    let payable = AccountPath(.liability, "payable", seller)
    let placed = desk.books.place(
      Hold(
        reference: free(settled.held == nil ? sheetHold(policy, line) : holdReference(policy, line), fact.id, desk), from: payable,
        held: AccountPath(.liability, "payable-held", seller), to: payable, unit: .cny, amount: settled.calculation.expenditure.minor),
      kind: "hold", cause: String(fact.id))
    precondition(placed.isDone, "a hold of what was just booked is never refused: \(placed)")
    return true
  }

  private func book(_ fact: Fact, _ calculation: Calculation, supplier: String, seller: String, _ desk: inout Desk) -> Verdict {
    let (income, costs) = (calculation.income.fee, [calculation.level1.fee, calculation.level2.fee])
    let net = costs.map(\.net).sum()
    let vat = costs.map(\.vat).sum()
    var postings: [Posting] = []
    func add(_ kind: AccountKind, _ segments: String..., amount: Money) {
      if amount.isZero { return }
      postings.append(Posting(desk.books.account(AccountPath(kind, segments: segments), .cny), amount))
    }
    add(.asset, "receivable", supplier, amount: income.amount)
    add(.income, "commission", supplier, amount: -income.net)
    add(.liability, "output-vat", amount: -income.vat)
    add(.expense, "commission", seller, amount: net)
    add(.asset, "input-vat", amount: vat)
    add(.liability, "payable", seller, amount: -calculation.expenditure)
    if postings.isEmpty { return .accepted }
    return desk.books.post(
      Entry(reference: Reference("\(fact.id)/settle"), kind: "settlement", cause: String(fact.id), postings: postings))
  }

  /// The sheet lines of a settled line, booked or rehearsed.
  func lines(_ fact: Fact, _ settled: Judgement.Settled, statement: String, title: String = "原始", _ desk: inout Desk) {
    let waits = terms.payable == .needsSellerSheet && settled.calculation.expenditure > .zero
    let status = settled.held.map { "暂扣：\($0.0.zh)" } ?? (waits ? "暂扣：待销售商报送" : "应付")
    settlementLine(fact, settled, statement: statement, title: title, status: status, &desk)
    payableLines(fact, settled, statement: statement, status: status, &desk)
  }

  private func settlementLine(
    _ fact: Fact, _ settled: Judgement.Settled, statement: String, title: String, status: String, _ desk: inout Desk
  ) {
    let (calculation, matching) = (settled.calculation, settled.ruling.matching)
    desk.line(0, part: fact.party, fact: fact) { cells, row in
      func set(_ column: SettlementLine.Column, _ money: Money) { cells.set(row, column.rawValue, .money(money)) }
      func set(_ column: SettlementLine.Column, _ text: String) { cells.set(row, column.rawValue, text: text) }
      func set(_ column: SettlementLine.Column, _ rate: Rate?) { if let rate { cells.set(row, column.rawValue, .rate(rate)) } }
      set(.statement, statement)
      set(.rowType, title)
      set(.premium, calculation.premium.gross)
      set(.net, calculation.premium.net)
      set(.tax, calculation.premium.tax)
      set(.vehicleTax, fact.row.money(fields.vehicleTax) ?? .zero)
      set(.incomeRate, calculation.income.rate)
      set(.incomeAmount, calculation.income.fee.amount)
      set(.incomeNet, calculation.income.fee.net)
      set(.incomeVat, calculation.income.fee.vat)
      set(.incomeRule, matching.income.table.id(calculation.income.rule))
      set(.level1Rate, calculation.level1.rate)
      set(.level1Amount, calculation.level1.fee.amount)
      set(.level1Rule, matching.level1.table.id(calculation.level1.rule))
      set(.level2Rate, calculation.level2.rate)
      set(.level2Amount, calculation.level2.fee.amount)
      set(.level2Rule, matching.level2.table.id(calculation.level2.rule))
      set(.expenditure, calculation.expenditure)
      set(.margin, calculation.margin)
      set(.payableState, status)
      if let rule = settled.allocated { set(.allocatedRule, rule) }
      if let rule = settled.cap { set(.capRule, rule) }
      set(.rules, settled.ruling.name)
    }
  }

  private func payableLines(_ fact: Fact, _ settled: Judgement.Settled, statement: String, status: String, _ desk: inout Desk) {
    let (calculation, matching) = (settled.calculation, settled.ruling.matching)
    let seller = fact.row.text(fields.seller) ?? ""
    let levels = [("一级", calculation.level1, matching.level1), ("二级", calculation.level2, matching.level2)]
    for (title, level, table) in levels where !level.fee.amount.isZero {
      desk.line(1, part: seller, fact: fact) { cells, row in
        func set(_ column: PayableLine.Column, _ datum: Datum) { cells.set(row, column.rawValue, datum) }
        func set(_ column: PayableLine.Column, _ text: String) { cells.set(row, column.rawValue, text: text) }
        set(.statement, statement)
        set(.level, title)
        set(.base, .money(level.base))
        if let rate = level.rate { set(.rate, .rate(rate)) }
        set(.amount, .money(level.fee.amount))
        set(.net, .money(level.fee.net))
        set(.vat, .money(level.fee.vat))
        set(.rule, table.table.id(level.rule))
        set(.status, status)
      }
    }
  }

  /// Publishes the line in the policy register.
  private func register(_ fact: Fact, _ settled: Judgement.Settled, statement: String, seller: String, _ desk: inout Desk) {
    let (calculation, ruling, supplier) = (settled.calculation, settled.ruling, fact.party)
    let row = fact.row
    let number = row.text(fields.policy) ?? ""
    var policy = desk.recall(Policy.self, number) ?? Policy(number: number, insured: Policy.Insured(), lines: [])
    policy.insured.plate = row.text(fields.plate)
    policy.insured.frame = row.text(fields.frame)
    policy.insured.holder = row.text(fields.holder)
    policy.insured.insured = row.text(fields.insured)
    policy.insured.identity = row.text(fields.identity)
    policy.insured.mobile = row.text(fields.mobile)
    policy.insured.address = row.text(fields.address)
    var line = Policy.Line(
      line: row.text(fields.line) ?? "", supplier: supplier, seller: seller, product: row.text(fields.product) ?? "",
      premium: calculation.premium.gross, net: calculation.premium.net, vehicleTax: row.money(fields.vehicleTax) ?? .zero,
      signed: row.date(fields.signed) ?? desk.day, starts: row.date(fields.starts), ends: row.date(fields.ends),
      branch: row.text(fields.branch), channel: row.text(fields.channel), fact: fact.id)
    func level(_ table: FeeTable, _ level: Calculation.Level) -> Policy.Fees.Level {
      Policy.Fees.Level(
        rule: table.table.id(level.rule), rate: level.rate, onNet: calculation.onNet(table, level.rule, ruling.matching),
        amount: level.fee.amount, net: level.fee.net, fixed: level.rate == nil ? level.fee.amount : nil)
    }
    line.fees = Policy.Fees(
      income: level(ruling.matching.income, calculation.income), level1: level(ruling.matching.level1, calculation.level1),
      level2: level(ruling.matching.level2, calculation.level2), statement: statement, payeeVat: settled.payeeVat,
      version: ruling.version?.short ?? "", hasOwnTax: row.money(fields.net) != nil || row.money(fields.tax) != nil,
      isBooked: !calculation.income.fee.amount.isZero || !calculation.expenditure.isZero, ladders: settled.ladders)
    // Where another row's line was recalled, this one stands in its place.
    if let index = policy.lines.firstIndex(where: { $0.line == line.line && $0.fees == nil }) {
      policy.lines[index] = line
    } else {
      policy.lines.append(line)
    }
    publish(policy, &desk)
  }

  /// Keeps the policy and hands it, the same night, to the flow that gives gifts for it: in the order of signing. (domain.md 1.4, B2-8)
  func publish(_ policy: Policy, _ desk: inout Desk) {
    guard let reader = terms.policiesTo else { return desk.remember(policy) }
    let signed = policy.lines.map(\.signed).min() ?? desk.day
    desk.remember(policy, due: Moment(min(signed, desk.day)), rank: Policy.rank, to: reader)
  }
}
