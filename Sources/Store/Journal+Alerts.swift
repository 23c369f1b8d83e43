import Flows
import GRDB
package import Values

/// What people are to hear of, or were told: so that a run that is killed neither loses a message nor repeats all of them.
package struct AlertRecord: Sendable, Equatable {
  package var identity: String
  package var code: String
  package var weight: String
  package var place: String
  package var cause: String
  package var remedy: String
  /// An event of a night; anything else stands until it is over.
  package var passes: Bool
  /// The business days it was first and last raised.
  package var since: Day
  package var raised: Day
  /// The business day it was last told, and how heavy it was then.
  package var told: Day?
  package var toldWeight: String?
  /// The business day it was found to be over.
  package var over: Day?
  /// Attempts to tell it that are not known to have succeeded; why the last of them failed.
  package var attempts = 0
  package var failure: String?

  package init(
    identity: String, code: String, weight: String, place: String, cause: String, remedy: String, passes: Bool, since: Day, raised: Day
  ) {
    self.identity = identity
    self.code = code
    self.weight = weight
    self.place = place
    self.cause = cause
    self.remedy = remedy
    self.passes = passes
    self.since = since
    self.raised = raised
  }
}

extension Journal {
  package func alerts() throws(Fault) -> [AlertRecord] {
    try read("alerts") {
      try Row.fetchAll(
        $0,
        sql: """
          SELECT identity, code, weight, place, cause, remedy, passes, since, raised, told, told_weight, over, attempts, failure
          FROM alert ORDER BY identity
          """
      ).map { row in
        var record = AlertRecord(
          identity: row[0], code: row[1], weight: row[2], place: row[3], cause: row[4], remedy: row[5], passes: row[6],
          since: Day(number: row[7]), raised: Day(number: row[8]))
        record.told = (row[9] as Int32?).map(Day.init(number:))
        record.toldWeight = row[10]
        record.over = (row[11] as Int32?).map(Day.init(number:))
        record.attempts = row[12]
        record.failure = row[13]
        return record
      }
    }
  }

  /// Puts alerts as they stand now in the place of what stood before, and notes up to which run events were raised: all of it or nothing.
  /// What is the same already is not written.
  package func raise(_ records: [AlertRecord], gone: [String], upTo run: Int64?) throws(Fault) {
    let before = Dictionary(uniqueKeysWithValues: try alerts().map { ($0.identity, $0) })
    let changed = records.filter { before[$0.identity] != $0 }
    let last = try lastRaisedRun()
    if changed.isEmpty && gone.isEmpty && (run ?? last) == last { return }
    try write("raise alerts") { database in
      for record in changed { try Journal.put(record, database) }
      for identity in gone { try database.execute(sql: "DELETE FROM alert WHERE identity = ?", arguments: [identity]) }
      if let run { try database.execute(sql: "UPDATE raised SET run = ?", arguments: [run]) }
    }
  }

  /// Before a message is handed over, and after it was or was not.
  package func note(_ step: String, _ records: [AlertRecord], gone: [String] = []) throws(Fault) {
    try write("alert \(step)") { database in
      for record in records { try Journal.put(record, database) }
      for identity in gone { try database.execute(sql: "DELETE FROM alert WHERE identity = ?", arguments: [identity]) }
    }
  }

  package func lastRaisedRun() throws(Fault) -> Int64 {
    try read("alerts") { try Int64.fetchOne($0, sql: "SELECT run FROM raised") ?? 0 }
  }

  /// Runs that were closed after the one whose events were raised last.
  package func runsNotRaised() throws(Fault) -> [RunRecord] {
    let names = try read("alerts") {
      try Row.fetchAll(
        $0, sql: "SELECT day, number FROM run WHERE stage = 'closed' AND id > (SELECT run FROM raised) ORDER BY id"
      ).map { RunName(day: Day(number: $0[0]), number: $0[1]) }
    }
    var runs: [RunRecord] = []
    for name in names { if let run = try run(name) { runs.append(run) } }
    return runs
  }

  /// What waits (0) or stands in a conflict (2) since a day or longer, by feed and reason.
  package func waiting(state: Int, upTo day: Day) throws(Fault) -> [WaitingSummary] {
    try read("alerts") { [names] database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT feed, reason, COUNT(*), SUM(amount), MIN(since) FROM fact WHERE state IN (0, 2) AND state = ? AND since <= ?
          GROUP BY feed, reason
          """, arguments: [state, day.number]
      ).map {
        WaitingSummary(
          feed: names.text($0[0]), state: state == 0 ? "waiting" : "conflict", reason: ($0[1] as Int64?).map(names.text) ?? "", rows: $0[2],
          amount: $0[3], oldest: Day(number: $0[4]))
      }.sorted { ($0.feed, $0.reason) < ($1.feed, $1.reason) }
    }
  }

  /// What a run debited of each unit: in its minor units, with how many places it is written.
  package func debits(_ run: RunRecord) throws(Fault) -> [(unit: String, places: Int, amount: Int64)] {
    try read("alerts") {
      try Row.fetchAll(
        $0,
        sql: """
          SELECT a.unit, MAX(a.places), SUM(m.debit) FROM movement m JOIN account a ON a.id = m.account
          WHERE m.run = ? GROUP BY a.unit ORDER BY a.unit
          """, arguments: [run.id]
      ).map { ($0[0], $0[1], $0[2]) }
    }
  }

  private static func put(_ record: AlertRecord, _ database: Database) throws {
    try database.execute(
      sql: """
        INSERT OR REPLACE INTO alert (identity, code, weight, place, cause, remedy, passes, since, raised, told, told_weight, over, attempts, failure)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        record.identity, record.code, record.weight, record.place, record.cause, record.remedy, record.passes, record.since.number,
        record.raised.number, record.told?.number, record.toldWeight, record.over?.number, record.attempts, record.failure,
      ])
  }
}
