import Drops
import Flows
import Foundation
import GRDB
import Night
import NightKit
import Store
import Values

/// Nights from a seed, lived twice: once calm, once with faults injected until the night gives in. After each fault the money of the run must
/// add up and every file must lie somewhere; after each night both roots must hold the same, and the night's certificate must verify.
struct Simulation {
  struct Counts: Sendable {
    var nights = 0, files = 0, mishaps = 0
    var kills = 0, fullDisks = 0, failures = 0, secondRuns = 0, steppedClocks = 0
    var facts = 0, entries = 0, sheets = 0
    var faults: Int { mishaps + kills + fullDisks + failures + secondRuns + steppedClocks }
  }

  let seed: Int
  let faultsANight: Int
  private let folder = ScratchFolder("simulation")
  private let calm: TrialRoot
  private let stormy: TrialRoot
  private var random: Numbers
  private var traffic: Traffic
  private var mishaps: Mishaps
  /// Called with the stormy root's path after each night, before it is held against the calm one: a canary changes something there.
  var meddle: ((Int, String) throws -> Void)?
  private(set) var counts = Counts()
  private(set) var wrong: [String] = []

  static let start = Day(year: 2026, month: 3, day: 2)!

  init(seed: Int, faultsANight: Int) throws {
    self.seed = seed
    self.faultsANight = faultsANight
    random = Numbers(seed: UInt64(seed) ^ 0xFA117)
    traffic = Traffic(seed: seed)
    mishaps = Mishaps(seed: seed)
    calm = try TrialRoot(new: folder.path + "/calm")
    stormy = try calm.copied(to: folder.path + "/stormy")
  }

  /// Lives through so many nights; stops at the first in which something is wrong.
  mutating func run(nights: Int) throws {
    var day = Simulation.start
    for night in 0..<nights {
      // Now and then the machine stands still for a day: its files are taken by the next night.
      let isOut = night > 0 && Int.random(in: 0..<100, using: &random) < 4
      let drops = mishaps.befall(traffic.night(night, on: day), night: night)
      try lay(drops)
      if !isOut {
        try calm.run("\(day)")
        try storm(day, drops)
        try meddle?(night, stormy.path)
        try compare(day, whole: night % 10 == 9 || night == nights - 1)
        counts.nights += 1
      }
      if !wrong.isEmpty { return }
      day = day.advanced(by: 1)
    }
    counts.mishaps = mishaps.count
    try verifyAll()
    try count()
  }

  /// The same files into both roots; what was under way is renamed by whoever sent it.
  private mutating func lay(_ drops: [Traffic.Drop]) throws {
    counts.files += drops.count
    for root in [calm, stormy] {
      for drop in root.path == stormy.path ? drops.shuffled(using: &random) : drops {
        let place = "\(root.path)/parties/\(drop.party)/inbound/\(drop.feed)/\(drop.name)"
        try? FileManager.default.removeItem(atPath: place + ".part")
        try root.drop(drop.text, as: drop.name, from: drop.party, to: drop.feed)
      }
    }
  }

  // MARK: One night with faults

  private mutating func storm(_ day: Day, _ drops: [Traffic.Drop]) throws {
    for _ in 0..<faultsANight {
      let (stage, attempts) = try standing()
      // A file that three attempts did not get through is set aside; here somebody looks after the second.
      let reach = attempts >= 2 ? 10...14 : 1...3
      let step = Int.random(in: reach, using: &random)
      switch Int.random(in: 0..<20, using: &random) {
      case 0..<12: try strike(day, .dieAt(step), \.kills)
      case 12..<16: try strike(day, .failFrom(step), \.fullDisks)
      case 16 where stage == "report" || stage == "close": try strike(day, .failOnce(at: step), \.failures)
      case 16, 17: try twoAtOnce(day, step)
      case 18: try stepBack(day)
      default: try strike(day, .dieAt(step + 4), \.kills)
      }
      if !wrong.isEmpty { return }
      try checkMoney("after a fault")
      checkFiles(drops)
      if !wrong.isEmpty { return }
      if try isOver(day) { break }
    }
    try stormy.run("\(day)")
    try stormy.run("\(day)")
  }

  private mutating func strike(_ day: Day, _ plan: Steps.Plan, _ kind: WritableKeyPath<Counts, Int>) throws {
    let steps = Steps(plan)
    do { try stormy.run("\(day)", steps) } catch {
      if error.code != Steps.killed && error.code != Steps.failed { wrong.append("a run ended with \(error)") }
    }
    if steps.fired { counts[keyPath: kind] += 1 }
  }

  /// Another run wants the root while this one is at work, and this one is killed a little later.
  private mutating func twoAtOnce(_ day: Day, _ step: Int) throws {
    let root = WorkingRoot(path: stormy.path)
    let lock = try root.lock()
    var code: String?
    do throws(Fault) { _ = try WorkingRoot(path: stormy.path).lock() } catch { code = error.code }
    if code == nil { wrong.append("a second run got the root while the first held it") }
    try strike(day, .dieAt(step), \.secondRuns)
    withExtendedLifetime(lock) {}
  }

  /// The clock says an earlier day than one that is closed or begun: nothing may happen.
  private mutating func stepBack(_ day: Day) throws {
    let closed = try read(stormy) { try Int32.fetchOne($0, sql: "SELECT max(day) FROM run WHERE certificate IS NOT NULL") }
    guard let closed else { return }
    let before = try mark()
    do throws(Fault) {
      try stormy.run("\(Day(number: closed).advanced(by: -1))")
      wrong.append("a night ran for a day that was over")
    } catch {
      if error.code != "day-closed" && error.code != "day-before-unfinished" { wrong.append("a stepped clock ended with \(error)") }
    }
    if try mark() != before { wrong.append("a night for a day that was over changed something") }
    counts.steppedClocks += 1
  }

