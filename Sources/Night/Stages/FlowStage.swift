import Drops
import Flows
import Ledger
import Store
import Tables
import Values

/// Each flow in its turn: its files are taken in, twins are judged, then everything that waits is matched and posted. All of a flow's intake
/// ends before its matching; a flow that reads a register comes after those that write it, so a party registered tonight may drop tonight.
struct FlowStage {
  let night: NightShift
  let house: House

  func run(_ run: inout RunRecord) throws(Fault) {
    try Intake.putAwayDecided(night: night, run: run)
    if run.flow == 0, run.only == nil { try refuseStrangers(run) }
    while run.flow < house.flows.count {
      let flow = house.flows[run.flow]
      guard run.covers(flow.name) else {
        try night.store.advance(&run, to: .flows, flow: run.flow + 1)
        continue
      }
      // Where matching stands says that this flow's intake is done.
      if run.cursor == nil && run.pass == 0 {
        let watch = Stopwatch("intake \(flow.name)")
        try Intake(night: night, house: house, flow: flow, watch: watch).run(run)
        let recall = try night.store.recall(run)
        for feed in flow.feeds {
          try watch.time("judge twins") { () throws(Fault) in
            try judge(feed, of: flow, recall: recall.flatMap { $0.feed == feed.name ? $0 : nil }, run)
          }
        }
        night.options.report(watch.event)
      }
      let watch = Stopwatch("match \(flow.name)")
      try match(flow, &run, watch)
      if flow.publishes.contains(Party.kind) {
        try layOutFolders()
        if try takeUp(flow, run) {
          // Their senders were registered while this flow was decided: once more from its intake on.
          try night.store.advance(&run, to: .flows, flow: run.flow)
          continue
        }
      }
      if !flow.lines.isEmpty { try night.store.noteOpen(flow: flow, run: run) }
      night.options.report(watch.event)
      try night.store.advance(&run, to: .flows, flow: run.flow + 1)
    }
    try night.store.advance(&run, to: .report)
  }

  /// Twins are judged; a corrected file's rows take the place of those it corrects, and what it leaves out is taken back.
  private func judge(_ feed: Feed, of flow: any Flow, recall: FileRecord?, _ run: RunRecord) throws(Fault) {
    var identity = Identity(feed: feed, run: run.id)
    if let recall { identity.recall = .init(file: recall.id, name: recall.name, reason: recall.recall ?? "") }
    try night.store.judgeTwins(flow: flow.name, feed: feed, run: run, correcting: recall) { [identity] in identity.judge($0) }
    guard let recall, let detail = identity.recall?.detail(row: nil) else { return }
    try night.store.recallUnsaid(recall, feed: feed, run: run, reason: NightReasons.recalled, detail: detail)
  }

  /// Facts and dues in the flow's one order, chunk by chunk; a chunk is fetched after the one before it was posted.
  private func match(_ flow: any Flow, _ run: inout RunRecord, _ watch: Stopwatch) throws(Fault) {
    var done = 0
    var books = Books(chart: house.chart)
    let isMany = try night.store.hasWaiting(Intake.many, flow: flow.name)
    if isMany { night.store.expectMany(true) }
    defer { if isMany { night.store.expectMany(false) } }
    while true {
      var found = 0
      while let chunk = try watch.time(
        "fetch",
        { () throws(Fault) in
          try night.store.nextItems(flow: flow.name, feeds: flow.feeds, widths: house.widths, run: run, limit: night.options.chunk)
        })
      {
        try decide(flow, chunk, &books, &run, watch)
        found += chunk.items.count
        done += chunk.items.count
        night.options.report(.matching(flow: flow.name, done: done))
      }
      // Something may have fallen due, or be seen again, while the night went on: another pass over these alone, until there is none.
      if run.pass > 0 && found == 0 { break }
      if run.pass > 1000 {
        throw Fault(
          .program, code: "dues-never-end", place: "flow \(flow.name)", cause: "states fall due again and again on the same day",
          remedy: "keep the root as it is and report this message")
      }
      try night.store.beginPass(&run)
    }
    night.options.report(.matched(flow: flow.name, facts: done))
  }

