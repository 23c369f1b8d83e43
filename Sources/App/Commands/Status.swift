import ArgumentParser
import Foundation
import Night
import Values

/// `settle status`: prints what waits and what failed; reads only.
struct Status: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "What waits, what failed, what the last night did.")

  @Argument(help: "The working root.") var root: String
  @Flag(help: "As JSON.") var json = false

  func run() throws {
    let status = try Wiring.open(root).status(on: Wiring.businessDay())
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      Terminal.out(String(decoding: try encoder.encode(status), as: UTF8.self))
      return
    }
    func only(_ flows: [String]) -> String { flows.isEmpty ? "" : " (\(flows.joined(separator: ", ")) only)" }
    Terminal.out("last closed   \(status.lastClosed ?? "no night yet")\(only(status.lastFlows))")
    if let head = status.head { Terminal.out("chain ends in \(head)") }
    if let unfinished = status.unfinished {
      Terminal.out("unfinished    \(unfinished)\(only(status.unfinishedFlows)): the next settle run goes on with it")
    }
    for file in status.lastFiles {
      Terminal.out(
        "  file        \(file.state)  \(file.path)  \(file.rows) rows, \(file.rejected) rejected\(file.reason.isEmpty ? "" : "  \(file.reason)")"
      )
    }
    for sheet in status.lastSheets { Terminal.out("  sheet       \(sheet.state)  \(sheet.path)  \(sheet.rows) rows") }
    if status.waiting.isEmpty { Terminal.out("waiting       nothing") }
    for waiting in status.waiting {
      Terminal.out("waiting       \(waiting.feed)  \(waiting.reason)  \(waiting.rows) rows, \(waiting.amount)  since \(waiting.since)")
    }
    for file in status.leftFiles { Terminal.out("in a folder   \(file.path)  \(file.reason)  since \(file.since)") }
    for due in status.expected {
      let isAnswer = !due.answers.isEmpty
      var words = isAnswer ? " in answer to \(due.answers) of \(due.day), by \(due.until)" : " of \(due.day)"
      if !due.cutOff.isEmpty { words += "  cut-off \(due.cutOff)" }
      if due.files > 0 && !isAnswer { words += "  \(due.rows) rows in \(due.files) \(due.files == 1 ? "file" : "files")" }
      if due.isShort { words += ", short" }
      Terminal.out("expected      \(due.state)  \(due.party)/\(due.feed)\(words)")
    }
    for alert in status.bookAlerts {
      Terminal.out("alert         \(alert.weight.rawValue)  \(alert.code)  \(alert.place): \(alert.cause); \(alert.remedy)")
    }
    for sheet in status.held { Terminal.out("held back     \(sheet.path)  of \(sheet.run)  waits for \(sheet.waitsFor)") }
    for sheet in status.unpublished { Terminal.out("unpublished   \(sheet.path)  \(sheet.state)") }
    for alert in status.alerts {
      let told = alert.told.isEmpty ? alert.failure.isEmpty ? "not told" : "not told: \(alert.failure)" : "told \(alert.told)"
      Terminal.out("alert         \(alert.weight)  \(alert.code)  \(alert.place)  since \(alert.since), \(told)")
    }
    let kept = status.retention
    if kept.dueFiles > 0 { Terminal.out("retention     \(kept.dueFiles) files may go, \(kept.dueBytes / 1024) KB") }
    if kept.removedFiles > 0 { Terminal.out("retention     \(kept.removedFiles) files removed so far, \(kept.removedBytes / 1024) KB") }
  }
}
