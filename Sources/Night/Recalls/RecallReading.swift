import Flows
import Store
import Tables
import Values

/// Reads from the store what a run's corrected file did: rows beside each other, and the sums of the lines written about them in that run.
struct RecallReading {
  let night: NightShift
  let house: House
  let run: RunRecord
  let file: FileRecord

  private struct Sums {
    var amounts: [Money]
    var parties: [String: Money] = [:]
  }

  func report() throws(Fault) -> RecallReport {
    let store = night.store
    guard let flow = house.flow(taking: file.feed), let feed = house.feed(file.feed) else { preconditionFailure("\(file.feed) was read") }
    let lineage = try store.corrected(by: file)
    var report = RecallReport(
      party: file.party, feed: file.feed, name: file.name, digest: file.digest?.hex ?? "", reason: file.recall ?? "",
      corrects: lineage.map { .init(name: $0.name, digest: $0.digest?.hex ?? "", archived: $0.archived ?? "") }, run: run.name)
    report.amounts = flow.recalled?.amounts.map(\.title) ?? []
    var (taken, given) = ([String: Money](), [String: Money]())
    let reasons = house.reasons(NightReasons.all)
    var successors: [Int64: Journal.FactRecord] = [:]
    for pair in try store.recalled(run: run) {
      guard let old = try store.fact(pair.fact, feed: feed) else { continue }
      let before = try sums(about: old.id, flow)
      add(before, -1, to: &taken)
      let new = try pair.successor.map { id throws(Fault) in try store.fact(id, feed: feed) } ?? nil
      var row = RecallReport.Row(
        change: new == nil ? .removed : .changed, key: key(old), settled: old.rowNumber, corrected: new?.rowNumber, detail: "",
        before: before.amounts.map { -$0 }, after: before.amounts.map { _ in .zero })
      if let new {
        successors[new.id] = new
        let after = try sums(about: new.id, flow)
        add(after, 1, to: &given)
        row.after = after.amounts
        row.detail = [Identity(feed: feed, run: run.id).difference(old.row, new.row), verdict(new, reasons)].filter { !$0.isEmpty }.joined(
          separator: "；")
      }
      report.rows.append(row)
    }
    try store.eachFact(of: file, feed: feed) { (fact) throws(Fault) in
      if successors[fact.id] != nil { return }
      if fact.state == .already {
        report.unchanged += 1
        return
      }
      let isRefused = fact.contested || fact.state == .conflict
      let after = try sums(about: fact.id, flow)
      add(after, 1, to: &given)
      report.rows.append(
        .init(
          change: isRefused ? .conflict : .added, key: key(fact), settled: nil, corrected: fact.rowNumber, detail: verdict(fact, reasons),
          before: after.amounts.map { _ in .zero }, after: after.amounts))
    }
    // What hangs on the rows, or waited for them, is settled with them: its money belongs to the effect, though its file was another.
    for fact in try store.moved(in: run, besides: file) { add(try sums(about: fact, flow), 1, to: &given) }
    report.withdrawn = try store.withdrawn(by: file, run: run)
    for name in Set(taken.keys).union(given.keys).sorted() {
      let parts = name.split(separator: "\t", maxSplits: 1).map(String.init)
      report.effects.append(
        .init(party: parts[1], title: parts[0], before: taken[name] ?? .zero, after: given[name] ?? .zero))
    }
    return report
  }

  private func key(_ fact: Journal.FactRecord) -> String { fact.key.split(separator: "\t").joined(separator: " ") }

  /// Why a row does not settle; nothing where it does.
  private func verdict(_ fact: Journal.FactRecord, _ reasons: [String: Reason]) -> String {
    if fact.state == .settled { return "" }
    let title = fact.contested ? Fact.State.conflict.title : fact.state.title
    let reason = reasons[fact.reason].map { "：\($0.zh)" } ?? ""
    return title + reason + (fact.detail.isEmpty ? "" : "（\(fact.detail)）")
  }

  /// What the lines of this run about a fact add up to.
  private func sums(about fact: Int64, _ flow: any Flow) throws(Fault) -> Sums {
    guard let shown = flow.recalled else { return Sums(amounts: []) }
    var sums = Sums(amounts: shown.amounts.map { _ in .zero })
    for line in try night.store.lines(of: fact, flow: flow) where line.run == run.name {
      let schema = flow.lines[line.kind].schema
      if line.kind == shown.kind {
        for (index, amount) in shown.amounts.enumerated() {
          if let column = schema.index(of: amount.field) { sums.amounts[index] += line.row.money(column) ?? .zero }
        }
      }
      for party in shown.parties where party.kind == line.kind {
        guard let column = schema.index(of: party.amount.field), let money = line.row.money(column) else { continue }
        sums.parties["\(party.amount.title)\t\(line.part)", default: .zero] += money
      }
    }
    return sums
  }

  private func add(_ sums: Sums, _ sign: Int64, to all: inout [String: Money]) {
    for (party, money) in sums.parties { all[party, default: .zero] += sign < 0 ? -money : money }
  }
}
