package import Flows
import Foundation
import GRDB
import Ledger
import Tables
package import Values

/// A decided chunk taken up whole: verdicts, entries, states, lines, in one transaction.
extension Journal {
  /// Takes a desk up whole, in one transaction: verdicts, entries, balances, holds, states, lines, their sums, statistics, and where matching stands.
  /// A kill before it leaves everything as it was; after it, everything is there.
  package func post(
    _ desk: inout Desk, facts: [Fact], flow: any Flow, models: [StatisticsModel] = [], run: inout RunRecord, cursor: MatchCursor
  ) throws(Fault) {
    let changes = desk.books.takeChanges()
    let (runID, pass, done) = (run.id, run.pass, desk)
    try write("post chunk") { [names] database in
      try Journal.decide(done.decisions, facts, flow, runID, names, database)
      try Journal.book(changes, done.books, runID, names, database)
      try Journal.keep(done, flow, runID, pass, names, database)
      try Journal.lines(done, flow, runID, names, database)
      try Journal.collect(done, facts, flow, models, runID, names, database)
      for ended in done.ended { try Journal.end(ended, runID, names, database) }
      for revisit in done.revisits { try Journal.note(revisit, flow: flow.name, runID, pass, names, database) }
      try database.execute(sql: "UPDATE run SET cursor = ? WHERE id = ?", arguments: [Data(cursor.bytes), runID])
    }
    run.cursor = cursor
  }

  /// Ends a conflict between versions that all stand still: the one chosen waits again and holds the key, the rest give way.
  private static func end(_ conflict: Desk.EndedConflict, _ run: Int64, _ names: Names, _ database: Database) throws {
    guard let feed = names.id(of: conflict.feed) else { return }
    let versions = try Row.fetchAll(
      database, sql: "SELECT id, digest, amount, state FROM fact WHERE feed = ? AND key = ? AND state IN (?, 12) ORDER BY id",
      arguments: [feed, conflict.key, contested])
    // A version refused against a settled one is no part of a conflict that can be ended: settled lines stay.
    guard versions.contains(where: { $0[3] as Int == contested }) else { return }
    let winner = versions.last { version in
      conflict.winner.map { $0.count >= 12 && Digest(bytes: Array(version[1] as Data))?.hex.hasPrefix($0) == true } ?? false
    }
    for version in versions where version[0] as Int64 != winner?[0] {
      try database.execute(
        sql: "UPDATE fact SET state = ?, reason = NULL, detail = '', run = ? WHERE id = ?",
        arguments: [Fact.State.replaced.rawValue, run, version[0] as Int64])
    }
    guard let winner else { return }
    try database.execute(
      sql: "UPDATE fact SET state = 0, reason = NULL, detail = '', run = NULL WHERE id = ?", arguments: [winner[0] as Int64])
    try count(run, conflict.feed, "resumed", rows: 1, amount: winner[2], database)
  }

  /// Notes the settled facts a flow wants to see again. Asked for twice in a pass, they are handed over once.
  private static func note(
    _ revisit: Desk.Revisit, flow: String, _ run: Int64, _ pass: Int, _ names: Names, _ database: Database
  ) throws {
    guard let feed = names.id(of: revisit.feed), let party = names.id(of: revisit.party) else { return }
    try database.execute(
      sql: """
        INSERT OR IGNORE INTO again (run, flow, pass, rank, at, key, fact)
        SELECT ?1, ?2, ?3, rank, at, key, id FROM fact WHERE feed = ?4 AND party = ?5 AND state = 1 AND at >= ?6
        """, arguments: [run, try names.id(flow, database), pass + 1, feed, party, revisit.from.seconds])
  }

  /// Begins the next pass over dues of the flow whose turn it is.
  package func beginPass(_ run: inout RunRecord) throws(Fault) {
    let (id, pass) = (run.id, run.pass + 1)
    try write("begin pass") { try $0.execute(sql: "UPDATE run SET pass = ?, cursor = NULL WHERE id = ?", arguments: [pass, id]) }
    run.pass = pass
    run.cursor = nil
  }

