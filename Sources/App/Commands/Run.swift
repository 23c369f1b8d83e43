import ArgumentParser
import Drops
import Foundation
import Night
import Values

/// `settle run`: one night under the root's lock, and its exit code.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "One night: every flow, every stage. Safe to run again at any moment.")

  @Argument(help: "The working root.") var root: String
  @Option(name: .customLong("as-of"), help: "The business day, 2026-11-21; today in Shanghai if not given.") var asOf: String?
  @Option(help: "Workbooks written side by side.") var workers: Int = ProcessInfo.processInfo.activeProcessorCount
  @Option(help: "Language of the sheets: zh or en.") var lang: String = "zh"
  @Flag(help: "Say nothing but what went wrong.") var quiet = false
  @Option(help: "A file for what each stage took, in JSON lines.") var timings: String?
  @Flag(help: "Exit 65 when rows were rejected or files refused.") var strict = false

  func validate() throws {
    guard ["zh", "en"].contains(lang) else { throw ValidationError("--lang is zh or en") }
    guard (1...64).contains(workers) else { throw ValidationError("--workers is 1 to 64") }
  }

  func run() throws {
    let progress = Progress(quiet: quiet, timings: try timings.map(Timings.init(path:)))
    var options = NightOptions(workers: workers, english: lang == "en", report: progress.tell)
    // A day that is named is judged as a day that is over.
    if asOf == nil { options.began = Moment(unix: Int64(Date().timeIntervalSince1970)) }
    let night = try Wiring.open(root, options: options)
    let lock = try night.root.lock()
    let outcome = try night.run(day: asOf.map(Wiring.day) ?? Wiring.businessDay())
    withExtendedLifetime(lock) {}
    if !outcome.unpublished.isEmpty { Terminal.exit(74) }
    if strict, try night.hasRefusals(outcome.runs) { Terminal.exit(65) }
  }
}
