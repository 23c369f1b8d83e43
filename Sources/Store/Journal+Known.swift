package import Flows
import GRDB
package import Ledger
import Tables
package import Values

/// What the store knows of a chunk's needs.
package struct Known: Sendable {
  package var states: [StateKey: State] = [:]
  package var groups: [Needs.Group: [StateKey]] = [:]
  package var kin: [Needs.Kin: [Fact]] = [:]
  package var balances: [AccountKey: Int64] = [:]
  package var holds: [Hold] = []
  package var entries: [StoredEntry] = []

  package init() {}

  /// Adds what a further fetch brought; what is known already stays.
  package mutating func add(_ more: Known) {
    states.merge(more.states) { known, _ in known }
    groups.merge(more.groups) { known, _ in known }
    kin.merge(more.kin) { known, _ in known }
    balances.merge(more.balances) { known, _ in known }
    holds += more.holds
    entries += more.entries
  }
}

/// An entry as the store holds it: by account, not by the numbers of any books.
package struct StoredEntry: Sendable {
  package var reference: Reference
  package var kind: String
  package var cause: String
  package var corrects: Reference?
  package var step: HoldStep?
  package var postings: [(key: AccountKey, amount: Int64)]
}

extension Journal {
  /// Fetches all of a chunk's needs in one read.
  package func known(
    _ needs: Needs, widths: [String: Int], feeds: [Feed]
  ) throws(Fault) -> Known {
    try read("known") { [names] database in
      var known = Known()
      try Journal.states(needs, widths, names, database, &known)
      try Journal.groups(needs, widths, names, database, &known)
      for kin in needs.kin { known.kin[kin] = try Journal.facts(kin, feeds, names, database) }
      known.holds = try Journal.holds(needs.holds, database)
      known.entries = try Journal.entries(needs.entries, names, database)
      // A hold comes with the balances it runs between.
      let accounts = known.holds.reduce(into: needs.accounts) { accounts, hold in
        for path in [hold.from, hold.held, hold.to] { accounts.insert(AccountKey(path, hold.unit)) }
      }
      let balance = try Prepared(database, "SELECT balance FROM account WHERE path = ? AND unit = ?")
      for key in accounts.sorted() {
        balance.bind(1, key.path.text)
        balance.bind(2, key.unit.code)
        known.balances[key] = 0
        while try balance.next() { known.balances[key] = balance.int64(0) }
      }
      return known
    }
  }

  private static func states(_ needs: Needs, _ widths: [String: Int], _ names: Names, _ database: Database, _ known: inout Known) throws {
    let statement = try Prepared(database, "SELECT family, rank, due, payload FROM state WHERE kind = ? AND key = ?")
    for key in needs.states.sorted() {
      guard let kind = names.id(of: key.kind), let width = widths[key.kind] else { continue }
      statement.bind(1, kind)
      statement.bind(2, key.key)
      while try statement.next() {
        known.states[key] = State(
          key, group: statement.optionalText(0), due: statement.isNull(2) ? nil : Moment(seconds: statement.int64(2)),
          rank: statement.int(1),
          rows: try rows(statement.blob(3), width: width, what: key.key))
      }
    }
  }

  private static func groups(_ needs: Needs, _ widths: [String: Int], _ names: Names, _ database: Database, _ known: inout Known) throws {
    // Left to itself SQLite walks the whole kind in the order of its keys: right for one group, ruinous for thousands.
    let statement = try Prepared(
      database, "SELECT key, rank, due, payload FROM state INDEXED BY state_family WHERE kind = ? AND family = ? ORDER BY key")
    for group in needs.groups {
      known.groups[group] = []
      guard let kind = names.id(of: group.kind), let width = widths[group.kind] else { continue }
      statement.bind(1, kind)
      statement.bind(2, group.group)
      while try statement.next() {
        let key = StateKey(group.kind, statement.text(0))
        known.groups[group]!.append(key)
        if known.states[key] != nil { continue }
        known.states[key] = State(
          key, group: group.group, due: statement.isNull(2) ? nil : Moment(seconds: statement.int64(2)), rank: statement.int(1),
          rows: try rows(statement.blob(3), width: width, what: key.key))
      }
    }
  }

  private static func facts(_ kin: Needs.Kin, _ feeds: [Feed], _ names: Names, _ database: Database) throws -> [Fact] {
    guard let feed = names.id(of: kin.feed), let index = feeds.firstIndex(where: { $0.name == kin.feed }) else { return [] }
    // The prefix's range in the identity index: up to the prefix followed by the highest character there is.
    let scopes = feeds[index].identity == .feed ? "scope = 0 AND" : "scope IN (SELECT id FROM name) AND"
    let statement = try Prepared(
      database,
      "SELECT id, party, file, row, since, payload FROM fact WHERE feed = ? AND \(scopes) key >= ? AND key < ? AND state < 2 ORDER BY key, id"
    )
    statement.bind(1, feed)
    statement.bind(2, kin.prefix)
    statement.bind(3, kin.prefix + "\u{10FFFF}")
    var found: [Fact] = []
    while try statement.next() {
      var batch = Batch(width: feeds[index].schema.width)
      guard Packed.read(statement.blob(5), into: &batch) else { throw damaged("fact \(statement.int64(0))") }
      found.append(
        Fact(
          id: statement.int64(0), feed: index, party: names.text(statement.int64(1)), file: statement.int64(2), rowNumber: statement.int(3),
          since: Day(number: Int32(statement.int64(4))), row: batch[0]))
    }
    return found
  }

  /// Every state of a kind, in the order of keys: a register read whole, for the program's own few: parties, accounts.
  package func states(kind: String, width: Int, from: String = "", limit: Int = .max) throws(Fault) -> [State] {
    try read("states") { [names] database in
      guard let id = names.id(of: kind) else { return [] }
      let statement = try Prepared(
        database, "SELECT key, family, rank, due, payload FROM state WHERE kind = ? AND key > ? ORDER BY key LIMIT ?")
      statement.bind(1, id)
      statement.bind(2, from)
      statement.bind(3, limit)
      var found: [State] = []
      while try statement.next() {
        let key = statement.text(0)
        found.append(
          State(
            StateKey(kind, key), group: statement.optionalText(1), due: statement.isNull(3) ? nil : Moment(seconds: statement.int64(3)),
            rank: statement.int(2), rows: try Journal.rows(statement.blob(4), width: width, what: key)))
      }
      return found
    }
  }

  package func state(_ key: StateKey, width: Int) throws(Fault) -> State? {
    var needs = Needs()
    needs.state(key.kind, key.key)
    return try known(needs, widths: [key.kind: width], feeds: []).states[key]
  }
}
