import Flows
import Ledger
import Tables
import Values

/// Endorsements, from the row to the books: the line is brought to its new premium by the cumulative method. (domain.md 0.30, B1-10 to B1-14)
extension SettlementFlow {
  func needEndorsed(_ policy: String, _ line: String, _ fact: Fact, _ needs: inout Needs) {
    needs.state(Policy.self, policy)
    needs.state(LineChanges.self, "\(policy)\t\(line)")
    needs.state(Statement.self, fact.party)
    needs.state(RuleSet.self, fact.party)
  }

  /// The ladders the endorsed line climbs, and the original row where its band may move.
  func followEndorsed(_ fact: Fact, _ found: Found, _ needs: inout Needs) {
    let isList = fact.feed == Self.underwritingFeed
    let name = fact.row.text(isList ? fields.line : endorsementFields.line) ?? ""
    guard let policy = found.recall(Policy.self, fact.row.text(isList ? fields.policy : endorsementFields.policy) ?? ""),
      let line = policy.lines.first(where: { $0.line == name })
    else { return }
    needLadders(seller: line.seller, supplier: line.supplier, line: line.line, signed: line.signed, &needs)
    needRebanding(line, policy: policy.key, found, &needs)
  }

  func endorse(_ fact: Fact, _ session: inout Session, _ desk: inout Desk) {
    if fact.feed == Self.underwritingFeed {
      return endorse(fact, .read(underwriting: fact, fields, on: desk.day), &session, &desk)
    }
    switch Endorsement.read(fact, endorsementFields) {
    case .wrong(let reason, let detail): desk.reject(fact, reason, detail)
    case .endorsement(let endorsement): endorse(fact, endorsement, &session, &desk)
    }
  }

  private func endorse(_ fact: Fact, _ endorsement: Endorsement, _ session: inout Session, _ desk: inout Desk) {
    guard var policy = desk.recall(Policy.self, endorsement.policy),
      let index = policy.lines.firstIndex(where: { $0.line == endorsement.line }), var fees = policy.lines[index].fees
    else { return desk.wait(fact, EndorsingReasons.awaitingPolicy, endorsement.policy) }
    let line = policy.lines[index]
    guard line.supplier == fact.party else { return desk.reject(fact, EndorsingReasons.otherSupplier, endorsement.policy) }
    if endorsement.endsLine, endorsing.compulsoryLines.contains(line.line), !endorsing.compulsoryReasons.contains(endorsement.cause) {
      return desk.reject(fact, EndorsingReasons.cancellationBarred, endorsement.cause)
    }
    var change = endorsement.change
    // Before inception nothing was insured: what the insurer keeps is a charge, and the fee comes back whole. (domain.md E18)
    if endorsement.endsLine, endorsing.chargeIsNoPremium, let starts = line.starts, change.effective < starts { change.effect = .void }
    var changes =
      desk.recall(LineChanges.self, endorsement.key)
      ?? LineChanges(
        key: endorsement.key, gross: line.premium, net: line.net, vehicleTax: line.vehicleTax,
        paid: .init(level1: fees.level1.amount, level2: fees.level2.amount))
    changes.add(change)
    let target = changes.replayed(endorsing, starts: line.starts, ends: line.ends, hasOwnTax: fees.hasOwnTax)
    if target.gross.isNegative {
      switch review(of: fact, desk) {
      case nil: return desk.wait(fact, EndorsingReasons.clawBack, "\(target.gross)")
      case false?: return desk.reject(fact, EndorsingReasons.clawBackRefused)
      case true?: break
      }
    }
    switch reband(line, fees, policy, to: target, &session, desk) {
    case .kept: break
    case .moved(let banded): fees = banded
    case .waits(let reason, let detail): return desk.wait(fact, reason, detail)
    }
    let adjustment = Adjustment(line, fees, to: target, terms: terms)
    let source = AdjustmentSource(
      fact: fact.id, reference: Reference("\(fact.id)/endorsement"), kind: "endorsement", title: endorsement.title, policy: policy)
    let verdict = adjust(source, adjustment, &session, &desk)
    guard verdict.isDone else { return desk.wait(fact, SettlementReasons.refusedByLedger, verdict.description) }
    endorsementLine(fact, endorsement, before: line, adjustment, session.statement(line.supplier, &desk), &desk)
    policy.lines[index] = adjustment.line
    publish(policy, &desk)
    changes.note(.init(level1: adjustment.level1.amount, level2: adjustment.level2.amount), for: change)
    desk.remember(changes)
    if target.gross.isZero, !line.premium.isZero {
      takeBack(desk.recall(Product.self, Product.key(merchant: line.supplier, code: line.product)), fact, seller: line.seller, &desk)
    }
    desk.settle(fact)
  }

  /// Books an adjustment and writes its lines; nothing is written when the ledger refuses it.
  func adjust(
    _ source: AdjustmentSource, _ adjustment: Adjustment, climbing: Climb.Extent = .change, _ session: inout Session, _ desk: inout Desk
  ) -> Verdict {
    let line = adjustment.line
    let verdict = book(source, adjustment, &desk)
    guard verdict.isDone else { return verdict }
    let statement = session.statement(line.supplier, &desk)
    let status = adjustment.expenditure.isNegative ? "冲减" : "应付"
    settlementLine(source, adjustment, statement: statement, status: status, &desk)
    payableLines(source, adjustment, statement: statement, status: status, &desk)
    session.owe(statement, line.seller, desk) {
      $0.payable += adjustment.expenditure
      $0.exposure += adjustment.gross
    }
    session.expose(line.seller, adjustment.gross, desk)
    climb(
      Climb(
        fact: source.fact, reference: source.reference, supplier: line.supplier, seller: line.seller, line: line.line, signed: line.signed,
        gross: adjustment.gross, net: adjustment.net, payeeVat: line.fees?.payeeVat ?? terms.payeeVat, ladders: line.fees?.ladders ?? [],
        statement: statement), climbing, &session, &desk)
    return verdict
  }

