import Flows
import GRDB
package import Values

/// One feed's balance of a run, in lines and in money.
package struct FeedBalance: Sendable, Equatable {
  package struct Sum: Sendable, Equatable {
    package var rows = 0
    package var amount: Int64 = 0
    package init() {}
  }
  package var feed: String
  /// What waited when the run began, what came in, and what became of it by the tallies kept with each transaction.
  package var before = Sum()
  package var moved: [String: Sum] = [:]
  /// What waits now, counted afresh.
  package var after = Sum()

  package static let outcomes = ["settled", "rejected", "already", "conflict", "replaced"]

  /// before + in + resumed = settled + rejected + already + conflict + replaced + after.
  package var foots: Bool {
    // A version an approval chose takes part again.
    let (came, resumed) = (moved["in"] ?? Sum(), moved["resumed"] ?? Sum())
    let rows = FeedBalance.outcomes.reduce(after.rows) { $0 + (moved[$1]?.rows ?? 0) }
    let amount = FeedBalance.outcomes.reduce(after.amount) { $0 + (moved[$1]?.amount ?? 0) }
    return before.rows + came.rows + resumed.rows == rows && before.amount + came.amount + resumed.amount == amount
  }
}

extension Journal {
  /// Notes what waits when a run begins, once.
  package func noteWaiting(_ run: RunRecord) throws(Fault) {
    try write("note waiting") { [names] database in
      for row in try Row.fetchAll(database, sql: "SELECT feed, COUNT(*), SUM(amount) FROM fact WHERE state = 0 GROUP BY feed") {
        try database.execute(
          sql: "INSERT OR REPLACE INTO tally (run, feed, bucket, rows, amount) VALUES (?, ?, 'before', ?, ?)",
          arguments: [run.id, names.text(row[0]), row[1] as Int, row[2] as Int64])
      }
    }
  }

  package func balances(_ run: RunRecord) throws(Fault) -> [FeedBalance] {
    try read("gate") { [names] database in
      var feeds: [String: FeedBalance] = [:]
      for row in try Row.fetchAll(database, sql: "SELECT feed, bucket, rows, amount FROM tally WHERE run = ?", arguments: [run.id]) {
        let feed: String = row[0]
        var sum = FeedBalance.Sum()
        sum.rows = row[2]
        sum.amount = row[3]
        if row[1] as String == "before" {
          feeds[feed, default: FeedBalance(feed: feed)].before = sum
        } else {
          feeds[feed, default: FeedBalance(feed: feed)].moved[row[1]] = sum
        }
      }
      for row in try Row.fetchAll(database, sql: "SELECT feed, COUNT(*), SUM(amount) FROM fact WHERE state = 0 GROUP BY feed") {
        let feed = names.text(row[0])
        feeds[feed, default: FeedBalance(feed: feed)].after.rows = row[1]
        feeds[feed]!.after.amount = row[2]
      }
      return feeds.values.sorted { $0.feed < $1.feed }
    }
  }

  /// Σ of all postings of a run per unit: zero when the books balance.
  package func unbalanced(_ run: RunRecord) throws(Fault) -> [(unit: String, amount: Int64)] {
    try read("gate") {
      try Row.fetchAll(
        $0,
        sql:
          "SELECT a.unit, SUM(m.debit - m.credit) FROM movement m JOIN account a ON a.id = m.account WHERE m.run = ? GROUP BY a.unit HAVING SUM(m.debit - m.credit) <> 0",
        arguments: [run.id]
      ).map { ($0[0], $0[1]) }
    }
  }

  package struct EntrySummary: Sendable, Equatable {
    package var entries: Int
    package var postings: Int
    package var debit: [(unit: String, amount: Int64)]
    package static func == (left: EntrySummary, right: EntrySummary) -> Bool {
      left.entries == right.entries && left.postings == right.postings
        && left.debit.map { "\($0.unit)\($0.amount)" } == right.debit.map { "\($0.unit)\($0.amount)" }
    }
  }

  /// A run's entries counted and summed afresh from the postings themselves.
  package func entries(_ run: RunRecord) throws(Fault) -> EntrySummary {
    try read("gate") { database in
      let entries = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM entry WHERE run = ?", arguments: [run.id])!
      let postings = try Int.fetchOne(
        database, sql: "SELECT COUNT(*) FROM posting p JOIN entry e ON e.id = p.entry WHERE e.run = ?", arguments: [run.id])!
      let debit = try Row.fetchAll(
        database,
        sql: """
          SELECT a.unit, SUM(p.amount) FROM posting p JOIN entry e ON e.id = p.entry JOIN account a ON a.id = p.account
          WHERE e.run = ? AND p.amount > 0 GROUP BY a.unit ORDER BY a.unit
          """, arguments: [run.id])
      return EntrySummary(entries: entries, postings: postings, debit: debit.map { ($0[0], $0[1]) })
    }
  }
}
