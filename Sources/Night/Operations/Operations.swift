import Flows
import Foundation
package import Values

/// `pipelines/operations.yaml`: who is told of trouble, where figures and log lines go, how long originals stay. Knows neither how a message is
/// handed over nor how a file is removed. Without the file nobody is told anything and nothing is removed.
package struct Operations: Sendable {
  package var alerts = AlertRules()
  /// The text file for node_exporter; nil: none is written.
  package var metrics: String?
  /// The log of JSON lines; nil: none is written.
  package var log: String?
  package var retention = RetentionRules()

  package init() {}

  /// Whom to tell, of what, and how often.
  package struct AlertRules: Sendable {
    /// A program and its arguments; empty: nobody is told.
    package var command: [String] = []
    package var atLeast = Alert.Weight.warning
    /// Business days before the same trouble is told again.
    package var repeatAfter = 3
    /// Messages a run may send; one more says how many there are besides.
    package var perRun = 20
    /// Seconds the program may take for a message.
    package var timeout = 30
    /// Whether it is told when a trouble is over.
    package var tellsWhenOver = true
    /// Days a row may wait, a file in its folder, or a conflict stand, before somebody hears of it.
    package var waitingDays = 10
    package var conflictDays = 3
  }

  static let file = "pipelines/operations.yaml"

  /// Reads the file of a `pipelines` folder; what stands there and is not understood is a wrong setting (78).
  package init(folder: String) throws(Fault) {
    let path = folder + "/operations.yaml"
    guard FileManager.default.fileExists(atPath: path) else { return }
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw Fault(
        .setting, code: "setting-unreadable", place: Operations.file, cause: "the file cannot be read as UTF-8 text",
        remedy: "save it as UTF-8, readable for the program's user")
    }
    let settings = try YamlSettings.read(text, file: Operations.file)
    for (name, setting) in try Operations.entries(settings, of: ["alerts", "metrics", "log", "retention"]) {
      switch name {
      case "alerts": alerts = try Operations.alerts(setting)
      case "metrics": metrics = try Operations.path(setting)
      case "log": log = try Operations.path(setting)
      default: retention = try RetentionRules(setting)
      }
    }
  }

  private static func alerts(_ setting: Setting) throws(Fault) -> AlertRules {
    var rules = AlertRules()
    let names = [
      "command", "at-least", "repeat-after", "per-run", "timeout", "tell-when-over", "waiting-days", "conflict-days",
    ]
    for (name, value) in try entries(setting, of: names) {
      switch name {
      case "command":
        rules.command = try value.texts().filter { !$0.isEmpty }
        if let program = rules.command.first, !program.hasPrefix("/") {
          throw value.wrong("\(program) is no absolute path", "write where the program stands: /usr/local/bin/tell")
        }
      case "at-least": rules.atLeast = try value.choice(Alert.Weight.self)
      case "repeat-after": rules.repeatAfter = try days(value)
      case "per-run": rules.perRun = try value.integer(1...1000)
      case "timeout": rules.timeout = try value.integer(1...600)
      case "tell-when-over": rules.tellsWhenOver = try value.boolean()
      case "waiting-days": rules.waitingDays = try value.integer(1...3650)
      default: rules.conflictDays = try value.integer(1...3650)
      }
    }
    return rules
  }

  /// `off`, or where a file goes: an absolute path, or one below the root.
  private static func path(_ setting: Setting) throws(Fault) -> String? {
    let text = try setting.text()
    if ["off", "no", ""].contains(text) { return nil }
    let isBelow = text.hasPrefix("state/") && !text.split(separator: "/").contains("..")
    guard text.hasPrefix("/") || isBelow else {
      throw setting.wrong("\(text) is neither an absolute path nor below state/", "write /var/lib/…, state/…, or off")
    }
    return text
  }

  /// `3 days`.
  private static func days(_ setting: Setting) throws(Fault) -> Int {
    let parts = try setting.text().split(separator: " ")
    guard parts.count == 2, ["day", "days"].contains(parts[1]), let number = Int(parts[0]), (1...3650).contains(number) else {
      throw setting.wrong("\(try setting.text()) is no number of days", "write 3 days")
    }
    return number
  }

  /// The named settings below one; an unknown name is a mistyped one. Nothing written is nothing set.
  static func entries(_ setting: Setting, of names: [String]?) throws(Fault) -> [(name: String, value: Setting)] {
    if case .scalar(let text) = setting.content, text.isEmpty { return [] }
    let entries = try setting.entries()
    for (name, value) in entries where names?.contains(name) == false {
      throw value.wrong("the setting \(name) is not known here", "use one of: \(names!.joined(separator: ", "))")
    }
    return entries
  }
}