  private func decide(
    _ flow: any Flow, _ chunk: ItemChunk, _ books: inout Books, _ run: inout RunRecord, _ watch: Stopwatch
  ) throws(Fault) {
    var needs = Needs()
    flow.need(chunk.items, &needs)
    var known = try watch.time("fetch") { () throws(Fault) in try night.store.known(needs, widths: house.widths, feeds: flow.feeds) }
    for case .due(let state) in chunk.items { known.states[state.key] = state }
    var further = Needs()
    flow.follow(chunk.items, Found(known.states, groups: known.groups, run: run.name), &further)
    if !further.isEmpty {
      known.add(try watch.time("fetch") { () throws(Fault) in try night.store.known(further, widths: house.widths, feeds: flow.feeds) })
    }
    load(known, into: &books)
    // Accounts keep their numbers from chunk to chunk; only the desk holds the books meanwhile, so that nothing is copied.
    var desk = Desk(
      run: run.name, books: books, lineKinds: flow.lines, states: known.states, groups: known.groups, kin: known.kin)
    books = Books(chart: house.chart)
    var facts: [Fact] = []
    // Facts that follow each other are decided together, a due by itself: what came before it in the order may have moved it.
    var stretch: [Item] = []
    for item in chunk.items {
      switch item {
      case .fact(let fact):
        facts.append(fact)
        stretch.append(item)
      case .again, .recalled: stretch.append(item)
      case .due(let due):
        if !stretch.isEmpty { flow.decide(stretch, &desk) }
        stretch.removeAll()
        guard let now = desk.state(due.key), now.due == due.due else { continue }
        // A due that is handed over is done with, unless the flow sets it anew.
        var done = now
        done.due = nil
        desk.put(done)
        flow.decide([.due(now)], &desk)
      }
    }
    if !stretch.isEmpty { flow.decide(stretch, &desk) }
    guard desk.decisions.count == facts.count, Set(desk.decisions.map(\.fact)) == Set(facts.map(\.id)) else {
      throw Fault(
        .program, code: "facts-undecided", place: "flow \(flow.name)",
        cause: "\(facts.count) facts were handed over, \(desk.decisions.count) decided",
        remedy: "keep the root as it is and report this message")
    }
    try watch.time("post") { () throws(Fault) in
      try night.store.post(
        &desk, facts: facts, flow: flow, models: house.statistics.filter { $0.flow == flow.name }, run: &run, cursor: chunk.cursor)
    }
    desk.books.forgetEntries()
    books = desk.books
  }

  private func load(_ known: Known, into books: inout Books) {
    for (key, balance) in known.balances { books.load(key, balance: balance) }
    for hold in known.holds { books.load(hold) }
    for entry in known.entries {
      let postings = entry.postings.map { Posting(books.account($0.key.path, $0.key.unit), $0.amount) }
      books.load(
        posted: Entry(
          reference: entry.reference, kind: entry.kind, cause: entry.cause, postings: postings, corrects: entry.corrects, step: entry.step))
    }
  }

  /// Puts files of the flow's own feeds back on the list that waited for what the flow has decided since: a registration, an access.
  private func takeUp(_ flow: any Flow, _ run: RunRecord) throws(Fault) -> Bool {
    let waited = [NightReasons.partyUnknown, NightReasons.noSupplierAccess, NightReasons.noCreditLine].map(\.code)
    var found = false
    for var file in try night.store.files(run: run, states: [.left, .listed]) where flow.feeds.contains(where: { $0.name == file.feed }) {
      // One that is listed already was put back before the program died.
      if file.state == .left {
        guard waited.contains(file.reason ?? "") else { continue }
        if case .waits = try Roles.dropping(file.party, file.feed, house, run.name.day, night.store) { continue }
        try night.store.setState(&file, .listed)
      }
      found = true
    }
    return found
  }

  /// Files in folders that are no feed of any flow.
  private func refuseStrangers(_ run: RunRecord) throws(Fault) {
    for var file in try night.store.files(run: run, states: [.listed, .claimed]) where house.flow(taking: file.feed) == nil {
      try Intake.refuse(&file, reason: NightReasons.feedUnknown, detail: file.folder, night: night, run: run)
    }
  }

  /// Registration lays out a party's folders: one per feed its roles may drop.
  private func layOutFolders() throws(Fault) {
    for party in try Roles.all(night.store) {
      let feeds = house.flows.flatMap(\.feeds).map(\.name).filter { house.access.mayDrop($0, roles: party.roles) }
      do throws(Fault) { try night.root.makeParty(party.key, feeds: feeds) } catch {
        // A bad destination never stops the night: its sheets are staged, and handed over when the folder can be made.
        night.options.report(.oddity(error.description))
      }
    }
  }
}
