import Flows
import Ledger
import Rules
import Tables
import Values

/// What approvals do to lines that stand still: held payables are released or refused, claw-backs let through, conflicts ended; and rules
/// approved with effect for the past settle again what they reach. (domain.md B1-4, B1-13, B1-15; contract.md, approvals)
extension SettlementFlow {
  // MARK: knowing

  func needApproved(_ state: State, _ needs: inout Needs) {
    guard state.key.kind == Approval.kind, case let approval = Approval(key: state.key.key, rows: state.rows), approval.object == .line,
      let named = LineReview.parts(approval.objectID)
    else { return }
    needs.state(Policy.self, named.policy)
    needs.hold(holdReference(named.policy, named.line))
  }

  func needApproved(_ state: State, _ found: Found, _ needs: inout Needs) {
    guard state.key.kind == Approval.kind, case let approval = Approval(key: state.key.key, rows: state.rows), approval.object == .line,
      let named = LineReview.parts(approval.objectID),
      let line = found.recall(Policy.self, named.policy)?.lines.first(where: { $0.line == named.line })
    else { return }
    needs.hold(Reference("\(holdReference(named.policy, named.line).text)/\(line.fact)"))
    needs.state(Statement.self, line.supplier)
    needs.state(Exposure.self, line.seller)
    needs.state(Outstanding.self, Outstanding.key(line.fees?.statement ?? "", line.seller))
    needs.account(AccountKey(AccountPath(.liability, "payable-held", line.seller), .cny))
  }

  func needReview(of fact: Fact, _ needs: inout Needs) {
    if let key = reviewKey(fact) { needs.state(LineReview.self, key) }
  }

  private func reviewKey(_ fact: Fact) -> String? {
    switch fact.feed {
    case Self.endorsementsFeed:
      [endorsementFields.policy, endorsementFields.line, endorsementFields.number].map { fact.row.text($0) ?? "" }.joined(separator: "\t")
    case Self.underwritingFeed where !fact.row.text(fields.endorsement).isEmpty:
      "\(fact.row.text(fields.policy) ?? "")\t\(fact.row.text(fields.line) ?? "")\t\(fact.row.text(fields.endorsement))"
    default: nil
    }
  }

  /// What a reviewer said of an endorsement; nil: nothing yet.
  func review(of fact: Fact, _ desk: Desk) -> Bool? {
    reviewKey(fact).flatMap { desk.recall(LineReview.self, $0) }?.isApproved
  }

  /// The hold of a line's payable; a policy and line is settled once.
  func holdReference(_ policy: String, _ line: String) -> Reference { Reference("hold/\(policy)/\(line)") }

  // MARK: deciding

  func review(_ state: State, _ session: inout Session, _ desk: inout Desk) {
    switch state.key.kind {
    case Approval.kind: act(on: Approval(key: state.key.key, rows: state.rows), state, &session, &desk)
    case RuleSet.kind: reach(RuleSet(key: state.key.key, rows: state.rows), &desk)
    default: break
    }
  }

  private func act(on approval: Approval, _ state: State, _ session: inout Session, _ desk: inout Desk) {
    switch approval.object {
    case .conflict:
      guard let named = LineReview.parts(approval.objectID) else { return }
      let key = [named.policy, named.line, named.endorsement].joined(separator: "\t")
      desk.endConflict(feed: feeds[Self.underwritingFeed].name, key: key, winner: approval.isApproved ? approval.digest : nil)
    case .line:
      guard let named = LineReview.parts(approval.objectID) else { return }
      if !named.endorsement.isEmpty {
        let key = [named.policy, named.line, named.endorsement].joined(separator: "\t")
        return desk.remember(LineReview(key, isApproved: approval.isApproved, approval: approval.key))
      }
      if !resolve(approval, named.policy, named.line, &session, &desk) {
        // An approval that comes before what it speaks of waits for it.
        var later = state
        later.due = Moment(desk.day.advanced(by: 1))
        desk.put(later)
      }
    case .rules, .products, .flag: break
    }
  }

  /// The open hold of a line: under its own reference, or, where its row stands in a recalled one's place, under that row's.
  func openHold(_ reference: Reference, _ fact: Int64, _ desk: Desk) -> (Reference, Hold)? {
    for reference in [reference, Reference("\(reference.text)/\(fact)")] {
      if let hold = desk.books.hold(reference), hold.state == .open { return (reference, hold) }
    }
    return nil
  }

