import Flows
import GRDB
package import Values

/// What was expected on a day of a party and feed, or in answer to a sheet, and what became of it.
package struct DueRecord: Hashable, Sendable {
  package enum State: String, Hashable, Sendable {
    /// Not yet to be judged: its cut-off is still ahead.
    case expected
    case inTime = "in-time"
    case late
    case missing
    /// A sheet was sent, and its answer did not come within the workdays given.
    case overdue
    /// An operator said that nobody waits for it any more.
    case waived
    /// The row that asked for it is gone.
    case withdrawn

    /// Something is still waited for.
    package var isOpen: Bool {
      switch self {
      case .expected, .missing, .overdue: true
      case .inTime, .late, .waived, .withdrawn: false
      }
    }
  }

  package struct Key: Hashable, Sendable {
    package var party, feed, sheet: String
    package var day: Day
  }

  package var party: String
  package var feed: String
  /// The sheet it answers; empty where a file is due by the day.
  package var sheet: String
  /// The business day it stands for; of an answer the day the sheet was sent.
  package var day: Day
  /// The last day of an answer; else the day itself.
  package var until: Day
  package var cutOff: Moment?
  package var least: Int
  package var state = State.expected
  package var isShort = false
  package var rows = 0
  package var files = 0
  package var came: Day?
  /// The run after which the sheet was out.
  package var sent: Int64?

  package init(party: String, feed: String, sheet: String = "", day: Day, until: Day? = nil, cutOff: Moment? = nil, least: Int = 0) {
    self.party = party
    self.feed = feed
    self.sheet = sheet
    self.day = day
    self.until = until ?? day
    self.cutOff = cutOff
    self.least = least
  }

  package var key: Key { Key(party: party, feed: feed, sheet: sheet, day: day) }
}

/// Something people had to hear of, as it was found.
package struct NoticeRecord: Hashable, Sendable {
  package var code, weight, place: String
  package var day: Day
  package var cause, remedy: String

  package init(code: String, weight: String, place: String, day: Day, cause: String, remedy: String) {
    self.code = code
    self.weight = weight
    self.place = place
    self.day = day
    self.cause = cause
    self.remedy = remedy
  }
}

/// A file the book was shown: the day it stands for, where there is one, and the number its name says.
package struct ArrivalRecord: Hashable, Sendable {
  package var file: Int64
  package var due: Day?
  /// Numbers are counted within it: empty, or a day.
  package var scope: String
  package var number: Int64?

  package init(file: Int64, due: Day?, scope: String, number: Int64?) {
    self.file = file
    self.due = due
    self.scope = scope
    self.number = number
  }
}

/// A file that was taken and stands for no day yet.
package struct UnplacedFile: Sendable {
  package var id: Int64
  package var party, feed, name: String
  package var changed: Int64
  package var rows: Int
  package var run: Int64
  package var day: Day
  /// The same bytes had been taken before.
  package var isAgain: Bool
  /// The book was shown it before.
  package var isKnown: Bool
}

/// The book of expected files, as rows. Which day a file stands for is not decided here.
extension Journal {
  package func hasDues() throws(Fault) -> Bool { try read("book") { try Bool.fetchOne($0, sql: "SELECT EXISTS (SELECT 1 FROM due)")! } }

  /// All that is still waited for, and all since a day.
  package func dues(since day: Day) throws(Fault) -> [DueRecord] {
    try read("book") {
      try Row.fetchAll(
        $0,
        sql: """
          SELECT party, feed, sheet, day, until, cut_off, least, state, short, rows, files, came, sent FROM due
          WHERE state IN ('expected','missing','overdue') OR day >= ? ORDER BY day, party, feed, sheet
          """, arguments: [day.number]
      ).map { row in
        var due = DueRecord(
          party: row[0], feed: row[1], sheet: row[2], day: Day(number: row[3]), until: Day(number: row[4]),
          cutOff: (row[5] as Int64?).map { Moment(seconds: $0) }, least: row[6])
        due.state = DueRecord.State(rawValue: row[7])!
        due.isShort = row[8] == 1
        due.rows = row[9]
        due.files = row[10]
        due.came = (row[11] as Int32?).map(Day.init(number:))
        due.sent = row[12]
        return due
      }
    }
  }

