package import Flows
import Ledger
import Tables
import Values

/// What a corrected file does to lines that were settled: everything a row earned and cost so far, endorsements and rules of later days included, is
/// taken back in this run by entries that point at its own; the row in its place is then settled like any other, by the rules in force now, and
/// the endorsements that hang on its line are replayed on it. (contract.md, recall; domain.md B0, B1-10)
extension SettlementFlow {
  package func recalling(feed: Int) -> Recalling {
    switch feed {
    case Self.underwritingFeed, Self.endorsementsFeed: .reverses
    case Self.paymentsFeed: .never("a payment happened; have finance report what is wrong about it as a payment of its own")
    default: .never("a seller's sheet decides no amount, it is only compared; have the underwriting list corrected where ours is wrong")
    }
  }

  package var recalled: RecalledAmounts? {
    RecalledAmounts(
      kind: 0,
      amounts: [
        .init("premium", "含税保费"), .init("income-amount", "收入"), .init("level1-amount", "一级"), .init("level2-amount", "二级"),
        .init("expenditure", "支出合计"),
      ],
      parties: [(0, .init("income-amount", "应收")), (1, .init("amount", "应付"))])
  }

  // MARK: knowing

  func needRecalled(_ fact: Fact, _ needs: inout Needs) {
    let (policy, line) = recalledLine(fact)
    needs.state(Policy.self, policy)
    needs.state(LineChanges.self, "\(policy)\t\(line)")
    needs.state(Statement.self, fact.party)
    needs.state(RuleSet.self, fact.party)
    for reference in holds(policy, line, fact.id) { needs.hold(reference) }
  }

  func followRecalled(_ fact: Fact, _ found: Found, _ needs: inout Needs) {
    let (number, name) = recalledLine(fact)
    guard let policy = found.recall(Policy.self, number), let line = policy.lines.first(where: { $0.line == name }) else { return }
    let product = Product.key(merchant: line.supplier, code: line.product)
    needs.state(Product.self, product)
    needs.state(Stock.self, product)
    needs.state(Party.self, line.seller)
    needs.state(Exposure.self, line.seller)
    needs.state(Outstanding.self, Outstanding.key(line.fees?.statement ?? "", line.seller))
    needs.state(Outstanding.self, Outstanding.key(Statement.next(line.supplier, found), line.seller))
    needs.account(AccountKey(AccountPath(.liability, "payable-held", line.seller), .cny))
    needLadders(seller: line.seller, supplier: line.supplier, line: line.line, signed: line.signed, &needs)
    needRebanding(line, policy: number, found, &needs)
  }

  private func recalledLine(_ fact: Fact) -> (policy: String, line: String) {
    let isList = fact.feed == Self.underwritingFeed
    return (
      fact.row.text(isList ? fields.policy : endorsementFields.policy) ?? "",
      fact.row.text(isList ? fields.line : endorsementFields.line) ?? ""
    )
  }

  /// Where a line's payable may be held: by its policy and line, or, settled in another's place, by its own row.
  func holds(_ policy: String, _ line: String, _ fact: Int64) -> [Reference] {
    [holdReference(policy, line), sheetHold(policy, line)].flatMap { [$0, Reference("\($0.text)/\(fact)")] }
  }

  /// A reference for a hold that is not taken: a line that was recalled was held, and resolved, before.
  func free(_ reference: Reference, _ fact: Int64, _ desk: Desk) -> Reference {
    desk.books.hold(reference) == nil ? reference : Reference("\(reference.text)/\(fact)")
  }

  // MARK: taking back

  func takeBack(_ fact: Fact, _ session: inout Session, _ desk: inout Desk) {
    switch fact.feed {
    case Self.underwritingFeed where fact.row.text(fields.endorsement).isEmpty: takeBackLine(fact, &session, &desk)
    case Self.underwritingFeed: takeBackChange(fact, number: fact.row.text(fields.endorsement), &session, &desk)
    case Self.endorsementsFeed: takeBackChange(fact, number: fact.row.text(endorsementFields.number) ?? "", &session, &desk)
    default: break
    }
  }

