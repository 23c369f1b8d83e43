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
  @Option(help: "Only this flow's files and facts; may be given several times. What lies there for others waits untouched.") var flow:
    [String] = []
  @Flag(
    help:
      "Say what the night would do, and change nothing. Works on a copy of state/ and the drop folders in TMPDIR; says so where there is no room."
  )
  var dryRun = false
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
    options.flows = flow
    if dryRun { return try rehearse(options) }
    let night = try Wiring.open(root, options: options)
    let lock = try night.root.lock()
    let outcome = try night.run(day: asOf.map(Wiring.day) ?? Wiring.businessDay())
    withExtendedLifetime(lock) {}
    if !outcome.unpublished.isEmpty { Terminal.exit(74) }
    if strict, try night.hasRefusals(outcome.runs) { Terminal.exit(65) }
  }

  private func rehearse(_ options: NightOptions) throws {
    let (night, trial) = try Wiring.open(trial: root, options: options)
    defer { trial.remove() }
    let outcome = try night.run(day: asOf.map(Wiring.day) ?? Wiring.businessDay())
    for run in outcome.runs { NightAccountView.print(try night.account(of: run)) }
    Terminal.out(outcome.runs.isEmpty ? "nothing would be done" : "nothing was changed: settle run does it")
    if strict, try night.hasRefusals(outcome.runs) {
      trial.remove()
      Terminal.exit(65)
    }
  }
}
