import CLinux
import Glibc
import Values

/// An open regular file, never reached through a link and never waited for: a pipe in its place is refused, not read.
struct File: ~Copyable {
  let descriptor: Int32
  let path: String

  private init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit { close(descriptor) }

  /// Opens for reading; nil when nothing stands under the name.
  static func open(_ name: String, in folder: borrowing Folder) throws(Fault) -> File? {
    let path = folder.place(name)
    let descriptor = openat(folder.descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      switch errno {
      case ENOENT: return nil
      case EINTR: return try open(name, in: folder)
      default: throw Fault.disk("opening the file", path)
      }
    }
    let file = File(descriptor: descriptor, path: path)
    guard try file.look().kind == .file else {
      throw Fault(.inputOutput, code: "no-file", place: path, cause: "this is no regular file", remedy: "take it away and run again")
    }
    return file
  }

  /// Makes a new file, in place of an unfinished one of the same name.
  static func make(_ name: String, in folder: borrowing Folder) throws(Fault) -> File {
    try folder.remove(name)
    let path = folder.place(name)
    let descriptor = try retrying("making the file", path) {
      openat(folder.descriptor, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    }
    return File(descriptor: descriptor, path: path)
  }

  func look() throws(Fault) -> Look {
    var status = stat()
    _ = try retrying("looking at it", path) { fstat(descriptor, &status) }
    return Look(status)
  }

  /// Whether somebody has it open for writing now, such as an upload that pauses. False where the system does not say.
  /// A child process holds what its parent had open for a moment, until it runs its own program: whoever still writes after a fifth of a second does.
  var isBeingWritten: Bool {
    for _ in 0..<10 {
      if is_open_for_writing(descriptor) != 1 { return false }
      WorkingRoot.sleep(.milliseconds(20))
    }
    return is_open_for_writing(descriptor) == 1
  }

  func sync() throws(Fault) { _ = try retrying("bringing the file to the disk", path) { fsync(descriptor) } }

  func set(mode: mode_t) throws(Fault) { _ = try retrying("setting the file's mode", path) { fchmod(descriptor, mode) } }

  /// All of the content from the start, a piece at a time. The pieces do not outlive the call.
  func read(_ take: (UnsafeRawBufferPointer) throws(Fault) -> Void) throws(Fault) {
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { piece.deallocate() }
    var offset: off_t = 0
    while true {
      let length = try retrying("reading the file", path) { pread(descriptor, piece.baseAddress, piece.count, offset) }
      if length == 0 { return }
      offset += off_t(length)
      try take(UnsafeRawBufferPointer(rebasing: piece[..<length]))
    }
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws(Fault) {
    var rest = bytes[...]
    // A full disk or a size limit shows first as a short write.
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest)
      let length = try retrying("writing the file", path) { Glibc.write(descriptor, part.baseAddress, part.count) }
      if length == 0 { throw Fault.disk("writing the file", path, ENOSPC) }
      rest = rest.dropFirst(length)
    }
  }

  func digest() throws(Fault) -> (digest: Digest, size: Int64) {
    var making = Digest.Making()
    var size: Int64 = 0
    try read { (piece) throws(Fault) in
      making.add(piece)
      size += Int64(piece.count)
    }
    return (making.finish(), size)
  }
}
