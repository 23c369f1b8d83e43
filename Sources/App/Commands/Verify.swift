import ArgumentParser
import Flows
import Night
import Store
import Values

/// `settle verify`: prints where a night and its proofs differ; mends nothing.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a night's certificate and chain anew from archive, ledger and outbound files.",
    discussion: "Names the first link of a night's chain that does not agree, and every file whose bytes are not those the night recorded.")

  @Argument(help: "The working root.") var root: String
  @Argument(help: "The day; every closed night, and the root as a whole, if not given.") var day: String?
  @Option(help: "A head of the chain that somebody kept, whole or its first 12 digits: a night must end in it.") var head: String?

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
    func tell(_ faults: [Fault]) {
      for fault in faults { Terminal.error("settle: \(fault.description)") }
      wrong += faults.count
    }
    for run in runs {
      let found = try night.verification(run)
      tell(found.faults)
      if found.faults.isEmpty {
        let chain = found.head.map { "; \(found.links) links, ending in \($0)" } ?? ""
        Terminal.out("\(run): archive, ledger and sheets agree with the certificate\(chain)")
      }
      for note in found.notes { Terminal.out("\(run): \(note)") }
    }
    if day == nil { tell(try night.verifyRoot()) }
    if let head {
      if let run = try night.night(endingIn: head) {
        Terminal.out("\(run.name): ends in the head that was kept")
      } else {
        tell([
          Fault(
            .data, code: "head-unknown", place: "--head \(head)",
            cause: "no night of this root ends in it: nights were rewritten or taken away",
            remedy: "compare state/ with the backup from the day the head was noted")
        ])
      }
    }
    if wrong > 0 { Terminal.exit(65) }
  }
}
