package import Flows
import Ledger
import Rules
package import Tables
package import Values

/// The interconnected car-insurance settlement: underwriting list in, settlement lines, payables and entries out. (S0; domain.md A0 19–22, 26, B1)
package struct SettlementFlow: Flow {
  package let name = "settlement"
  package let feeds: [Feed]
  package let publishes = [Policy.kind]
  package let reads = [Party.kind]
  package let lines = [SettlementLine.kind, PayableLine.kind]
  package let sheets: [Sheet]
  package let reasons = SettlementReasons.all

  let terms: Terms
  let fields: UnderwritingFields
  let inputs: RuleInputs
  let matching: Matching
  let caps: DecisionTable
  let capsCompiled: CompiledTable
  let capRate: Int

  package init(_ pipeline: Pipeline) throws(Fault) {
    let settings = pipeline.settings
    let underwriting = try pipeline.feed("underwriting")
    feeds = [underwriting]
    fields = try UnderwritingFields(underwriting.schema, settings)
    var sheets: [Sheet] = []
    for draft in pipeline.sheets { sheets.append(try draft.bound(to: lines, facts: feeds.map(\.schema))) }
    self.sheets = sheets
    terms = Terms(
      rounding: try settings.required("rounding").choice(Rounding.self), premiumVat: try settings.required("premium-vat").rate(),
      incomeVat: try settings.required("income-vat").rate(), payeeVat: try settings.required("payee-vat").rate(),
      feeIncludesTax: try settings.required("fee-includes-tax").boolean(),
      negativeMargin: try settings.required("negative-margin").choice(Terms.NegativeMargin.self),
      capMeasures: try settings.required("cap-measures").choice(Terms.CapMeasure.self),
      houseRulesAllowed: try settings.required("house-rules").text() == "allowed")

    let income = try pipeline.table("income")
    let level1 = try pipeline.table("expenditure-1")
    let level2 = try pipeline.table("expenditure-2")
    let allocated = try pipeline.table("allocated")
    caps = try pipeline.table("caps")
    inputs = try RuleInputs(tables: [income, level1, level2, allocated, caps], feed: underwriting, settings: settings)
    guard let allowed = allocated.outputIndex("可结算") else {
      throw Fault(
        .setting, code: "rule-output-missing", place: allocated.place.description, cause: "there is no output 可结算",
        remedy: "give the table an output column 可结算 of type boolean")
    }
    guard let capRate = caps.outputIndex("报备上限") else {
      throw Fault(
        .setting, code: "rule-output-missing", place: caps.place.description, cause: "there is no output 报备上限",
        remedy: "give the table an output column 报备上限 of type rate")
    }
    self.capRate = capRate
    matching = Matching(
      income: try FeeTable(income, title: "收入规则", inputs: inputs.names, schema: inputs.schema),
      level1: try FeeTable(level1, title: "支出一级", inputs: inputs.names, schema: inputs.schema),
      level2: try FeeTable(level2, title: "支出二级", inputs: inputs.names, schema: inputs.schema), allocated: allocated,
      allocatedCompiled: try allocated.compile(inputs: inputs.names, schema: inputs.schema), allowed: allowed)
    capsCompiled = try caps.compile(inputs: inputs.names, schema: inputs.schema)
  }

  /// While the house tables may settle, a supplier needs no more than its registration.
  package var openRoles: Set<String> { terms.houseRulesAllowed ? ["supplier"] : [] }

  /// By 签单日期, then the key: the order in which stock and bands count.
  package func order(of row: Batch.Row, feed: Int) -> Order {
    Order(at: Moment(row.date(fields.signed) ?? Day(number: 0)))
  }

  package func need(_ items: [Item], _ needs: inout Needs) {
    for case .fact(let fact) in items {
      let policy = fact.row.text(fields.policy) ?? ""
      needs.state(Party.self, fact.party)
      needs.state(Party.self, fact.row.text(fields.seller) ?? "")
      needs.state(Policy.self, policy)
      needs.state(Statement.self, fact.party)
      needs.account(AccountKey(AccountPath(.liability, "payable-held", fact.row.text(fields.seller) ?? ""), .cny))
      if inputs.needsPolicy { needs.facts(of: feeds[0].name, keyPrefix: policy + "\t") }
    }
  }

  package func decide(_ items: [Item], _ desk: inout Desk) {
    var statements: [String: String] = [:]
    eachJudged(items, &desk) { fact, seller, judgement, desk in
      switch judgement {
      case .waits(let reason, let detail): desk.wait(fact, reason, detail)
      case .rejected(let reason): desk.reject(fact, reason)
      case .settles(let settled): post(fact, settled, seller: seller, &statements, &desk)
      }
    }
  }

  /// Judges the facts one by one. Sellers are few and lines are many: each is read once a chunk.
  func eachJudged(_ items: [Item], _ desk: inout Desk, _ body: (Fact, String, Judgement, inout Desk) -> Void) {
    var rows = Batch(width: max(1, inputs.schema.width))
    var sellers: [String: Party] = [:]
    for case .fact(let fact) in items {
      let seller = fact.row.text(fields.seller) ?? ""
      if sellers[seller] == nil { sellers[seller] = desk.recall(Party.self, seller) }
      body(fact, seller, judge(fact, sellers[seller], seller, &rows, desk), &desk)
      rows.removeAll()
    }
  }

  /// One line, from the list to what it earns and costs, or why it does not.
  private func judge(_ fact: Fact, _ payee: Party?, _ seller: String, _ rows: inout Batch, _ desk: Desk) -> Judgement {
    guard terms.houseRulesAllowed else { return .waits(SettlementReasons.houseRulesDenied, "") }
    let row = fact.row
    guard let payee, payee.roles.contains("seller") else { return .waits(SettlementReasons.sellerUnknown, seller) }
    if !row.text(fields.endorsement).isEmpty { return .waits(SettlementReasons.endorsementRow, row.text(fields.endorsement)) }
    guard
      let premium = Premium(
        gross: row.money(fields.premium) ?? .zero, net: row.money(fields.net), tax: row.money(fields.tax), rate: terms.premiumVat,
        rounding: terms.rounding)
    else { return .rejected(SettlementReasons.taxDoesNotAddUp) }
    let version = payee.inForce(on: row.date(fields.signed) ?? desk.day)
    let input = inputs.append(
      fact, premium: premium, seller: version, policyPremium: { policyPremium(fact, desk) }, to: &rows)
    switch matching.match(rows, input) {
    case .waits(let reason, let detail): return .waits(reason, detail)
    case .matched(let income, let level1, let level2, let allocated):
      let calculation = Calculation(
        premium, income: income, level1: level1, level2: level2, matching: matching, terms: terms,
        payeeVat: payee.inForce(on: desk.day).taxRate ?? terms.payeeVat)
      return .settles(settled(calculation, allocated: allocated, rows, input))
    }
  }

  /// 保单保费: all lines of the policy that are known tonight.
  private func policyPremium(_ fact: Fact, _ desk: Desk) -> Money {
    desk.facts(of: feeds[0].name, keyPrefix: (fact.row.text(fields.policy) ?? "") + "\t").map { $0.row.money(fields.premium) ?? .zero }
      .sum()
  }

  /// Why the payable is held, if it is: the cap before the margin.
  private func settled(_ calculation: Calculation, allocated: Int, _ rows: Batch, _ input: Int) -> Judgement.Settled {
    var settled = Judgement.Settled(calculation: calculation, allocated: allocated)
    if case .hit(let rule) = capsCompiled.decide(rows, input) { settled.cap = rule }
    guard calculation.expenditure > .zero else { return settled }
    if let rule = settled.cap, let cap = caps.output(rule, capRate).rate, calculation.exceeds(cap, measures: terms.capMeasures) {
      settled.held = (SettlementReasons.overCap, "\(caps.id(rule)) \(cap)")
    } else if terms.negativeMargin == .hold, calculation.margin.isNegative {
      settled.held = (SettlementReasons.negativeMargin, calculation.margin.description)
    }
    return settled
  }

  package func parts(ofWaiting fact: Fact) -> [(kind: Int, part: String)] {
    [(0, fact.party), (1, fact.row.text(fields.seller) ?? "")]
  }
}
