import Flows
import Store
import Values

/// What a party may act as: its own name for those that always exist, else what its registration says.
enum Roles {
  static let fixed: Set<String> = ["platform", "finance", "applicants", "public"]

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
