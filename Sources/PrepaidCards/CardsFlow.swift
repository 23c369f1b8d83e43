package import Flows
package import Ledger
import Rules
package import Tables
package import Values

/// Prepaid cards and coupons: orders become cards, each card is insured, its movements are followed, and a claim is paid by what stands on it in the
/// claim's moment. Four stages: issuing, insuring, processing, claims. (S2; domain.md A2, B3)
package struct CardsFlow: Flow {
  package let name = "cards"
  package let feeds: [Feed]
  package let publishes = [CardAccount.kind]
  package let reads = [Party.kind, Approval.kind]
  package let lines = CardLine.kinds
  package let sheets: [Sheet]
  package let states = [CardAccount.register, CardInsurance.register, CardClaim.register, CardHistory.register]
  package let accounts = CardPaths.patterns
  package let reasons = CardReasons.all

  let terms: Terms
  let fields: CardFields
  let rules: HouseRules

  /// Widths of the kinds of state it keeps.
  package static let kinds = [
    CardAccount.kind: CardAccount.width, CardHistory.kind: CardHistory.width, CardInsurance.kind: CardInsurance.width,
    CardClaim.kind: CardClaim.width,
  ]

  package init(_ pipeline: Pipeline) throws(Fault) {
    var feeds: [Feed] = []
    for name in CardFields.feeds { feeds.append(try pipeline.feed(name)) }
    self.feeds = feeds
    fields = try CardFields(feeds, pipeline.settings)
    terms = try Terms(pipeline.settings)
    rules = try HouseRules(pipeline)
    var sheets: [Sheet] = []
    for draft in pipeline.sheets { sheets.append(try draft.bound(to: lines, states: states, facts: feeds.map(\.schema))) }
    self.sheets = sheets
  }

  // MARK: order

  /// Which of the feeds a fact came with.
  enum Source: Int { case orders, policies, transactions, claims }

  static func source(_ feed: Int) -> Source { Source(rawValue: feed)! }
  static let renewalRank = 4

  /// Stage by stage. Transactions stand account by account, so that an account is fetched and kept once a night however many it has; what order they
  /// are decided in within it is the engine's affair, which replays them by their own time.
  package func order(of row: Batch.Row, feed: Int) -> Order {
    let source = CardsFlow.source(feed)
    return switch source {
    case .orders: Order(rank: source.rawValue, at: Moment(row.date(fields.orders.bought) ?? Day(number: 0)))
    case .policies: Order(rank: source.rawValue, at: Moment(row.date(fields.policies.from) ?? Day(number: 0)))
    case .transactions: Order(rank: source.rawValue, at: Neighbourhood.place(of: row, fields.transactions.account))
    case .claims: Order(rank: source.rawValue, at: row.moment(fields.claims.at) ?? Moment(seconds: 0))
    }
  }

  // MARK: needs

  package func need(_ items: [Item], _ needs: inout Needs) {
    for item in items {
      switch item {
      case .fact(let fact):
        needs.state(CardAccount.self, account(of: fact))
        switch CardsFlow.source(fact.feed) {
        case .orders: needs.state(Party.self, fact.row.text(fields.orders.insurer) ?? "")
        case .policies: needs.state(CardInsurance.self, account(of: fact))
        case .transactions: break
        case .claims:
          needs.state(CardClaim.self, fact.row.text(fields.claims.claim) ?? "")
          needs.state(CardInsurance.self, account(of: fact))
        }
      case .due(let state): needs.state(CardAccount.self, dueAccount(state))
      case .again, .recalled: break
      }
    }
  }

  private func dueAccount(_ state: State) -> String {
    state.key.kind == Approval.kind ? Approval(key: state.key.key, rows: state.rows).objectID : state.key.key
  }

  /// The account a row speaks of.
  func account(of fact: Fact) -> String {
    switch CardsFlow.source(fact.feed) {
    case .orders: return fact.row.text(fields.orders.account) ?? ""
    case .policies:
      if let account = fact.row.text(fields.policies.account), !account.isEmpty { return account }
      let card = fact.row.text(fields.policies.card) ?? ""
      return card.lastIndex(of: "-").map { String(card[..<$0]) } ?? card
    case .transactions: return fact.row.text(fields.transactions.account) ?? ""
    case .claims: return fact.row.text(fields.claims.account) ?? ""
    }
  }

  /// What an account's card says is needed of its history: the last month, or all of it.
  package func follow(_ items: [Item], _ found: Found, _ needs: inout Needs) {
    var wanted: [String: Reach] = [:]
    for case .fact(let fact) in items {
      let account = account(of: fact)
      switch CardsFlow.source(fact.feed) {
      case .orders:
        wanted[account, default: Reach()].isWhole = true
        for isMoney in [true, false] { need(CardPaths(issuer: fact.party, isMoney: isMoney), &needs) }
      case .policies: break
      case .transactions: wanted[account, default: Reach()].add(movement(fact, account))
      case .claims: wanted[account, default: Reach()].isWhole = true
      }
    }
    for (account, reach) in wanted {
      guard let card = found.recall(CardAccount.self, account) else { continue }
      need(CardPaths(issuer: card.issuer, isMoney: card.rule.strategy.isMoney), &needs)
      if reach.isWhole(for: card) {
        needs.group(CardHistory.kind, account)
      } else if reach.months.contains(card.month) {
        needs.state(CardHistory.self, CardHistory.key(account, card.month))
      }
      if !card.claim.isEmpty {
        needs.state(CardClaim.self, card.claim)
        needs.state(CardInsurance.self, account)
      }
    }
  }

  private func need(_ paths: CardPaths, _ needs: inout Needs) { needs.account(AccountKey(paths.value, paths.unit)) }

  // MARK: decisions

  package func decide(_ items: [Item], _ desk: inout Desk) {
    var transactions: [Fact] = []
    func settle() {
      if !transactions.isEmpty { process(transactions, &desk) }
      transactions.removeAll()
    }
    for item in items {
      switch item {
      case .fact(let fact):
        let source = CardsFlow.source(fact.feed)
        if source == .transactions {
          transactions.append(fact)
          continue
        }
        settle()
        switch source {
        case .orders: issue(fact, &desk)
        case .policies: insure(fact, &desk)
        case .transactions: break
        case .claims: claim(fact, &desk)
        }
      case .due(let state):
        settle()
        if state.key.kind == Approval.kind { approve(state, &desk) } else { renew(state, &desk) }
      // No movement is decided twice: replaying them all is what late rows bring about by themselves.
      case .again, .recalled: break
      }
    }
    settle()
  }

  /// Waits for what the row speaks of, so many days; then it is refused.
  func postpone(_ fact: Fact, _ reason: Reason, _ detail: String = "", _ desk: inout Desk) {
    if desk.day - fact.since >= terms.poolDays { return desk.reject(fact, reason, detail) }
    desk.wait(fact, reason, detail)
  }

  func keep(_ card: CardAccount, _ desk: inout Desk) {
    precondition(card.position.foots, "account \(card.key): its sub-cards are not face + top-ups − payments + refunds − claims")
    desk.remember(card, group: card.issuer)
  }

  func keep(_ insurance: CardInsurance, _ desk: inout Desk) {
    desk.remember(insurance, due: insurance.nextRenewal(terms), rank: CardsFlow.renewalRank)
  }
}
