import Foundation
import Glibc
import Night

/// Hands an alert to the operator's own program: run without a shell, the alert as JSON on its standard input and as text in its environment. It has a
/// process group of its own, so that nothing of it outlives its time; what it prints goes to our standard error.
enum CommandHook {
  /// Why the message could not be handed over; nil when the program took it and ended with 0.
  static func send(_ message: AlertMessage, _ command: [String], _ seconds: Int, english: Bool) -> String? {
    guard let program = command.first else { return nil }
    guard let input = pipe(holding: message.json + "\n") else { return "no pipe could be made" }
    defer { close(input) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_adddup2(&actions, 2, 1)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    posix_spawnattr_setpgroup(&attributes, 0)
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    defer { arguments.forEach { free($0) } }
    var surroundings = environment(message, english: english)
    defer { surroundings.forEach { free($0) } }
    var process: pid_t = 0
    let status = posix_spawn(&process, program, &actions, &attributes, &arguments, &surroundings)
    if status != 0 { return "\(program) cannot be started: \(String(cString: strerror(status)))" }
    return wait(for: process, seconds: seconds)
  }

  /// The reading end of a pipe that holds the text already, so that a program that does not read never stops us and one that ends early never kills us.
  private static func pipe(holding text: String) -> Int32? {
    var ends: [Int32] = [0, 0]
    guard Glibc.pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    // A pipe takes 64 KB before it waits for its reader; an alert has a few hundred bytes.
    let bytes = Array(text.utf8.prefix(60_000))
    let written = write(ends[1], bytes, bytes.count)
    close(ends[1])
    if written == bytes.count { return ends[0] }
    close(ends[0])
    return nil
  }

  private static func environment(_ message: AlertMessage, english: Bool) -> [UnsafeMutablePointer<CChar>?] {
    var texts = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("SETTLE_ALERT_") }.map { "\($0.key)=\($0.value)" }.sorted()
    texts += [
      "SETTLE_ALERT_TEXT=\(message.text(english: english))", "SETTLE_ALERT_KIND=\(message.kind.rawValue)",
      "SETTLE_ALERT_WEIGHT=\(message.weight)", "SETTLE_ALERT_CODE=\(message.code)",
    ]
    return texts.map { strdup($0) } + [nil]
  }

  private static func wait(for process: pid_t, seconds: Int) -> String? {
    let end = ContinuousClock.now + .seconds(seconds)
    var status: Int32 = 0
    var pause: UInt32 = 1000
    while true {
      let found = waitpid(process, &status, WNOHANG)
      if found == process { break }
      if found < 0 && errno != EINTR { return "its end was not seen" }
      if ContinuousClock.now > end {
        kill(-process, SIGKILL)
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return "it took longer than \(seconds) s and was ended"
      }
      usleep(pause)
      pause = min(pause * 2, 50_000)
    }
    let signal = status & 0x7F
    if signal != 0 { return "it was ended by signal \(signal)" }
    let code = status >> 8 & 0xFF
    return code == 0 ? nil : "it ended with code \(code)"
  }
}
