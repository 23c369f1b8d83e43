import Flows
import Tables
import Values

/// One row of a goods supplier's register: a parcel sent, accepted, or come back. (domain.md 1.16, 1.17)
struct Shipment {
  enum Act: String, CaseIterable {
    case sent = "发货"
    case accepted = "签收"
    case returned = "退回"

    var step: Int {
      switch self {
      case .sent: 0
      case .accepted: 1
      case .returned: 2
      }
    }
  }

  let fact: Fact
  let tracking: String
  let policy: String
  let name: String
  let act: Act
  /// Of an acceptance, what was accepted.
  let quantity: Int64

  init(_ fact: Fact, _ fields: RowFields) {
    self.fact = fact
    tracking = fields.text(fact.row, "tracking")
    policy = fields.text(fact.row, "policy")
    name = fields.text(fact.row, "gift-name")
    act = Act(rawValue: fields.text(fact.row, "act")) ?? .sent
    let sent = fields.integer(fact.row, "quantity") ?? 0
    quantity = act == .accepted ? fields.integer(fact.row, "accepted") ?? sent : sent
  }
}
