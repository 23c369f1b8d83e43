package import Flows
import GRDB
package import Values

/// A file that retention takes away, or took away: where it stood, what it was, and when it went.
package struct RemovalRecord: Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable { case archive, refused, outbound }
  package var place: String
  package var kind: Kind
  package var digest: Digest
  /// Bytes.
  package var size: Int64
  /// The business day it went.
  package var day: Day

  package init(place: String, kind: Kind, digest: Digest, size: Int64, day: Day) {
    self.place = place
    self.kind = kind
    self.digest = digest
    self.size = size
    self.day = day
  }
}

/// What may be removed, and what was. Which period is over is the night's to say.
extension Journal {
  /// Files of closed runs up to a day whose bytes and verdict are known and that lie in the archive, or among the refused, still.
  package func storedFiles(_ kind: RemovalRecord.Kind, upTo day: Day) throws(Fault) -> [FileRecord] {
    let states = kind == .archive ? "'taken','already'" : "'refused','aside'"
    return try files(
      """
      state IN (\(states)) AND archived IS NOT NULL AND digest IS NOT NULL AND receipt IS NOT NULL
      AND run IN (SELECT id FROM run WHERE stage = 'closed' AND day <= \(day.number))
      AND archived NOT IN (SELECT place FROM removal WHERE done = 1)
      """)
  }

  /// Whether nothing of a file is open any more: no row waits, and none stands in a conflict, its own or another's that it is a version of.
  package func isDone(file: Int64) throws(Fault) -> Bool {
    try read("retention") {
      try !Bool.fetchOne(
        $0,
        sql: """
          SELECT EXISTS (SELECT 1 FROM fact f WHERE f.file = ? AND (f.state IN (0, 2, 20) OR f.state = 12 AND EXISTS (
            SELECT 1 FROM fact holder WHERE holder.feed = f.feed AND holder.scope = f.scope AND holder.key = f.key
              AND holder.state < 10 AND holder.state = 2)))
          """, arguments: [file])!
    }
  }

  /// Sheets of closed runs up to a day that were published and lie in their folder still.
  package func storedSheets(upTo day: Day) throws(Fault) -> [(run: RunName, sheet: SheetRecord)] {
    try read("retention") {
      try Row.fetchAll(
        $0,
        sql: """
          SELECT r.day, r.number, s.party, s.name, s.digest, s.size FROM sheet s JOIN run r ON r.id = s.run
          WHERE r.stage = 'closed' AND r.day <= ? AND s.state = 'published' AND s.digest IS NOT NULL ORDER BY r.id, s.party, s.name
          """, arguments: [day.number]
      ).map { row in
        (
          RunName(day: Day(number: row[0]), number: row[1]),
          SheetRecord(party: row[2], name: row[3], state: .published, digest: row[4], size: row[5] ?? 0, rows: 0, totals: "")
        )
      }
    }
  }

  /// What was removed, by place.
  package func removal(_ place: String) throws(Fault) -> RemovalRecord? { try removals("place = ? AND done = 1", [place]).first }

  /// Removals that were begun, and not known to have been made.
  package func openRemovals() throws(Fault) -> [RemovalRecord] { try removals("done = 0", []) }

  /// Every place of a kind that was removed.
  package func removedPlaces(_ kind: RemovalRecord.Kind) throws(Fault) -> Set<String> {
    try read("retention") {
      try Set(String.fetchAll($0, sql: "SELECT place FROM removal WHERE kind = ? AND done = 1", arguments: [kind.rawValue]))
    }
  }

  /// How many files were removed so far, and how many bytes they had.
  package func removedSoFar() throws(Fault) -> (files: Int, bytes: Int64) {
    try read("retention") {
      let row = try Row.fetchOne($0, sql: "SELECT COUNT(*), COALESCE(SUM(size), 0) FROM removal WHERE done = 1")!
      return (row[0], row[1])
    }
  }

  /// The intent: stands before the first of these files is touched.
  package func intendRemoval(_ removals: [RemovalRecord]) throws(Fault) {
    try write("intend removal") { database in
      for removal in removals {
        try database.execute(
          sql: "INSERT INTO removal (place, kind, digest, size, day, done) VALUES (?, ?, ?, ?, ?, 0)",
          arguments: [removal.place, removal.kind.rawValue, removal.digest.hex, removal.size, removal.day.number])
      }
    }
  }

  /// What became of those intended: gone for good, or left as they are.
  package func settleRemovals(gone: [String], left: [String]) throws(Fault) {
    if gone.isEmpty && left.isEmpty { return }
    try write("removed") { database in
      for place in gone { try database.execute(sql: "UPDATE removal SET done = 1 WHERE place = ?", arguments: [place]) }
      for place in left { try database.execute(sql: "DELETE FROM removal WHERE place = ? AND done = 0", arguments: [place]) }
    }
  }

  private func removals(_ condition: String, _ arguments: StatementArguments) throws(Fault) -> [RemovalRecord] {
    try read("retention") {
      try Row.fetchAll(
        $0, sql: "SELECT place, kind, digest, size, day FROM removal WHERE \(condition) ORDER BY place", arguments: arguments
      )
      .map {
        RemovalRecord(
          place: $0[0], kind: RemovalRecord.Kind(rawValue: $0[1])!, digest: Digest(hex: $0[2])!, size: $0[3], day: Day(number: $0[4]))
      }
    }
  }
}
