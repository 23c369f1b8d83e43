package import Flows
package import Ledger
import Rules
package import Tables
package import Values

/// Gifts for policyholders: a catalogue and rules in, the right gifts to the right people out, within every quota and never twice, and their
/// providers paid. A policy is handed over the night it enters the register or changes there. (S1; domain.md A1, B2)
package struct GiftsFlow: Flow {
  package let name = "gifts"
  package let feeds: [Feed]
  package let publishes = [Gift.kind, GrantBook.kind]
  package let reads = [Party.kind, Provider.kind, Policy.kind]
  package let lines = GiftLine.kinds
  package let sheets: [Sheet]
  package let states = [GrantBook.register, Quota.register, Customer.register, Coupon.register]
  package let accounts = AccountPaths.patterns
  package let reasons = GiftReasons.all
  package let questions = [Question.gifts]
  package static let questionNames = [Question.gifts.name]

  let terms: Terms
  let rules: DistributionRules
  let quotas: QuotaRules
  let tables: SideTables
  let seal: Seal
  private let fields: [Source: RowFields]

  /// Widths of the kinds of state it keeps.
  package static let kinds = [
    Gift.kind: Gift.width, GrantBook.kind: GrantBook.width, QueuePlace.kind: QueuePlace.width, Quota.kind: Quota.width,
    Customer.kind: Customer.width, PolicyKey.kind: PolicyKey.width, OpenGift.kind: OpenGift.width, Coupon.kind: Coupon.width,
    Parcel.kind: Parcel.width, Catalogue.kind: Catalogue.width,
  ]

  /// `seal` makes the codes of coupons.
  package init(_ pipeline: Pipeline, seal: Seal) throws(Fault) {
    self.seal = seal
    var feeds: [Feed] = []
    var fields: [Source: RowFields] = [:]
    for source in Source.allCases {
      let feed = try pipeline.feed(source.rawValue)
      feeds.append(feed)
      fields[source] = try RowFields(feed, needs: source.needs, pipeline.settings)
    }
    self.feeds = feeds
    self.fields = fields
    terms = try Terms(pipeline.settings)
    rules = try DistributionRules(pipeline.table("distribution"))
    quotas = try QuotaRules(pipeline.table("quotas"))
    tables = try SideTables(pipeline)
    var sheets: [Sheet] = []
    for draft in pipeline.sheets {
      sheets.append(try draft.bound(to: lines, states: states, facts: feeds.map(\.schema), questions: questions))
    }
    self.sheets = sheets
  }

  func source(_ fact: Fact) -> Source { Source.allCases[fact.feed] }
  func fields(_ source: Source) -> RowFields { fields[source]! }
  func text(_ fact: Fact, _ name: String) -> String { fields(source(fact)).text(fact.row, name) }

  /// Catalogue and customers first, then policies (handed over by Settlement), then what was sent and used, then questions.
  package func order(of row: Batch.Row, feed: Int) -> Order {
    let source = Source.allCases[feed]
    let at = source == .redemptions ? fields(source).moment(row, "used-at") : nil
    // What is sent is sent before it is accepted or comes back.
    let step = source == .shipments ? Shipment.Act(rawValue: fields(source).text(row, "act"))?.step ?? 0 : 0
    return Order(rank: source.rank + step, at: at ?? Moment(seconds: 0))
  }

  // MARK: needs

  package func need(_ items: [Item], _ needs: inout Needs) {
    needs.state(Catalogue.self, Catalogue.only)
    for item in items {
      switch item {
      case .fact(let fact): need(fact, &needs)
      case .due(let state): need(state, &needs)
      case .again, .recalled: break
      }
    }
  }

  private func need(_ fact: Fact, _ needs: inout Needs) {
    switch source(fact) {
    case .gifts:
      needs.state(Gift.self, text(fact, "gift"))
      needs.state(Provider.self, text(fact, "provider"))
      needs.account(AccountPaths.stock(text(fact, "gift")))
    case .customers:
      if text(fact, "identity").isEmpty {
        needs.state(Policy.self, text(fact, "policy"))
      } else {
        needs.state(Customer.self, text(fact, "identity"))
        needs.group(PolicyKey.kind, PolicyKey.group("identity", text(fact, "identity")))
      }
    case .shipments:
      needs.state(GrantBook.self, text(fact, "policy"))
      needs.state(Policy.self, text(fact, "policy"))
      needs.state(Parcel.self, Parcel.key(fact.party, text(fact, "tracking")))
    case .redemptions: needs.state(Coupon.self, text(fact, "coupon").uppercased())
    case .queries:
      needs.state(Policy.self, text(fact, "policy"))
      for way in Terms.Lookup.allCases where !text(fact, way.rawValue).isEmpty {
        needs.group(PolicyKey.kind, PolicyKey.group(way.rawValue, text(fact, way.rawValue)))
      }
    }
  }

  private func need(_ due: State, _ needs: inout Needs) {
    switch due.key.kind {
    case Policy.kind:
      let policy = Policy(key: due.key.key, rows: due.rows)
      needs.state(GrantBook.self, policy.key)
      needs.state(Customer.self, Customer.key(policy))
      if case .awards(let awards) = earned(policy) { for award in awards { needs.state(Gift.self, award.gift) } }
    case Gift.kind:
      let gift = Gift(key: due.key.key, rows: due.rows)
      needs.account(AccountPaths.stock(gift.key))
      for number in queue(gift) { needs.state(QueuePlace.self, QueuePlace.key(gift.key, number)) }
    case Provider.kind:
      needs.group(OpenGift.kind, due.key.key)
      needs.group(Gift.kind, due.key.key)
    case Coupon.kind: needs.state(GrantBook.self, Coupon(key: due.key.key, rows: due.rows).policy)
    default: break
    }
  }

  /// What the first answers point to: the stock and quotas of the gifts a policy earns, what it was given before, who waits for what.
  package func follow(_ items: [Item], _ found: Found, _ needs: inout Needs) {
    // What tonight's catalogue makes of a gift counts for the policies behind it in the same chunk.
    var revised: [String: [Gift]] = [:]
    for item in items {
      switch item {
      case .fact(let fact):
        follow(fact, found, &needs)
        if source(fact) == .gifts {
          let code = text(fact, "gift")
          let gift = self.revised(fact, revised[code]?.last ?? found.recall(Gift.self, code))
          needs.state(Provider.self, gift.provider)
          revised[code, default: []].append(gift)
        }
      case .due(let state): follow(state, found, revised, &needs)
      case .again, .recalled: break
      }
    }
  }

  private func follow(_ fact: Fact, _ found: Found, _ needs: inout Needs) {
    switch source(fact) {
    case .gifts: break
    case .customers:
      if let policy = found.recall(Policy.self, text(fact, "policy")) { needs.state(Customer.self, Customer.key(policy)) }
      for key in found.group(PolicyKey.kind, PolicyKey.group("identity", text(fact, "identity"))) {
        needs.state(Policy.self, PolicyKey(key: key.key.key, rows: key.rows).policy)
      }
    case .shipments:
      guard let book = found.recall(GrantBook.self, text(fact, "policy")) else { return }
      for grant in book.grants { needs.state(Gift.self, grant.gift) }
    case .redemptions:
      guard let coupon = found.recall(Coupon.self, text(fact, "coupon").uppercased()) else { return }
      needs.state(GrantBook.self, coupon.policy)
    case .queries:
      needs.state(GrantBook.self, text(fact, "policy"))
      for number in policies(asked: fact, found.group) {
        needs.state(Policy.self, number)
        needs.state(GrantBook.self, number)
      }
    }
  }

  private func follow(_ due: State, _ found: Found, _ revised: [String: [Gift]], _ needs: inout Needs) {
    switch due.key.kind {
    case Policy.kind:
      let policy = Policy(key: due.key.key, rows: due.rows)
      if let book = found.recall(GrantBook.self, policy.key) { follow(book, &needs) }
      guard case .awards(let awards) = earned(policy) else { return }
      var asking = Asking(policy, terms)
      for award in awards {
        for gift in [found.recall(Gift.self, award.gift)].compactMap(\.self) + (revised[award.gift] ?? []) {
          needs.state(Provider.self, gift.provider)
          if gift.hasStock { needs.account(AccountPaths.stock(gift.key)) }
          for (use, _) in asking.quotas(gift, quotas).uses { follow(use, &needs) }
        }
      }
    case Gift.kind:
      let gift = Gift(key: due.key.key, rows: due.rows)
      needs.state(Provider.self, gift.provider)
      for number in queue(gift) {
        guard let place = found.recall(QueuePlace.self, QueuePlace.key(gift.key, number)) else { continue }
        needs.state(GrantBook.self, place.policy)
        needs.state(Policy.self, place.policy)
      }
    case Provider.kind:
      for open in found.group(OpenGift.kind, due.key.key) {
        needs.state(GrantBook.self, OpenGift(key: open.key.key, rows: open.rows).policy)
      }
    case Coupon.kind:
      guard let book = found.recall(GrantBook.self, Coupon(key: due.key.key, rows: due.rows).policy) else { return }
      for use in book.grants.flatMap(\.uses) { follow(use, &needs) }
    default: break
    }
  }

  private func follow(_ use: QuotaUse, _ needs: inout Needs) {
    needs.state(Quota.self, use.key)
    needs.account(use.account)
  }

  private func follow(_ book: GrantBook, _ needs: inout Needs) {
    for grant in book.grants {
      needs.state(Gift.self, grant.gift)
      needs.account(AccountPaths.stock(grant.gift))
      for use in grant.uses { follow(use, &needs) }
      if grant.isService, grant.coupons > 0 {
        for number in 1...grant.coupons { needs.state(Coupon.self, code(book.key, grant.gift, number)) }
      }
    }
  }

  /// What a policy earns by the rules alone.
  func earned(_ policy: Policy) -> DistributionRules.Earned {
    let premium = EligiblePremium(policy, terms)
    // A policy that ended earns nothing.
    if premium.all <= .zero { return .awards([]) }
    return rules.earned(by: RuleInputs.row(policy, premium))
  }

  /// Places of the gift's queue that are served at once.
  func queue(_ gift: Gift) -> Range<Int64> { gift.head..<max(gift.head, min(gift.tail, gift.head + Int64(terms.queueStep))) }

  /// The code of a coupon: nobody guesses it, and the same coupon always has the same.
  func code(_ policy: String, _ gift: String, _ number: Int64) -> String {
    seal.code("\(policy)\t\(gift)\t\(number)", length: terms.couponLength)
  }

  // MARK: decisions

  package func decide(_ items: [Item], _ desk: inout Desk) {
    for item in items {
      switch item {
      case .fact(let fact):
        switch source(fact) {
        case .gifts: enter(fact, &desk)
        case .customers: stopOrResume(fact, &desk)
        case .shipments: ship(Shipment(fact, fields(.shipments)), &desk)
        case .redemptions: redeem(fact, &desk)
        case .queries: answer(fact, &desk)
        }
      case .due(let state):
        switch state.key.kind {
        case Policy.kind: judge(Policy(key: state.key.key, rows: state.rows), &desk)
        case Gift.kind: serve(Gift(key: state.key.key, rows: state.rows), &desk)
        case Provider.kind: review(Provider(key: state.key.key, rows: state.rows), &desk)
        case Coupon.kind: expire(Coupon(key: state.key.key, rows: state.rows), &desk)
        default: break
        }
      // No row is decided twice: what a policy earns is asked again when the policy changes.
      case .again, .recalled: break
      }
    }
  }
}

/// One policy as the tables see it; described once, then held beside one gift after the other.
struct Asking {
  let policy: Policy
  let premium: EligiblePremium
  private(set) var row: Batch

  init(_ policy: Policy, _ terms: Terms) {
    self.policy = policy
    premium = EligiblePremium(policy, terms)
    row = RuleInputs.row(policy, premium)
  }

  mutating func describe(_ gift: Gift) { RuleInputs.describe(gift, in: &row) }

  mutating func quotas(_ gift: Gift, _ rules: QuotaRules) -> QuotaRules.Found {
    describe(gift)
    return rules.found(row, policy, customer: Customer.key(policy), premium: premium)
  }
}
