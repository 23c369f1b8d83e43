import Glibc
package import Values

/// The right to work on a root, held as long as this value lives, and given back by the system whatever becomes of the process.
package final class RootLock: Sendable {
  private let descriptor: Int32

  fileprivate init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }
}

extension WorkingRoot {
  /// Takes the root for this process. Throws `Fault.Kind.busy` at once when another process has it, and `usage` when the root is another user's.
  package func lock() throws(Fault) -> RootLock {
    let state = try required(try Folder(root: path), "state")
    try checkOwner(of: state)
    let place = state.place("lock")
    let descriptor = try retrying("opening the lock", place) {
      openat(state.descriptor, "lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
    }
    let lock = RootLock(descriptor: descriptor)
    try take(descriptor, LOCK_EX, place)
    let text = "\(getpid())\n"
    _ = try retrying("writing the lock", place) { ftruncate(descriptor, 0) }
    _ = try retrying("writing the lock", place) { pwrite(descriptor, text, text.utf8.count, 0) }
    return lock
  }

  /// What a superuser made in somebody else's root could not be opened by the night that comes after: nobody else enters `state`, but root does.
  func checkOwner(of state: borrowing Folder) throws(Fault) {
    let owner = try state.look().owner
    guard owner != geteuid() else { return }
    let name = getpwuid(owner).map { String(cString: $0.pointee.pw_name) } ?? "#\(owner)"
    throw Fault(
      .usage, code: "root-of-another", place: path, cause: "this working root belongs to the user \(name)",
      remedy: "run it as that user: runuser -u \(name) -- settle …")
  }

  /// Takes the root for looking at it as it stands: nothing is written, and whoever would run meanwhile finds it busy. Nil where no run ever was.
  package func lockForReading() throws(Fault) -> RootLock? {
    let state = try required(try Folder(root: path), "state")
    let descriptor = openat(state.descriptor, "lock", O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw Fault.disk("opening the lock", state.place("lock"))
    }
    let lock = RootLock(descriptor: descriptor)
    try take(descriptor, LOCK_SH, state.place("lock"))
    return lock
  }

  /// Takes the lock or says who has it; waits for nobody.
  private func take(_ descriptor: Int32, _ kind: Int32, _ place: String) throws(Fault) {
    while flock(descriptor, kind | LOCK_NB) != 0 {
      switch errno {
      case EINTR: continue
      case EWOULDBLOCK:
        throw Fault(
          .busy, code: "root-busy", place: path, cause: "another run holds this working root (\(holder(descriptor)))",
          remedy: "wait until it is done and run again")
      default: throw Fault.disk("taking the lock", place)
      }
    }
  }

  private func holder(_ descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 20)
    let length = pread(descriptor, &bytes, bytes.count, 0)
    let digits = bytes.prefix(max(0, length)).prefix { (0x30...0x39).contains($0) }
    return digits.isEmpty ? "its process is not known yet" : "process \(String(decoding: digits, as: UTF8.self))"
  }
}
