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

  /// One sheet to be made for one party, on one or several papers.
  struct Order: Sendable {
    let flow: any Flow
    let sheet: Sheet
    /// Nil: all parts together.
    let part: String?
    let party: String
    let grant: Access.Grant
    /// What follows a file's own name: `_SUP-A_r2`.
    let suffix: String

    /// Its file on a medium; several sheets may share a page.
    func name(_ medium: Sheet.Medium) -> String {
      let own = medium == .html && !sheet.page.file.isEmpty ? sheet.page.file : sheet.name
      return "\(own)\(suffix).\(medium.rawValue)"
    }
  }

  /// Receipts, or the sheets of one party that go together, and about how many cells they have: the largest are begun first, so that no core waits
  /// for the last one alone. Tells what could not be written or handed over.
  struct Work: Sendable {
    let name: String
    let cells: Int
    let write: @Sendable () -> [Failure]
  }

  struct Failure: Sendable {
    let name: String
    let fault: Fault
  }

  func run(_ run: inout RunRecord, _ outcome: inout NightOutcome) throws(Fault) {
    let watch = Stopwatch("report")
    let works = try works(run, watch).sorted { ($1.cells, $0.name) < ($0.cells, $1.name) }
    let failures = Mutex<[Failure]>([])
    SideBySide.each(Array(works.indices), workers: night.options.workers) { index in
      let failed = works[index].write()
      failures.withLock { $0 += failed }
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

  private func works(_ run: RunRecord, _ watch: Stopwatch) throws(Fault) -> [Work] {
    let context = try BookContext(night: night, house: house, run: run, watch: watch)
    let receipts = Receipts(night: night)
    var works: [Work] = []
    for (file, name) in try receipts.pending(run) {
      let columns = file.reading.layout.split(separator: "\n").count + 4
      let place = "\(file.party)/\(name)"
      works.append(
        Work(name: place, cells: file.reading.physicalRows * columns) {
          do throws(Fault) { try receipts.write(file, name, run, context) } catch { return [Failure(name: place, fault: error)] }
          return []
        })
    }
    works += try echoes(run, context)
    let done = Set(try night.store.sheets(run: run).filter { $0.state == .published }.map { "\($0.party)/\($0.name)" })
    for bundle in try SheetOrders(night: night, house: house, run: run).bundles {
      let wanted = bundle.orders.map { order in order.sheet.media.filter { !done.contains("\(order.party)/\(order.name($0))") } }
      if wanted.allSatisfy(\.isEmpty) { continue }
      var cells = 0
      for (order, media) in zip(bundle.orders, wanted) {
        var rows = 0
        if let kind = order.sheet.states {
          rows = try night.store.count(of: kind, group: order.part)
        } else {
          for kind in order.sheet.kinds { rows += try night.store.totals(flow: order.flow, kind: kind, part: order.part, run: run).rows }
        }
        // A page takes a small part of what a workbook takes.
        let weight = media.reduce(0) { $0 + ($1 == .html ? 1 : 8) }
        cells += weight * rows * order.sheet.columns.count { order.grant.sees($0.group) } / 8
      }
      works.append(Work(name: bundle.name, cells: cells) { write(bundle, wanted, run, context) })
    }
    works += try statistics(run, context, done)
    works += try leaves(run, context, done)
    return works
  }

  /// The workbook of every statistical model the run added to, for each party that receives it.
  private func statistics(_ run: RunRecord, _ context: BookContext, _ done: Set<String>) throws(Fault) -> [Work] {
    var works: [Work] = []
    for model in house.statistics {
      guard let flow = house.flows.first(where: { $0.name == model.flow }), try night.store.runs(of: model)?.last == run.id else {
        continue
      }
      let name = StatisticsMaker.name(model, run)
      let hasPart = model.dimensions.contains { if case .part = $0.source { true } else { false } }
      for party in try SheetOrders.parties(night.store) {
        var part: String?
        var grant = house.access.receives(model.name, part: nil, party: party.number, roles: party.roles)
        if grant == nil, hasPart {
          part = party.number
          grant = house.access.receives(model.name, part: part, party: party.number, roles: party.roles)
        }
        guard let grant, !done.contains("\(party.number)/\(name)") else { continue }
        let maker = StatisticsMaker(
          model: model, flow: flow, party: party.number, part: part, grant: grant, context: context, run: run)
        // Who never had a line has no statistics.
        if part != nil, try maker.collected().isEmpty { continue }
        works.append(
          Work(name: "\(party.number)/\(name)", cells: 0) {
            do throws(Fault) {
              let path = try night.root.temporary(named: SheetPublisher.staged(run.name, party.number, name))
              night.options.report(.writing(sheet: "\(party.number)/\(name)"))
              let made = try maker.make(at: path)
              try SheetPublisher(night: night, waits: context.waits).publish(
                path, party: party.number, name: name, rows: made.rows, totals: made.totals, run: run)
            } catch { return [Failure(name: "\(party.number)/\(name)", fault: error)] }
            return []
          })
      }
    }
    return works
  }

  /// Each sheet's rows once, onto all its papers; then the page they share. What fails, fails for itself.
  private func write(_ bundle: SheetOrders.Bundle, _ wanted: [[Sheet.Medium]], _ run: RunRecord, _ context: BookContext) -> [Failure] {
    var failures: [Failure] = []
    let publisher = SheetPublisher(night: night, waits: context.waits)
    func publish(_ path: String, _ order: Order, _ medium: Sheet.Medium, _ made: (rows: Int, totals: String)) {
      do throws(Fault) {
        try context.watch.time("publish") { () throws(Fault) in
          try publisher.publish(path, party: order.party, name: order.name(medium), rows: made.rows, totals: made.totals, run: run)
        }
      } catch {
        failures.append(Failure(name: "\(order.party)/\(order.name(medium))", fault: error))
      }
    }
    func path(_ order: Order, _ medium: Sheet.Medium) throws(Fault) -> String {
      try night.root.temporary(named: SheetPublisher.staged(run.name, order.party, order.name(medium)))
    }
    var name = bundle.name
    do throws(Fault) {
      let makers = bundle.orders.map { SheetMaker(order: $0, context: context, run: run) }
      let page = try SharedPage(bundle, wanted, makers, context, run, path)
      for (index, maker) in makers.enumerated() {
        let order = maker.order
        name = "\(order.party)/\(order.name(wanted[index].first ?? .html))"
        night.options.report(.writing(sheet: name))
        var papers: [any Paper] = []
        var files: [(path: String, medium: Sheet.Medium)] = []
        for medium in wanted[index] where medium != .html {
          let path = try path(order, medium)
          papers.append(medium == .xlsx ? try maker.book(at: path) : try maker.comma(at: path))
          files.append((path, medium))
        }
        if let part = page?.parts[index] { papers.append(part) }
        if papers.isEmpty { continue }
        let made = try maker.write(on: papers)
        page?.add(made)
        papers.removeAll()
        for file in files { publish(file.path, order, file.medium, made) }
      }
      if let page {
        name = "\(page.order.party)/\(page.order.name(.html))"
        let made = try page.finish()
        publish(page.path, page.order, .html, made)
      }
    } catch {
      failures.append(Failure(name: name, fault: error))
    }
    return failures
  }
}

extension ReportStage {
  /// A sheet of its own for each file whose sender gets its rows back with ours beside them.
  private func echoes(_ run: RunRecord, _ context: BookContext) throws(Fault) -> [Work] {
    let done = Set(try night.store.sheets(run: run).filter { $0.state == .published }.map { "\($0.party)/\($0.name)" })
    var works: [Work] = []
    for flow in house.flows {
      for sheet in flow.sheets where !sheet.echo.isEmpty {
        for file in try night.store.files(run: run, states: [.taken]) where file.feed == sheet.echo {
          let name = EchoMaker.name(sheet, file, run)
          guard !done.contains("\(file.party)/\(name)"), let roles = try Roles.of(file.party, night.store),
            let grant = house.access.receives(sheet.name, part: file.party, party: file.party, roles: roles)
          else { continue }
          let maker = EchoMaker(flow: flow, sheet: sheet, file: file, grant: grant, context: context, run: run)
          works.append(
            Work(name: "\(file.party)/\(name)", cells: file.reading.physicalRows * 16) {
              do throws(Fault) {
                let path = try night.root.temporary(named: SheetPublisher.staged(run.name, file.party, name))
                let made = try maker.make(at: path)
                try SheetPublisher(night: night, waits: context.waits).publish(
                  path, party: file.party, name: name, rows: made.rows, totals: made.totals, run: run)
              } catch { return [Failure(name: "\(file.party)/\(name)", fault: error)] }
              return []
            })
        }
      }
    }
    return works
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
