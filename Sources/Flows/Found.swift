/// The states a flow's first needs brought, for it to say what they point to. It holds no balances, holds or facts: only what names others.
package struct Found: Sendable {
  package let run: RunName
  private let states: [StateKey: State]

  package init(_ states: [StateKey: State], run: RunName) {
    self.states = states
    self.run = run
  }

  package func state(_ key: StateKey) -> State? { states[key] }

  package func recall<Kind: Remembered>(_ kind: Kind.Type, _ key: String) -> Kind? {
    states[Kind.stateKey(key)].map { Kind(key: key, rows: $0.rows) }
  }
}
