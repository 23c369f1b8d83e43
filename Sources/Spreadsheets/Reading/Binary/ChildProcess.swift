import Values

#if canImport(Glibc)
  import Glibc
#endif

/// A child process and the pipe it writes to. Ended when this goes away, whatever it was doing.
final class ChildProcess {
  enum Ending {
    case well
    /// Ran longer than it may.
    case late
    /// Died, or left with a code.
    case badly(String)
  }

  private var process: pid_t = 0
  private let pipe: Int32
  private var isOver = false
  private let seconds: Int

  /// Starts the program itself again. Nil when it cannot be started.
  init?(arguments: [String], seconds: Int) {
    self.seconds = seconds
    var ends: [Int32] = [0, 0]
    guard Glibc.pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    pipe = ends[0]
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    let program = "/proc/self/exe"
    var texts: [UnsafeMutablePointer<CChar>?] = (["settle"] + arguments).map { strdup($0) } + [nil]
    defer { texts.forEach { free($0) } }
    // No backtrace of a crash is wanted, and nothing of the parent's surroundings is needed.
    var surroundings: [UnsafeMutablePointer<CChar>?] = [strdup("SWIFT_BACKTRACE=enable=no"), strdup("LANG=C.UTF-8"), library(), nil]
    defer { surroundings.forEach { free($0) } }
    let status = posix_spawn(&process, program, &actions, nil, &texts, &surroundings)
    close(ends[1])
    if status != 0 {
      close(ends[0])
      return nil
    }
  }

  deinit {
    close(pipe)
    if !isOver {
      kill(process, SIGKILL)
      var status: Int32 = 0
      waitpid(process, &status, 0)
    }
  }

  /// Reads on; nil when the child has closed its end or said nothing for too long.
  func read(_ count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var got = 0
    while got < count {
      var poller = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
      let ready = poll(&poller, 1, Int32(seconds * 1000))
      if ready < 0 && errno == EINTR { continue }
      guard ready > 0 else {
        isLate = ready == 0
        return nil
      }
      let read = bytes.withUnsafeMutableBytes { Glibc.read(pipe, $0.baseAddress! + got, count - got) }
      if read < 0 && errno == EINTR { continue }
      guard read > 0 else { return nil }
      got += read
    }
    return bytes
  }

  private var isLate = false

  /// Ends the child and says how it went.
  func end() -> Ending {
    if isLate { kill(process, SIGKILL) }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    isOver = true
    if isLate { return .late }
    let signal = status & 0x7F
    if signal == SIGXCPU || signal == SIGKILL { return .late }
    if signal != 0 { return .badly("signal \(signal)") }
    let code = status >> 8 & 0xFF
    return code == 0 ? .well : .badly("code \(code)")
  }
}

/// The way to shared libraries, which a child of a development build needs as its parent did.
private func library() -> UnsafeMutablePointer<CChar>? {
  strdup("LD_LIBRARY_PATH=" + (getenv("LD_LIBRARY_PATH").map { String(cString: $0) } ?? ""))
}
