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
