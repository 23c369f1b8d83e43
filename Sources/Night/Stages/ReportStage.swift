import Dispatch
import Drops
import Flows
import Spreadsheets
import Store
import Synchronization
import Tables
import Values

/// Receipts and sheets: committed lines → workbook → read back and compared with the ledger → published by rename. Repeatable: the same lines give the same bytes.
/// Workbooks are written side by side; a bad destination never stops the night.
struct ReportStage {
  let night: NightShift
  let house: House

  /// One workbook to be made.
  struct Order: Sendable {
    let flow: any Flow
    let sheet: Sheet
    /// Nil: all parts together.
    let part: String?
    let party: String
    let grant: Access.Grant
    let name: String
  }

  /// A receipt or a workbook, and about how many cells it has: the largest are begun first, so that no core waits for the last one alone.
  private struct Paper: Sendable {
    let name: String
    let cells: Int
    let write: @Sendable () throws(Fault) -> Void
  }

  func run(_ run: inout RunRecord, _ outcome: inout NightOutcome) throws(Fault) {
    let watch = Stopwatch("report")
    let papers = try papers(run, watch).sorted { ($1.cells, $0.name) < ($0.cells, $1.name) }
    let failures = Mutex<[(name: String, fault: Fault)]>([])
    SideBySide.each(Array(papers.indices), workers: night.options.workers) { index in
      do throws(Fault) {
        try papers[index].write()
      } catch {
        failures.withLock { $0.append((papers[index].name, error)) }
      }
    }
    // What was written but not published waits staged, and is tried again by the next run; what could not be written stops the close.
    let found = failures.withLock { $0.sorted { $0.name < $1.name } }
    for failure in found { night.options.report(.unpublished(sheet: failure.name, fault: failure.fault)) }
    if let unwritten = found.first(where: { $0.fault.code != SheetPublisher.unpublished }) { throw unwritten.fault }
    outcome.unpublished += found.map(\.name)
    night.store.releaseMemory()
    try night.store.advance(&run, to: .close)
    night.options.report(watch.event)
  }

  private func papers(_ run: RunRecord, _ watch: Stopwatch) throws(Fault) -> [Paper] {
    let context = try BookContext(night: night, house: house, run: run, watch: watch)
    let receipts = Receipts(night: night)
    var papers: [Paper] = []
    for (file, name) in try receipts.pending(run) {
      let columns = file.reading.layout.split(separator: "\n").count + 4
      papers.append(
        Paper(name: "\(file.party)/\(name)", cells: file.reading.physicalRows * columns) { () throws(Fault) in
          try receipts.write(file, name, run, context)
        })
    }
    let done = Set(try night.store.sheets(run: run).filter { $0.state == .published }.map { "\($0.party)/\($0.name)" })
    for order in try orders(run) where !done.contains("\(order.party)/\(order.name)") {
      let rows =
        if let kind = order.sheet.states { try night.store.count(of: kind, group: order.part) } else {
          try night.store.totals(flow: order.flow, kind: order.sheet.lines, part: order.part, run: run).rows
        }
      papers.append(
        Paper(name: "\(order.party)/\(order.name)", cells: rows * order.sheet.columns.count { order.grant.sees($0.group) }) {
          () throws(Fault) in
          try write(order, run, context)
        })
    }
    return papers
  }

  private func write(_ order: Order, _ run: RunRecord, _ context: BookContext) throws(Fault) {
    night.options.report(.writing(sheet: "\(order.party)/\(order.name)"))
    let maker = BookMaker(order: order, context: context, run: run)
    let path = try night.root.temporary(named: SheetPublisher.staged(run.name, order.party, order.name))
    let made = try maker.make(at: path)
    try context.watch.time("publish") { () throws(Fault) in
      try SheetPublisher(night: night).publish(path, party: order.party, name: order.name, rows: made.rows, totals: made.totals, run: run)
    }
  }

  /// Every workbook of the run: each sheet, each part that has something to say, each party that receives it.
  private func orders(_ run: RunRecord) throws(Fault) -> [Order] {
    var parties = Roles.fixed.sorted().map { (number: $0, roles: [$0]) }
    for party in try Roles.all(night.store) { parties.append((party.key, party.roles)) }
    var orders: [Order] = []
    for flow in house.flows {
      for sheet in flow.sheets {
        // What waits may name a payee nobody registered: it stands on the supplier's sheet and the desk, not on one of its own.
        let parts = try parts(of: sheet, flow, run).filter { part in sheet.together || parties.contains { $0.number == part } }
        if parts.isEmpty { continue }
        for part in sheet.together ? [nil] : parts.map(Optional.some) {
          for party in parties {
            guard let grant = house.access.receives(sheet.name, part: part, party: party.number, roles: party.roles) else { continue }
            let name = sheet.name + (part.map { "_\($0)" } ?? "") + run.name.suffix + ".xlsx"
            orders.append(Order(flow: flow, sheet: sheet, part: part, party: party.number, grant: grant, name: name))
          }
        }
      }
    }
    return orders
  }
}

extension ReportStage {
  /// The parts a sheet has something to say about: lines of the run or facts that wait, and of a register what the run changed.
  private func parts(of sheet: Sheet, _ flow: any Flow, _ run: RunRecord) throws(Fault) -> [String] {
    var parts = sheet.lines == Sheet.noLines ? [] : try night.store.parts(flow: flow, kind: sheet.lines, run: run)
    if let kind = sheet.states {
      parts = sheet.together && sheet.lines != Sheet.noLines ? parts : []
      for group in try night.store.changedGroups(of: kind, run: run) where !parts.contains(group) { parts.append(group) }
    }
    return parts
  }
}

/// Work on all cores, in no particular order; each piece reports for itself.
enum SideBySide {
  static func each(_ items: [Int], workers: Int, _ body: @Sendable (Int) -> Void) {
    let next = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: min(max(1, workers), max(1, items.count))) { _ in
      while true {
        let mine = next.withLock { next -> Int? in
          guard next < items.count else { return nil }
          next += 1
          return items[next - 1]
        }
        guard let mine else { return }
        body(mine)
      }
    }
  }
}