  private static func decide(
    _ decisions: [Decision], _ facts: [Fact], _ flow: any Flow, _ run: Int64, _ names: Names, _ database: Database
  ) throws {
    let known = Dictionary(uniqueKeysWithValues: facts.map { ($0.id, $0) })
    let settle = try Prepared(database, "UPDATE fact SET state = ?, reason = ?, detail = ?, run = ? WHERE id = ? AND state = 0")
    let wait = try Prepared(database, "UPDATE fact SET reason = ?, detail = ?, wake = ? WHERE id = ? AND state = 0")
    struct Bucket: Hashable {
      var feed: Int
      var state: Fact.State
    }
    var tally: [Bucket: (rows: Int, amount: Int64)] = [:]
    for decision in decisions {
      let reason = try decision.reason.map { try names.id($0.code, database) }
      if decision.state == .waiting {
        wait.bind(1, reason)
        wait.bind(2, decision.detail)
        wait.bind(3, decision.wake?.seconds)
        wait.bind(4, decision.fact)
        try wait.run()
        continue
      }
      settle.bind(1, decision.state.rawValue)
      settle.bind(2, reason)
      settle.bind(3, decision.detail.isEmpty ? nil : decision.detail)
      settle.bind(4, run)
      settle.bind(5, decision.fact)
      try settle.run()
      guard let fact = known[decision.fact] else { continue }
      let bucket = Bucket(feed: fact.feed, state: decision.state)
      let sum = tally[bucket] ?? (0, 0)
      tally[bucket] = (sum.rows + 1, sum.amount + (flow.feeds[fact.feed].amount.flatMap { fact.row.money($0) }?.minor ?? 0))
    }
    for (bucket, sum) in tally {
      try count(run, flow.feeds[bucket.feed].name, "\(bucket.state)", rows: sum.rows, amount: sum.amount, database)
    }
  }

