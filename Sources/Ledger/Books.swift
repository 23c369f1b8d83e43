package import Values

/// A working set of the ledger: the balances and holds a piece of work needs, and what is booked on them. It refuses what would break the
/// books, and hands over what changed (`takeChanges`). It knows no store, no day and no run; balances never loaded count from zero, which
/// only accounts without a floor may do. Holds are in `Books+Holds.swift`.
package struct Books: Sendable {
  package let chart: Chart
  var accounts = Accounts()
  var holds: [Reference: Hold] = [:]

  /// Every entry these books know, and where each stands: looking a reference up then moves no entry about.
  private var log: [Entry] = []
  private var places: [Reference: Int32] = [:]
  /// Where in the log those stand that were booked since the last changes were taken.
  private var booked: [Int32] = []
  private var touched: [AccountID] = []
  private var touchedHolds: Set<Reference> = []

  package init(chart: Chart, balances: [AccountKey: Int64] = [:]) {
    self.chart = chart
    for (key, balance) in balances { load(key, balance: balance) }
  }

  // MARK: What the books know

  /// The account's number in these books. Any path has one; whether it may be posted to is told when it is.
  package mutating func account(_ path: AccountPath, _ unit: Unit) -> AccountID { accounts.intern(AccountKey(path, unit), chart: chart) }

  /// Takes over a stored balance, minor units, debit positive; zero when the store has none.
  package mutating func load(_ key: AccountKey, balance: Int64) {
    let account = accounts.intern(key, chart: chart)
    // What was booked meanwhile stays booked.
    accounts[account].balance = balance + accounts[account].delta
    accounts[account].isLoaded = true
  }

  /// Takes over a hold that was placed before.
  package mutating func load(_ hold: Hold) { holds[hold.reference] = hold }

  /// Takes over an entry that was posted before, so that posting it again is recognised.
  package mutating func load(posted entry: Entry) { _ = write(entry) }

  package subscript(account: AccountID) -> AccountKey { accounts.keys[Int(account.index)] }

  /// Minor units, debit positive; nil when it was never loaded.
  package func balance(_ account: AccountID) -> Int64? {
    let standing = accounts[account]
    return standing.isLoaded ? standing.balance : nil
  }

  /// What stands on the account's natural side: what may still be taken from an account with a floor.
  package func available(_ account: AccountID) -> Int64? { balance(account).map { $0 * Int64(accounts[account].sign) } }

  package func hold(_ reference: Reference) -> Hold? { holds[reference] }

  /// Whether the account may only be posted to once its balance was loaded.
  package func hasFloor(_ account: AccountID) -> Bool { accounts[account].permission == .floored }

  // MARK: What is booked

  /// Books an entry whole or not at all.
  package mutating func post(_ entry: Entry) -> Verdict {
    if let wrong = objection(to: entry) { return wrong }
    if let earlier = earlier(entry.reference) { return earlier == entry ? .alreadyPosted : .differs(entry.reference) }
    if holds[entry.reference] != nil { return .differs(entry.reference) }
    return book(entry)
  }

  /// Hands over what was booked since the last time. The balances stay.
  package mutating func takeChanges() -> Changes {
    let deltas = touched.map { Changes.Delta(account: $0, amount: accounts[$0].delta) }
    let changes = Changes(
      entries: booked.map { log[Int($0)] }, deltas: deltas.filter { $0.amount != 0 }.sorted { self[$0.account] < self[$1.account] },
      holds: touchedHolds.sorted().map { holds[$0]! })
    for account in touched {
      accounts[account].delta = 0
      accounts[account].isTouched = false
    }
    booked.removeAll()
    touched.removeAll()
    touchedHolds.removeAll()
    return changes
  }

  /// Lets go of entries and holds, which the store knows by now; accounts and balances stay. For books that live through a long night:
  /// memory then grows with the accounts alone. What comes again afterwards is recognised only if it is loaded again.
  package mutating func forgetEntries() {
    precondition(booked.isEmpty && touchedHolds.isEmpty, "changes that nobody took would be lost")
    log.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
    holds.removeAll(keepingCapacity: true)
  }

  // MARK: Steps, in order of precedence

  /// What is wrong with an entry before its reference is looked at.
  func objection(to entry: Entry) -> Verdict? {
    if let why = entry.malformation { return .malformed(why) }
    return imbalance(of: entry.postings) ?? objection(to: entry.postings.lazy.map(\.account))
  }

  /// The first unit in order of the postings whose amounts do not cancel out.
  private func imbalance(of postings: [Posting]) -> Verdict? {
    let unit = accounts[postings[0].account].unit
    var sum = Int128(0)
    var isMixed = false
    for posting in postings {
      if accounts[posting.account].unit == unit { sum += Int128(posting.amount) } else { isMixed = true }
    }
    if sum != 0 { return .unbalanced(self[postings[0].account].unit, by: Int64(clamping: sum)) }
    // Entries with several units are rare and short, so the rest is looked at again without its first unit.
    return isMixed ? imbalance(of: postings.filter { accounts[$0.account].unit != unit }) : nil
  }

  func objection(to used: some Sequence<AccountID>) -> Verdict? {
    var wrongUnit: Verdict?
    for account in used {
      switch accounts[account].permission {
      case .free, .floored: continue
      case .unknownAccount: return .unknownAccount(self[account].path)
      case .wrongUnit: if wrongUnit == nil { wrongUnit = .wrongUnit(self[account]) }
      }
    }
    return wrongUnit
  }

  func earlier(_ reference: Reference) -> Entry? { places[reference].map { log[Int($0)] } }

  private mutating func write(_ entry: Entry) -> Int32 {
    let place = Int32(log.count)
    log.append(entry)
    places[entry.reference] = place
    return place
  }

  /// Moves the balances, unless one would pass its floor; then everything is as before.
  mutating func book(_ entry: Entry) -> Verdict {
    for posting in entry.postings { accounts[posting.account].balance += posting.amount }
    if let refusal = floorRefusal(of: entry.postings) {
      for posting in entry.postings { accounts[posting.account].balance -= posting.amount }
      return refusal
    }
    for posting in entry.postings {
      accounts[posting.account].delta += posting.amount
      if !accounts[posting.account].isTouched {
        accounts[posting.account].isTouched = true
        touched.append(posting.account)
      }
    }
    booked.append(write(entry))
    return .accepted
  }

  mutating func keep(_ hold: Hold) {
    holds[hold.reference] = hold
    touchedHolds.insert(hold.reference)
  }

  private func floorRefusal(of postings: [Posting]) -> Verdict? {
    var below: Verdict?
    for posting in postings where accounts[posting.account].permission == .floored {
      let standing = accounts[posting.account]
      if !standing.isLoaded { return .notLoaded(self[posting.account]) }
      let natural = standing.balance * Int64(standing.sign)
      guard natural < 0, below == nil else { continue }
      // An entry that brings an account nearer to its floor from below is welcome, whoever let it fall there.
      var moved = Int64(0)
      for other in postings where other.account == posting.account { moved += other.amount }
      if moved * Int64(standing.sign) < 0 { below = .belowFloor(self[posting.account], missing: -natural) }
    }
    return below
  }
}

extension Accounts {
  subscript(account: AccountID) -> Standing {
    get { standings[Int(account.index)] }
    _modify { yield &standings[Int(account.index)] }
  }
}