  // MARK: What must hold

  private func read<Result>(_ root: TrialRoot, _ body: (Database) throws -> Result) throws -> Result {
    try DatabaseQueue(path: root.path + "/state/settle.db").read(body)
  }

  private func standing() throws -> (stage: String, attempts: Int) {
    guard FileManager.default.fileExists(atPath: stormy.path + "/state/settle.db") else { return ("none", 0) }
    return try read(stormy) { database in
      (
        try String.fetchOne(database, sql: "SELECT stage FROM run ORDER BY id DESC LIMIT 1") ?? "none",
        try Int.fetchOne(database, sql: "SELECT MAX(attempts) FROM file WHERE state = 'claimed'") ?? 0
      )
    }
  }

  private func isOver(_ day: Day) throws -> Bool {
    try read(stormy) {
      try Bool.fetchOne($0, sql: "SELECT certificate IS NOT NULL FROM run WHERE day = ? ORDER BY id DESC LIMIT 1", arguments: [day.number])
        ?? false
    }
  }

  private func mark() throws -> [String] {
    try read(stormy) {
      try String.fetchAll(
        $0,
        sql:
          "SELECT stage || flow || pass || hex(cursor) FROM run UNION ALL SELECT state || attempts FROM file UNION ALL SELECT max(id) FROM entry"
      )
    }
  }

  /// With plain questions of its own: per unit the postings come to nothing, balances are their postings' sums, movements the run's.
  private mutating func checkMoney(_ when: String) throws {
    let found = try read(stormy) { database -> [String] in
      let run = "entry IN (SELECT id FROM entry WHERE run = (SELECT max(id) FROM run))"
      let unbalanced = try String.fetchAll(
        database,
        sql: "SELECT unit FROM posting JOIN account ON account.id = posting.account WHERE \(run) GROUP BY unit HAVING sum(amount) <> 0")
      let moved = try String.fetchAll(
        database,
        sql: """
          SELECT path FROM account LEFT JOIN (SELECT account, sum(amount) AS posted FROM posting WHERE \(run) GROUP BY account) ON account = id
          LEFT JOIN (SELECT account AS moved, debit - credit AS net FROM movement WHERE run = (SELECT max(id) FROM run)) ON moved = id
          WHERE coalesce(posted, 0) <> coalesce(net, 0)
          """)
      return unbalanced.map { "unit \($0) does not balance" } + moved.map { "account \($0) did not move by its postings" }
    }
    wrong += found.map { "\(when): \($0)" }
  }

  private func checkBalances() throws -> [String] {
    try read(stormy) {
      try String.fetchAll(
        $0,
        sql: """
          SELECT 'account ' || path || ' is not the sum of its postings' FROM account
          LEFT JOIN (SELECT account, sum(amount) AS posted FROM posting GROUP BY account) ON account = id WHERE balance <> coalesce(posted, 0)
          UNION ALL SELECT 'hold ' || reference || ' posted more than it held' FROM hold WHERE posted > amount
          UNION ALL SELECT 'two facts hold the key ' || key FROM fact WHERE state < 10 GROUP BY feed, scope, key HAVING count(*) > 1
          """)
    }
  }

  /// Every byte that was dropped tonight lies in a folder, is claimed, archived or refused.
  private mutating func checkFiles(_ drops: [Traffic.Drop]) {
    var there: Set<String> = []
    for folder in ["parties", "state/claimed", "archive", "refused"] {
      for place in stormy.files(under: folder) where !place.contains("/outbound/") {
        if let text = stormy.bytes(place).map({ String(decoding: $0, as: UTF8.self) }) { there.insert(text) }
      }
    }
    for drop in drops where !there.contains(drop.text) { wrong.append("\(drop.party)/\(drop.feed)/\(drop.name) is lost") }
  }

  private mutating func compare(_ day: Day, whole: Bool) throws {
    wrong += try checkBalances()
    let night = try stormy.night()
    for run in try night.store.runs() where run.day == day {
      let calmNight = try calm.night()
      if try night.store.certificate(of: run) != calmNight.store.certificate(of: run) { wrong.append("\(run): the certificates differ") }
      wrong += try night.verify(run).map { "\(run): \($0)" }
    }
    for party in try FileManager.default.contentsOfDirectory(atPath: calm.path + "/parties") {
      let place = "parties/\(party)/outbound/\(day)"
      let (here, there) = (calm.files(under: place), stormy.files(under: place))
      if here != there { wrong.append("\(place): other sheets") }
      for file in here where calm.bytes(file) != stormy.bytes(file) { wrong.append("\(file): other bytes") }
    }
    if whole || !wrong.isEmpty { wrong += try Picture(of: stormy).differences(from: Picture(of: calm)).prefix(8) }
    wrong = wrong.map { "seed \(seed), night of \(day): \($0)" }
  }

  private mutating func verifyAll() throws {
    let night = try stormy.night()
    for run in try night.store.runs() { wrong += try night.verify(run).map { "seed \(seed), at the end: \(run): \($0)" } }
  }

  private mutating func count() throws {
    (counts.facts, counts.entries, counts.sheets) = try read(stormy) { database in
      func count(_ table: String) throws -> Int { try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table)") ?? 0 }
      return (try count("fact"), try count("entry"), try count("sheet"))
    }
  }
}
