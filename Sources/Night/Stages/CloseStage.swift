import Drops
import Flows
import Foundation
import Store
import Values

/// The completeness gate: rows and money in = settled + waiting + rejected + already + conflict, ledger = sheets. A night that does not foot
/// does not close (70). What it counted becomes the night's certificate.
struct CloseStage {
  let night: NightShift
  let house: House

  func run(_ run: inout RunRecord) throws(Fault) {
    let watch = Stopwatch("close")
    let store = night.store
    for balance in try store.balances(run) where !balance.foots {
      throw gate(
        "feed \(balance.feed)",
        "\(balance.before.rows) rows waited and \(balance.moved["in"]?.rows ?? 0) came in, but "
          + FeedBalance.outcomes.map { "\(balance.moved[$0]?.rows ?? 0) \($0)" }.joined(separator: ", ")
          + " and \(balance.after.rows) waiting do not add up to that")
    }
    for (unit, amount) in try store.unbalanced(run) {
      throw gate("ledger, unit \(unit)", "debits and credits of the run differ by \(amount) minor units")
    }
    for path in try store.driftingAccounts(run: run) { throw gate("account \(path)", "its balance is not the sum of its postings") }
    for file in try store.files(run: run, states: [.taken]) {
      let reading = file.reading
      let rows = reading.dataRows + reading.blankRows + reading.headerRows + reading.totalRows
      if rows != reading.physicalRows {
        throw gate(file.path, "\(reading.physicalRows) physical rows, but data, blank, header and total rows are \(rows)")
      }
    }
    let certificate = try watch.time("certificate") { () throws(Fault) in try Certificate(store: store, run: run) }
    let (text, links) = try watch.time("chain") { () throws(Fault) in try Chain(night: night, run: run).close(certificate) }
    try write(text, run)
    try store.close(&run, certificate: text, links: links)
    night.options.report(.sealed(run.name, head: links[links.count - 1].digest.hex))
    // The night is closed; a log that is not folded in tonight is folded in by the next.
    try? store.checkpoint()
    night.options.report(watch.event)
  }

  /// `state/nights/<run>.json`, also kept in the store.
  private func write(_ text: String, _ run: RunRecord) throws(Fault) {
    try night.options.before("write certificate")
    let folder = night.root.statePath + "/nights"
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(run.name).json"), options: .atomic)
    } catch {
      throw Fault(
        .inputOutput, code: "certificate-not-written", place: "\(folder)/\(run.name).json", cause: error.localizedDescription,
        remedy: "make room on the disk and run again: the night goes on where it stood")
    }
  }

  private func gate(_ place: String, _ cause: String) -> Fault {
    Fault(
      .program, code: "gate-does-not-foot", place: place, cause: cause,
      remedy: "the night is not closed and nothing is lost; keep the root as it is and report this message")
  }
}
