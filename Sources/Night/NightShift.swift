package import Drops
package import Flows
import Ledger
package import Store
package import Values

/// The five stages over any flow, resumable; knows no flow by name. (design.md, The night)
///
///     intake    claim by rename → fingerprint → read → verify → facts or rejects
///     match     facts waiting and dues × rules × registers → decisions            per flow, in the order of the registers they read
///     post      decisions become entries, states, lines                           with match, one transaction a chunk
///     report    committed lines → workbook → read back → published by rename
///     close     the gate foots, or the night does not close
package final class NightShift: Sendable {
  /// How a flow is made from its pipeline folder.
  package struct Maker: Sendable {
    package var name: String
    package var make: @Sendable (Pipeline) throws(Fault) -> any Flow
    /// Widths of the state kinds it keeps.
    package var kinds: [String: Int]

    package init(_ name: String, kinds: [String: Int], make: @escaping @Sendable (Pipeline) throws(Fault) -> any Flow) {
      self.name = name
      self.kinds = kinds
      self.make = make
    }
  }

  package let root: WorkingRoot
  package let store: Journal
  let makers: [Maker]
  let options: NightOptions

  package init(root: WorkingRoot, store: Journal, makers: [Maker], options: NightOptions) {
    self.root = root
    self.store = store
    self.makers = makers
    self.options = options
  }

  /// One night for a business day: finishes what was begun, closes the days that were missed, takes today's files. Safe at any moment.
  package func run(day: Day) throws(Fault) -> NightOutcome {
    var outcome = NightOutcome()
    let only = try chosenFlows()
    try finishBegun(until: day, &outcome)
    try closeMissed(until: day, only, &outcome)
    let house = try night(day, takesFiles: true, only, &outcome, today: day)
    // A cut-off may have passed, or an operator said what is waited for no longer, though no file came.
    if let last = try store.lastClosedRun() { outcome.alerts += try keepBook(house, last, today: day) }
    try releaseHeld(house, today: day, &outcome)
    // A copy's archive is links to originals, and nothing of it is to go.
    if options.isTrial { return outcome }
    try Retention.reconcile(self)
    let rules = try operations().retention
    if !rules.isOff { try Retention(night: self, house: house, rules: rules, day: day).run(&outcome) }
    return outcome
  }

  /// What was begun is finished first, whatever is asked for now.
  func finishBegun(until day: Day, _ outcome: inout NightOutcome) throws(Fault) {
    let begun = try store.unfinishedRun()
    try tidy(keeping: begun)
    try publishStaged(&outcome)
    if var unfinished = begun {
      outcome.resumed = unfinished.name
      guard unfinished.name.day <= day else {
        throw Fault(
          .usage, code: "day-before-unfinished", place: "--as-of \(day)", cause: "the night \(unfinished.name) is not finished",
          remedy: "run for \(unfinished.name.day) or a later day: it is finished first")
      }
      try finish(&unfinished, &outcome, today: day)
    }
  }

  /// Days an outage missed are closed in order, so that each day's dues fall; files are taken on the last.
  func closeMissed(until day: Day, _ only: Set<String>?, _ outcome: inout NightOutcome) throws(Fault) {
    if let last = try store.lastClosedRun() {
      guard last.name.day <= day else {
        throw Fault(
          .usage, code: "day-closed", place: "--as-of \(day)", cause: "the last closed day is \(last.name.day)",
          remedy: "a closed day stays closed: run for \(last.name.day) or later; corrections go into the open day")
      }
      // A day is closed once every flow went through it.
      let whole = try store.lastClosedRun(covering: nil)
      var missed = whole.map { $0.name.day.advanced(by: 1) } ?? last.name.day
      if missed < day, let only {
        throw Fault(
          .usage, code: "days-missed", place: "--flow \(only.sorted().joined(separator: " "))",
          cause: "the days from \(missed) on are not closed for every flow, and a day is closed for all or for none before the next begins",
          remedy: "run once without --flow first")
      }
      while missed < day {
        try night(missed, takesFiles: false, nil, &outcome, today: day)
        missed = missed.advanced(by: 1)
      }
    }
  }

  /// The flows as the root's pipelines stand now.
  func house() throws(Fault) -> House { try options.houses.house(root.pipelinesPath, makers) }

  /// `today` is the last day of those to be closed.
  @discardableResult
  private func night(
    _ day: Day, takesFiles: Bool, _ only: Set<String>?, _ outcome: inout NightOutcome, today: Day
  ) throws(Fault) -> House {
    let house = try house()
    let listing = try Listing(night: self, house: house, day: day, takesFiles: takesFiles, only: only)
    var isDue = !takesFiles || listing.hasWork
    let last = try store.lastClosedRun(covering: only)
    if !isDue { isDue = last?.name.day != day }
    if !isDue { isDue = try rulesChanged(house, since: last) }
    guard isDue else {
      options.report(.nothingNew(day))
      return house
    }
    var run = try begin(day, listing.records, house, only)
    try finish(&run, &outcome, house: house, today: today)
    return house
  }

  /// Writes down what a run is about, before anything is touched: the rules it goes by, what waits, the files it will take.
  func begin(_ day: Day, _ files: [FileRecord], _ house: House, _ only: Set<String>? = nil) throws(Fault) -> RunRecord {
    var run = try store.beginRun(day: day, only: only)
    try options.before("freeze pipelines")
    try Frozen.copy(root, run.name)
    try store.noteWaiting(run)
    try store.freeze(house.ruleVersions, run: run)
    try store.freeze(files, run: &run)
    return run
  }

  /// The flows that were asked for; nil: all of them.
  private func chosenFlows() throws(Fault) -> Set<String>? {
    guard !options.flows.isEmpty else { return nil }
    let names = try house().flows.map(\.name)
    for flow in options.flows where !names.contains(flow) {
      throw Fault(
        .usage, code: "flow-not-here", place: "--flow \(flow)", cause: "this root has no flow of that name",
        remedy: "name one of: \(names.joined(separator: ", "))")
    }
    return Set(options.flows)
  }

  /// The stages from wherever the run stands to its close.
  func finish(_ run: inout RunRecord, _ outcome: inout NightOutcome, house known: House? = nil, today: Day) throws(Fault) {
    // A run goes on by the rules it began with, whatever was edited since.
    if run.stage == .listing {
      // Begun, but its list was never written: nothing was touched yet.
      try store.withdraw(run)
      return
    }
    let house: House
    if let known { house = known } else { house = try options.houses.house(Frozen.folder(root, run.name), makers) }
    options.report(.began(run.name))
    if run.stage == .flows { try FlowStage(night: self, house: house).run(&run) }
    if run.stage == .report {
      outcome.alerts += try keepBook(house, run, today: today)
      try ReportStage(night: self, house: house).run(&run, &outcome)
    }
    if run.stage == .close { try CloseStage(night: self, house: house).run(&run) }
    try Frozen.remove(root, run.name, options)
    outcome.runs.append(run.name)
    options.report(.closed(run.name))
  }

  /// Takes away what earlier nights left unfinished under `state/`: pipelines frozen for a run that is over, sheets half written.
  /// What cannot be taken away stops nobody.
  private func tidy(keeping run: RunRecord?) throws(Fault) {
    for name in try Frozen.runs(root) where name != run.map({ "\($0.name)" }) { try? Frozen.remove(root, name, options) }
    let staged = Set(try store.stagedSheets().map { SheetPublisher.staged($0.run, $0.party, $0.name) })
    let recalls = Set(try run.map { run throws(Fault) in try store.files(run: run).filter { $0.recall != nil }.map(\.inode) } ?? [])
    try? root.withdrawRecalled(but: recalls)
    for name in try root.temporaries() where !staged.contains(name) { try? root.withdrawTemporary(root.temporary(named: name)) }
  }

  private func rulesChanged(_ house: House, since last: RunRecord?) throws(Fault) -> Bool {
    guard let last else { return true }
    return try store.ruleVersions(last) != house.ruleVersions
  }
}

