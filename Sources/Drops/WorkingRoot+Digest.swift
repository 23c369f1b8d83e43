package import Values

/// The identity of a claimed file's bytes, and what the disk said when they were read.
package struct FileDigest: Equatable, Sendable {
  package let digest: Digest
  /// Bytes.
  package let size: Int64
  let modified: Int64
  let changed: Int64
  let inode: UInt64
}

extension WorkingRoot {
  /// Reads the claimed file once.
  package func digest(_ file: ClaimedFile) throws(Fault) -> FileDigest {
    let opened = try open(file)
    let look = try opened.look()
    let (digest, size) = try opened.digest()
    return FileDigest(digest: digest, size: size, modified: look.modified, changed: look.changed, inode: look.inode)
  }

  /// Whether the bytes are still those of the digest. A party that holds the file open may go on writing after the claim, and a writer through
  /// memory may not even move the file's time: so the disk is asked first, and the bytes are read again in any case.
  package func isUnchanged(_ file: ClaimedFile, since earlier: FileDigest) throws(Fault) -> Bool {
    let opened = try open(file)
    let look = try opened.look()
    guard look.size == earlier.size, look.modified == earlier.modified, look.changed == earlier.changed, look.inode == earlier.inode else {
      return false
    }
    return try opened.digest().digest == earlier.digest
  }

  private func open(_ file: ClaimedFile) throws(Fault) -> File {
    let claimed = try state("claimed")
    guard let opened = try File.open(try DropName(file.id).text, in: claimed) else {
      throw Fault(
        .program, code: "claimed-missing", place: claimed.place(file.id), cause: "the claimed file is not there",
        remedy: "look who changed the state folder; restore it from a copy of the archive")
    }
    return opened
  }
}
