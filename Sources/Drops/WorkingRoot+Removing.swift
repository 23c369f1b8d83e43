import Glibc
package import Values

/// What became of a file that was to be removed.
package enum Removal: Equatable, Sendable {
  case done
  /// Nothing stands there any more.
  case gone
  /// Something else stands there: other bytes, a link, a folder. It was not touched.
  case otherwise
}

/// Taking old files away for good. Every folder on the way is entered by its name and never through a link, so nothing outside the root can be
/// meant; the bytes are read once more, and only those that were asked for are removed. Which files may go is decided by the night.
extension WorkingRoot {
  /// Where files may be removed.
  private static let removable: Set<String> = ["archive", "refused", "parties"]

  /// Whether these bytes stand at the place, a path below the root.
  package func stands(_ place: String, _ digest: Digest) throws(Fault) -> Bool {
    let (folders, name) = try parts(place)
    guard let folder = try reached(folders) else { return false }
    return try inode(of: name, in: folder, digest) != nil
  }

  /// Whether anything at all stands at the place.
  package func exists(_ place: String) throws(Fault) -> Bool {
    let (folders, name) = try parts(place)
    guard let folder = try reached(folders) else { return false }
    return try folder.look(name) != nil
  }

  /// Removes the file with these bytes, and the folders it leaves empty.
  package func remove(_ place: String, _ digest: Digest) throws(Fault) -> Removal {
    let (folders, name) = try parts(place)
    guard let folder = try reached(folders), let there = try folder.look(name) else { return .gone }
    guard there.kind == .file, try inode(of: name, in: folder, digest) == there.inode else { return .otherwise }
    try steps.before(.remove)
    try folder.remove(name)
    try removeEmpty(folders)
    return .done
  }

  private func inode(of name: String, in folder: borrowing Folder, _ digest: Digest) throws(Fault) -> UInt64? {
    guard let there = try folder.look(name), there.kind == .file, let file = try File.open(name, in: folder) else { return nil }
    let inode = try file.look().inode
    return try file.digest().digest == digest ? inode : nil
  }

  /// `archive/<day>/…`: the day's folder and what is in it go when they are empty, what stands above them stays.
  private func removeEmpty(_ folders: [String]) throws(Fault) {
    let kept = folders[0] == "parties" ? 3 : 1
    for count in stride(from: folders.count, to: kept, by: -1) {
      guard let above = try reached(Array(folders.prefix(count - 1))) else { return }
      // A folder that is not empty stays; any other trouble is met by whoever uses the folder next.
      if unlinkat(above.descriptor, folders[count - 1], AT_REMOVEDIR) != 0 { return }
      try above.sync()
    }
  }

  private func parts(_ place: String) throws(Fault) -> (folders: [String], name: String) {
    let parts = try StoredFile(path: place)
    guard let top = parts.folders.first, WorkingRoot.removable.contains(top),
      top != "parties" || parts.folders.count == 4 && parts.folders[2] == "outbound"
    else {
      throw Fault(
        .program, code: "place-not-removable", place: place, cause: "files are removed from archive, refused and outbound folders alone",
        remedy: "report it: the place comes from the program itself")
    }
    return (parts.folders, parts.name)
  }

  /// The folder at the end of the way; nil when a part of it is not there.
  private func reached(_ folders: [String]) throws(Fault) -> Folder? {
    var folder = try Folder(root: path)
    for name in folders {
      guard let next = try folder.folder(name) else { return nil }
      folder = next
    }
    return folder
  }
}
