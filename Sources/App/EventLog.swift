import Foundation
import Night
import Synchronization
import Values

/// The log of a run: JSON lines at the end of a file. A line is written in one piece, so that whoever reads or turns the file over meets whole lines. A log that
/// cannot be written any more stops nobody.
final class EventLog: Sendable {
  private let file: FileHandle
  private let lock = Mutex(())

  init(path: String) throws(Fault) {
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o640)
    guard descriptor >= 0 else {
      throw Fault(
        .inputOutput, code: "log-not-written", place: path, cause: String(cString: strerror(errno)),
        remedy: "make its folder and let the program's user write there, or name another with --log")
    }
    file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  func note(_ event: NightEvent) { if let line = EventLine(event, time: EventLog.now()) { write(line) } }
  func note(_ end: NightEnd, _ told: Told?) { write(EventLine(end, told, time: EventLog.now())) }

  private func write(_ line: EventLine) { lock.withLock { _ in _ = try? file.write(contentsOf: Data(line.text.utf8)) } }

  /// `2026-11-21T02:00:00.123Z`
  private static func now() -> String {
    Date.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }
}
