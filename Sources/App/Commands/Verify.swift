import ArgumentParser
import Flows
import Night
import Store
import Values

/// `settle verify`: prints where a night and its certificate differ; mends nothing.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Recompute a night's certificate from archive, ledger and outbound files.")

  @Argument(help: "The working root.") var root: String
  @Argument(help: "The day; every closed night if not given.") var day: String?

  func run() throws {
    let night = try Wiring.open(root)
    let day = try day.map(Wiring.day)
    let runs = try night.store.runs().filter { day == nil || $0.day == day }
    if runs.isEmpty {
      throw Fault(
        .missing, code: "no-night", place: day.map { "\($0)" } ?? root, cause: "no closed night",
        remedy: "settle status lists what there is")
    }
    var wrong = 0
    for run in runs {
      let found = try night.verify(run)
      for sentence in found { Terminal.error("settle: \(run): \(sentence)") }
      wrong += found.count
      for sentence in try night.removed(of: run) { Terminal.out("\(run): \(sentence)") }
      if found.isEmpty { Terminal.out("\(run): archive, ledger and sheets agree with the certificate") }
    }
    if wrong > 0 { Terminal.exit(65) }
  }
}
