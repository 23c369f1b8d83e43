import GRDB
package import Values

/// A dropped file as the store knows it, from the frozen list to the archive.
package struct FileRecord: Sendable {
  package enum State: String, Sendable {
    /// On the frozen list; the intent to claim it is written.
    case listed
    /// In `state/claimed/`; may be half read.
    case claimed
    /// Read to the end: its facts count.
    case taken
    /// The same bytes were taken before.
    case already
    case refused
    /// Three attempts in a row did not get through it.
    case aside
    /// Left in the drop folder: growing, or the party has no access yet.
    case left
  }

  package var id: Int64
  package var party: String
  package var feed: String
  /// The feed folder's name on the disk.
  package var folder: String
  package var name: String
  package var size: Int64
  package var inode: UInt64
  /// Nanoseconds of its last change when it was listed.
  package var changed: Int64
  package var state: State
  package var attempts: Int
  /// The business day it was first seen.
  package var since: Day
  package var digest: Digest?
  package var reason: String?
  package var detail: String?
  package var reading: Reading
  package var archived: String?
  package var receipt: String?
  /// Why it was sent, of a corrected file for one already settled; and the first file of those it corrects.
  package var recall: String?
  package var corrects: Int64?

  /// What reading it to the end found.
  package struct Reading: Sendable, Equatable {
    package var kind = ""
    package var encoding = ""
    package var sheet = ""
    /// Which column filled which field, as `field=column:header` lines: what `explain` shows.
    package var layout = ""
    /// Per money column of the file: what its rows add up to, and what its total row prints.
    package var sums: [ColumnSum] = []
    package var dataRows = 0
    package var blankRows = 0
    package var headerRows = 0
    package var totalRows = 0
    package var physicalRows = 0
    package var rejectedRows = 0
    package var amount: Money = .zero
    package var printedAmount: Money?
    package init() {}
  }

  package struct ColumnSum: Sendable, Equatable {
    package var header: String
    package var accepted: Money
    package var rejected: Money
    package var printed: Money?

    package init(header: String, accepted: Money, rejected: Money, printed: Money?) {
      self.header = header
      self.accepted = accepted
      self.rejected = rejected
      self.printed = printed
    }

    var text: String { [header, "\(accepted.minor)", "\(rejected.minor)", printed.map { "\($0.minor)" } ?? ""].joined(separator: "\t") }

    init?(text: some StringProtocol) {
      let parts = text.split(separator: "\t", omittingEmptySubsequences: false)
      guard parts.count == 4, let accepted = Int64(parts[1]), let rejected = Int64(parts[2]) else { return nil }
      self.init(
        header: String(parts[0]), accepted: Money(minor: accepted), rejected: Money(minor: rejected),
        printed: Int64(parts[3]).map(Money.init(minor:)))
    }
  }

  package init(
    id: Int64 = 0, party: String, feed: String, name: String, size: Int64, inode: UInt64, changed: Int64, state: State = .listed, since: Day
  ) {
    self.id = id
    self.party = party
    self.feed = feed
    self.folder = feed
    self.name = name
    self.size = size
    self.inode = inode
    self.changed = changed
    self.state = state
    self.attempts = 0
    self.since = since
    self.reading = Reading()
  }
}

