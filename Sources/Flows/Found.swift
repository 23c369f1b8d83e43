/// The states a flow's first needs brought, for it to say what they point to. It holds no balances, holds or facts: only what names others.
package struct Found: Sendable {
  package let run: RunName
  private let states: [StateKey: State]
  private let groups: [Needs.Group: [StateKey]]

  package init(_ states: [StateKey: State], groups: [Needs.Group: [StateKey]] = [:], run: RunName) {
    self.states = states
    self.groups = groups
    self.run = run
  }

  package func state(_ key: StateKey) -> State? { states[key] }

  /// The states of a group, in the order of their keys.
  package func group(_ kind: String, _ group: String) -> [State] {
    (groups[Needs.Group(kind: kind, group: group)] ?? []).sorted().compactMap { states[$0] }
  }

  package func recall<Kind: Remembered>(_ kind: Kind.Type, _ key: String) -> Kind? {
    states[Kind.stateKey(key)].map { Kind(key: key, rows: $0.rows) }
  }
}
