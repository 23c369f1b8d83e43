import Drops
import Flows
import Store
import Synchronization
import Values

/// A receipt per file with a verdict per row, made from the archived original streamed again, once, after the matching of the night that took it.
struct ReceiptStage {
  let night: NightShift
  let house: House

  func run(_ run: inout RunRecord, _ outcome: inout NightOutcome) throws(Fault) {
    let watch = Stopwatch("receipts")
    let context = try BookContext(night: night, house: house, run: run, watch: watch)
    let files = try night.store.files(run: run, states: [.taken, .already, .refused, .aside]).filter { $0.receipt == nil }
    let names = try names(of: night.store.files(run: run, states: [.taken, .already, .refused, .aside]), run)
    let failures = Mutex<[(Int, Fault)]>([])
    let runNow = run
    SideBySide.each(Array(files.indices), workers: night.options.workers) { index in
      do throws(Fault) {
        try write(files[index], names[files[index].id]!, runNow, context)
      } catch {
        failures.withLock { $0.append((index, error)) }
      }
    }
    let found = failures.withLock { $0.sorted { $0.0 < $1.0 } }
    for (index, fault) in found { night.options.report(.unpublished(sheet: names[files[index].id]!, fault: fault)) }
    if let unwritten = found.first(where: { $0.1.code != SheetPublisher.unpublished }) { throw unwritten.1 }
    outcome.unpublished += found.map { "\(files[$0.0].party)/\(names[files[$0.0].id]!)" }
    try night.store.advance(&run, to: .report)
    night.options.report(watch.event)
  }

  private func write(_ file: FileRecord, _ name: String, _ run: RunRecord, _ context: BookContext) throws(Fault) {
    var file = file
    // A party nobody registered has no folder to leave anything in.
    guard let roles = try Roles.of(file.party, night.store) else { return try night.store.setReceipt(&file, "-") }
    let path = try night.root.temporary(named: SheetPublisher.staged(run.name, file.party, name))
    let maker = ReceiptMaker(file: file, roles: roles, context: context, run: run)
    let rows = try file.state == .taken ? maker.verdicts(at: path) : maker.refusal(at: path)
    var failed: Fault?
    do throws(Fault) {
      try context.watch.time("publish") { () throws(Fault) in
        try SheetPublisher(night: night).publish(path, party: file.party, name: name, rows: rows, totals: "", run: run)
      }
    } catch where error.code == SheetPublisher.unpublished {
      // Written and recorded, it waits staged for a later run; after anything else the receipt is made anew.
      failed = error
    }
    try night.store.setReceipt(&file, name)
    if let failed { throw failed }
  }

  /// A file's name may be as long as a disk allows; with what stands around it the receipt's would be longer.
  private static func shortened(_ name: String) -> String {
    if name.utf8.count <= 160 { return name }
    var short = name
    while short.utf8.count > 140 { short.removeLast() }
    return short + "~" + Digest(of: name).short
  }

  /// `receipt_<feed>_<file>.xlsx`, numbered where two files of one night share their name (again under the folder's Chinese name).
  private func names(of files: [FileRecord], _ run: RunRecord) -> [Int64: String] {
    var taken: Set<String> = []
    var names: [Int64: String] = [:]
    for file in files {
      let stem = "receipt_\(file.feed)_\(Self.shortened(file.name))"
      var name = "\(stem)\(run.name.suffix).xlsx"
      var number = 2
      while !taken.insert("\(file.party)/\(name)").inserted {
        name = "\(stem) (\(number))\(run.name.suffix).xlsx"
        number += 1
      }
      names[file.id] = name
    }
    return names
  }
}
