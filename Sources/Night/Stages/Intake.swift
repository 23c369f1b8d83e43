import Drops
import Flows
import Spreadsheets
import Store
import Tables
import Values

/// Takes a flow's files in: claim by rename → fingerprint → read → verify against the feed's schema → facts or rejects. Sorted by party, feed and
/// name, one after the other; a bad file never stops a feed. (design.md, the night)
struct Intake {
  let night: NightShift
  let house: House
  let flow: any Flow
  let watch: Stopwatch

  /// A file that three attempts in a row did not get through is set aside.
  static let attempts = 3
  /// Rows from which a file, or what waits, is so much that it is worth more memory. Nights of two million rows still need no more than others.
  static let many = 2_500_000

  func run(_ run: RunRecord) throws(Fault) {
    let names = Set(flow.feeds.map(\.name))
    for var file in try night.store.files(run: run, states: [.listed, .claimed]) where names.contains(file.feed) {
      let feed = flow.feeds.first { $0.name == file.feed }!
      do throws(Fault) {
        try takeOrRefuse(&file, feed, run)
      } catch {
        // The night stops here, and not because of this file.
        if file.state == .claimed { try? night.store.forgiveAttempt(&file) }
        throw error
      }
    }
  }

  private func takeOrRefuse(_ file: inout FileRecord, _ feed: Feed, _ run: RunRecord) throws(Fault) {
    do throws(Fault) {
      try take(&file, feed, run)
    } catch  where error.kind == .data {
      try Intake.refuse(&file, fault: error, night: night, run: run)
    } catch  where error.kind == .inputOutput && !file.isDecided && !error.place.hasPrefix("state/") {
      // The disk failed at this file: it stays where it is, and the night goes on with the next.
      night.options.report(.failed(file: file.path, fault: error, attempt: file.attempts))
      try giveBack(&file, error, run)
    }
  }

  private func take(_ file: inout FileRecord, _ feed: Feed, _ run: RunRecord) throws(Fault) {
    switch try Roles.dropping(file.party, feed.name, house, run.name.day, night.store) {
    case .allowed: break
    // What was settled is corrected whether or not its sender still has the access new files need. (domain.md E7)
    case .waits where file.recall != nil: break
    case .waits(let reason):
      try night.store.setState(&file, .left, reason: reason.code)
      return night.options.report(.left(file: file.path, reason: reason.en))
    case .never(let roles):
      return try Intake.refuse(&file, reason: NightReasons.feedNotPermitted, detail: roles.joined(separator: " "), night: night, run: run)
    }
    guard try Intake.claim(&file, night) else { return }
    if file.attempts >= Intake.attempts { return try setAside(&file, run) }
    try night.store.beginAttempt(&file)
    let print = try night.root.digest(file.claimed)
    file.digest = print.digest
    // Tables are told apart by themselves: one that stands against another comes again in the same bytes.
    if feed.tables.isEmpty, file.recall == nil,
      try night.store.taken(party: file.party, feed: feed.name, digest: print.digest, latestOnly: feed.revises) != nil
    {
      try night.store.setState(&file, .already, reason: NightReasons.fileAlready.code)
      night.options.report(.already(file: file.path))
      return try Intake.putAway(&file, night: night, run: run)
    }
    try night.store.clear(file)
    let reading =
      try feed.tables.isEmpty ? read(file, feed, run) : TableIntake(night: night, flow: flow, feed: feed).read(file, run)
    guard try night.root.isUnchanged(file.claimed, since: print) else {
      try night.store.clear(file)
      _ = try night.root.putBack(file.dropped)
      try night.store.setState(&file, .left, reason: NightReasons.changed.code)
      night.options.report(.left(file: file.path, reason: NightReasons.changed.en))
      return
    }
    try night.store.take(&file, reading: reading, digest: print.digest, revises: feed.revises, run: run)
    night.options.report(.took(file: file.path, rows: reading.dataRows, rejected: reading.rejectedRows))
    try Intake.putAway(&file, night: night, run: run)
  }

  /// Moves the file out of its drop folder; false when it is gone or has changed since it was listed.
  private static func claim(_ file: inout FileRecord, _ night: NightShift) throws(Fault) -> Bool {
    if file.recall != nil {
      // It was laid ready under state/ before its run began, where nobody else comes.
      try night.root.claimRecalled(inode: file.inode, id: file.claimID)
      if file.state == .listed { try night.store.setState(&file, .claimed) }
      return true
    }
    let listed = InboundFile(
      party: file.party, feed: file.folder, name: file.name, size: file.size, modified: file.changed, inode: file.inode,
      hasDoneMarker: false)
    switch try night.root.claim(listed, id: file.claimID) {
    case .claimed:
      if file.state == .listed { try night.store.setState(&file, .claimed) }
      return true
    case .changed, .gone:
      try night.store.setState(&file, .left, reason: NightReasons.growing.code)
      night.options.report(.left(file: file.path, reason: NightReasons.growing.en))
      return false
    }
  }

