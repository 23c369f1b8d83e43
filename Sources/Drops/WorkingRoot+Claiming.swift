import Glibc
package import Values

/// The way of a dropped file out of its folder and, when it must, back. Which file is taken, and why, is decided elsewhere.
extension WorkingRoot {
  /// Moves a listed file to `state/claimed/<id>`. The id is the caller's, written down before. Doing it again after a kill gives the same answer:
  /// where the claimed file already stands, the claim is done.
  package func claim(_ file: InboundFile, id: String) throws(Fault) -> Claim {
    let (id, name) = (try DropName(id), try DropName(file.name))
    let claimedFile = ClaimedFile(id: id.text, party: file.party, feed: file.feed, name: name.text, inode: file.inode)
    let claimed = try state("claimed")
    if let there = try claimed.look(id.text) {
      if there.inode == file.inode { return try hold(claimedFile, in: claimed) }
      // An earlier claim was killed after it had taken a file that had come under the name meanwhile.
      _ = try putBack(claimedFile, inode: nil)
      return .changed
    }
    guard let feed = try self.feed(file.party, file.feed), let look = try feed.look(name.text) else { return .gone }
    guard file.isStill(look), try !sync(name, in: feed) else { return .changed }

    // The marker goes first: left behind, it would call the next file of that name complete before it is.
    if try feed.look(name.marker)?.kind == .file {
      try steps.before(.claimMarker)
      if try feed.rename(name.marker, to: claimed, claimedFile.marker) == .taken { try feed.remove(name.marker) }
    }
    try steps.before(.claim)
    switch try feed.rename(name.text, to: claimed, id.text) {
    case .done: break
    case .nothingThere: return .gone
    case .taken:
      throw Fault(
        .program, code: "claim-taken", place: claimed.place(id.text), cause: "another file came under this id just now",
        remedy: "look who else works in the state folder; an id is given once")
    case .otherDisk: throw Fault.otherDisk(feed.path)
    }
    // Between the look and the rename the party may have put another file under the name.
    guard try claimed.look(id.text)?.inode == file.inode else {
      _ = try putBack(claimedFile, inode: nil)
      return .changed
    }
    return try hold(claimedFile, in: claimed)
  }

  /// A file that stands claimed can be opened by nobody any more; who has it open still, from before, goes on writing, and it goes back.
  /// A party's program may have uploaded it readable for nobody else, as it was at home. Where this process may (CAP_FOWNER), it becomes readable for its
  /// group; where not, reading it says what is wrong.
  private func hold(_ file: ClaimedFile, in claimed: borrowing Folder) throws(Fault) -> Claim {
    if let look = try claimed.look(file.id), look.mode & 0o440 != 0o440 { claimed.set(mode: mode_t(look.mode | 0o440), of: file.id) }
    guard isBeingWritten(file.id, in: claimed) else { return .claimed(file) }
    _ = try putBack(file, inode: nil)
    return .changed
  }

  func isBeingWritten(_ name: String, in folder: borrowing Folder) -> Bool {
    do {
      guard let file = try File.open(name, in: folder) else { return false }
      return file.isBeingWritten
    } catch { return false }
  }

  /// A name in a drop may lead to bytes that are not on the disk yet. Answers whether somebody has the file open for writing. A file that cannot be opened
  /// is claimed all the same: reading it will say why.
  private func sync(_ name: DropName, in feed: borrowing Folder) throws(Fault) -> Bool {
    let file: File
    do {
      guard let opened = try File.open(name.text, in: feed) else { return false }
      file = opened
    } catch { return false }
    if file.isBeingWritten { return true }
    try file.sync()
    return false
  }

  /// Gives a claimed file back to its drop, for a later night: it changed while it was read. Its name is kept, or numbered when another file
  /// has come under it; the name is answered.
  package func putBack(_ file: ClaimedFile) throws(Fault) -> String { try putBack(file, inode: file.inode) }

  /// Without an inode, whatever stands claimed under the id goes back.
  private func putBack(_ file: ClaimedFile, inode: UInt64?) throws(Fault) -> String {
    let claimed = try state("claimed")
    guard let feed = try self.feed(file.party, file.feed) else {
      throw Fault.disk("putting \(file.name) back", "parties/\(file.party)/inbound/\(file.feed)", ENOENT)
    }
    let hasMarker = try claimed.look(file.marker) != nil
    let room = DropName.longest - (hasMarker ? ".done".utf8.count : 0)
    let name = try move(file.id, of: claimed, to: feed, as: try DropName(file.name), inode: inode, step: .putBack, room: room) {
      (_) throws(Fault) in true
    }
    if hasMarker {
      try steps.before(.putBackMarker)
      if try claimed.rename(file.marker, to: feed, name + ".done") == .taken { try claimed.remove(file.marker) }
    }
    return name
  }

  /// Where a claimed file may be read. Nobody but the program can put another in its place.
  package func path(of file: ClaimedFile) -> String { claimedPath + "/" + file.id }

  /// Moves a file under the first of `name`, `name (2)`, … that is free and suits, and answers it. A file that already moved, known by
  /// its inode, is found again under the name it got.
  func move(
    _ old: String, of folder: borrowing Folder, to target: borrowing Folder, as name: DropName, inode: UInt64?, step: DropStep,
    room: Int = DropName.longest,
    suits: (String) throws(Fault) -> Bool
  ) throws(Fault) -> String {
    for number in 1... {
      let candidate = name.numbered(number, room: room)
      if let there = try target.look(candidate) {
        if let inode, there.inode == inode { return candidate }
        continue
      }
      guard try suits(candidate) else { continue }
      try steps.before(step)
      switch try folder.rename(old, to: target, candidate) {
      case .done: return candidate
      case .taken: continue
      case .otherDisk: throw Fault.otherDisk(target.path)
      case .nothingThere:
        throw Fault(
          .program, code: "claimed-missing", place: folder.place(old), cause: "the claimed file is not there, nor where it was to go",
          remedy: "look who changed the state folder; restore it from a copy of the archive")
      }
    }
    preconditionFailure("the numbers end never")
  }

  /// The ids of all files that stand claimed, in order: each belongs to a journal row.
  package func claimedIDs() throws(Fault) -> [String] {
    try state("claimed").names().map { String(decoding: $0, as: UTF8.self) }.filter { !$0.hasSuffix(".done") }
  }
}

extension Fault {
  static func otherDisk(_ place: String) -> Fault {
    Fault(
      .setting, code: "root-other-disk", place: place, cause: "this folder lies on another file system than state",
      remedy: "keep parties/*/inbound, state, archive and refused on one file system: files move between them by rename")
  }
}
