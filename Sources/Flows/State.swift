package import Tables
package import Values

/// Names a state: its kind (a register, an accumulator, a backlog) and its key within the kind.
package struct StateKey: Hashable, Sendable, Comparable {
  package var kind: String
  package var key: String

  package init(_ kind: String, _ key: String) {
    self.kind = kind
    self.key = key
  }

  package static func < (left: StateKey, right: StateKey) -> Bool { (left.kind, left.key) < (right.kind, right.key) }
}

/// What a flow remembers between facts: an entry of a register, a running sum, a thing with a deadline.
/// It changes in the same transaction as the money it belongs to.
package struct State: Sendable {
  package var key: StateKey
  /// States that are handed over together, in the order of their keys: the backlog of a gift, a payee's month.
  package var group: String?
  /// When the night must hand it to its flow: by the end of that business day.
  package var due: Moment?
  /// Its place among facts and other dues of the same night.
  package var rank: Int
  /// The flow its due is handed to; nil: the one that puts it. One that comes later the same night is handed it that night.
  package var addressee: String?
  /// Typed rows of the kind's shape, one or several.
  package var rows: Batch

  package init(_ key: StateKey, group: String? = nil, due: Moment? = nil, rank: Int = 0, to addressee: String? = nil, rows: Batch) {
    self.key = key
    self.group = group
    self.due = due
    self.rank = rank
    self.addressee = addressee
    self.rows = rows
  }
}

/// A value type kept as a state: the shared registers and a flow's own kinds conform.
package protocol Remembered: Sendable {
  static var kind: String { get }
  /// Columns of its rows.
  static var width: Int { get }
  var key: String { get }
  init(key: String, rows: Batch)
  func write(to rows: inout Batch)
}

extension Remembered {
  package static func stateKey(_ key: String) -> StateKey { StateKey(kind, key) }

  package func state(group: String? = nil, due: Moment? = nil, rank: Int = 0, to addressee: String? = nil) -> State {
    var rows = Batch(width: Self.width)
    write(to: &rows)
    return State(StateKey(Self.kind, key), group: group, due: due, rank: rank, to: addressee, rows: rows)
  }
}