  private static func book(_ changes: Changes, _ books: Books, _ run: Int64, _ names: Names, _ database: Database) throws {
    guard !changes.entries.isEmpty else { return }
    var ids: [AccountID: Int64] = [:]
    var moved: [AccountID: (debit: Int64, credit: Int64)] = [:]
    var next = try Int64.fetchOne(database, sql: "SELECT COALESCE(MAX(id), 0) FROM entry")!
    let entries = try Prepared(
      database, "INSERT INTO entry (id, run, reference, kind, cause, hold, step, corrects) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
    let postings = try Prepared(database, "INSERT INTO posting (entry, number, account, amount) VALUES (?, ?, ?, ?)")
    for delta in changes.deltas { ids[delta.account] = try move(books, delta.account, delta.amount, database) }
    for entry in changes.entries {
      next += 1
      entries.bind(1, next)
      entries.bind(2, run)
      entries.bind(3, entry.reference.text)
      entries.bind(4, try names.id(entry.kind, database))
      entries.bind(5, entry.cause)
      entries.bind(6, entry.step?.hold.text)
      entries.bind(7, entry.step.map { "\($0.action)" })
      entries.bind(8, entry.corrects?.text)
      try entries.run()
      for (number, posting) in entry.postings.enumerated() {
        let account = try ids[posting.account] ?? move(books, posting.account, 0, database)
        ids[posting.account] = account
        postings.bind(1, next)
        postings.bind(2, number + 1)
        postings.bind(3, account)
        postings.bind(4, posting.amount)
        try postings.run()
        if posting.amount > 0 {
          moved[posting.account, default: (0, 0)].debit += posting.amount
        } else {
          moved[posting.account, default: (0, 0)].credit -= posting.amount
        }
      }
    }
    let movement = try Prepared(
      database,
      """
      INSERT INTO movement (run, account, debit, credit) VALUES (?, ?, ?, ?)
      ON CONFLICT (run, account) DO UPDATE SET debit = debit + excluded.debit, credit = credit + excluded.credit
      """)
    for (account, sums) in moved {
      movement.bind(1, run)
      movement.bind(2, ids[account]!)
      movement.bind(3, sums.debit)
      movement.bind(4, sums.credit)
      try movement.run()
    }
    for hold in changes.holds { try keep(hold, run, database) }
  }

  /// Moves an account's balance, opening the account the first time; its number.
  private static func move(_ books: Books, _ account: AccountID, _ amount: Int64, _ database: Database) throws -> Int64 {
    let key = books[account]
    let move = try Prepared(database, "UPDATE account SET balance = balance + ? WHERE path = ? AND unit = ? RETURNING id")
    move.bind(1, amount)
    move.bind(2, key.path.text)
    move.bind(3, key.unit.code)
    var id: Int64?
    while try move.next() { id = move.int64(0) }
    if let id { return id }
    guard case .rule(let rule) = books.chart.finding(for: key) else { throw damaged("account \(key.path.text)") }
    try database.execute(
      sql: "INSERT INTO account (path, unit, places, side, floored, balance) VALUES (?, ?, ?, ?, ?, ?)",
      arguments: [key.path.text, key.unit.code, key.unit.places, rule.side == .debit ? 1 : -1, rule.hasFloor ? 1 : 0, amount])
    return database.lastInsertedRowID
  }

  private static func keep(_ hold: Hold, _ run: Int64, _ database: Database) throws {
    try database.execute(
      sql: """
        INSERT INTO hold (reference, source, held, target, unit, amount, posted, state, due, placed, resolved)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (reference) DO UPDATE SET posted = excluded.posted, state = excluded.state, resolved = excluded.resolved
        """,
      arguments: [
        hold.reference.text, hold.from.text, hold.held.text, hold.to.text, hold.unit.code, hold.amount, hold.posted, "\(hold.state)",
        hold.due?.seconds, run, hold.state == .open ? nil : run,
      ])
  }

  private static func keep(_ desk: Desk, _ flow: any Flow, _ run: Int64, _ pass: Int, _ names: Names, _ database: Database) throws {
    guard !desk.changed.isEmpty || !desk.removed.isEmpty else { return }
    let flowID = try names.id(flow.name, database)
    for kind in Set(desk.changed.map(\.kind)).union(desk.removed.map(\.kind)).sorted() {
      try database.execute(
        sql: "INSERT OR IGNORE INTO touched (run, kind) VALUES (?, ?)", arguments: [run, try names.id(kind, database)])
    }
    let listed = Set(flow.states.map(\.name) + flow.questions.map(\.kind))
    var groups: Set<StateKey> = []
    let put = try Prepared(
      database,
      """
      INSERT INTO state (kind, key, flow, family, rank, due, payload, due_run, due_pass) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (kind, key) DO UPDATE SET flow = excluded.flow, family = excluded.family, rank = excluded.rank, due = excluded.due,
        payload = excluded.payload, due_run = IIF(due IS excluded.due, due_run, excluded.due_run),
        due_pass = IIF(due IS excluded.due, due_pass, excluded.due_pass)
      """)
    for key in desk.changed.sorted() {
      guard let state = desk.state(key) else { continue }
      put.bind(1, try names.id(key.kind, database))
      put.bind(2, key.key)
      put.bind(3, try state.addressee.map { try names.id($0, database) } ?? flowID)
      put.bind(4, state.group)
      put.bind(5, state.rank)
      put.bind(6, state.due?.seconds)
      put.bind(7, blob: bytes(state.rows))
      put.bind(8, run)
      // What is addressed to another flow is new to it, in whichever pass of tonight it meets it.
      put.bind(9, state.addressee.map { $0 == flow.name } ?? true ? pass : -1)
      try put.run()
      if listed.contains(key.kind) { groups.insert(StateKey(key.kind, state.group ?? "")) }
    }
    try noteChanged(groups, run, names, database)
    for key in desk.removed.sorted() {
      try database.execute(sql: "DELETE FROM state WHERE kind = ? AND key = ?", arguments: [try names.id(key.kind, database), key.key])
    }
  }

  private static func lines(_ desk: Desk, _ flow: any Flow, _ run: Int64, _ names: Names, _ database: Database) throws {
    guard !desk.lines.isEmpty else { return }
    struct PartKey: Hashable {
      var kind: Int
      var part: String
    }
    struct End {
      var key: PartKey
      var kind: Int64
      var part: Int64
      var number: Int
      var sums: [Int64]
    }
    let insert = try Prepared(database, "INSERT INTO line (run, kind, part, number, fact, payload) VALUES (?, ?, ?, ?, ?, ?)")
    // By part the place of its end, which is then added to without being looked for.
    var places: [PartKey: Int] = [:]
    var ends: [End] = []
    var packed: [UInt8] = []
    for line in desk.lines {
      let key = PartKey(kind: line.kind, part: line.part)
      let totals = flow.lines[line.kind].totals
      let place = places[key] ?? ends.count
      if place == ends.count {
        let (kind, part) = (try names.id(Journal.lineName(flow, line.kind), database), try names.id(line.part, database))
        let rows = try Int.fetchOne(
          database, sql: "SELECT rows FROM part WHERE run = ? AND kind = ? AND part = ?", arguments: [run, kind, part])
        places[key] = place
        ends.append(End(key: key, kind: kind, part: part, number: rows ?? 0, sums: Array(repeating: 0, count: totals.count)))
      }
      ends[place].number += 1
      packed.removeAll(keepingCapacity: true)
      Packed.append(desk.cells[line.kind], line.row, to: &packed)
      insert.bind(1, run)
      insert.bind(2, ends[place].kind)
      insert.bind(3, ends[place].part)
      insert.bind(4, ends[place].number)
      insert.bind(5, line.fact)
      insert.bind(6, blob: packed)
      try insert.run()
      for (index, column) in totals.enumerated() {
        let datum = desk.cells[line.kind][line.row, column]
        if datum.tag != .text { ends[place].sums[index] += datum.bits }
      }
    }
    for end in ends {
      try database.execute(
        sql:
          "INSERT INTO part (run, kind, part, rows) VALUES (?, ?, ?, ?) ON CONFLICT (run, kind, part) DO UPDATE SET rows = excluded.rows",
        arguments: [run, end.kind, end.part, end.number])
      for (index, column) in flow.lines[end.key.kind].totals.enumerated() {
        try database.execute(
          sql: """
            INSERT INTO part_total (run, kind, part, field, amount) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (run, kind, part, field) DO UPDATE SET amount = amount + excluded.amount
            """, arguments: [run, end.kind, end.part, column, end.sums[index]])
      }
    }
  }

  /// Lines of two flows may have the same name; in the store they do not.
  static func lineName(_ flow: any Flow, _ kind: Int) -> String { "\(flow.name)/\(flow.lines[kind].name)" }
}
