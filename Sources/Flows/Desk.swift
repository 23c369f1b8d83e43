package import Ledger
package import Tables
package import Values

/// Where a chunk is decided: what the flow asked for lies on it, what it decides is put on it. Pure memory; the store takes it up
/// whole, in one transaction. Facts later in the chunk see what earlier ones changed.
package struct Desk: Sendable {
  package let run: RunName
  package var day: Day { run.day }
  package var books: Books

  package private(set) var decisions: [Decision] = []
  package private(set) var lines: [Line] = []
  package private(set) var cells: [Batch]
  package private(set) var changed: Set<StateKey> = []
  package private(set) var removed: Set<StateKey> = []
  package private(set) var revisits: [Revisit] = []
  package private(set) var ended: [EndedConflict] = []
  /// Facts this desk put out of play.
  private var gone: Set<Int64> = []
  private var states: [StateKey: State]
  /// States put here, by their group: a chunk holds thousands, and a group is asked for often.
  private var joined: [Needs.Group: Set<StateKey>] = [:]
  private let groups: [Needs.Group: [StateKey]]
  private let kin: [Needs.Kin: [Fact]]

  package init(
    run: RunName, books: Books, lineKinds: [LineKind], states: [StateKey: State] = [:], groups: [Needs.Group: [StateKey]] = [:],
    kin: [Needs.Kin: [Fact]] = [:]
  ) {
    self.run = run
    self.books = books
    self.cells = lineKinds.map { Batch(width: max(1, $0.schema.width)) }
    self.states = states
    self.groups = groups
    self.kin = kin
  }

  // MARK: knowing

  package func state(_ key: StateKey) -> State? { states[key] }

  package func recall<Kind: Remembered>(_ kind: Kind.Type, _ key: String) -> Kind? {
    states[Kind.stateKey(key)].map { Kind(key: key, rows: $0.rows) }
  }

  /// The states of a group, in the order of their keys, as they stand now.
  package func group(_ kind: String, _ group: String) -> [State] {
    var keys = groups[Needs.Group(kind: kind, group: group)] ?? []
    for key in joined[Needs.Group(kind: kind, group: group)] ?? [] where !keys.contains(key) { keys.append(key) }
    return keys.sorted().compactMap { states[$0] }.filter { $0.group == group }
  }

  /// Facts of a feed whose key begins so, waiting or settled as of now.
  package func facts(of feed: String, keyPrefix: String) -> [Fact] {
    let found = kin[Needs.Kin(feed: feed, prefix: keyPrefix)] ?? []
    return gone.isEmpty ? found : found.filter { !gone.contains($0.id) }
  }

  // MARK: deciding

  package mutating func put(_ state: State) {
    states[state.key] = state
    if let group = state.group { joined[Needs.Group(kind: state.key.kind, group: group), default: []].insert(state.key) }
    changed.insert(state.key)
    removed.remove(state.key)
  }

  package mutating func remember(
    _ value: some Remembered, group: String? = nil, due: Moment? = nil, rank: Int = 0, to addressee: String? = nil
  ) {
    put(value.state(group: group, due: due, rank: rank, to: addressee))
  }

  package mutating func forget(_ key: StateKey) {
    states[key] = nil
    changed.remove(key)
    removed.insert(key)
  }

  /// A reason here is a notice its sender finds in the receipt: the number that was given.
  package mutating func settle(_ fact: Fact, _ notice: Reason? = nil, _ detail: String = "") {
    decisions.append(Decision(fact: fact.id, state: .settled, reason: notice, detail: detail))
  }

  /// Tried again every night, or not before the day of `wake`.
  package mutating func wait(_ fact: Fact, _ reason: Reason, _ detail: String = "", until wake: Moment? = nil) {
    decisions.append(Decision(fact: fact.id, state: .waiting, reason: reason, detail: detail, wake: wake))
  }

  package mutating func reject(_ fact: Fact, _ reason: Reason, _ detail: String = "") {
    decisions.append(Decision(fact: fact.id, state: .rejected, reason: reason, detail: detail))
    gone.insert(fact.id)
  }

  package mutating func conflict(_ fact: Fact, _ reason: Reason, _ detail: String = "") {
    decisions.append(Decision(fact: fact.id, state: .conflict, reason: reason, detail: detail))
    gone.insert(fact.id)
  }

  /// Asks for the settled facts of a party's feed from a moment on to be handed over again, in the next pass of this night.
  package mutating func revisit(feed: String, of party: String, from moment: Moment) {
    revisits.append(Revisit(feed: feed, party: party, from: moment))
  }

  /// Ends a conflict: the version with this digest waits to be decided, the others are put aside; none wins where the digest is nil.
  package mutating func endConflict(feed: String, key: String, winner digest: String?) {
    ended.append(EndedConflict(feed: feed, key: key, winner: digest))
  }

  package struct EndedConflict: Sendable {
    package var feed: String
    package var key: String
    package var winner: String?
  }

  package struct Revisit: Sendable {
    package var feed: String
    package var party: String
    package var from: Moment
  }

  /// Adds a line about a fact to a part's sheet; `fill` sets the cells of the row it is given.
  package mutating func line(_ kind: Int, part: String, fact: Fact, _ fill: (inout Batch, Int) -> Void) {
    line(kind, part: part, about: fact.id, fill)
  }

  /// Adds a line that no fact of this chunk brought about: a deadline did. It speaks of the fact with this number, an earlier one, or of none.
  package mutating func line(_ kind: Int, part: String, about fact: Int64?, _ fill: (inout Batch, Int) -> Void) {
    cells[kind].appendEmptyRow()
    let row = cells[kind].count - 1
    fill(&cells[kind], row)
    lines.append(Line(kind: kind, part: part, fact: fact ?? 0, row: row))
  }
}