  private func book(_ source: AdjustmentSource, _ adjustment: Adjustment, _ desk: inout Desk) -> Verdict {
    let line = adjustment.line
    var postings: [Posting] = []
    func add(_ kind: AccountKind, _ segments: String..., amount: Money) {
      if !amount.isZero { postings.append(Posting(desk.books.account(AccountPath(kind, segments: segments), .cny), amount)) }
    }
    add(.asset, "receivable", line.supplier, amount: adjustment.income.amount)
    add(.income, "commission", line.supplier, amount: -adjustment.income.net)
    add(.liability, "output-vat", amount: -adjustment.income.vat)
    add(.expense, "commission", line.seller, amount: adjustment.level1.net + adjustment.level2.net)
    add(.asset, "input-vat", amount: adjustment.level1.vat + adjustment.level2.vat)
    add(.liability, "payable", line.seller, amount: -adjustment.expenditure)
    if postings.isEmpty { return .accepted }
    let original = source.corrects ?? (line.fees?.isBooked == true ? Reference("\(line.fact)/settle") : nil)
    return desk.books.post(
      Entry(reference: source.reference, kind: source.kind, cause: String(source.fact), postings: postings, corrects: original))
  }

  private func settlementLine(
    _ source: AdjustmentSource, _ adjustment: Adjustment, statement: String, status: String, _ desk: inout Desk
  ) {
    let line = adjustment.line
    desk.line(0, part: line.supplier, about: source.fact) { cells, row in
      func set(_ column: SettlementLine.Column, _ money: Money) { cells.set(row, column.rawValue, .money(money)) }
      func set(_ column: SettlementLine.Column, _ text: String) { if !text.isEmpty { cells.set(row, column.rawValue, text: text) } }
      func set(_ column: SettlementLine.Column, _ rate: Rate?) { if let rate { cells.set(row, column.rawValue, .rate(rate)) } }
      set(.statement, statement)
      set(.rowType, source.title)
      set(.premium, adjustment.gross)
      set(.net, adjustment.net)
      set(.tax, adjustment.gross - adjustment.net)
      set(.vehicleTax, adjustment.vehicleTax)
      set(.incomeRate, line.fees?.income.rate)
      set(.incomeAmount, adjustment.income.amount)
      set(.incomeNet, adjustment.income.net)
      set(.incomeVat, adjustment.income.vat)
      set(.incomeRule, line.fees?.income.rule ?? "")
      set(.level1Rate, line.fees?.level1.rate)
      set(.level1Amount, adjustment.level1.amount)
      set(.level1Rule, line.fees?.level1.rule ?? "")
      set(.level2Rate, line.fees?.level2.rate)
      set(.level2Amount, adjustment.level2.amount)
      set(.level2Rule, line.fees?.level2.rule ?? "")
      set(.expenditure, adjustment.expenditure)
      set(.margin, adjustment.margin)
      set(.payableState, status)
      set(.seller, line.seller)
      set(.product, line.product)
      cells.set(row, SettlementLine.Column.signed.rawValue, .date(line.signed))
      set(.plate, source.policy.insured.plate)
      set(.insured, source.policy.insured.insured)
      set(.rules, source.rules ?? line.fees.map { $0.version.isEmpty ? "平台规则" : $0.version } ?? "")
    }
  }

  private func payableLines(
    _ source: AdjustmentSource, _ adjustment: Adjustment, statement: String, status: String, _ desk: inout Desk
  ) {
    let line = adjustment.line
    let levels = [("一级", adjustment.level1, line.fees?.level1), ("二级", adjustment.level2, line.fees?.level2)]
    for (title, change, level) in levels where !change.amount.isZero {
      desk.line(1, part: line.seller, about: source.fact) { cells, row in
        func set(_ column: PayableLine.Column, _ datum: Datum) { cells.set(row, column.rawValue, datum) }
        func set(_ column: PayableLine.Column, _ text: String) { if !text.isEmpty { cells.set(row, column.rawValue, text: text) } }
        set(.statement, statement)
        set(.level, title)
        set(.base, .money(change.base))
        if let rate = level?.rate { set(.rate, .rate(rate)) }
        set(.amount, .money(change.amount))
        set(.net, .money(change.net))
        set(.vat, .money(change.vat))
        set(.rule, level?.rule ?? "")
        set(.status, status)
        set(.signed, .date(line.signed))
      }
    }
  }

  /// What was before, what is after, who and when. (domain.md 0.31)
  private func endorsementLine(
    _ fact: Fact, _ endorsement: Endorsement, before: Policy.Line, _ adjustment: Adjustment, _ statement: String, _ desk: inout Desk
  ) {
    desk.line(2, part: before.supplier, fact: fact) { cells, row in
      func set(_ column: EndorsementLine.Column, _ datum: Datum) { cells.set(row, column.rawValue, datum) }
      cells.set(row, EndorsementLine.Column.statement.rawValue, text: statement)
      cells.set(row, EndorsementLine.Column.title.rawValue, text: endorsement.title)
      set(.at, .moment(endorsement.change.at))
      set(.before, .money(before.premium))
      set(.change, .money(adjustment.gross))
      set(.after, .money(adjustment.line.premium))
      set(.income, .money(adjustment.income.amount))
      set(.expenditure, .money(adjustment.expenditure))
      cells.set(row, EndorsementLine.Column.seller.rawValue, text: before.seller)
    }
  }
}
