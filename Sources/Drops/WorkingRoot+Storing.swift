package import Values

/// The way of a claimed file into the archive or among the refused, and what is written beside it.
extension WorkingRoot {
  /// Moves a claimed file to `archive/<day>/<party>/<feed>/`, under its own name or, when that is taken, a numbered one. Doing it again finds
  /// it where it went.
  package func archive(_ file: ClaimedFile, day: Day) throws(Fault) -> StoredFile { try store(file, "archive", day, .archive) }

  /// Moves a claimed file to `refused/<day>/<party>/<feed>/`; its reasons are written beside it with `writeBeside`.
  package func refuse(_ file: ClaimedFile, day: Day) throws(Fault) -> StoredFile { try store(file, "refused", day, .refuse) }

  package func path(of file: StoredFile) -> String { path + "/" + file.path }

  private func store(_ file: ClaimedFile, _ top: String, _ day: Day, _ step: DropStep) throws(Fault) -> StoredFile {
    let claimed = try state("claimed")
    let folders = [top, day.description, try DropName(file.party).text, try DropName(file.feed).text]
    let target = try folder(making: folders)
    // The reasons of another file may stand where this file's own would come, and a file may bear the name of another's reasons.
    let room = DropName.longest - WorkingRoot.longestSuffix
    let name = try move(file.id, of: claimed, to: target, as: try DropName(file.name), inode: file.inode, step: step, room: room) {
      (candidate) throws(Fault) in try target.look(candidate + WorkingRoot.reasons) == nil
    }
    if try claimed.look(file.marker) != nil {
      try steps.before(.dropMarker)
      try claimed.remove(file.marker)
    }
    return try StoredFile(path: (folders + [name]).joined(separator: "/"))
  }

  /// Writes a small file beside a stored one, `list.csv.reasons.csv`. It is there whole or not at all; the same bytes again are fine, others are a fault.
  package func writeBeside(_ file: StoredFile, suffix: String = reasons, bytes: [UInt8]) throws(Fault) {
    precondition(suffix.utf8.count <= WorkingRoot.longestSuffix, "a suffix must fit beside every stored name")
    let name = try DropName(file.name + suffix)
    let folder = try folder(making: file.folders)
    let digest = Digest(of: bytes)
    if let there = try File.open(name.text, in: folder) {
      guard try there.digest().digest == digest else { throw Fault.publishedOtherwise(folder.place(name.text)) }
      return
    }
    let writing = try state("writing")
    let temporary = "beside-" + digest.short
    try steps.before(.writeBeside)
    let made = try File.make(temporary, in: writing)
    let written: Result<Void, Fault> = bytes.withUnsafeBytes { (all) in Result { () throws(Fault) in try made.write(all) } }
    try written.get()
    try made.set(mode: 0o440)
    try made.sync()
    try steps.before(.nameBeside)
    guard try writing.rename(temporary, to: folder, name.text) == .done else { throw Fault.publishedOtherwise(folder.place(name.text)) }
  }

  /// Folders below the root, one in the other, made where they are missing. They hold personal data: the program's group may look, nobody else.
  private func folder(making names: [String]) throws(Fault) -> Folder {
    var folder = try required(try Folder(root: path), names[0])
    for name in names.dropFirst() { folder = try folder.folder(making: name, mode: 0o750, steps: steps) }
    return folder
  }

  package static let reasons = ".reasons.csv"
  /// Bytes kept free in a stored name for what is written beside it.
  private static let longestSuffix = 24
}

extension Fault {
  static func temporaryMissing(_ place: String) -> Fault {
    Fault(
      .program, code: "temporary-missing", place: place, cause: "the sheet to be published was not written",
      remedy: "run again: sheets are made again from the ledger")
  }

  static func publishedOtherwise(_ place: String) -> Fault {
    Fault(
      .inputOutput, code: "name-taken", place: place, cause: "a file with other content stands under this name",
      remedy: "nothing is overwritten: look who put it there, move it away and run again")
  }
}
