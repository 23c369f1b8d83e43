import Foundation
import Values

/// One line of the log: a JSON object with time, level, event, and counts. Parties and feeds are named, files by what of their names cannot be personal,
/// and no text a file may have been quoted in.
package struct EventLine: Sendable {
  package enum Level: String, Sendable { case debug, info, warning, error }

  private enum Value: Encodable {
    case text(String)
    case number(Int64)

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .text(let text): try container.encode(text)
      case .number(let number): try container.encode(number)
      }
    }
  }

  private var fields: [String: Value] = [:]

  /// Nil for what only passes by: how far a file is read, how far matching got.
  package init?(_ event: NightEvent, time: String) {
    switch event {
    case .began(let run): self.init("night-began", .info, time, run: "\(run)")
    case .nothingNew(let day):
      self.init("nothing-new", .info, time)
      self["day"] = .text("\(day)")
    case .reading, .matching, .writing: return nil
    case .took(let file, let rows, let rejected):
      self.init("file-taken", .info, time, file: file)
      self["rows"] = .number(Int64(rows))
      self["rejected"] = .number(Int64(rejected))
    case .already(let file): self.init("file-already", .info, time, file: file)
    case .refused(let file, let fault): self.init("file-refused", .warning, time, file: file, code: fault.code)
    case .failed(let file, let fault, let attempt):
      self.init("file-failed", .warning, time, file: file, code: fault.code)
      self["attempt"] = .number(Int64(attempt))
    case .setAside(let file): self.init("file-set-aside", .warning, time, file: file)
    case .left(let file, _): self.init("file-left", .info, time, file: file)
    case .oddity: self.init("not-touched", .warning, time)
    case .matched(let flow, let facts):
      self.init("matched", .info, time)
      self["flow"] = .text(flow)
      self["facts"] = .number(Int64(facts))
    case .published(let sheet, let rows):
      self.init("sheet-published", .info, time, sheet: sheet)
      self["rows"] = .number(Int64(rows))
    case .unpublished(let sheet, let fault): self.init("sheet-unpublished", .error, time, sheet: sheet, code: fault.code)
    case .stage(let stage, let seconds, _):
      self.init("stage", .debug, time)
      self["stage"] = .text(stage)
      self["milliseconds"] = .number(Int64(seconds * 1000))
    case .removed(let files, let bytes):
      self.init("removed", .info, time)
      self["files"] = .number(Int64(files))
      self["bytes"] = .number(bytes)
    case .held(let sheet, _): self.init("sheet-held", .info, time, sheet: sheet)
    case .alert(let alert): self.init("alert", alert.weight == .note ? .info : .warning, time, code: alert.code)
    case .sealed(let run, let head):
      self.init("night-sealed", .info, time, run: "\(run)")
      self["head"] = .text("\(head)")
    case .closed(let run): self.init("night-closed", .info, time, run: "\(run)")
    }
  }

  /// How a run ended.
  package init(_ end: NightEnd, _ told: Told?, time: String) {
    self.init(end.exitCode == 0 ? "run-ended" : "run-failed", end.exitCode == 0 ? .info : .error, time, code: end.fault?.code)
    self["day"] = .text("\(end.day)")
    self["exit"] = .number(Int64(end.exitCode))
    self["milliseconds"] = .number(end.duration.milliseconds)
    if let told {
      self["alerts"] = .number(Int64(told.alerts.count))
      self["alerts-sent"] = .number(Int64(told.sent))
      self["alerts-not-sent"] = .number(Int64(told.failures.count))
    }
  }

  private init(
    _ event: String, _ level: Level, _ time: String, run: String? = nil, file: String? = nil, sheet: String? = nil, code: String? = nil
  ) {
    self["time"] = .text(time)
    self["level"] = .text(level.rawValue)
    self["event"] = .text(event)
    self["run"] = run.map(Value.text)
    self["code"] = code.map(Value.text)
    // `party/feed/name`, and `party/name`: what stands after the party is a supplier's choice.
    if let parts = file?.split(separator: "/", maxSplits: 2).map(String.init), parts.count == 3 {
      self["party"] = .text(SafeText.fileName(parts[0]))
      self["feed"] = .text(SafeText.fileName(parts[1]))
      self["file"] = .text(SafeText.fileName(parts[2]))
    }
    if let parts = sheet?.split(separator: "/", maxSplits: 1).map(String.init), parts.count == 2 {
      self["party"] = .text(SafeText.fileName(parts[0]))
      self["sheet"] = .text(SafeText.fileName(parts[1]))
    }
  }

  private subscript(name: String) -> Value? {
    get { fields[name] }
    set { fields[name] = newValue }
  }

  /// With its line end.
  package var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Texts and whole numbers: encoding them cannot fail.
    return String(decoding: try! encoder.encode(fields), as: UTF8.self) + "\n"
  }
}
