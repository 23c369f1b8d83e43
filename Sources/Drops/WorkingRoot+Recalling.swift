import Glibc
package import Values

/// What the disk says of a corrected file that lies ready to be taken.
package struct LaidFile: Equatable, Sendable {
  package let size: Int64
  package let inode: UInt64
  /// Nanoseconds since 1970.
  package let modified: Int64
  package let digest: Digest
}

/// The way of a corrected file that an operator names: copied to `state/recalls` before anything is written down about it, claimed from there by the run
/// that takes it. Which file it corrects is decided elsewhere.
extension WorkingRoot {
  /// Copies a file, wherever it lies, to where the next run finds it. Doing it again takes the place of what an earlier call left.
  package func lay(_ path: String) throws(Fault) -> LaidFile {
    let name = path.split(separator: "/").last.map(String.init) ?? ""
    let parent = String(path.dropLast(name.count))
    let source = try Folder(root: parent.isEmpty ? "." : parent)
    guard let file = try File.open(name, in: source) else {
      throw Fault(.missing, code: "file-missing", place: path, cause: "the file is not there", remedy: "check its name")
    }
    let before = try file.look()
    let recalls = try recalls()
    try steps.before(.lay)
    let copy = try File.make("laid", in: recalls)
    var making = Digest.Making()
    try file.read { (piece) throws(Fault) in
      making.add(piece)
      try copy.write(piece)
    }
    try copy.sync()
    let after = try file.look()
    guard before.size == after.size, before.modified == after.modified else {
      throw Fault(
        .data, code: "changed-while-read", place: path, cause: "the file changed while it was read",
        remedy: "run it again when the upload is done")
    }
    let look = try copy.look()
    // Under its own number nothing else is ever laid; what a run is to take is never written over.
    if try recalls.rename("laid", to: recalls, "\(look.inode)") == .taken {
      try recalls.remove("\(look.inode)")
      _ = try recalls.rename("laid", to: recalls, "\(look.inode)")
    }
    return LaidFile(size: look.size, inode: look.inode, modified: look.modified, digest: making.finish())
  }

  /// Moves a file that was laid ready to `state/claimed/<id>`. Doing it again after a kill is fine.
  package func claimRecalled(inode: UInt64, id: String) throws(Fault) {
    let id = try DropName(id)
    let claimed = try state("claimed")
    let recalls = try recalls()
    if try claimed.look(id.text)?.inode == inode { return }
    try steps.before(.claim)
    guard try recalls.rename("\(inode)", to: claimed, id.text) == .done else {
      throw Fault(
        .program, code: "claimed-missing", place: recalls.place("\(inode)"), cause: "the corrected file that was laid ready is not there",
        remedy: "look who changed the state folder; restore it from a backup")
    }
  }

  /// Takes away what no run is to take. Only the holder of the lock may do so.
  package func withdrawRecalled(but kept: Set<UInt64>) throws(Fault) {
    guard let recalls = try required(try Folder(root: path), "state").folder("recalls") else { return }
    for bytes in try recalls.names() {
      let name = String(decoding: bytes, as: UTF8.self)
      if UInt64(name).map(kept.contains) != true {
        try steps.before(.withdraw)
        try recalls.remove(name)
      }
    }
  }

  private func recalls() throws(Fault) -> Folder {
    try required(try Folder(root: path), "state").folder(making: "recalls", mode: 0o700, steps: steps)
  }
}
