import Flows
import Store
import Tables
import Values

/// What a party may act as: its own name for those that always exist, else what its registration says.
enum Roles {
  static let fixed: Set<String> = ["platform", "finance", "applicants", "public"]

  /// Whether a party may drop a feed on a day.
  enum Dropping {
    case allowed
    /// Nobody registered it, or its role may but the access that goes with the role is not granted yet: the file waits.
    case waits(Reason)
    case never(roles: [String])
  }

  static func dropping(_ party: String, _ feed: String, _ house: House, _ day: Day, _ store: Journal) throws(Fault) -> Dropping {
    if fixed.contains(party) { return house.access.mayDrop(feed, roles: [party]) ? .allowed : .never(roles: [party]) }
    guard let registered = try register(party, store) else { return .waits(NightReasons.partyUnknown) }
    let inForce = registered.rolesInForce(on: day, open: house.openRoles)
    if house.access.mayDrop(feed, roles: inForce) { return .allowed }
    let lacking = registered.roles.filter { !inForce.contains($0) && house.access.mayDrop(feed, roles: [$0]) }
    if lacking.isEmpty { return .never(roles: registered.roles) }
    return .waits(lacking.contains("supplier") ? NightReasons.noSupplierAccess : NightReasons.noCreditLine)
  }

  /// Nil when nobody registered it.
  static func of(_ party: String, _ store: Journal) throws(Fault) -> [String]? {
    if fixed.contains(party) { return [party] }
    return try register(party, store)?.roles
  }

  static func register(_ party: String, _ store: Journal) throws(Fault) -> Party? {
    try store.state(Party.stateKey(party), width: Party.width).map { Party(key: party, rows: $0.rows) }
  }

  /// Every registered party.
  static func all(_ store: Journal) throws(Fault) -> [Party] {
    try store.states(kind: Party.kind, width: Party.width).map { Party(key: $0.key.key, rows: $0.rows) }
  }
}
