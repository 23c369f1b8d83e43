import Drops
import Flows
import Foundation
import Store
import Tables
package import Values

/// A corrected file for one already settled. It becomes a run of its own in the open period: what it takes back is reversed by new entries, what it
/// says is settled by the rules in force; nothing closed is edited. (contract.md, recall)
extension NightShift {
  /// Goes through a recall up to the last posting and says what it does and which file it corrects. Only a trial does this: what was done stays done.
  package func tryRecall(_ request: RecallRequest) throws(Fault) -> (report: RecallReport, corrects: Int64) {
    var outcome = NightOutcome()
    try finishBegun(until: request.day, &outcome)
    try closeMissed(until: request.day, nil, &outcome)
    let house = try house()
    let (flow, feed) = try recallable(request, house)
    var run = try begin(request.day, [try laid(request, feed: feed)], house)
    try Intake(night: self, house: house, flow: flow, watch: Stopwatch("recall")).run(run)
    var file = try store.files(run: run)[0]
    try readable(file, request)
    try store.setCorrects(&file, try corrected(by: file, request))
    try FlowStage(night: self, house: house).run(&run)
    let report = try RecallReading(night: self, house: house, run: run, file: file).report()
    try unambiguous(file, request)
    return (report, file.corrects!)
  }

  /// Reverses and reposts. The intent, the file and what it corrects stand in the store before anything moves: a run that dies is finished by the next.
  package func recall(_ request: RecallRequest, corrects root: Int64) throws(Fault) -> (report: RecallReport, outcome: NightOutcome) {
    var outcome = NightOutcome()
    try finishBegun(until: request.day, &outcome)
    try closeMissed(until: request.day, nil, &outcome)
    let house = try house()
    let feed = try recallable(request, house).feed
    var record = try laid(request, feed: feed)
    record.corrects = root
    var run = try begin(request.day, [record], house)
    try withdrawDropped(request, record)
    try finish(&run, &outcome, house: house, today: request.day)
    guard let file = try store.recall(run) else {
      let refused = try store.files(run: run).first
      throw Fault(
        .data, code: refused?.reason ?? "recall-refused", place: request.path, cause: "the file was refused in \(run.name)",
        remedy: "settle status says why; nothing was reversed")
    }
    return (try RecallReading(night: self, house: house, run: run, file: file).report(), outcome)
  }

  /// The feed the file is for, if its rows can be taken back at all.
  private func recallable(_ request: RecallRequest, _ house: House) throws(Fault) -> (flow: any Flow, feed: Feed) {
    guard let flow = house.flow(taking: request.feed), let feed = house.feed(request.feed),
      let index = flow.feeds.firstIndex(where: { $0.name == feed.name })
    else {
      throw Fault(
        .usage, code: "feed-unknown", place: "--feed \(request.feed)", cause: "this root has no feed of that name",
        remedy: "name one of: \(house.flows.flatMap(\.feeds).map(\.name).sorted().joined(separator: ", "))")
    }
    func refused(_ cause: String, _ remedy: String) -> Fault {
      Fault(.data, code: "recall-not-this-feed", place: "\(request.party)/\(feed.name)", cause: cause, remedy: remedy)
    }
    if feed.revises || !feed.tables.isEmpty {
      throw refused(
        "a later row of this feed takes the place of the earlier one, so there is nothing to recall",
        "drop the corrected file like any other: parties/\(request.party)/inbound/\(feed.name)/")
    }
    if case .never(let remedy) = flow.recalling(feed: index) { throw refused("rows of this feed are not taken back by a file", remedy) }
    if case .never(let roles) = try Roles.dropping(request.party, feed.name, house, request.day, store) {
      throw refused("\(request.party) (\(roles.joined(separator: " "))) never drops this feed", "check --party and --feed")
    }
    return (flow, feed)
  }

  private func laid(_ request: RecallRequest, feed: Feed) throws(Fault) -> FileRecord {
    let laid = try root.lay(request.path)
    var record = FileRecord(
      party: request.party, feed: feed.name, name: request.name, size: laid.size, inode: laid.inode, changed: laid.modified,
      since: request.day)
    record.digest = laid.digest
    record.recall = request.reason
    return record
  }

