import CLinux
import Glibc
import Values

/// An open folder. Everything below the root is reached from one open folder to the next by a single name, and never through a link, so that
/// nobody can put another path in its place meanwhile.
struct Folder: ~Copyable {
  let descriptor: Int32
  /// For messages.
  let path: String

  private init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit { close(descriptor) }

  /// The working root itself, which its operator may well reach through a link.
  init(root path: String) throws(Fault) {
    let descriptor = try retrying("opening the folder", path) { Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    self.init(descriptor: descriptor, path: path)
  }

  /// The folder of this name; nil when there is none; a fault when it is a link or no folder.
  func folder(_ name: String) throws(Fault) -> Folder? {
    let below = place(name)
    let opened = openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    if opened >= 0 { return Folder(descriptor: opened, path: below) }
    switch errno {
    case ENOENT: return nil
    case EINTR: return try folder(name)
    default: throw Fault.disk("opening the folder", below)
    }
  }

  func place(_ name: String) -> String { path + "/" + DropName.escaped(Array(name.utf8)) }

  /// What stands under this name; nil when nothing does.
  func look(_ name: String) throws(Fault) -> Look? {
    var status = stat()
    if fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 { return Look(status) }
    // Nothing can stand under a name longer than the disk takes, such as the marker of a file whose own name just fits.
    guard errno == ENOENT || errno == ENAMETOOLONG else { throw Fault.disk("looking at it", place(name)) }
    return nil
  }

  /// What it is itself.
  func look() throws(Fault) -> Look {
    var status = stat()
    _ = try retrying("looking at it", path) { fstat(descriptor, &status) }
    return Look(status)
  }

  /// All names but `.` and `..`, in order of their bytes.
  func names() throws(Fault) -> [[UInt8]] {
    // A description of its own, because reading moves it along and closing it closes it.
    let own = try retrying("listing the folder", path) { openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    guard let listing = fdopendir(own) else {
      let number = errno
      close(own)
      throw Fault.disk("listing the folder", path, number)
    }
    defer { closedir(listing) }
    var names: [[UInt8]] = []
    while true {
      errno = 0
      guard let entry = readdir(listing) else {
        guard errno == 0 else { throw Fault.disk("listing the folder", path) }
        break
      }
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if name != Array(".".utf8) && name != Array("..".utf8) { names.append(name) }
    }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// Brings what changed in the folder's list of names to the disk.
  func sync() throws(Fault) { _ = try retrying("bringing the folder to the disk", path) { fsync(descriptor) } }

  enum Renaming {
    case done
    /// Nothing stands under the old name.
    case nothingThere
    /// Something stands under the new name; it was not touched.
    case taken
    /// The two folders are on different disks.
    case otherDisk
  }

  /// Renames without ever overwriting, and brings both folders to the disk.
  func rename(_ name: String, to folder: borrowing Folder, _ newName: String) throws(Fault) -> Renaming {
    while rename_without_overwriting(descriptor, name, folder.descriptor, newName) != 0 {
      switch errno {
      case EINTR: continue
      case ENOENT: return .nothingThere
      case EEXIST: return .taken
      case EXDEV: return .otherDisk
      default: throw Fault.disk("moving \(DropName.escaped(Array(name.utf8))) here", folder.place(newName))
      }
    }
    try folder.sync()
    try sync()
    return .done
  }

  /// Sets a file's mode where this process may; where it may not, the mode stays. Only for folders nobody else writes in: a link would be followed.
  func set(mode: mode_t, of name: String) { _ = fchmodat(descriptor, name, mode, 0) }

  /// Takes a file's name away; there may be none.
  func remove(_ name: String) throws(Fault) {
    guard unlinkat(descriptor, name, 0) != 0 else { return try sync() }
    guard errno == ENOENT else { throw Fault.disk("removing the file", place(name)) }
  }

  /// The folder of this name, made if there is none. What exists keeps its mode, which an operator may have chosen.
  func folder(making name: String, mode: mode_t, steps: DropSteps) throws(Fault) -> Folder {
    if let there = try folder(name) { return there }
    try steps.before(.makeFolder)
    if mkdirat(descriptor, name, 0o700) != 0 && errno != EEXIST { throw Fault.disk("making the folder", place(name)) }
    guard let made = try folder(name) else { throw Fault.disk("making the folder", place(name), ENOENT) }
    // After making it, because the process' mask would take rights away.
    _ = try retrying("setting the folder's mode", made.path) { fchmod(made.descriptor, mode) }
    try sync()
    return made
  }
}
