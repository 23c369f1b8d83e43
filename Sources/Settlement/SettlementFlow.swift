package import Flows
package import Ledger
import Rules
package import Tables
package import Values

/// The interconnected car-insurance settlement: underwriting list in, settlement lines, payables and entries out. (S0; domain.md A0 19–31, B1)
package struct SettlementFlow: Flow {
  package let name = "settlement"
  package let feeds: [Feed]
  package let publishes = [Policy.kind]
  package let reads = [Party.kind, Product.kind, RuleSet.kind, Approval.kind]
  package let lines = [SettlementLine.kind, PayableLine.kind, EndorsementLine.kind, AlertLine.kind, ComparisonLine.kind, ClaimedLine.kind]
  package let sheets: [Sheet]
  package let states = [Stock.listing]
  package let accounts = [
    AccountPattern(.asset, "receivable", "*"), AccountPattern(.asset, "input-vat"), AccountPattern(.liability, "output-vat"),
    AccountPattern(.liability, "payable", "*"), AccountPattern(.liability, "payable-held", "*"), AccountPattern(.income, "commission", "*"),
    AccountPattern(.expense, "commission", "*"), AccountPattern(.asset, "paid-out", "*"),
  ]
  package let reasons = Self.allReasons
  package static let allReasons = SettlementReasons.all + EndorsingReasons.all + PayingReasons.all + ComparingReasons.all

  let terms: Terms
  let endorsing: EndorsingRules
  let fields: UnderwritingFields
  let endorsementFields: EndorsementFields
  let payments: PaymentFields
  let claims: ClaimFields
  /// The platform's own tables.
  let house: Ruling
  let rulings = Rulings()
  let settings: Setting
  /// A party's rules as somebody would have them: only while they are rehearsed.
  var trial: (party: String, ruling: Ruling)?

  static let underwritingFeed = 0
  static let endorsementsFeed = 1
  static let paymentsFeed = 2
  static let expenditureFeed = 3

  package init(_ pipeline: Pipeline) throws(Fault) {
    settings = pipeline.settings
    let underwriting = try pipeline.feed("underwriting")
    feeds = [underwriting, try pipeline.feed("endorsements"), try pipeline.feed("payments"), try pipeline.feed("expenditure")]
    fields = try UnderwritingFields(DeclaredFields(underwriting, settings))
    endorsementFields = try EndorsementFields(DeclaredFields(feeds[Self.endorsementsFeed], settings))
    payments = try PaymentFields(DeclaredFields(feeds[Self.paymentsFeed], settings))
    claims = try ClaimFields(DeclaredFields(feeds[Self.expenditureFeed], settings))
    var sheets: [Sheet] = []
    for draft in pipeline.sheets { sheets.append(try draft.bound(to: lines, facts: feeds.map(\.schema))) }
    self.sheets = sheets
    terms = try Terms(settings)
    endorsing = try EndorsingRules(settings, terms)
    house = try Ruling(
      income: try pipeline.table("income"), level1: try pipeline.table("expenditure-1"), level2: try pipeline.table("expenditure-2"),
      allocation: .table(try pipeline.table("allocated")), caps: try pipeline.table("caps"), ladders: pipeline.tables["ladders"],
      feed: underwriting, version: nil,
      settings: settings)
  }

  /// While the house tables may settle, a supplier needs no more than its registration.
  package var openRoles: Set<String> { terms.houseRules == .allowed ? ["supplier"] : [] }

  /// Originals by 签单日期, then the endorsements of the night by their own time, then sellers' sheets, then payments: what an endorsement speaks of is settled before
  /// it, whatever file came first. (domain.md B1-14)
  package func order(of row: Batch.Row, feed: Int) -> Order {
    switch feed {
    case Self.underwritingFeed:
      let isEndorsement = !row.text(fields.endorsement).isEmpty
      return Order(rank: isEndorsement ? 1 : 0, at: Moment(row.date(fields.signed) ?? Day(number: 0)))
    case Self.endorsementsFeed:
      return Order(rank: 1, at: row.moment(endorsementFields.at) ?? Moment(row.date(endorsementFields.on) ?? Day(number: 0)))
    case Self.expenditureFeed: return Order(rank: 2, at: Moment(seconds: 0))
    default: return Order(rank: 3, at: Moment(row.date(payments.on) ?? Day(number: 0)))
    }
  }

  /// The kinds of state it keeps, and how wide their rows are.
  package static let kinds = [
    Policy.kind: Policy.width, Statement.kind: Statement.width, LineChanges.kind: LineChanges.width, LineReview.kind: LineReview.width,
    Outstanding.kind: Outstanding.width, Exposure.kind: Exposure.width, Stock.kind: Stock.width, LadderMonth.kind: LadderMonth.width,
  ]

  // MARK: knowing

  package func need(_ items: [Item], _ needs: inout Needs) {
    for item in items {
      switch item {
      case .fact(let fact), .again(let fact):
        need(fact, &needs)
        needReview(of: fact, &needs)
      case .due(let state): needApproved(state, &needs)
      case .recalled(let fact): needRecalled(fact, &needs)
      }
    }
  }

  private func need(_ fact: Fact, _ needs: inout Needs) {
    switch fact.feed {
    case Self.underwritingFeed where row(fact).text(fields.endorsement).isEmpty:
      let policy = fact.row.text(fields.policy) ?? ""
      let seller = fact.row.text(fields.seller) ?? ""
      let product = Product.key(merchant: fact.party, code: fact.row.text(fields.product) ?? "")
      needs.state(Party.self, fact.party)
      needs.state(Party.self, seller)
      needs.state(Policy.self, policy)
      needs.state(RuleSet.self, fact.party)
      needs.state(Product.self, product)
      needs.state(Stock.self, product)
      needs.state(Statement.self, fact.party)
      needs.state(Exposure.self, seller)
      needs.state(LineChanges.self, "\(policy)\t\(fact.row.text(fields.line) ?? "")")
      needLadders(
        seller: seller, supplier: fact.party, line: fact.row.text(fields.line) ?? "", signed: signed(fact) ?? Day(number: 0), &needs)
      needs.account(AccountKey(AccountPath(.liability, "payable-held", seller), .cny))
      // Some supplier's tables may test 保单保费; the lines of a policy are few.
      if house.inputs.needsPolicy { needs.facts(of: feeds[0].name, keyPrefix: policy + "\t") }
    case Self.underwritingFeed: needEndorsed(fact.row.text(fields.policy) ?? "", fact.row.text(fields.line) ?? "", fact, &needs)
    case Self.endorsementsFeed:
      needEndorsed(fact.row.text(endorsementFields.policy) ?? "", fact.row.text(endorsementFields.line) ?? "", fact, &needs)
    case Self.expenditureFeed: needCompared(fact, &needs)
    default:
      let payee = fact.row.text(payments.payee) ?? ""
      needs.state(Outstanding.self, Outstanding.key(fact.row.text(payments.statement) ?? "", payee))
      needs.state(Exposure.self, payee)
    }
  }

  private func row(_ fact: Fact) -> Batch.Row { fact.row }
  private func signed(_ fact: Fact) -> Day? { fact.row.date(fields.signed) }

  /// What only becomes known with the first needs: the sums of tonight's statements, the lines an approval names.
  package func follow(_ items: [Item], _ found: Found, _ needs: inout Needs) {
    var numbers: [String: String] = [:]
    for item in items {
      switch item {
      case .fact(let fact), .again(let fact):
        guard fact.feed != Self.paymentsFeed else { continue }
        if fact.feed == Self.expenditureFeed {
          followCompared(fact, found, &needs)
          continue
        }
        if numbers[fact.party] == nil { numbers[fact.party] = Statement.next(fact.party, found) }
        if fact.feed == Self.endorsementsFeed || !fact.row.text(fields.endorsement).isEmpty { followEndorsed(fact, found, &needs) }
        if fact.feed == Self.underwritingFeed { needHanging(fact, found, &needs) }
        for seller in sellers(of: fact, found) {
          needs.state(Outstanding.self, Outstanding.key(numbers[fact.party]!, seller))
          needs.state(Exposure.self, seller)
          needs.state(Party.self, seller)
        }
        if fact.feed == Self.underwritingFeed, !house.inputs.needsPolicy,
          testsPolicyPremium(fact.party, found.recall(RuleSet.self, fact.party), found.run.day)
        {
          needs.facts(of: feeds[0].name, keyPrefix: (fact.row.text(fields.policy) ?? "") + "\t")
        }
      case .due(let state): needApproved(state, found, &needs)
      case .recalled(let fact): followRecalled(fact, found, &needs)
      }
    }
  }

  /// Whom a row's money may go to: the seller it names, or those of the policy it endorses.
  private func sellers(of fact: Fact, _ found: Found) -> [String] {
    if fact.feed == Self.underwritingFeed, fact.row.text(fields.endorsement).isEmpty { return [fact.row.text(fields.seller) ?? ""] }
    let policy = fact.row.text(fact.feed == Self.underwritingFeed ? fields.policy : endorsementFields.policy) ?? ""
    return Set(found.recall(Policy.self, policy)?.lines.map(\.seller) ?? []).sorted()
  }

  // MARK: deciding

  package func decide(_ items: [Item], _ desk: inout Desk) {
    var session = Session(width: house.inputs.schema.width)
    for item in items {
      switch item {
      case .fact(let fact):
        switch fact.feed {
        case Self.underwritingFeed where row(fact).text(fields.endorsement).isEmpty: settle(fact, &session, &desk)
        case Self.paymentsFeed: pay(fact, &session, &desk)
        case Self.expenditureFeed: compare(fact, &session, &desk)
        default: endorse(fact, &session, &desk)
        }
      case .again(let fact): settleAnew(fact, &session, &desk)
      case .recalled(let fact): takeBack(fact, &session, &desk)
      case .due(let state): review(state, &session, &desk)
      }
    }
    session.close(&desk)
  }

  package func parts(ofWaiting fact: Fact) -> [(kind: Int, part: String)] {
    switch fact.feed {
    case Self.underwritingFeed: [(0, fact.party), (1, fact.row.text(fields.seller) ?? "")]
    case Self.endorsementsFeed: [(0, fact.party), (2, fact.party)]
    case Self.expenditureFeed: [(4, fact.party)]
    default: [(1, fact.row.text(payments.payee) ?? "")]
    }
  }
}
