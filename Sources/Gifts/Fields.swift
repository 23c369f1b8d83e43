import Flows
import Tables
import Values

/// Cells of this flow's feeds by the names of their fields; which a feed must declare is checked once, before the night.
struct RowFields: Sendable {
  private let indexes: [String: Int]

  init(_ feed: Feed, needs: [String], _ settings: Setting) throws(Fault) {
    for name in needs where feed.schema.index(of: name) == nil {
      throw settings.wrong(
        "feeds/\(feed.name).csv no longer declares the field \(name)", "put its row back as shipped; other fields may go")
    }
    indexes = Dictionary(uniqueKeysWithValues: feed.schema.fields.enumerated().map { ($1.name, $0) })
  }

  func text(_ row: Batch.Row, _ name: String) -> String { indexes[name].flatMap { row.text($0) } ?? "" }
  func moment(_ row: Batch.Row, _ name: String) -> Moment? { indexes[name].flatMap { row.moment($0) } }
  func money(_ row: Batch.Row, _ name: String) -> Money? { indexes[name].flatMap { row.money($0) } }
  func rate(_ row: Batch.Row, _ name: String) -> Rate? { indexes[name].flatMap { row.rate($0) } }
  func integer(_ row: Batch.Row, _ name: String) -> Int64? { indexes[name].flatMap { row.integer($0) } }
}

/// The feeds, in the order in which what they bring is decided within a night; policies and deadlines have their places between them.
enum Source: String, CaseIterable, Sendable {
  case gifts, customers, shipments, redemptions
  case queries = "policy-queries"

  var rank: Int {
    switch self {
    case .gifts: 0
    case .customers: 20
    case .shipments: 60
    case .redemptions: 65
    case .queries: 90
    }
  }

  static let couponRank = 80
  static let queueRank = 95

  var needs: [String] {
    switch self {
    case .gifts:
      [
        "gift", "gift-name", "kind", "category", "price", "face", "stock", "provider", "action", "restock", "tax-rate", "coupons",
        "valid-days", "branches", "aliases",
      ]
    case .customers: ["identity", "policy", "action", "reason"]
    case .shipments: ["tracking", "policy", "gift-name", "quantity", "act", "accepted"]
    case .redemptions: ["coupon", "used-at"]
    case .queries: ["query", "policy", "plate", "identity", "mobile"]
    }
  }
}
