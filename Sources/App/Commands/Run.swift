import ArgumentParser
import Drops
import Foundation
import Night
import Values

/// `settle run`: one night under the root's lock, who is told of it, and its exit code.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "One night: every flow, every stage. Safe to run again at any moment.")

  @Argument(help: "The working root.") var root: String
  @Option(name: .customLong("as-of"), help: "The business day, 2026-11-21; today in Shanghai if not given.") var asOf: String?
  @Option(help: "Workbooks written side by side.") var workers: Int = ProcessInfo.processInfo.activeProcessorCount
  @Option(help: "Language of the sheets, the summary and the alerts: zh or en.") var lang: String = "zh"
  @Option(help: "Only this flow's files and facts; may be given several times. What lies there for others waits untouched.") var flow:
    [String] = []
  @Flag(
    help:
      "Say what the night would do, and change nothing. Works on a copy of state/ and the drop folders in TMPDIR; says so where there is no room."
  )
  var dryRun = false
  @Flag(help: "Say nothing but what went wrong.") var quiet = false
  @Option(help: "A file for what each stage took, in JSON lines.") var timings: String?
  @Option(help: "A file for the log, in JSON lines, instead of the one operations.yaml names.") var log: String?
  @Flag(help: "Exit 65 when rows were rejected or files refused.") var strict = false

  func validate() throws {
    guard ["zh", "en"].contains(lang) else { throw ValidationError("--lang is zh or en") }
    guard (1...64).contains(workers) else { throw ValidationError("--workers is 1 to 64") }
  }

  func run() throws {
    if dryRun { return try rehearse() }
    let day = try asOf.map(Wiring.day) ?? Wiring.businessDay()
    let working = WorkingRoot(path: root)
    // Where these settings are wrong, the night names what; who would be told is then unknown.
    let operations = (try? Operations(folder: working.pipelinesPath)) ?? Operations()
    let log = try (self.log ?? operations.log.map(working.place(of:))).map(EventLog.init(path:))
    let progress = Progress(quiet: quiet, timings: try timings.map(Timings.init(path:)))
    var options = NightOptions(
      workers: workers, english: lang == "en",
      report: { event in
        progress.tell(event)
        log?.note(event)
      })
    // A day that is named is judged as a day that is over.
    if asOf == nil { options.began = Moment(unix: Int64(Date().timeIntervalSince1970)) }
    options.flows = flow
    let began = ContinuousClock.now
    let night: NightShift
    let lock: RootLock
    do throws(Fault) {
      night = try Wiring.open(root, options: options)
      lock = try night.root.lock()
    } catch {
      let end = NightEnd(day: day, outcome: nil, fault: error, duration: .now - began)
      if error.kind != .busy { tellUnopened(working, operations, end, log) }
      throw error
    }
    let outcome = Result { () throws(Fault) in try night.run(day: day) }
    // A command that asks for what cannot be is answered to whoever typed it, and to nobody else.
    if case .failure(let fault) = outcome, fault.kind == .usage { throw fault }
    let end = ended(outcome, day, .now - began)
    let told = tell(night, end, log)
    withExtendedLifetime(lock) {}
    if let told, !quiet { Terminal.out(told.summary) }
    let done = try outcome.get()
    if end.exitCode != 0 { Terminal.exit(end.exitCode) }
    if told == nil { Terminal.exit(74) }
    if strict, try night.hasRefusals(done.runs) { Terminal.exit(65) }
  }

  private func ended(_ outcome: Result<NightOutcome, Fault>, _ day: Day, _ duration: Duration) -> NightEnd {
    switch outcome {
    case .success(let outcome): NightEnd(day: day, outcome: outcome, fault: nil, duration: duration)
    case .failure(let fault): NightEnd(day: day, outcome: nil, fault: fault, duration: duration)
    }
  }

  /// Summary, alerts, figures and log; nil where not even the store could be written. A fault here hides none of the night's.
  private func tell(_ night: NightShift, _ end: NightEnd, _ log: EventLog?) -> Told? {
    var told: Told?
    var alerts: [Alert] = []
    do throws(Fault) {
      let made = try night.tell(end, send: send)
      for failure in made.failures { Terminal.error("settle: pipelines/operations.yaml (alerts): an alert was not delivered: \(failure)") }
      (told, alerts) = (made, made.alerts)
    } catch {
      // Where the store takes nothing up any more, somebody is told all the same.
      Terminal.error("settle: \(error.description)")
      alerts = [tellDirectly(night.root, end.fault ?? error, end.day)]
    }
    do throws(Fault) {
      try night.measure(end, alerts: alerts, now: Int64(Date().timeIntervalSince1970))
    } catch  where error.kind != .setting || end.fault == nil {
      Terminal.error("settle: \(error.description)")
    } catch {}
    log?.note(end, told)
    return told
  }

  private func tellUnopened(_ root: WorkingRoot, _ operations: Operations, _ end: NightEnd, _ log: EventLog?) {
    guard let fault = end.fault else { return }
    let alert = tellDirectly(root, fault, end.day)
    if let path = operations.metrics.map(root.place(of:)) {
      try? NightShift.measure(nil, path, end, alerts: [alert], now: Int64(Date().timeIntervalSince1970))
    }
    log?.note(end, nil)
  }

  private func tellDirectly(_ root: WorkingRoot, _ fault: Fault, _ day: Day) -> Alert {
    let told = NightShift.tellDirectly(root, fault, day: day, english: lang == "en", send: send)
    if let failure = told.failure { Terminal.error("settle: an alert was not delivered: \(failure)") }
    return told.alert
  }

  private var send: NightShift.Send {
    { [isEnglish = lang == "en"] message, command, seconds in CommandHook.send(message, command, seconds, english: isEnglish) }
  }

  private func rehearse() throws {
    var options = NightOptions(workers: workers, english: lang == "en", report: Progress(quiet: quiet).tell)
    options.flows = flow
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
