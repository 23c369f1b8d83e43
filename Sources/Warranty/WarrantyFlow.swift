package import Flows
package import Ledger
import Rules
package import Tables
package import Values

/// Extended warranties (通用延保): manufacturers enter what they sell, are shown cases and clauses, choose, and a product is made of it with a QR code and
/// a terms page; orders come paid, are recorded, cancelled, asked about, repaired under, and counted. Each manufacturer's own, beside the others in
/// one system. (S4; domain.md A4, B5)
package struct WarrantyFlow: Flow {
  package let name = "warranty"
  package let feeds: [Feed]
  package let publishes = [WarrantyProduct.kind, WarrantyOrder.kind]
  package let reads = [Party.kind]
  package let lines = WarrantyLine.kinds
  package let sheets: [Sheet]
  package let states = [MainProduct.register, Demand.register, WarrantyProduct.register, WarrantyOrder.register]
  package let accounts = WarrantyAccounts.patterns
  package let reasons = WarrantyReasons.all
  package let questions = [Question.warranty]

  let terms: Terms
  let windows: WindowTable
  let splits: SplitTable
  let similarity: SimilarityTable
  private let fields: [RowFields]

  /// Widths of the kinds of state it keeps.
  package static let kinds = [
    MainProduct.kind: MainProduct.width, Clause.kind: Clause.width, Demand.kind: Demand.width, WarrantyProduct.kind: WarrantyProduct.width,
    WarrantyOrder.kind: WarrantyOrder.width, CoveredSerial.kind: CoveredSerial.width, UsedPayment.kind: UsedPayment.width,
    KnownRepair.kind: KnownRepair.width, SoldCount.kind: SoldCount.width,
  ]

  /// Its feeds, in the order in which what they bring is decided within a night: registers, orders, what ends them, what is asked of them.
  enum Source: String, CaseIterable {
    case clauses
    case mainProducts = "main-products"
    case demands = "warranty-demands"
    case choices = "warranty-choices"
    case sales = "main-product-sales"
    case orders = "warranty-orders"
    case repairs
    case cancellations = "warranty-cancellations"
    case queries = "warranty-queries"

    var rank: Int { Source.allCases.firstIndex(of: self)! }
    var needs: [String] {
      switch self {
      case .clauses: ["clause", "category", "type", "title", "text"]
      case .mainProducts: ["model", "brand", "name", "category", "price", "months", "launched"]
      case .demands: ["demand", "model", "months", "price", "text"]
      case .choices:
        ["product", "demand", "model", "months", "effect", "price", "clauses", "own-terms", "coverage", "fixed", "limit", "type", "title"]
      case .sales: ["model", "period", "quantity"]
      case .orders:
        [
          "order", "product", "name", "mobile", "device", "bought", "method", "payment-state", "paid", "payment", "ordered", "kind",
          "channel", "model", "repair-days", "correction",
        ]
      case .repairs: ["repair", "device", "mobile", "reported", "cost"]
      case .cancellations: ["order", "day", "reason"]
      case .queries: ["query", "mobile", "device"]
      }
    }
  }

  package init(_ pipeline: Pipeline) throws(Fault) {
    var feeds: [Feed] = []
    var fields: [RowFields] = []
    for source in Source.allCases {
      let feed = try pipeline.feed(source.rawValue)
      feeds.append(feed)
      fields.append(try RowFields(feed, needs: source.needs, pipeline.settings))
    }
    self.feeds = feeds
    self.fields = fields
    terms = try Terms(pipeline.settings)
    windows = try WindowTable(pipeline.table("windows"))
    splits = try SplitTable(pipeline.table("split"))
    similarity = try SimilarityTable(pipeline.table("similarity"))
    var sheets: [Sheet] = []
    for draft in pipeline.sheets {
      sheets.append(try draft.bound(to: lines, states: states, facts: feeds.map(\.schema), questions: [Question.warranty]))
    }
    self.sheets = sheets
  }

  static func source(_ fact: Fact) -> Source { Source.allCases[fact.feed] }
  func fields(_ fact: Fact) -> RowFields { fields[fact.feed] }
  func text(_ fact: Fact, _ name: String) -> String { fields(fact).text(fact.row, name) }

  /// Registers first; orders by the time they were placed, what ends them by its day.
  package func order(of row: Batch.Row, feed: Int) -> Order {
    let (source, fields) = (Source.allCases[feed], fields[feed])
    let at: Moment? =
      switch source {
      case .orders: fields.moment(row, "ordered") ?? fields.date(row, "bought").map { Moment($0) }
      case .repairs: fields.date(row, "reported").map { Moment($0) }
      case .cancellations: fields.date(row, "day").map { Moment($0) }
      case .clauses, .mainProducts, .demands, .choices, .sales, .queries: nil
      }
    return Order(rank: source.rank, at: at ?? Moment(seconds: 0))
  }

  package func decide(_ items: [Item], _ desk: inout Desk) {
    var library: Library?
    var shelf: [String: WarrantyProduct] = [:]
    for item in items {
      guard case .fact(let fact) = item else { continue }
      switch WarrantyFlow.source(fact) {
      case .clauses: keepClause(fact, &desk)
      case .mainProducts: keepMainProduct(fact, &desk)
      case .demands: suggest(fact, &library, &desk)
      case .choices: make(fact, &desk)
      case .sales: countSold(fact, &desk)
      case .orders: order(fact, &shelf, &desk)
      case .repairs: repair(fact, &desk)
      case .cancellations: cancel(fact, &desk)
      case .queries: answer(fact, &desk)
      }
    }
  }

  package func parts(ofWaiting fact: Fact) -> [(kind: Int, part: String)] {
    switch WarrantyFlow.source(fact) {
    case .demands: [(WarrantyLine.suggestion.rawValue, fact.party)]
    case .orders, .cancellations: [(WarrantyLine.order.rawValue, fact.party)]
    case .clauses, .mainProducts, .choices, .sales, .repairs, .queries: []
    }
  }
}