  /// Releases or refuses a held payable; false when nothing of the line is held.
  private func resolve(_ approval: Approval, _ number: String, _ line: String, _ session: inout Session, _ desk: inout Desk) -> Bool {
    guard var policy = desk.recall(Policy.self, number), let index = policy.lines.firstIndex(where: { $0.line == line }),
      let fees = policy.lines[index].fees,
      let (reference, hold) = openHold(holdReference(number, line), policy.lines[index].fact, desk)
    else { return false }
    let settled = policy.lines[index]
    let amount = Money(minor: hold.amount - hold.posted)
    session.owe(fees.statement, settled.seller, desk) { $0.held -= amount }
    let cause = "approval \(approval.key)"
    if approval.isApproved {
      let verdict = desk.books.post(hold: reference, as: Reference("\(reference.text)/release"), kind: "release", cause: cause)
      precondition(verdict.isDone, "an open hold is always released: \(verdict)")
      desk.line(1, part: settled.seller, about: settled.fact) { cells, row in
        cells.set(row, PayableLine.Column.statement.rawValue, text: fees.statement)
        cells.set(row, PayableLine.Column.level.rawValue, text: "放行")
        cells.set(row, PayableLine.Column.base.rawValue, .money(amount))
        cells.set(row, PayableLine.Column.amount.rawValue, .money(.zero))
        cells.set(row, PayableLine.Column.status.rawValue, text: "已放行 \(approval.key)")
      }
      return true
    }
    let verdict = desk.books.void(hold: reference, as: Reference("\(reference.text)/refused"), kind: "refusal", cause: cause)
    precondition(verdict.isDone, "an open hold is always voided: \(verdict)")
    // What was refused is not owed: both levels are taken back, and no endorsement pays them again.
    var refused = fees
    (refused.level1.rate, refused.level2.rate) = (.zero, .zero)
    let now = LineChanges.Amounts(gross: settled.premium, net: settled.net, vehicleTax: settled.vehicleTax)
    let adjustment = Adjustment(settled, refused, to: now, terms: terms)
    let source = AdjustmentSource(
      fact: settled.fact, reference: Reference("\(settled.fact)/refused"), kind: "refusal", title: "审批驳回", policy: policy)
    if adjust(source, adjustment, &session, &desk).isDone {
      policy.lines[index] = adjustment.line
      publish(policy, &desk)
    }
    return true
  }

  // MARK: rules with effect for the past

  /// Published rules that reach back: every line they reach is looked at again in the next pass.
  private func reach(_ set: RuleSet, _ desk: inout Desk) {
    guard let version = set.inForce(on: desk.day), let from = version.retroactiveFrom else { return }
    desk.revisit(feed: feeds[Self.underwritingFeed].name, of: set.key, from: Moment(from))
  }

  /// A settled line under rules approved later with effect for the past: the difference becomes a line that points to both versions. (domain.md B1-15)
  func settleAnew(_ fact: Fact, _ session: inout Session, _ desk: inout Desk) {
    let row = fact.row
    let signed = row.date(fields.signed) ?? desk.day
    guard var policy = desk.recall(Policy.self, row.text(fields.policy) ?? ""),
      let index = policy.lines.firstIndex(where: { $0.fact == fact.id }), var fees = policy.lines[index].fees,
      let payee = session.party(policy.lines[index].seller, desk),
      case .ruling(let ruling) = self.ruling(for: fact.party, session.ruleSet(fact.party, desk), on: desk.day),
      let version = ruling.version,
      version.short != fees.version, let from = version.retroactiveFrom, signed >= from, let premium = Premium(row, fields, terms)
    else { return }
    let settled = policy.lines[index]
    let product = desk.recall(Product.self, productKey(fact))
    guard case .settles(let anew) = match(fact, premium, payee, product, ruling, &session, desk) else { return }
    let calculation = anew.calculation
    func carry(_ level: inout Policy.Fees.Level, _ table: FeeTable, _ found: Calculation.Level) {
      let fixed = found.rate == nil
      level = Policy.Fees.Level(
        rule: table.table.id(found.rule), rate: found.rate, onNet: calculation.onNet(table, found.rule, ruling.matching),
        amount: level.amount, net: level.net, fixed: fixed ? found.fee.amount : nil)
    }
    carry(&fees.income, ruling.matching.income, calculation.income)
    carry(&fees.level1, ruling.matching.level1, calculation.level1)
    carry(&fees.level2, ruling.matching.level2, calculation.level2)
    let before = fees.version
    fees.version = version.short
    let now = LineChanges.Amounts(gross: settled.premium, net: settled.net, vehicleTax: settled.vehicleTax)
    let adjustment = Adjustment(settled, fees, to: now, terms: terms)
    let source = AdjustmentSource(
      fact: fact.id, reference: Reference("\(fact.id)/retroactive-\(version.short)"), kind: "retroactive", title: "追溯调整", policy: policy,
      rules: "\(before.isEmpty ? "平台规则" : before) → \(version.short)")
    guard adjust(source, adjustment, &session, &desk).isDone else { return }
    policy.lines[index] = adjustment.line
    publish(policy, &desk)
  }
}
