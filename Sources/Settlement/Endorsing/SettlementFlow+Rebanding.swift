import Flows
import Rules
import Tables
import Values

/// Where the second level's rule says that the band follows the premium, an endorsed line is matched anew at that level. (domain.md B1-5)
extension SettlementFlow {
  enum Rebanded {
    case kept
    case moved(Policy.Fees)
    case waits(Reason, String)
  }

  /// The rules a settled line was matched by; nil when they are no longer known.
  private func ruling(_ fees: Policy.Fees, of supplier: String, _ set: RuleSet?) -> Ruling? {
    if fees.version.isEmpty { return house }
    guard let version = set?.versions.last(where: { $0.short == fees.version }), case .ruling(let found) = ruling(version, of: supplier)
    else { return nil }
    return found
  }

  private func rebands(_ fees: Policy.Fees, _ ruling: Ruling) -> Bool {
    let table = ruling.matching.level2
    return table.rebandsAny && table.rule(fees.level2.rule).map { table.rebands($0) } ?? false
  }

  /// The original row, and the other lines of its policy, where the band may move.
  func needRebanding(_ line: Policy.Line, policy: String, _ found: Found, _ needs: inout Needs) {
    guard let fees = line.fees, let ruling = ruling(fees, of: line.supplier, found.recall(RuleSet.self, line.supplier)),
      rebands(fees, ruling)
    else { return }
    needs.facts(of: feeds[Self.underwritingFeed].name, keyPrefix: "\(policy)\t\(line.line)\t")
  }

  func reband(
    _ line: Policy.Line, _ fees: Policy.Fees, _ policy: Policy, to target: LineChanges.Amounts, _ session: inout Session, _ desk: Desk
  ) -> Rebanded {
    guard !target.gross.isZero, let ruling = ruling(fees, of: line.supplier, session.ruleSet(line.supplier, desk)), rebands(fees, ruling),
      let payee = session.party(line.seller, desk),
      let fact = desk.facts(of: feeds[Self.underwritingFeed].name, keyPrefix: "\(policy.key)\t\(line.line)\t").first(where: {
        $0.id == line.fact
      })
    else { return .kept }
    let rows = session.inputs(
      ruling.inputs, fact, fields, premium: target, seller: payee.inForce(on: line.signed),
      policyPremium: policy.lines.filter { $0.line != line.line }.map(\.premium).sum() + target.gross)
    let table = ruling.matching.level2
    switch ruling.matching.secondLevel(rows, 0) {
    case .waits(let reason, let detail): return .waits(reason, detail)
    case .rule(let rule):
      var fees = fees
      fees.level2.rule = table.table.id(rule)
      switch table.pay(rule) {
      case .rate(let rate): (fees.level2.rate, fees.level2.fixed) = (rate, nil)
      case .amount(let amount): (fees.level2.rate, fees.level2.fixed) = (nil, amount)
      }
      if let basis = table.basis(rule) { fees.level2.onNet = basis == .net }
      return .moved(fees)
    }
  }
}

extension Session {
  /// The inputs of a line as it is after endorsements: its own columns, but for the premium.
  fileprivate func inputs(
    _ inputs: RuleInputs, _ fact: Fact, _ fields: UnderwritingFields, premium target: LineChanges.Amounts, seller: Party.Version,
    policyPremium: Money
  ) -> Batch {
    var rows = Batch(width: max(1, inputs.schema.width))
    let row = inputs.append(fact, premium: Premium.of(target), seller: seller, policyPremium: { policyPremium }, to: &rows)
    for column in inputs.inputs(of: fields.premium) { rows.set(row, column, .money(target.gross)) }
    return rows
  }
}
