package import Ledger
import Values

/// What a flow must know to decide a chunk: states by key, groups of states in order, facts that share a key prefix, balances, holds and
/// entries by reference. The store answers all of it at once, and once more what the first answers point to (`Flow.follow`); a chunk is
/// asked for after the one before it was posted.
package struct Needs: Sendable {
  /// Facts of one feed whose business key begins with a prefix: all lines of a policy. Those waiting or settled.
  package struct Kin: Hashable, Sendable {
    package var feed: String
    package var prefix: String
  }

  package struct Group: Hashable, Sendable {
    package var kind: String
    package var group: String
  }

  package private(set) var states: Set<StateKey> = []
  package private(set) var groups: Set<Group> = []
  package private(set) var kin: Set<Kin> = []
  package private(set) var accounts: Set<AccountKey> = []
  package private(set) var holds: Set<Reference> = []
  package private(set) var entries: Set<Reference> = []

  package init() {}

  package mutating func state(_ kind: String, _ key: String) { states.insert(StateKey(kind, key)) }
  package mutating func state<Kind: Remembered>(_ kind: Kind.Type, _ key: String) { states.insert(Kind.stateKey(key)) }
  /// Every state of a kind that belongs to a group, in the order of their keys.
  package mutating func group(_ kind: String, _ group: String) { groups.insert(Group(kind: kind, group: group)) }
  package mutating func facts(of feed: String, keyPrefix: String) { kin.insert(Kin(feed: feed, prefix: keyPrefix)) }
  /// A balance is only needed where the chart sets a floor or the decision depends on it.
  package mutating func account(_ key: AccountKey) { accounts.insert(key) }
  /// A hold placed before, with the balances it runs between, so that it can be moved on.
  package mutating func hold(_ reference: Reference) { holds.insert(reference) }
  /// An entry posted before under this reference, if there is one: posting it again is then `alreadyPosted`, and other content `differs`.
  package mutating func entry(_ reference: Reference) { entries.insert(reference) }

  package var isEmpty: Bool {
    states.isEmpty && groups.isEmpty && kin.isEmpty && accounts.isEmpty && holds.isEmpty && entries.isEmpty
  }
}