  private func takeBackLine(_ fact: Fact, _ session: inout Session, _ desk: inout Desk) {
    let (number, name) = recalledLine(fact)
    guard var policy = desk.recall(Policy.self, number),
      let index = policy.lines.firstIndex(where: { $0.line == name && $0.fact == fact.id }),
      let fees = policy.lines[index].fees
    else { return }
    let line = policy.lines[index]
    release(holds(number, name, fact.id), of: line, fees, &session, &desk)
    let changes = desk.recall(LineChanges.self, "\(number)\t\(name)")
    let nothing = LineChanges.Amounts(gross: .zero, net: .zero, vehicleTax: .zero)
    let source = AdjustmentSource(
      fact: fact.id, reference: Reference("\(fact.id)/recalled"), kind: "recall", title: "冲正", policy: policy)
    let first = LineChanges.Amounts(
      gross: changes?.gross ?? line.premium, net: changes?.net ?? line.net, vehicleTax: changes?.vehicleTax ?? line.vehicleTax)
    let adjustment = Adjustment(line, fees, to: nothing, terms: terms)
    let verdict = adjust(source, adjustment, climbing: .whole(first), &session, &desk)
    precondition(verdict.isDone, "what was booked on accounts without floors can be taken back: \(verdict)")
    // A line that was cancelled gave its piece back already.
    let isCancelled = line.premium.isZero && !first.gross.isZero && terms.cancellationRestocks
    if !isCancelled { restock(line, fact, &desk) }
    // It stands in the register as a line nothing is settled for, until another row takes its place.
    policy.lines[index] = adjustment.line
    policy.lines[index].fees = nil
    publish(policy, &desk)
  }

  /// An endorsement that is not to be: the line goes to what the others make of it.
  private func takeBackChange(_ fact: Fact, number: String, _ session: inout Session, _ desk: inout Desk) {
    let (policyNumber, name) = recalledLine(fact)
    guard var changes = desk.recall(LineChanges.self, "\(policyNumber)\t\(name)"),
      let place = changes.changes.firstIndex(where: { $0.number == number })
    else { return }
    changes.changes.remove(at: place)
    desk.remember(changes)
    guard var policy = desk.recall(Policy.self, policyNumber), let index = policy.lines.firstIndex(where: { $0.line == name }),
      var fees = policy.lines[index].fees
    else { return }
    let line = policy.lines[index]
    let target = changes.replayed(endorsing, starts: line.starts, ends: line.ends, hasOwnTax: fees.hasOwnTax)
    if case .moved(let banded) = reband(line, fees, policy, to: target, &session, desk) { fees = banded }
    let adjustment = Adjustment(line, fees, to: target, terms: terms)
    let source = AdjustmentSource(
      fact: fact.id, reference: Reference("\(fact.id)/recalled"), kind: "recall", title: "冲正批改", policy: policy,
      corrects: Reference("\(fact.id)/endorsement"))
    let verdict = adjust(source, adjustment, &session, &desk)
    precondition(verdict.isDone, "what was booked on accounts without floors can be taken back: \(verdict)")
    policy.lines[index] = adjustment.line
    publish(policy, &desk)
    let product = desk.recall(Product.self, Product.key(merchant: line.supplier, code: line.product))
    // What cancelled the line is gone: the piece it gave back is sold again.
    if line.premium.isZero, !target.gross.isZero, terms.cancellationRestocks { sell(fact, product, seller: line.seller, &desk) }
  }

  /// A payable that is held still is no longer: it is taken back with the rest.
  private func release(
    _ references: [Reference], of line: Policy.Line, _ fees: Policy.Fees, _ session: inout Session, _ desk: inout Desk
  ) {
    for reference in references {
      guard let hold = desk.books.hold(reference), hold.state == .open else { continue }
      let amount = Money(minor: hold.amount - hold.posted)
      let verdict = desk.books.void(hold: reference, as: Reference("\(reference.text)/recalled"), kind: "recall", cause: String(line.fact))
      precondition(verdict.isDone, "an open hold is always voided: \(verdict)")
      session.owe(fees.statement, line.seller, desk) { $0.held -= amount }
    }
  }

  private func restock(_ line: Policy.Line, _ fact: Fact, _ desk: inout Desk) {
    putBack(desk.recall(Product.self, Product.key(merchant: line.supplier, code: line.product)), fact, seller: line.seller, &desk)
  }

  // MARK: in its place

  /// Whether a row stands where another was recalled.
  func replaces(_ fact: Fact, _ desk: Desk) -> Bool {
    let (policy, line) = recalledLine(fact)
    return desk.recall(Policy.self, policy)?.lines.contains { $0.line == line && $0.fees == nil } ?? false
  }

