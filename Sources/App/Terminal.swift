import Foundation
import Night
import Synchronization
import Values

/// All printing: answers on standard output, errors and progress on standard error.
enum Terminal {
  static func out(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }
  static func error(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
  static func exit(_ code: Int32) -> Never { Foundation.exit(code) }
  static var isInteractive: Bool { isatty(STDERR_FILENO) == 1 }
}

/// Tells the night as it goes: one line that renews itself on a terminal, plain log lines elsewhere. No personal data.
final class Progress: Sendable {
  private let quiet: Bool
  private let timings: Timings?
  private let interactive: Bool
  private let last = Mutex(ContinuousClock.now - .seconds(10))

  init(quiet: Bool, timings: Timings? = nil) {
    self.quiet = quiet
    self.timings = timings
    interactive = Terminal.isInteractive
  }

  func tell(_ event: NightEvent) {
    switch event {
    case .began(let run): say("night \(run) begins")
    case .nothingNew(let day): say("\(day): nothing new and nothing unfinished")
    case .reading(let file, let rows): passing("reading \(file): \(rows) rows")
    case .took(let file, let rows, let rejected): say("took \(shown(file)): \(rows) rows, \(rejected) rejected")
    case .already(let file): say("already taken: \(shown(file))")
    case .refused(let file, let fault):
      // What is wrong with a file may be told in its own words.
      warn(
        "refused \(shown(file)): \(interactive ? fault.cause : fault.code); \(interactive ? fault.remedy : "its reasons stand beside it")")
    case .failed(let file, let fault, let attempt):
      warn("attempt \(attempt) at \(shown(file)) failed: \(SafeText.sentence(fault.cause)); it is tried again by the next run")
    case .setAside(let file): warn("set aside after three attempts: \(shown(file))")
    case .left(let file, let reason): say("left for later: \(shown(file)): \(reason)")
    case .oddity(let text): warn("not touched: \(shown(text))")
    case .matching(let flow, let done): passing("matching \(flow): \(done)")
    case .matched(let flow, let facts): say("matched \(flow): \(facts)")
    case .writing(let sheet): passing("writing \(sheet)")
    case .published(let sheet, let rows): say("published \(shown(sheet)): \(rows) rows")
    case .unpublished(let sheet, let fault): warn("not published \(shown(sheet)): \(shown(fault.place)): \(fault.cause); \(fault.remedy)")
    case .stage(let stage, let seconds, let parts): timings?.note(stage, seconds, parts)
    case .sealed(let run, let head): say("night \(run) ends in \(head)")
    case .removed(let files, let bytes): say("removed \(files) files past retention, \(bytes / 1024) KB")
    case .closed(let run): say("night \(run) is closed")
    }
  }

  /// At a terminal as it is; in a log nobody finds what a supplier's file name may hold.
  private func shown(_ name: String) -> String { interactive ? name : SafeText.path(name) }

  private func say(_ text: String) {
    if quiet { return }
    Terminal.error(interactive ? "\r\u{1B}[2K\(text)" : "settle: \(text)")
  }

  private func warn(_ text: String) { Terminal.error(interactive ? "\r\u{1B}[2K\(text)" : "settle: \(text)") }

  /// What passes by is shown on a terminal only, ten times a second at most.
  private func passing(_ text: String) {
    guard interactive, !quiet else { return }
    let show = last.withLock { last in
      guard ContinuousClock.now - last > .milliseconds(100) else { return false }
      last = .now
      return true
    }
    if show { FileHandle.standardError.write(Data("\r\u{1B}[2K\(text)".utf8)) }
  }
}
