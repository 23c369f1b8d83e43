package import Flows
import Ledger
import Rules
package import Tables
package import Values

/// Who trades on the platform and what they may do: registration, credit, deposits, the product library, rules under review, approvals, users.
/// Every later flow asks its registers. (domain.md A0 0.1–0.18, 0.27; contract.md, Feeds)
package struct PartiesFlow: Flow {
  package let name = "parties"
  package let feeds: [Feed]
  package let publishes = [Party.kind, Product.kind, RuleSet.kind, Approval.kind, User.kind, Provider.kind]
  package let reads: [String] = []
  package let lines = [StatusLine.kind, CombinedLine.kind, ReviewLine.kind]
  package let sheets: [Sheet]
  package let reasons = PartyReasons.all

  /// Widths of the states it keeps.
  package static let kinds = [
    Party.kind: Party.width, Product.kind: Product.width, RuleSet.kind: RuleSet.width, Approval.kind: Approval.width,
    User.kind: User.width, Company.kind: Company.width, RuleDraft.kind: RuleDraft.width, RuleSubmission.kind: RuleSubmission.width,
    Standing.kind: Standing.width, Provider.kind: Provider.width,
  ]

  /// Its feeds, in the order in which what they bring is decided within a night.
  enum Source: String, CaseIterable, Sendable {
    case merchants, manufacturers, parties, users, credit, deposits, products, rules, approvals
    case providers = "gift-providers"
    static let draft = 90
    static let standing = 99

    var rank: Int { Source.allCases.firstIndex(of: self)! }
    var needs: [String] {
      switch self {
      case .merchants: ["merchant", "application", "name", "credit-code", "business"]
      case .manufacturers: ["manufacturer", "application", "name", "credit-code", "contact", "mobile"]
      case .parties: ["party", "name", "role", "status"]
      case .providers: ["provider", "name", "kind", "status", "from"]
      case .users: ["user", "name", "party", "role", "status"]
      case .credit: ["merchant", "limit", "from"]
      case .deposits: ["serial-no", "merchant", "amount", "paid"]
      case .products: ["product", "name", "classification", "line", "price", "from", "remaining", "alert", "action"]
      case .rules: ["table", "digest", "cells"]
      case .approvals:
        ["approval", "object", "object-id", "merchant", "digest", "decision", "reviewer", "decided", "reason", "retroactive", "since"]
      }
    }
  }

  let settings: PartySettings
  private let fields: [Source: RowFields]

  package init(_ pipeline: Pipeline) throws(Fault) {
    var feeds: [Feed] = []
    var fields: [Source: RowFields] = [:]
    for source in Source.allCases {
      let feed = try pipeline.feed(source.rawValue)
      feeds.append(feed)
      fields[source] = try RowFields(feed, needs: source.needs, pipeline.settings)
    }
    self.feeds = feeds
    self.fields = fields
    settings = try PartySettings(pipeline)
    var sheets: [Sheet] = []
    for draft in pipeline.sheets {
      sheets.append(
        try draft.bound(to: lines, facts: feeds.map(\.schema), questions: [Question.products, Question.merchants])
      )
    }
    self.sheets = sheets
  }

  func source(_ fact: Fact) -> Source { Source.allCases[fact.feed] }
  func fields(_ source: Source) -> RowFields { fields[source]! }
  func text(_ fact: Fact, _ name: String) -> String { fields(source(fact)).text(fact.row, name) }

  /// By kind of news first, so that an approval meets what came with it the same night; then by effective day or time.
  package func order(of row: Batch.Row, feed: Int) -> Order {
    let source = Source.allCases[feed]
    let fields = fields(source)
    let at: Moment? =
      switch source {
      case .merchants, .credit: fields.date(row, "from").map { Moment($0) }
      case .deposits: fields.date(row, "paid").map { Moment($0) }
      case .approvals: fields.moment(row, "decided")
      case .providers: fields.date(row, "from").map { Moment($0) }
      case .manufacturers, .parties, .users, .products, .rules: nil
      }
    // Applicants after those the platform registers the same night: a company has one number.
    let isApplication =
      source == .merchants && fields.text(row, "merchant").isEmpty || source == .manufacturers && fields.text(row, "manufacturer").isEmpty
    return Order(rank: 2 * source.rank + (isApplication ? 1 : 0), at: at ?? Moment(seconds: 0))
  }

  package func need(_ items: [Item], _ needs: inout Needs) {
    for item in items {
      switch item {
      case .fact(let fact): need(fact, &needs)
      case .again, .recalled: break
      case .due(let state):
        switch state.key.kind {
        case Standing.kind:
          let merchant = state.key.key
          needs.state(Party.self, merchant)
          needs.state(RuleSet.self, merchant)
          needs.state(RuleDraft.self, merchant)
          needs.group(Product.kind, merchant)
          needs.group(RuleSubmission.kind, merchant)
        default: break
        }
      }
    }
  }

  private func need(_ fact: Fact, _ needs: inout Needs) {
    let merchant: String
    switch source(fact) {
    case .merchants:
      merchant = number(of: fact)
      needs.state(Company.self, text(fact, "credit-code"))
    case .manufacturers:
      needs.state(Party.self, manufacturer(of: fact))
      needs.state(Company.self, text(fact, "credit-code"))
      return
    case .parties: merchant = text(fact, "party")
    case .providers:
      merchant = text(fact, "provider")
      needs.state(Provider.self, merchant)
    case .users:
      needs.state(User.self, text(fact, "user"))
      return
    case .credit: merchant = text(fact, "merchant")
    case .deposits:
      merchant = text(fact, "merchant")
      needs.account(AccountKey(AccountPath(.liability, "deposit", merchant), .cny))
    case .products:
      merchant = fact.party
      needs.state(Product.self, Product.key(merchant: merchant, code: text(fact, "product")))
    case .rules:
      merchant = fact.party
      needs.state(RuleDraft.self, merchant)
      needs.group(RuleSubmission.kind, merchant)
      needs.state(RuleSet.self, merchant)
    case .approvals:
      merchant = text(fact, "merchant")
      needs.state(User.self, text(fact, "reviewer"))
      needs.state(Product.self, Product.key(merchant: merchant, code: text(fact, "object-id")))
      needs.state(RuleSubmission.self, RuleSubmission.key(merchant: merchant, digest: text(fact, "digest").lowercased()))
      needs.state(RuleDraft.self, merchant)
      needs.state(RuleSet.self, merchant)
    }
    needs.state(Party.self, merchant)
    needs.state(Standing.self, merchant)
  }

  package func decide(_ items: [Item], _ desk: inout Desk) {
    for item in items {
      switch item {
      case .fact(let fact):
        switch source(fact) {
        case .merchants: register(fact, &desk)
        case .manufacturers: registerManufacturer(fact, &desk)
        case .parties: registerParty(fact, &desk)
        case .providers: registerProvider(fact, &desk)
        case .users: registerUser(fact, &desk)
        case .credit: grantCredit(fact, &desk)
        case .deposits: takeDeposit(fact, &desk)
        case .products: submitProduct(fact, &desk)
        case .rules: submitRules(fact, &desk)
        case .approvals: decideApproval(fact, &desk)
        }
      case .again, .recalled: break
      case .due(let state):
        if state.key.kind == Standing.kind { review(Standing(key: state.key.key, rows: state.rows), &desk) }
      }
    }
  }

  /// What waits stands on the sheet of the merchant's affairs.
  package func parts(ofWaiting fact: Fact) -> [(kind: Int, part: String)] {
    switch source(fact) {
    case .products, .rules, .manufacturers, .parties, .users, .providers: []
    case .merchants, .credit, .deposits, .approvals: [(0, text(fact, "merchant"))]
    }
  }

  package var questions: [Question] { [Question.products, Question.merchants] }
  package static let questionNames = [Question.products, Question.merchants].map(\.name)

  package func answer(_ question: Question, _ state: State, day: Day) -> [[String]] {
    switch question.name {
    case Question.products.name: [product(Product(key: state.key.key, rows: state.rows), day)]
    case Question.merchants.name: [merchant(Party(key: state.key.key, rows: state.rows), day)]
    default: []
    }
  }

  /// The number becomes a folder's name: letters, digits, `-` and `_`, beginning with a letter or digit, and none of the fixed parties.
  package static func isFolderName(_ number: String) -> Bool {
    guard let first = number.utf8.first, number.utf8.count <= 40, !fixed.contains(number) else { return false }
    func isPlain(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }
    return isPlain(first) && number.utf8.allSatisfy { isPlain($0) || $0 == 0x2D || $0 == 0x5F }
  }

  /// Parties that always exist, with the role of their own name.
  package static let fixed = ["platform", "finance", "applicants", "public"]
}