  /// The endorsements that hung on the line that was recalled; nil where there are none.
  func hanging(on fact: Fact, _ desk: Desk) -> LineChanges? {
    let (policy, line) = recalledLine(fact)
    guard let changes = desk.recall(LineChanges.self, "\(policy)\t\(line)"), !changes.changes.isEmpty else { return nil }
    return changes
  }

  func needHanging(_ fact: Fact, _ found: Found, _ needs: inout Needs) {
    let (policy, line) = recalledLine(fact)
    // A line that was recalled may have been held before.
    if found.recall(Policy.self, policy)?.lines.contains(where: { $0.line == line && $0.fees == nil }) == true {
      for reference in [holdReference(policy, line), sheetHold(policy, line)] { needs.hold(reference) }
    }
    guard let last = found.recall(LineChanges.self, "\(policy)\t\(line)")?.changes.last else { return }
    needs.state(LineReview.self, "\(policy)\t\(line)\t\(last.number)")
  }

  /// Why a row cannot take its place yet: endorsements take back more of it than it brings, and nobody let them through. (domain.md B1-13)
  func overdrawn(_ fact: Fact, _ premium: Premium, _ desk: Desk) -> (reason: Reason, detail: String)? {
    guard let changes = hanging(on: fact, desk), let last = changes.changes.last else { return nil }
    let target = rebased(changes, fact, premium).replayed(
      endorsing, starts: fact.row.date(fields.starts), ends: fact.row.date(fields.ends), hasOwnTax: hasOwnTax(fact))
    let (policy, line) = recalledLine(fact)
    guard target.gross.isNegative, desk.recall(LineReview.self, "\(policy)\t\(line)\t\(last.number)")?.isApproved != true else {
      return nil
    }
    return (EndorsingReasons.clawBack, "\(last.number) \(target.gross)")
  }

  /// Settles the endorsements once more, one after the other, on the row that took its line's place.
  func replay(_ fact: Fact, _ settled: Judgement.Settled, _ session: inout Session, _ desk: inout Desk) {
    guard let hanging = hanging(on: fact, desk) else { return }
    var changes = rebased(hanging, fact, settled.calculation.premium)
    changes.paid = .init(level1: settled.calculation.level1.fee.amount, level2: settled.calculation.level2.fee.amount)
    var step = changes
    step.changes = []
    for (number, change) in changes.changes.enumerated() {
      step.changes.append(change)
      guard var policy = desk.recall(Policy.self, recalledLine(fact).policy),
        let index = policy.lines.firstIndex(where: { $0.fact == fact.id }), var fees = policy.lines[index].fees
      else { return }
      let line = policy.lines[index]
      let target = step.replayed(endorsing, starts: line.starts, ends: line.ends, hasOwnTax: fees.hasOwnTax)
      if case .moved(let banded) = reband(line, fees, policy, to: target, &session, desk) { fees = banded }
      let adjustment = Adjustment(line, fees, to: target, terms: terms)
      let source = AdjustmentSource(
        fact: fact.id, reference: Reference("\(fact.id)/endorsement-\(number + 1)"), kind: "endorsement", title: "重算批改 \(change.number)",
        policy: policy)
      let verdict = adjust(source, adjustment, &session, &desk)
      precondition(verdict.isDone, "an endorsement books on accounts without floors: \(verdict)")
      policy.lines[index] = adjustment.line
      publish(policy, &desk)
      changes.changes[number].paid = .init(level1: adjustment.level1.amount, level2: adjustment.level2.amount)
      if target.gross.isZero, !line.premium.isZero {
        takeBack(desk.recall(Product.self, productKey(fact)), fact, seller: line.seller, &desk)
      }
    }
    desk.remember(changes)
  }

  private func rebased(_ changes: LineChanges, _ fact: Fact, _ premium: Premium) -> LineChanges {
    var changes = changes
    (changes.gross, changes.net) = (premium.gross, premium.net)
    changes.vehicleTax = fact.row.money(fields.vehicleTax) ?? .zero
    return changes
  }

  private func hasOwnTax(_ fact: Fact) -> Bool { fact.row.money(fields.net) != nil || fact.row.money(fields.tax) != nil }
}