  /// Files taken since a day that stand for no day yet, in the order they are told in.
  package func unplacedFiles(since day: Day) throws(Fault) -> [UnplacedFile] {
    try read("book") {
      try Row.fetchAll(
        $0,
        sql: """
          SELECT f.id, f.party, f.feed, f.name, f.changed,
            CASE f.state WHEN 'taken' THEN f.data_rows ELSE COALESCE((SELECT MAX(o.data_rows) FROM file o
              WHERE o.party = f.party AND o.feed = f.feed AND o.digest = f.digest AND o.state = 'taken'), 0) END,
            f.run, r.day, f.state = 'already', a.file IS NOT NULL
          FROM file f JOIN run r ON r.id = f.run LEFT JOIN arrival a ON a.file = f.id
          WHERE f.state IN ('taken','already') AND r.day >= ? AND a.due IS NULL ORDER BY f.party, f.feed, f.name, f.id
          """, arguments: [day.number]
      ).map {
        UnplacedFile(
          id: $0[0], party: $0[1], feed: $0[2], name: $0[3], changed: $0[4], rows: $0[5], run: $0[6], day: Day(number: $0[7]),
          isAgain: $0[8] == 1, isKnown: $0[9] == 1)
      }
    }
  }

  /// Numbers that names of a party's files said before, within a scope.
  package func numbers(party: String, feed: String, scope: String) throws(Fault) -> Set<Int64> {
    try read("book") {
      try Set(
        Int64.fetchAll(
          $0,
          sql:
            "SELECT a.number FROM arrival a JOIN file f ON f.id = a.file WHERE f.party = ? AND f.feed = ? AND a.scope = ? AND a.number IS NOT NULL",
          arguments: [party, feed, scope]))
    }
  }

  /// Sheets that went out since a day: to whom, under which name, when, and after which run they were out.
  package func sentSheets(since day: Day) throws(Fault) -> [(party: String, name: String, day: Day, run: Int64)] {
    try read("book") {
      try Row.fetchAll(
        $0,
        sql: """
          SELECT s.party, s.name, COALESCE(l.day, r.day), COALESCE(l.id, r.id)
          FROM sheet s JOIN run r ON r.id = s.run
          LEFT JOIN held h ON h.run = s.run AND h.party = s.party AND h.name = s.name LEFT JOIN run l ON l.id = h.released
          WHERE s.state = 'published' AND r.stage = 'closed' AND COALESCE(l.day, r.day) >= ? ORDER BY 4, 1, 2
          """, arguments: [day.number]
      ).map { ($0[0], $0[1], Day(number: $0[2]), $0[3]) }
    }
  }

  /// The day a file of the party and feed was first taken after a run.
  package func firstTaken(party: String, feed: String, after run: Int64) throws(Fault) -> Day? {
    try read("book") {
      try Int32.fetchOne(
        $0,
        sql: """
          SELECT r.day FROM file f JOIN run r ON r.id = f.run WHERE f.run > ? AND f.state = 'taken' AND f.party = ? AND f.feed = ?
          ORDER BY f.run LIMIT 1
          """, arguments: [run, party, feed]
      ).map(Day.init(number:))
    }
  }

  /// Writes what the book found, in one transaction; nothing found writes nothing.
  package func keepBook(dues: [DueRecord], arrivals: [ArrivalRecord], notices: [NoticeRecord], run: RunRecord) throws(Fault) {
    if dues.isEmpty && arrivals.isEmpty && notices.isEmpty { return }
    try write("book of expected files") { database in
      for due in dues {
        try database.execute(
          sql: "INSERT OR REPLACE INTO due VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          arguments: [
            due.party, due.feed, due.sheet, due.day.number, due.until.number, due.cutOff?.seconds, due.least, due.state.rawValue,
            due.isShort ? 1 : 0, due.rows, due.files, due.came?.number, due.sent,
          ])
      }
      for arrival in arrivals {
        try database.execute(
          sql: "INSERT OR REPLACE INTO arrival VALUES (?, ?, ?, ?)",
          arguments: [arrival.file, arrival.due?.number, arrival.scope, arrival.number])
      }
      for notice in notices {
        try database.execute(
          sql: "INSERT INTO notice (run, code, weight, place, day, cause, remedy) VALUES (?, ?, ?, ?, ?, ?, ?)",
          arguments: [run.id, notice.code, notice.weight, notice.place, notice.day.number, notice.cause, notice.remedy])
      }
    }
  }

  /// Whether this was told before, in these words.
  package func hasNotice(code: String, cause: String) throws(Fault) -> Bool {
    try read("book") {
      try Bool.fetchOne($0, sql: "SELECT EXISTS (SELECT 1 FROM notice WHERE code = ? AND cause = ?)", arguments: [code, cause])!
    }
  }

  /// What was found in a run, in order.
  package func notices(_ run: RunRecord) throws(Fault) -> [NoticeRecord] {
    try read("book") {
      try Row.fetchAll($0, sql: "SELECT code, weight, place, day, cause, remedy FROM notice WHERE run = ? ORDER BY id", arguments: [run.id])
        .map {
          NoticeRecord(code: $0[0], weight: $0[1], place: $0[2], day: Day(number: $0[3]), cause: $0[4], remedy: $0[5])
        }
    }
  }
}