  /// Streams the claimed file into the store: rows become facts or rejects, a chunk a transaction; they count once the file is taken.
  private func read(_ file: FileRecord, _ feed: Feed, _ run: RunRecord) throws(Fault) -> FileRecord.Reading {
    let reader = try SheetReader(
      path: night.root.path(of: file.claimed), name: file.name, limits: ReadLimits(feed.limits),
      hints: ReadHints(encoding: feed.encoding))
    var grid = Grid()
    let profile = house.profile(feed.name, of: file.party)
    let laid = profile?.applied(to: feed) ?? feed
    let header = try reader.findHeader(schema: laid.schema, shapes: laid.shapes, into: &grid)
    var verifier = try Verifier(header: header, place: reader.place, settings: .init(author: try author(file), day: run.name.day))
    let maker = FactMaker(flow: flow, feed: feed, shape: header.shape)
    var rows = VerifiedRows(width: feed.schema.width)
    var chunk = FactChunk(width: feed.schema.width)
    var rejected = 0
    func drain() throws(Fault) {
      profile?.fill(&rows, header.shape, &verifier)
      chunk.findings = verifier.takeRejects()
      maker.make(rows, into: &chunk)
      if !chunk.heads.isEmpty || !chunk.findings.isEmpty {
        try watch.time("store") { () throws(Fault) in
          try night.store.append(chunk, file: file, flow: flow.name, feed: feed, day: run.name.day)
        }
      }
      rows.removeAll()
      chunk.removeAll()
    }
    let receipt = try CorrectedReceipt(file, at: night.root.path(of: file.claimed), header, laid, night)
    var more = true
    var isLong = try night.store.hasWaiting(Intake.many, flow: flow.name)
    if isLong { night.store.expectMany(true) }
    defer { if isLong { night.store.expectMany(false) } }
    while more {
      receipt?.prepare(&grid, &verifier)
      verifier.verify(grid, into: &rows)
      try drain()
      night.options.report(.reading(file: file.path, rows: verifier.counts.physical))
      grid.removeAll()
      // Keys in no order touch most pages of a large index in every chunk: a long file is taken in larger ones.
      if !isLong, verifier.counts.physical >= Intake.many {
        isLong = true
        night.store.expectMany(true)
      }
      more = try reader.next(into: &grid, atLeast: night.options.chunk * (isLong ? 5 : 1))
    }
    verifier.finish()
    try drain()
    rejected = verifier.counts.rejected
    if feed.complete == .totalRow, verifier.counts.total == 0 {
      throw Fault(
        .data, code: NightReasons.incomplete.code, place: file.name, cause: NightReasons.incomplete.en,
        remedy: NightReasons.incomplete.remedyEn)
    }
    var reading = FileRecord.Reading()
    reading.kind = reader.kind.rawValue
    reading.encoding = reader.encoding
    reading.sheet = reader.place.sheet ?? ""
    reading.layout = Intake.layout(header, profile)
    let counts = verifier.counts
    reading.dataRows = counts.data
    reading.rejectedRows = rejected
    reading.blankRows = counts.blank
    reading.headerRows = counts.above + counts.header + counts.repeatedHeader
    reading.totalRows = counts.total + counts.notice + counts.unchanged
    reading.physicalRows = counts.physical
    for sum in verifier.money where header.columnOfField[sum.field] >= 0 {
      reading.sums.append(
        FileRecord.ColumnSum(
          header: feed.schema.fields[sum.field].header, accepted: sum.accepted, rejected: sum.rejected, printed: sum.printed))
      if sum.field == feed.amount {
        reading.amount = sum.accepted
        reading.printedAmount = sum.printed
      }
    }
    return reading
  }

  /// The names the author column may hold: the number of the party in whose folder the file lies, and its registered name.
  private func author(_ file: FileRecord) throws(Fault) -> [String] {
    [file.party] + (try Roles.register(file.party, night.store)?.versions.map(\.name) ?? [])
  }

  /// `field=C:保费` lines: which column filled which field; `explain` names the column by it. A field taken from another column in some line of
  /// a folded row stands as `field@line:商业险=C:商业险保费`.
  private static func layout(_ header: HeaderMap, _ profile: Profile?) -> String {
    func column(_ field: Int) -> String? {
      let column = header.columnOfField[field]
      return column < 0 ? nil : "\(Place.letters(column)):\(header.headers[column].replacing("\n", with: " "))"
    }
    var lines = header.schema.fields.indices.compactMap { field in column(field).map { "\(header.schema.fields[field].name)=\($0)" } }
    lines += profile?.layout(besides: header) ?? []
    for line in header.shape?.lines ?? [] {
      guard let mark = line.fixed.min(by: { $0.key < $1.key }) else { continue }
      for (field, source) in line.takes.sorted(by: { $0.key < $1.key }) {
        guard let index = header.schema.index(of: source), let found = column(index) else { continue }
        lines.append("\(field)@\(mark.key):\(mark.value)=\(found)")
      }
    }
    return lines.joined(separator: "\n")
  }

