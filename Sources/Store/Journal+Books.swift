package import Flows
import GRDB
package import Ledger
package import Values

/// The ledger read back: balances, movements, entries. Nothing is posted here.
extension Journal {
  package struct AccountBalance: Sendable {
    package var path: String
    package var unit: Unit
    package var before: Int64
    package var debit: Int64
    package var credit: Int64
    package var after: Int64 { before + debit - credit }
  }

  /// Every account as of the end of a run: its balance before, what the run moved, and after. `run` nil: as of now, all movement.
  package func accounts(upTo run: RunRecord?) throws(Fault) -> [AccountBalance] {
    try read("accounts") { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT a.path, a.unit, a.places,
            COALESCE((SELECT SUM(m.debit - m.credit) FROM movement m WHERE m.account = a.id AND m.run < ?1), 0),
            COALESCE((SELECT SUM(m.debit) FROM movement m WHERE m.account = a.id AND m.run = ?1), 0),
            COALESCE((SELECT SUM(m.credit) FROM movement m WHERE m.account = a.id AND m.run = ?1), 0)
          FROM account a ORDER BY a.path, a.unit
          """, arguments: [run?.id ?? Int64.max]
      ).map { AccountBalance(path: $0[0], unit: Unit(code: $0[1], places: $0[2]), before: $0[3], debit: $0[4], credit: $0[5]) }
    }
  }

  /// Every account with all it ever moved up to the end of a day, or to now.
  package func balances(upTo day: Day?) throws(Fault) -> [AccountBalance] {
    try read("balances") { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT a.path, a.unit, a.places, COALESCE(SUM(m.debit), 0), COALESCE(SUM(m.credit), 0)
          FROM account a JOIN movement m ON m.account = a.id JOIN run r ON r.id = m.run WHERE ?1 IS NULL OR r.day <= ?1
          GROUP BY a.id ORDER BY a.path, a.unit
          """, arguments: [day?.number]
      ).map { AccountBalance(path: $0[0], unit: Unit(code: $0[1], places: $0[2]), before: 0, debit: $0[3], credit: $0[4]) }
    }
  }

  package func account(_ path: AccountPath, _ unit: Unit, run: RunRecord) throws(Fault) -> AccountBalance {
    try read("account") { database in
      let row = try Row.fetchOne(
        database,
        sql: """
          SELECT COALESCE((SELECT SUM(m.debit - m.credit) FROM movement m WHERE m.account = a.id AND m.run < ?1), 0),
            COALESCE((SELECT SUM(m.debit) FROM movement m WHERE m.account = a.id AND m.run = ?1), 0),
            COALESCE((SELECT SUM(m.credit) FROM movement m WHERE m.account = a.id AND m.run = ?1), 0)
          FROM account a WHERE a.path = ?2 AND a.unit = ?3
          """, arguments: [run.id, path.text, unit.code])
      return AccountBalance(path: path.text, unit: unit, before: row?[0] ?? 0, debit: row?[1] ?? 0, credit: row?[2] ?? 0)
    }
  }

  /// All accounts below a path, together: before a run, what it moved, after it.
  package func accounts(under path: AccountPath, _ unit: Unit, run: RunRecord) throws(Fault) -> AccountBalance {
    try read("accounts") { database in
      // `;` is the character behind `:`: the range of the paths that begin with this one and a further segment.
      let row = try Row.fetchOne(
        database,
        sql: """
          SELECT SUM(IIF(m.run < ?1, m.debit - m.credit, 0)), SUM(IIF(m.run = ?1, m.debit, 0)), SUM(IIF(m.run = ?1, m.credit, 0))
          FROM account a JOIN movement m ON m.account = a.id AND m.run <= ?1
          WHERE a.path > ?2 || ':' AND a.path < ?2 || ';' AND a.unit = ?3
          """, arguments: [run.id, path.text, unit.code])
      return AccountBalance(path: path.text, unit: unit, before: row?[0] ?? 0, debit: row?[1] ?? 0, credit: row?[2] ?? 0)
    }
  }

  /// The balance every account holds by its own column, against what its postings add up to: empty when they agree.
  package func driftingAccounts() throws(Fault) -> [String] {
    try read("accounts") {
      try String.fetchAll(
        $0,
        sql: """
          SELECT a.path FROM account a LEFT JOIN (SELECT account, SUM(amount) AS sum FROM posting GROUP BY account) p ON p.account = a.id
          WHERE a.balance <> COALESCE(p.sum, 0)
          """)
    }
  }

  /// The same for a run alone, in the time of the run and not of all history: what its postings add up to is what it says it moved, and the
  /// accounts it moved hold what all runs moved.
  package func driftingAccounts(run: RunRecord) throws(Fault) -> [String] {
    try read("accounts") {
      try String.fetchAll(
        $0,
        sql: """
          SELECT a.path FROM movement m JOIN account a ON a.id = m.account
          LEFT JOIN (
            SELECT p.account, SUM(p.amount) AS sum FROM entry e JOIN posting p ON p.entry = e.id WHERE e.run = ?1 GROUP BY p.account
          ) s ON s.account = m.account
          WHERE m.run = ?1 AND (m.debit - m.credit <> COALESCE(s.sum, 0)
            OR a.balance <> (SELECT SUM(o.debit - o.credit) FROM movement o WHERE o.account = m.account))
          ORDER BY a.path
          """, arguments: [run.id])
    }
  }

  package struct BookedRow: Sendable {
    package var id: Int64
    package var run: RunName
    package var reference: String
    package var kind: String
    package var cause: String
    package var corrects: String?
    package var hold: String?
    package var postings: [(path: String, unit: Unit, amount: Int64)]
  }

  /// Goes through the entries in order, up to a day or all; or those of one cause.
  package func eachEntry(upTo day: Day? = nil, cause: String? = nil, _ body: (BookedRow) throws -> Void) throws(Fault) {
    try read("entries") { [names] database in
      let statement = try Prepared(
        database,
        """
        SELECT e.id, r.day, r.number, e.reference, e.kind, e.cause, e.corrects, e.hold, a.path, a.unit, a.places, p.amount
        FROM entry e JOIN run r ON r.id = e.run JOIN posting p ON p.entry = e.id JOIN account a ON a.id = p.account
        WHERE (?1 IS NULL OR r.day <= ?1) AND (?2 IS NULL OR e.cause = ?2) ORDER BY e.id, p.number
        """)
      statement.bind(1, day.map { Int64($0.number) })
      statement.bind(2, cause)
      var booked: BookedRow?
      while try statement.next() {
        let id = statement.int64(0)
        if booked?.id != id {
          if let done = booked { try body(done) }
          booked = BookedRow(
            id: id, run: RunName(day: Day(number: Int32(statement.int64(1))), number: statement.int(2)), reference: statement.text(3),
            kind: names.text(statement.int64(4)), cause: statement.text(5), corrects: statement.optionalText(6),
            hold: statement.optionalText(7),
            postings: [])
        }
        booked!.postings.append((statement.text(8), Unit(code: statement.text(9), places: statement.int(10)), statement.int64(11)))
      }
      if let done = booked { try body(done) }
    }
  }
}