  /// A correction that lay in its party's drop folder is taken from there: its copy stands under `state/`. One that was replaced meanwhile stays.
  private func withdrawDropped(_ request: RecallRequest, _ record: FileRecord) throws(Fault) {
    let folder = URL(fileURLWithPath: request.path).resolvingSymlinksInPath().deletingLastPathComponent()
    guard
      folder.deletingLastPathComponent().path
        == URL(fileURLWithPath: "\(root.path)/parties/\(request.party)/inbound").resolvingSymlinksInPath().path,
      try root.fingerprint(request.path).digest == record.digest
    else { return }
    try options.before("withdraw dropped correction")
    try? FileManager.default.removeItem(atPath: request.path)
  }

  /// Every row must be read: one that is not would look as if it had been struck out, and its money be taken back.
  private func readable(_ file: FileRecord, _ request: RecallRequest) throws(Fault) {
    guard file.state == .taken else {
      let told = (file.detail ?? "").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      throw Fault(
        .data, code: file.reason ?? "recall-refused", place: request.path, cause: told.count == 3 ? told[1] : "the file cannot be taken",
        remedy: told.count == 3 ? told[2] : "settle read \(request.name) --feed \(file.feed) shows why")
    }
    if file.reading.rejectedRows > 0 {
      let rows = try store.rejectedRows(file: file.id).sorted().prefix(10).map(String.init).joined(separator: ", ")
      throw Fault(
        .data, code: "recall-rows-rejected", place: request.path,
        cause: "\(file.reading.rejectedRows) of its rows cannot be read (rows \(rows)), and would be taken for struck out",
        remedy: "settle read FILE --feed \(file.feed) says what is wrong with each; have the whole file sent once more")
    }
  }

  /// Two rows of the correction under one key would leave nothing settled in the place of what is taken back.
  private func unambiguous(_ file: FileRecord, _ request: RecallRequest) throws(Fault) {
    let twice = try store.disputed(in: file)
    if let row = twice.first {
      throw Fault(
        .data, code: "recall-key-twice", place: "\(request.path) row \(row)",
        cause: "\(twice.count) of its rows stand under a key that another of its rows has too, with other content",
        remedy: "have the file sent once more with one row for each")
    }
  }

  /// The first file of those it corrects.
  private func corrected(by file: FileRecord, _ request: RecallRequest) throws(Fault) -> Int64 {
    var shared: [Int64: Int] = [:]
    for (other, keys) in try store.sharing(file) { shared[other.corrects ?? other.id, default: 0] += keys }
    var candidates = Array(shared.keys)
    if let named = request.of {
      let files = try store.files(states: [.taken]).filter {
        $0.id != file.id && $0.party == file.party && $0.feed == file.feed
          && ($0.name == named || $0.archived.map { named.hasSuffix($0) } == true
            || (named.count >= 6 && $0.digest?.hex.hasPrefix(named) == true))
      }
      candidates = Array(Set(files.map { $0.corrects ?? $0.id }))
      if candidates.isEmpty {
        throw Fault(
          .missing, code: "recall-of-unknown", place: "--of \(named)",
          cause: "\(file.party) has no settled file of that name, place or digest in \(file.feed)",
          remedy: "name it as the archive does, or by the first digits of its digest")
      }
      // Several files of one name: the one this file says something about.
      if candidates.count > 1 { candidates.removeAll { shared[$0] == nil } }
    }
    if candidates.count == 1 { return candidates[0] }
    if candidates.isEmpty {
      throw Fault(
        .missing, code: "recall-of-nothing", place: request.path,
        cause: "none of its rows stands under the key of a row that \(file.party) had settled or waiting in \(file.feed)",
        remedy: "check party and feed; drop a file of new rows like any other, or name the file it corrects with --of")
    }
    var told: [String] = []
    for id in candidates.sorted() {
      if let other = try store.file(id) {
        told.append("\(other.archived ?? other.name) (\(other.digest?.short ?? ""), \(shared[id] ?? 0) rows)")
      }
    }
    throw Fault(
      .usage, code: "recall-ambiguous", place: request.path,
      cause: "it shares rows with several settled files: \(told.joined(separator: "; "))",
      remedy: "say which one it corrects with --of: its name, its place in the archive, or the first digits of its digest")
  }
}