  /// What reading it could not do tonight is tried again; the third time in a row the file is set aside. A file that could not even be claimed
  /// lies in its folder as before.
  private func giveBack(_ file: inout FileRecord, _ fault: Fault, _ run: RunRecord) throws(Fault) {
    if file.state == .claimed {
      try night.store.clear(file)
      if file.attempts >= Intake.attempts { return try setAside(&file, run) }
      _ = try night.root.putBack(file.dropped)
    }
    try night.store.setState(&file, .left, reason: fault.code, detail: fault.cause)
  }

  private func setAside(_ file: inout FileRecord, _ run: RunRecord) throws(Fault) {
    try night.store.clear(file)
    try night.store.setState(&file, .aside, reason: NightReasons.setAside.code)
    try Intake.putAway(&file, night: night, run: run)
    night.options.report(.setAside(file: file.path))
  }

  // MARK: bringing a file to its place

  /// Moves a claimed file whose fate is written down to the archive, or to the refused files with its reasons beside it. Doing it again after
  /// a kill ends at the same place.
  static func putAway(_ file: inout FileRecord, night: NightShift, run: RunRecord) throws(Fault) {
    switch file.state {
    case .taken, .already: try night.store.setArchived(&file, night.root.archive(file.claimed, day: run.name.day).path)
    case .refused, .aside:
      let stored = try night.root.refuse(file.claimed, day: run.name.day)
      try night.root.writeBeside(stored, suffix: ".reasons.csv", bytes: reasons(of: file))
      try night.store.setArchived(&file, stored.path)
    case .listed, .claimed, .left: preconditionFailure("nothing was decided about \(file.path)")
    }
  }

  /// Files whose fate an attempt that died had written down before it moved them.
  static func putAwayDecided(night: NightShift, run: RunRecord) throws(Fault) {
    for var file in try night.store.files(run: run, states: [.taken, .already, .refused, .aside]) where file.archived == nil {
      try putAway(&file, night: night, run: run)
    }
  }

  // MARK: refusing a whole file

  static func refuse(_ file: inout FileRecord, reason: Reason, detail: String, night: NightShift, run: RunRecord) throws(Fault) {
    let fault = Fault(
      .data, code: reason.code, place: file.name, cause: reason.zh + (detail.isEmpty ? "" : "（\(detail)）"), remedy: reason.remedyZh)
    try refuse(&file, fault: fault, night: night, run: run)
  }

  /// Moves the file to `refused/` with its reasons beside it; what it brought before the fault was found is forgotten.
  static func refuse(_ file: inout FileRecord, fault: Fault, night: NightShift, run: RunRecord) throws(Fault) {
    try night.store.clear(file)
    guard try claim(&file, night) else { return }
    if file.digest == nil { file.digest = try night.root.digest(file.claimed).digest }
    try night.store.setState(&file, .refused, reason: fault.code, detail: [fault.place, fault.cause, fault.remedy].joined(separator: "\n"))
    try putAway(&file, night: night, run: run)
    night.options.report(.refused(file: file.path, fault: fault))
  }

  /// What stands beside a refused file. `verify` makes it anew: its form may not change.
  static func reasons(of file: FileRecord) -> [UInt8] {
    let parts = (file.detail ?? "").split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
    let told = parts.count == 3 ? parts : ["", NightReasons.setAside.zh, NightReasons.setAside.remedyZh]
    // A file may be called =SUM(A1).csv, and its name is the place.
    func cell(_ text: String) -> String {
      "\"" + (CommaText.looksLikeFormula(text) ? "'" : "") + text.replacing("\"", with: "\"\"") + "\""
    }
    return Array("\u{FEFF}原因代码,位置,原因,处理建议\r\n\(([file.reason ?? ""] + told).map(cell).joined(separator: ","))\r\n".utf8)
  }
}

extension FileRecord {
  /// `party/feed/name`, as people find it.
  var path: String { "\(party)/\(folder)/\(name)" }
  var claimID: String { "\(id)" }
  /// As it goes to the archive: under its feed's own name.
  var claimed: ClaimedFile { ClaimedFile(id: claimID, party: party, feed: feed, name: name, inode: inode) }
  /// As it goes back: to the folder it came from, which may bear the feed's Chinese name.
  var dropped: ClaimedFile { ClaimedFile(id: claimID, party: party, feed: folder, name: name, inode: inode) }
  /// What becomes of it is written down.
  var isDecided: Bool {
    switch state {
    case .listed, .claimed: false
    case .taken, .already, .refused, .aside, .left: true
    }
  }
}