/// What a night did, for the exit code.
package struct NightOutcome: Sendable {
  package var runs: [RunName] = []
  /// Sheets that could not be published; they are staged and tried again by the next run.
  package var unpublished: [String] = []
  /// The run that an earlier process had begun and not ended.
  package var resumed: RunName?
  /// What retention removed.
  package var removed: (files: Int, bytes: Int64) = (0, 0)
  /// What stages found that a person has to hear of and that stands nowhere else.
  package var alerts: [Alert] = []
  package init() {}
}

/// The knobs of a night that are not in the pipelines.
package struct NightOptions: Sendable {
  package var workers: Int
  package var english: Bool
  /// Seconds between the two looks at the drop folders.
  package var quiet: Duration
  /// Rows a sheet may hold; lowered by tests.
  package var rowLimit: Int
  /// Rows a list on a page may show; lowered by tests. (contract.md, Outbound)
  package var pageLimit = 5_000
  /// When the night was begun, so that nothing is missed whose cut-off is still ahead; nil: the business day is over.
  package var began: Moment?
  package var chunk: Int
  /// Names of the flows to run; none: every flow.
  package var flows: [String] = []
  /// The root is a copy that is thrown away.
  package var isTrial = false
  /// Shared by shifts whose flows are made alike.
  package var houses = Houses()
  /// Told what happens, for progress and log lines.
  package var report: @Sendable (NightEvent) -> Void
  /// Told each durable step before it is done; fault tests throw or exit here.
  package var before: @Sendable (String) throws(Fault) -> Void

  package init(
    workers: Int = 2, english: Bool = false, quiet: Duration = .seconds(1), rowLimit: Int = 1_048_575, chunk: Int = 8000,
    report: @escaping @Sendable (NightEvent) -> Void = { _ in },
    before: @escaping @Sendable (String) throws(Fault) -> Void = { _ throws(Fault) in }
  ) {
    self.workers = workers
    self.english = english
    self.quiet = quiet
    self.rowLimit = rowLimit
    self.chunk = chunk
    self.report = report
    self.before = before
  }
}

/// What a night tells while it goes on. No personal data.
package enum NightEvent: Sendable {
  case began(RunName)
  case nothingNew(Day)
  case reading(file: String, rows: Int)
  case took(file: String, rows: Int, rejected: Int)
  case already(file: String)
  case refused(file: String, fault: Fault)
  case failed(file: String, fault: Fault, attempt: Int)
  case setAside(file: String)
  case left(file: String, reason: String)
  case oddity(String)
  case matching(flow: String, done: Int)
  case matched(flow: String, facts: Int)
  case writing(sheet: String)
  case published(sheet: String, rows: Int)
  case unpublished(sheet: String, fault: Fault)
  /// Made, and not handed over until what it waits for has come.
  case held(sheet: String, cause: String)
  case alert(Alert)
  /// A stage came to its end; what its parts took is added up over all workers, so it may be more than the whole.
  case stage(String, seconds: Double, parts: [String: Double])
  /// The head of the chain the night's certificate ends in: whoever keeps a copy can tell later whether anything was rewritten.
  case sealed(RunName, head: String)
  /// Retention took away what is proven done.
  case removed(files: Int, bytes: Int64)
  case closed(RunName)
}
