import Glibc
package import Values

extension WorkingRoot {
  /// The frozen list of a night: every file that lies ready, in one order whatever the order of arrival, and everything that is left where it is.
  /// The folders are looked through twice, `quiet` apart, and only once for all files; what changed in between is still growing, and so is what
  /// somebody has open for writing, however long the upload pauses.
  package func listInbound(
    quiet: Duration = .seconds(1), pause: (Duration) -> Void = WorkingRoot.sleep
  ) throws(Fault) -> InboundListing {
    var listing = try Listing(self).listing
    guard !listing.files.isEmpty else { return listing }
    pause(quiet)
    let seen = listing.files
    listing.files = []
    var start = 0
    while start < seen.count {
      // The files of one folder stand together.
      let end = seen[start...].firstIndex { $0.party != seen[start].party || $0.feed != seen[start].feed } ?? seen.count
      for (file, isStill) in zip(seen[start..<end], lookAgain(seen[start..<end])) {
        if isStill { listing.files.append(file) } else { listing.growing.append(file) }
      }
      start = end
    }
    return listing
  }

  /// Whether each of one folder's files is still as it was seen. A folder that cannot be opened any more holds none that is.
  private func lookAgain(_ files: ArraySlice<InboundFile>) -> [Bool] {
    do {
      guard let first = files.first, let feed = try feed(first.party, first.feed) else { return files.map { _ in false } }
      var found: [Bool] = []
      for file in files { found.append(try feed.look(file.name).map(file.isStill) ?? false && !isBeingWritten(file.name, in: feed)) }
      return found
    } catch {
      return files.map { _ in false }
    }
  }

  package static func sleep(_ duration: Duration) {
    var asked = timespec(tv_sec: Int(duration.components.seconds), tv_nsec: Int(duration.components.attoseconds / 1_000_000_000))
    var left = timespec()
    while nanosleep(&asked, &left) != 0 && errno == EINTR { asked = left }
  }
}

/// One look through all folders of all parties.
private struct Listing {
  var listing = InboundListing()

  init(_ root: WorkingRoot) throws(Fault) {
    let parties = try root.required(try Folder(root: root.path), "parties")
    try eachFolder(in: parties, party: "", feed: "") { (listing, home, party) throws(Fault) in
      guard let look = try home.look("inbound") else { return }
      guard look.kind == .folder, let inbound = try home.folder("inbound") else {
        listing.report(look, party: party, feed: "", name: "inbound")
        return
      }
      try listing.eachFolder(in: inbound, party: party, feed: "") { (listing, feed, name) throws(Fault) in
        try listing.files(of: feed, party: party, feed: name)
      }
    }
  }

  /// Goes through the folders of a folder. A party may change its folders at any moment, so one that cannot be opened is reported, and the others go on.
  private mutating func eachFolder(
    in folder: borrowing Folder, party: String, feed: String, _ body: (inout Listing, borrowing Folder, String) throws(Fault) -> Void
  ) throws(Fault) {
    for bytes in try folder.names() {
      guard let name = legible(bytes, party: party, feed: feed), let look = try folder.look(name.text) else { continue }
      guard look.kind == .folder else {
        report(look, party: party, feed: feed, name: name.text)
        continue
      }
      do {
        guard let below = try folder.folder(name.text) else { continue }
        try body(&self, below, name.text)
      } catch {
        report(.unreadable, party: party, feed: feed, name: name.text)
      }
    }
  }

  private mutating func files(of folder: borrowing Folder, party: String, feed: String) throws(Fault) {
    var files: [(name: DropName, look: Look)] = []
    for bytes in try folder.names() {
      guard let name = legible(bytes, party: party, feed: feed), let look = try folder.look(name.text) else { continue }
      if look.kind == .file && look.links == 1 {
        files.append((name, look))
      } else {
        report(look, party: party, feed: feed, name: name.text)
      }
    }
    let names = Set(files.map(\.name.text))
    for (name, look) in files {
      if let marked = name.marked {
        if !names.contains(marked) { report(.strayMarker, party: party, feed: feed, name: name.text) }
        continue
      }
      listing.files.append(
        InboundFile(
          party: party, feed: feed, name: name.text, size: look.size, modified: look.modified, inode: look.inode,
          hasDoneMarker: names.contains(name.marker)))
    }
  }

  /// The name, unless it is one to leave alone or one to report.
  private mutating func legible(_ bytes: [UInt8], party: String, feed: String) -> DropName? {
    switch DropName.reading(bytes) {
    case .success(let name): return name.isLeftAlone ? nil : name
    case .failure(let flaw):
      listing.oddities.append(
        Oddity(kind: flaw == .notUTF8 ? .notUTF8 : .controlCharacters, party: party, feed: feed, name: DropName.escaped(bytes)))
      return nil
    }
  }

  private mutating func report(_ look: Look, party: String, feed: String, name: String) {
    let kind: Oddity.Kind =
      switch look.kind {
      case .file: feed.isEmpty ? .outsideFeed : .hardLinked
      case .folder: .folder
      case .link: .link
      case .device: .device
      case .socket: .socket
      case .fifo: .fifo
      }
    report(kind, party: party, feed: feed, name: name)
  }

  private mutating func report(_ kind: Oddity.Kind, party: String, feed: String, name: String) {
    listing.oddities.append(Oddity(kind: kind, party: party, feed: feed, name: DropName.escaped(Array(name.utf8))))
  }
}