extension Journal {
  /// Writes the frozen list of a run, and moves on to the flows, in one transaction: a run has its list or it has not begun.
  package func freeze(_ files: [FileRecord], run: inout RunRecord) throws(Fault) {
    let id = run.id
    try write("freeze list") { database in
      for file in files {
        try database.execute(
          sql: """
            INSERT INTO file (run, party, feed, folder, name, size, inode, changed, state, since, reason, detail, attempts, recall, corrects)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
          arguments: [
            id, file.party, file.feed, file.folder, file.name, file.size, Int64(bitPattern: file.inode), file.changed, file.state.rawValue,
            file.since.number,
            file.reason, file.detail, file.attempts, file.recall, file.corrects,
          ])
      }
      try database.execute(sql: "UPDATE run SET stage = ?, flow = 0 WHERE id = ?", arguments: [RunRecord.Stage.flows.rawValue, id])
    }
    run.stage = .flows
    run.flow = 0
  }

  package func files(run: RunRecord, states: [FileRecord.State]? = nil) throws(Fault) -> [FileRecord] {
    try files("run = \(run.id)" + Journal.condition(states))
  }

  package func files(states: [FileRecord.State]) throws(Fault) -> [FileRecord] { try files("1" + Journal.condition(states)) }

  package func file(_ id: Int64) throws(Fault) -> FileRecord? { try files("id = \(id)").first }

  /// The first business day a file of that name was seen waiting in its folder.
  package func firstSeen(party: String, feed: String, name: String) throws(Fault) -> Day? {
    try read("files") {
      try Int32.fetchOne(
        $0, sql: "SELECT MIN(since) FROM file WHERE party = ? AND feed = ? AND name = ? AND state = 'left'", arguments: [party, feed, name]
      ).map(Day.init(number:))
    }
  }

  /// How often in a row earlier runs tried a file that lies in its folder still.
  package func earlierAttempts(party: String, feed: String, name: String, inode: UInt64) throws(Fault) -> Int {
    try read("files") {
      try Int.fetchOne(
        $0,
        sql:
          "SELECT attempts FROM file WHERE party = ? AND feed = ? AND name = ? AND inode = ? AND state = 'left' ORDER BY id DESC LIMIT 1",
        arguments: [party, feed, name, Int64(bitPattern: inode)]) ?? 0
    }
  }

  /// Counts an attempt before the file is touched, so that a file that kills the program is known by its third time.
  package func beginAttempt(_ file: inout FileRecord) throws(Fault) {
    let id = file.id
    try write("attempt") { try $0.execute(sql: "UPDATE file SET attempts = attempts + 1 WHERE id = ?", arguments: [id]) }
    file.attempts += 1
  }

  /// Takes an attempt back that ended for no fault of the file's.
  package func forgiveAttempt(_ file: inout FileRecord) throws(Fault) {
    let id = file.id
    try write("forgive attempt") { try $0.execute(sql: "UPDATE file SET attempts = MAX(attempts - 1, 0) WHERE id = ?", arguments: [id]) }
    file.attempts = max(file.attempts - 1, 0)
  }

  package func setState(_ file: inout FileRecord, _ state: FileRecord.State, reason: String? = nil, detail: String? = nil) throws(Fault) {
    let (id, digest) = (file.id, file.digest?.hex)
    try write("file \(state.rawValue)") {
      try $0.execute(
        sql: "UPDATE file SET state = ?, reason = ?, detail = ?, digest = COALESCE(?, digest) WHERE id = ?",
        arguments: [state.rawValue, reason, detail, digest, id])
    }
    file.state = state
    file.reason = reason
    file.detail = detail
  }

  package func setArchived(_ file: inout FileRecord, _ place: String) throws(Fault) {
    let id = file.id
    try write("file archived") { try $0.execute(sql: "UPDATE file SET archived = ? WHERE id = ?", arguments: [place, id]) }
    file.archived = place
  }

  /// In a copy of a root the disk says other numbers of a file.
  package func setOnDisk(_ file: FileRecord, inode: UInt64, changed: Int64) throws(Fault) {
    let id = file.id
    try write("file on disk") {
      try $0.execute(sql: "UPDATE file SET inode = ?, changed = ? WHERE id = ?", arguments: [Int64(bitPattern: inode), changed, id])
    }
  }

  package func setReceipt(_ file: inout FileRecord, _ name: String) throws(Fault) {
    let id = file.id
    try write("receipt recorded") { try $0.execute(sql: "UPDATE file SET receipt = ? WHERE id = ?", arguments: [name, id]) }
    file.receipt = name
  }

  /// Whether these bytes were taken before. On a revising feed only the latest file taken counts.
  package func taken(party: String, feed: String, digest: Digest, latestOnly: Bool) throws(Fault) -> FileRecord? {
    let found = try files(
      "party = '\(party.replacing("'", with: "''"))' AND feed = '\(feed.replacing("'", with: "''"))' AND state = 'taken'"
        + (latestOnly ? "" : " AND digest = '\(digest.hex)'"))
    let latest = found.max { $0.id < $1.id }
    return latest?.digest == digest ? latest : nil
  }

  /// The latest file of that party and feed that was taken and whose digest begins so.
  package func taken(party: String, feed: String, digestBeginning: String) throws(Fault) -> FileRecord? {
    guard !digestBeginning.isEmpty, digestBeginning.allSatisfy(\.isHexDigit) else { return nil }
    return try files(
      "party = '\(party.replacing("'", with: "''"))' AND feed = '\(feed.replacing("'", with: "''"))' AND state = 'taken'"
        + " AND digest GLOB '\(digestBeginning)*'"
    ).max { $0.id < $1.id }
  }

  /// Physical rows of a file that were rejected.
  package func rejectedRows(file: Int64) throws(Fault) -> [Int] {
    try read("rejected rows") {
      try Int.fetchAll($0, sql: "SELECT DISTINCT row FROM finding WHERE file = ? AND warning = 0", arguments: [file])
    }
  }

  private static func condition(_ states: [FileRecord.State]?) -> String {
    states.map { " AND state IN (\($0.map { "'\($0.rawValue)'" }.joined(separator: ",")))" } ?? ""
  }

  func files(_ condition: String) throws(Fault) -> [FileRecord] {
    try read("files") { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT id, party, feed, name, size, inode, changed, state, attempts, since, digest, reason, detail, kind, encoding, sheet, layout,
            data_rows, blank_rows, header_rows, total_rows, physical_rows, rejected_rows, amount, printed_amount, archived, receipt, folder, sums, recall, corrects
          FROM file WHERE \(condition) ORDER BY party, feed, name, id
          """
      ).map { row in
        guard let state = FileRecord.State(rawValue: row[7]) else { throw Journal.damaged("file \(row[0] as Int64)") }
        var file = FileRecord(
          id: row[0], party: row[1], feed: row[2], name: row[3], size: row[4], inode: UInt64(bitPattern: row[5]), changed: row[6],
          state: state, since: Day(number: row[9]))
        file.attempts = row[8]
        file.digest = (row[10] as String?).flatMap(Digest.init(hex:))
        file.reason = row[11]
        file.detail = row[12]
        file.reading.kind = row[13] ?? ""
        file.reading.encoding = row[14] ?? ""
        file.reading.sheet = row[15] ?? ""
        file.reading.layout = row[16] ?? ""
        file.reading.dataRows = row[17]
        file.reading.blankRows = row[18]
        file.reading.headerRows = row[19]
        file.reading.totalRows = row[20]
        file.reading.physicalRows = row[21]
        file.reading.rejectedRows = row[22]
        file.reading.amount = Money(minor: row[23])
        file.reading.printedAmount = (row[24] as Int64?).map(Money.init(minor:))
        file.archived = row[25]
        file.receipt = row[26]
        file.folder = row[27]
        file.reading.sums = (row[28] as String? ?? "").split(separator: "\n").compactMap { FileRecord.ColumnSum(text: $0) }
        file.recall = row[29]
        file.corrects = row[30]
        return file
      }
    }
  }
}
