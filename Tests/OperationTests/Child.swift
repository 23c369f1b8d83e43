import Glibc
import Synchronization

/// A program that goes on beside the test, to be stopped, continued and killed. Foundation's own waits for all that has come of it as well, which a server's
/// sessions outlive.
final class Child: Sendable {
  let id: pid_t
  private let ended = Mutex<Int32?>(nil)

  /// Started without input, and with its words thrown away unless they are `heard`.
  init(_ words: [String], heard: Bool = false) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for stream in (heard ? [0] : [0, 1, 2]) as [Int32] { posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_RDWR, 0) }
    // Foundation knows by a socket of its own that a program has ended; who holds on to it keeps another test waiting.
    for descriptor in 3..<256 as Range<Int32> { posix_spawn_file_actions_addclose(&actions, descriptor) }
    // The threads of a test block signals, and what they start would.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var blocked = sigset_t()
    sigemptyset(&blocked)
    posix_spawnattr_setsigmask(&attributes, &blocked)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var child: pid_t = 0
    let failed = posix_spawnp(&child, words[0], &actions, &attributes, &arguments, environ)
    guard failed == 0 else { throw StageFlaw("\(words[0]): \(String(cString: strerror(failed)))") }
    id = child
  }

  var isRunning: Bool { status(WNOHANG) == nil }

  /// How it ended: its exit code, or minus the signal.
  @discardableResult
  func wait() -> Int32 { status(0)! }

  func signal(_ signal: Int32) { if isRunning { kill(id, signal) } }

  private func status(_ options: Int32) -> Int32? {
    ended.withLock { ended in
      if ended != nil { return ended }
      var status: Int32 = 0
      var done = waitpid(id, &status, options)
      while done < 0 && errno == EINTR { done = waitpid(id, &status, options) }
      if done == id { ended = status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F) }
      return ended
    }
  }
}
