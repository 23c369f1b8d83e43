import Drops
import Flows
import Store
import Tables
import Values

/// The frozen list: what lies in the drop folders when the night begins, sorted, and what is to become of each file.
struct Listing {
  private(set) var records: [FileRecord] = []
  /// Something on the list will be taken, refused or told about for the first time.
  private(set) var hasWork = false

  init(night: NightShift, house: House, day: Day, takesFiles: Bool, only: Set<String>? = nil) throws(Fault) {
    guard takesFiles else { return }
    let listing = try night.root.listInbound(quiet: night.options.quiet)
    for oddity in listing.oddities { night.options.report(.oddity("\(oddity.party)/\(oddity.feed)/\(oddity.name): \(oddity.reason.en)")) }
    // What lies there for flows nobody asked for is not even listed.
    func isAsked(_ file: InboundFile) -> Bool {
      only.map { flows in house.flow(taking: file.feed).map { flows.contains($0.name) } ?? false } ?? true
    }
    for file in listing.files where isAsked(file) { try add(file, night, house, day, nil) }
    for file in listing.growing where isAsked(file) { try add(file, night, house, day, NightReasons.growing) }
  }

  private mutating func add(_ file: InboundFile, _ night: NightShift, _ house: House, _ day: Day, _ left: Reason?) throws(Fault) {
    let feed = house.feed(file.feed)
    var record = FileRecord(
      party: file.party, feed: feed?.name ?? file.feed, name: file.name, size: file.size, inode: file.inode, changed: file.modified,
      since: try night.store.firstSeen(party: file.party, feed: feed?.name ?? file.feed, name: file.name) ?? day)
    record.folder = file.feed
    record.attempts = try night.store.earlierAttempts(party: record.party, feed: record.feed, name: record.name, inode: record.inode)
    if let left {
      record.state = .left
      record.reason = left.code
    } else if feed?.complete == .doneFile, !file.hasDoneMarker {
      record.state = .left
      record.reason = NightReasons.incomplete.code
    }
    if record.state == .left {
      night.options.report(.left(file: "\(file.party)/\(file.feed)/\(file.name)", reason: record.reason ?? ""))
    } else {
      // A file of a party nobody registered, or without the access it needs, waits, and is judged when its flow's turn comes: what it lacks
      // may lie on the same list.
      if case .waits = try Roles.dropping(record.party, record.feed, house, day, night.store) {} else { hasWork = true }
    }
    records.append(record)
  }
}
