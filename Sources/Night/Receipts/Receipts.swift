import Drops
import Flows
import Store
import Values

/// A receipt per file with a verdict per row, made from the archived original streamed again, once, after the matching of the night that took it.
struct Receipts {
  let night: NightShift

  /// Files of the run whose receipt is not written yet, each with its name.
  func pending(_ run: RunRecord) throws(Fault) -> [(file: FileRecord, name: String)] {
    let files = try night.store.files(run: run, states: [.taken, .already, .refused, .aside])
    let names = names(of: files, run)
    return files.filter { $0.receipt == nil }.map { ($0, names[$0.id]!) }
  }

  func write(_ file: FileRecord, _ name: String, _ run: RunRecord, _ context: BookContext) throws(Fault) {
    var file = file
    // A party nobody registered has no folder to leave anything in.
    guard let roles = try Roles.of(file.party, night.store) else { return try night.store.setReceipt(&file, "-") }
    let path = try night.root.temporary(named: SheetPublisher.staged(run.name, file.party, name))
    let maker = ReceiptMaker(file: file, roles: roles, context: context, run: run)
    let bringsTables = context.house.feed(file.feed).map { !$0.tables.isEmpty } ?? false
    let rows = try file.state != .taken ? maker.refusal(at: path) : bringsTables ? maker.tables(at: path) : maker.verdicts(at: path)
    var failed: Fault?
    do throws(Fault) {
      try context.watch.time("publish") { () throws(Fault) in
        try SheetPublisher(night: night).publish(path, party: file.party, name: name, rows: rows, totals: "", run: run)
      }
    } catch  where error.code == SheetPublisher.unpublished {
      // Written and recorded, it waits staged for a later run; after anything else the receipt is made anew.
      failed = error
    }
    try night.store.setReceipt(&file, name)
    if let failed { throw failed }
  }

  /// A file's name may be as long as a disk allows; with what stands around it the receipt's would be longer.
  static func shortened(_ name: String) -> String {
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
      // A folder that is no feed may be called anything, as long as a disk allows.
      let feed = file.feed.utf8.count <= 40 ? file.feed : "\(file.feed.prefix(8))~\(Digest(of: file.feed).short)"
      let stem = "receipt_\(feed)_\(Self.shortened(file.name))"
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
