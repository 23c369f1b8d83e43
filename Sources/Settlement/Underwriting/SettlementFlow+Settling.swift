import Flows
import Ledger
import Rules
import Tables
import Values

/// One line of the underwriting list, from the list to the books. (domain.md 0.19–0.21)
extension SettlementFlow {
  func settle(_ fact: Fact, _ session: inout Session, _ desk: inout Desk) {
    switch judge(fact, &session, desk) {
    case .waits(let reason, let detail): desk.wait(fact, reason, detail)
    case .rejected(let reason): desk.reject(fact, reason)
    case .settles(let settled): post(fact, settled, &session, &desk)
    }
  }

  /// One line, from the list to what it earns and costs, or why it does not.
  func judge(_ fact: Fact, _ session: inout Session, _ desk: Desk) -> Judgement {
    let row = fact.row
    let seller = row.text(fields.seller) ?? ""
    guard let payee = session.party(seller, desk), payee.roles.contains("seller") else {
      return .waits(SettlementReasons.sellerUnknown, seller)
    }
    guard (row.money(fields.premium) ?? .zero) >= .zero else { return .rejected(EndorsingReasons.negativePremium) }
    let ruling: Ruling
    switch self.ruling(for: fact.party, session.ruleSet(fact.party, desk), on: desk.day) {
    case .ruling(let found): ruling = found
    case .waits(let reason, let detail): return .waits(reason, detail)
    }
    guard let premium = Premium(row, fields, terms) else { return .rejected(SettlementReasons.taxDoesNotAddUp) }
    let product = desk.recall(Product.self, productKey(fact))
    if let (reason, detail) = unsellable(product, signed: row.date(fields.signed) ?? desk.day, ruling) { return .waits(reason, detail) }
    if let overdrawn = overdrawn(fact, premium, desk) { return .waits(overdrawn.reason, overdrawn.detail) }
    return match(fact, premium, payee, product, ruling, &session, desk)
  }

  /// The rules' part of it: what a ruling makes of a premium.
  func match(
    _ fact: Fact, _ premium: Premium, _ payee: Party, _ product: Product?, _ ruling: Ruling, _ session: inout Session, _ desk: Desk
  ) -> Judgement {
    let row = fact.row
    let signed = row.date(fields.signed) ?? desk.day
    session.rows.removeAll()
    let input = ruling.inputs.append(
      fact, premium: premium, seller: payee.inForce(on: signed), policyPremium: { policyPremium(fact, desk) }, to: &session.rows)
    let bound = Matching.Bound(
      product: row.text(fields.product) ?? "", seller: payee.key, day: signed,
      isOpen: product?.published != nil && payee.hasSellerAccess(on: signed))
    switch ruling.matching.match(session.rows, input, bound) {
    case .waits(let reason, let detail): return .waits(reason, detail)
    case .matched(let income, let level1, let level2, let allocated):
      let payeeVat = payee.inForce(on: desk.day).taxRate ?? terms.payeeVat
      let calculation = Calculation(
        premium, income: income, level1: level1, level2: level2, matching: ruling.matching, terms: terms, payeeVat: payeeVat)
      var settled = Judgement.Settled(calculation: calculation, ruling: ruling, payeeVat: payeeVat, allocated: allocated)
      if let ladders = ruling.ladders { settled.ladders = ladders.climbed(session.rows, input).map { ladders.ladders[$0].name } }
      let cap = ruling.cap(session.rows, input)
      settled.cap = cap?.rule
      if calculation.expenditure > .zero { settled.held = hold(calculation, cap, payee, session, desk) }
      return .settles(settled)
    }
  }

  func productKey(_ fact: Fact) -> String { Product.key(merchant: fact.party, code: fact.row.text(fields.product) ?? "") }

  /// 保单保费: all lines of the policy that are known tonight.
  func policyPremium(_ fact: Fact, _ desk: Desk) -> Money {
    desk.facts(of: feeds[0].name, keyPrefix: (fact.row.text(fields.policy) ?? "") + "\t").map { $0.row.money(fields.premium) ?? .zero }
      .sum()
  }

