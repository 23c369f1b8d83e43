import Drops
import Flows
import Store
package import Values

/// Takes files away whose time is over by the rules of `operations.yaml`, and only those proven done: their run is closed, nothing of them waits or
/// stands in a conflict, their receipt is made, and their bytes are those the store knows. The row that says what was removed stands before the
/// file goes and stays for ever, so that a kill loses nothing and `verify` knows why a file is not there. The ledger is never touched.
struct Retention {
  let night: NightShift
  let house: House
  let rules: RetentionRules
  let day: Day

  /// Files named so are receipts; every other published file bears the name of its sheet.
  static let receipt = "receipt"
  /// So many files are intended, and then removed, at a time.
  private static let portion = 200

  /// What may go, and what should go and is not as it was written.
  struct Due {
    var removals: [RemovalRecord] = []
    /// By place: the digest of the reasons that stand beside a refused file.
    var reasons: [String: Digest] = [:]
    var wrong: [Alert] = []
    var bytes: Int64 { removals.reduce(0) { $0 + $1.size } }
  }

  /// Removes what is due; what could not be removed stays, and is told.
  func run(_ outcome: inout NightOutcome) throws(Fault) {
    let due = try due()
    outcome.alerts += due.wrong
    for first in stride(from: 0, to: due.removals.count, by: Retention.portion) {
      let portion = Array(due.removals[first..<min(first + Retention.portion, due.removals.count)])
      try night.store.intendRemoval(portion)
      var gone: [RemovalRecord] = []
      var left: [String] = []
      for removal in portion {
        do throws(Fault) {
          if try remove(removal, due.reasons[removal.place]) { gone.append(removal) } else { left.append(removal.place) }
        } catch  where error.kind == .inputOutput {
          left.append(removal.place)
          outcome.alerts.append(failed(removal.place, error))
        }
      }
      try night.store.settleRemovals(gone: gone.map(\.place), left: left)
      outcome.removed.files += gone.count
      outcome.removed.bytes += gone.reduce(0) { $0 + $1.size }
    }
    if outcome.removed.files > 0 { night.options.report(.removed(files: outcome.removed.files, bytes: outcome.removed.bytes)) }
  }

  /// A run that was killed between the intent and the removal: what is gone is gone, what stands is decided anew.
  static func reconcile(_ night: NightShift) throws(Fault) {
    var gone: [String] = []
    var left: [String] = []
    for removal in try night.store.openRemovals() {
      if try night.root.exists(removal.place) { left.append(removal.place) } else { gone.append(removal.place) }
    }
    try night.store.settleRemovals(gone: gone, left: left)
  }

  /// The reasons beside a refused file go first: without them it still says what it was.
  private func remove(_ removal: RemovalRecord, _ reasons: Digest?) throws(Fault) -> Bool {
    if let reasons, try night.root.remove(removal.place + WorkingRoot.reasons, reasons) == .otherwise { return false }
    return try night.root.remove(removal.place, removal.digest) != .otherwise
  }

  // MARK: what is due

  func due() throws(Fault) -> Due {
    var due = Due()
    if rules.isOff { return due }
    // No period is shorter than a day.
    let last = day.advanced(by: -1)
    for kind in [RemovalRecord.Kind.archive, .refused] {
      for file in try night.store.storedFiles(kind, upTo: last) {
        guard let place = file.archived, let digest = file.digest, let stored = Retention.day(of: place),
          let period = rules.period(kind, of: file.feed, flow: house.flow(taking: file.feed)?.name), period.isOver(stored, on: day)
        else { continue }
        if kind == .archive, try !night.store.isDone(file: file.id) { continue }
        if kind == .refused { due.reasons[place] = Digest(of: Intake.reasons(of: file)) }
        try add(RemovalRecord(place: place, kind: kind, digest: digest, size: file.size, day: day), to: &due)
      }
    }
    let removed = try night.store.removedPlaces(.outbound)
    for (run, sheet) in try night.store.storedSheets(upTo: last) {
      let place = "parties/\(sheet.party)/outbound/\(run.day)/\(sheet.name)"
      let (name, flow) = sheetName(sheet.name)
      guard !removed.contains(place), let digest = sheet.digest.flatMap(Digest.init(hex:)),
        let period = rules.period(.outbound, of: name, flow: flow), period.isOver(run.day, on: day)
      else { continue }
      try add(RemovalRecord(place: place, kind: .outbound, digest: digest, size: sheet.size, day: day), to: &due)
    }
    return due
  }

  private func add(_ removal: RemovalRecord, to due: inout Due) throws(Fault) {
    do throws(Fault) {
      if try night.root.stands(removal.place, removal.digest) { return due.removals.append(removal) }
      let isThere = try night.root.exists(removal.place)
      due.wrong.append(
        Alert(
          isThere ? "stored-otherwise" : "stored-missing", .urgent, place: Retention.shown(removal.place), day: day,
          cause: isThere
            ? "retention found other bytes than the store knows, and removed nothing" : "retention found that this file is not there",
          remedy: "run settle verify, and restore the file from a backup"))
    } catch  where error.kind == .inputOutput {
      due.wrong.append(failed(removal.place, error))
    }
  }

  private func failed(_ place: String, _ fault: Fault) -> Alert {
    Alert(
      "retention-failed", .warning, place: Retention.shown(place), day: day, cause: "the file could not be removed (\(fault.code))",
      remedy: "\(fault.remedy); the next run tries again")
  }

  /// The place without what a supplier's file name may hold.
  private static func shown(_ place: String) -> String {
    let parts = place.split(separator: "/").map(String.init)
    return (parts.dropLast() + [SafeText.fileName(parts.last ?? "")]).joined(separator: "/")
  }

  /// `archive/2026-11-21/…`.
  private static func day(of place: String) -> Day? {
    let parts = place.split(separator: "/")
    return parts.count > 1 ? Day(iso: parts[1]) : nil
  }

  /// `settlement-sheet_SUP-A_r2.xlsx` is of the sheet `settlement-sheet`; a file that bears no sheet's name goes by the default alone.
  private func sheetName(_ file: String) -> (name: String, flow: String?) {
    var known = [(name: Retention.receipt, flow: String?.none)]
    for flow in house.flows { known += flow.sheets.map { ($0.name, flow.name) } }
    known += house.statistics.map { ($0.name, $0.flow) }
    let found = known.filter { sheet in
      file.hasPrefix(sheet.name) && ["_", "."].contains(file.dropFirst(sheet.name.count).first.map(String.init) ?? "")
    }.max { $0.name.utf8.count < $1.name.utf8.count }
    return found ?? ("", nil)
  }
}

extension NightShift {
  /// What retention would remove today, and what it removed so far.
  package func retention(on day: Day) throws(Fault) -> NightStatus.Retained {
    var due = Retention.Due()
    do throws(Fault) {
      let rules = try operations().retention
      if !rules.isOff { due = try Retention(night: self, house: house(), rules: rules, day: day).due() }
    } catch  where error.kind == .setting {
      // Status is asked where something is wrong; the next run names what.
    }
    let removed = try store.removedSoFar()
    return .init(dueFiles: due.removals.count, dueBytes: due.bytes, removedFiles: removed.files, removedBytes: removed.bytes)
  }

  /// What an operator decides, as the file stands now: a run that goes on by frozen pipelines is told of, and cleared up after, by today's.
  func operations() throws(Fault) -> Operations { try Operations(folder: root.pipelinesPath) }
}
