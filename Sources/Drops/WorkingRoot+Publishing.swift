import Glibc
package import Values

/// Whether a file was published by this call or stood there before with the same bytes.
package enum Published: Equatable, Sendable {
  case now
  case already
}

extension WorkingRoot {
  /// The path under which a sheet of this name is written before it is published.
  package func temporary(named name: String) throws(Fault) -> String { writingPath + "/" + (try DropName(name)).text }

  /// Moves a finished and checked sheet to `parties/<party>/outbound/<day>/<name>`, read-only. `digest` is that of the bytes that were checked.
  /// Doing it again is fine; other bytes under the name are a fault. Faults are `Fault.Kind.inputOutput` and name the destination.
  package func publish(temporary path: String, party: String, day: Day, name: String, digest: Digest) throws(Fault) -> Published {
    let (temporary, name) = (try temporaryName(path), try DropName(name))
    let writing = try state("writing")
    let outbound = try outbound(of: try DropName(party))
    let folder = try outbound.folder(making: day.description, mode: 0o2750, steps: steps)
    if try isPublished(name, in: folder, digest) {
      try withdraw(temporary, in: writing)
      return .already
    }
    guard let sheet = try File.open(temporary, in: writing) else { throw Fault.temporaryMissing(writing.place(temporary)) }
    try steps.before(.seal)
    try sheet.set(mode: 0o444)
    try sheet.sync()
    try steps.before(.publish)
    switch try writing.rename(temporary, to: folder, name.text) {
    case .done: return .now
    case .otherDisk:
      let published = try publishCopy(of: sheet, in: folder, name, digest)
      try withdraw(temporary, in: writing)
      return published
    case .taken, .nothingThere: throw Fault.publishedOtherwise(folder.place(name.text))
    }
  }

  /// Names of everything under `state/writing`, in order.
  package func temporaries() throws(Fault) -> [String] { try state("writing").names().map { String(decoding: $0, as: UTF8.self) } }

  /// Takes a temporary sheet away that is not to be published; there may be none.
  package func withdrawTemporary(_ path: String) throws(Fault) { try withdraw(try temporaryName(path), in: try state("writing")) }

  /// Takes away what an earlier run left half written. Only the holder of the lock may do so.
  package func sweepWriting() throws(Fault) {
    let writing = try state("writing")
    for bytes in try writing.names() {
      let name = String(decoding: bytes, as: UTF8.self)
      if try writing.look(name)?.kind == .file { try withdraw(name, in: writing) }
    }
  }

  /// What `publish` does where a rename does not reach: a sheet under `state/writing` is copied into a folder of another disk.
  package func publishCopy(of path: String, into folder: String, name: String, digest: Digest) throws(Fault) -> Published {
    let temporary = try temporaryName(path)
    let writing = try state("writing")
    guard let sheet = try File.open(temporary, in: writing) else { throw Fault.temporaryMissing(writing.place(temporary)) }
    return try publishCopy(of: sheet, in: try Folder(root: folder), try DropName(name), digest)
  }

  /// Copies to the destination's own disk under a hidden name, then renames there.
  private func publishCopy(of sheet: borrowing File, in folder: borrowing Folder, _ name: DropName, _ digest: Digest) throws(Fault)
    -> Published
  {
    let hidden = ".settle-\(digest.short).part"
    try steps.before(.copy)
    do {
      let copy = try File.make(hidden, in: folder)
      try sheet.read { (piece) throws(Fault) in try copy.write(piece) }
      try copy.set(mode: 0o444)
      try copy.sync()
    } catch {
      // What was copied so far only takes room on a disk that has none.
      try folder.remove(hidden)
      throw error
    }
    try steps.before(.publish)
    switch try folder.rename(hidden, to: folder, name.text) {
    case .done: return .now
    case .taken, .nothingThere, .otherDisk:
      try folder.remove(hidden)
      guard try isPublished(name, in: folder, digest) else { throw Fault.publishedOtherwise(folder.place(name.text)) }
      return .already
    }
  }

  private func outbound(of party: DropName) throws(Fault) -> Folder {
    let parties = try required(try Folder(root: path), "parties")
    guard let home = try parties.folder(party.text), let outbound = try home.folder("outbound") else {
      throw Fault(
        .inputOutput, code: "destination-missing", place: parties.place(party.text) + "/outbound",
        cause: "the party has no outbound folder",
        remedy: "make it again (settle init does), then run again: the sheet is kept in the ledger")
    }
    return outbound
  }

  private func isPublished(_ name: DropName, in folder: borrowing Folder, _ digest: Digest) throws(Fault) -> Bool {
    guard let there = try folder.look(name.text) else { return false }
    guard there.kind == .file, let file = try File.open(name.text, in: folder), try file.digest().digest == digest else {
      throw Fault.publishedOtherwise(folder.place(name.text))
    }
    return true
  }

  private func withdraw(_ name: String, in writing: borrowing Folder) throws(Fault) {
    guard try writing.look(name) != nil else { return }
    try steps.before(.withdraw)
    try writing.remove(name)
  }

  private func temporaryName(_ path: String) throws(Fault) -> String {
    guard path.hasPrefix(writingPath + "/") else {
      throw Fault(
        .program, code: "temporary-elsewhere", place: path, cause: "sheets are written in \(writingPath) before they are published",
        remedy: "report it: the path comes from the program itself")
    }
    return try DropName(String(path.dropFirst(writingPath.count + 1))).text
  }
}