  /// Why the payable is held, if it is: the cap before the margin, and both before the credit line.
  private func hold(
    _ calculation: Calculation, _ cap: (rule: String, rate: Rate)?, _ payee: Party, _ session: Session, _ desk: Desk
  ) -> (Reason, String)? {
    if let cap, calculation.exceeds(cap.rate, measures: terms.capMeasures) { return (SettlementReasons.overCap, "\(cap.rule) \(cap.rate)") }
    if terms.negativeMargin == .hold, calculation.margin.isNegative {
      return (SettlementReasons.negativeMargin, calculation.margin.description)
    }
    if terms.overCredit == .hold, let over = overCredit(payee, calculation.premium.gross, session, desk) {
      return (PayingReasons.overCredit, over.description)
    }
    return nil
  }

  /// By how much a premium takes the seller over its credit line; nil where it does not, or none was granted. (domain.md B1-23)
  func overCredit(_ payee: Party, _ premium: Money, _ session: Session, _ desk: Desk) -> Money? {
    let limit = payee.creditLine(on: desk.day)
    guard limit > .zero else { return nil }
    let over = session.exposure(payee.key, desk) + premium - limit
    return over > .zero ? over : nil
  }

  // MARK: whose rules

  enum RulingFound {
    case ruling(Ruling)
    case waits(Reason, String)
  }

  /// A supplier with published rules of its own is settled by them, others by the platform's where that is allowed.
  func ruling(for supplier: String, _ set: RuleSet?, on day: Day) -> RulingFound {
    if let trial, trial.party == supplier { return .ruling(trial.ruling) }
    if let set, !set.versions.isEmpty {
      guard let version = set.inForce(on: day) else { return .waits(SettlementReasons.houseRulesDenied, "") }
      return ruling(version, of: supplier)
    }
    return terms.houseRules == .allowed ? .ruling(house) : .waits(SettlementReasons.houseRulesDenied, "")
  }

  func ruling(_ version: RuleSet.Version, of supplier: String) -> RulingFound {
    guard let found = rulings.ruling(version, { try? make(version, of: supplier) }) else {
      return .waits(SettlementReasons.rulesUnusable, version.short)
    }
    return .ruling(found)
  }

  private func make(_ version: RuleSet.Version, of supplier: String) throws(Fault) -> Ruling? {
    guard let income = try version.table(.income, merchant: supplier), let level1 = try version.table(.level1, merchant: supplier),
      let level2 = try version.table(.level2, merchant: supplier)
    else { return nil }
    return try make(version, income, level1, level2)
  }

  /// A party's tables beside the platform's caps and ladders.
  func make(_ version: RuleSet.Version, _ income: DecisionTable, _ level1: DecisionTable, _ level2: DecisionTable) throws(Fault) -> Ruling {
    try Ruling(
      income: income, level1: level1, level2: level2, allocation: version.allocations.map(Matching.Allocation.list) ?? .open,
      caps: house.caps, ladders: house.ladders?.table, feed: feeds[0], version: version, settings: settings)
  }

  func testsPolicyPremium(_ supplier: String, _ set: RuleSet?, _ day: Day) -> Bool {
    if case .ruling(let ruling) = ruling(for: supplier, set, on: day) { return ruling.inputs.needsPolicy }
    return false
  }

  /// Why a product cannot be settled yet. A supplier under the platform's rules need not have entered its products. (domain.md B1-22)
  private func unsellable(_ product: Product?, signed: Day, _ ruling: Ruling) -> (Reason, String)? {
    guard let product else { return ruling.version == nil ? nil : (SettlementReasons.productUnknown, "") }
    guard let version = product.published ?? product.versions.last(where: { $0.decision == .approved }) else {
      return (SettlementReasons.productNotApproved, product.code)
    }
    return signed < version.from ? (SettlementReasons.notYetEffective, "\(product.code) \(version.from)") : nil
  }
}

extension Premium {
  /// A row's premium; nil when its own columns contradict each other.
  init?(_ row: Batch.Row, _ fields: UnderwritingFields, _ terms: Terms) {
    self.init(
      gross: row.money(fields.premium) ?? .zero, net: row.money(fields.net), tax: row.money(fields.tax), rate: terms.premiumVat,
      rounding: terms.rounding)
  }
}
