import Foundation
import Night
import NightKit
import Store
import Synchronization
import Testing
import Values

/// A corrected file for one already settled: what it moves, what it leaves alone, and that nothing is lost or doubled on the way.
@Suite("Recall")
struct RecallTests {
  /// A month of lists of one supplier, drawn from a seed: ladders climb, some policies are endorsed.
  struct Lists {
    var numbers: Numbers
    let first: [Int: String]

    init(seed: UInt64) {
      var numbers = Numbers(seed: seed)
      var rows: [Int: String] = [:]
      for policy in 1...14 where Int.random(in: 0..<4, using: &numbers) > 0 { rows[policy] = Lists.row(policy, &numbers) }
      self.numbers = numbers
      first = rows
    }

    static func row(_ policy: Int, _ numbers: inout Numbers) -> String {
      let seller = ["X001", "X002"].randomElement(using: &numbers)!
      let line = policy.isMultiple(of: 5) ? "交强险" : "商业险"
      let premium = "\(Int.random(in: 900...9000, using: &numbers)).\(Int.random(in: 10...99, using: &numbers))"
      let signed = "2026-0\(Int.random(in: 2...3, using: &numbers))-1\(Int.random(in: 0...1, using: &numbers))"
      return Evening.row("PR\(1000 + policy)", line, seller, premium, signed: signed)
    }

    /// Some rows left out, some other, some new, most as they were.
    mutating func corrected() -> [Int: String] {
      var rows = first
      for policy in 1...16 {
        switch Int.random(in: 0..<6, using: &numbers) {
        case 0: rows[policy] = nil
        case 1, 2: rows[policy] = Lists.row(policy, &numbers)
        default: break
        }
      }
      return rows
    }

    static func text(_ rows: [Int: String]) -> String { Evening.header + rows.sorted { $0.key < $1.key }.map(\.value).joined() }

    /// Endorsements of some policies, of either sign.
    mutating func endorsements() -> String {
      "批单号,保单号,险种,批改类型,保费变化,批改日期,退保原因\n"
        + stride(from: 1, through: 14, by: 3).map { policy in
          let line = policy.isMultiple(of: 5) ? "交强险" : "商业险"
          let change = Int.random(in: -400...400, using: &numbers)
          return "PDE\(policy),PR\(1000 + policy),\(line),变更,\(change == 0 ? 1 : change).37,2026-03-1\(policy % 3),\n"
        }.joined()
    }
  }

  private static func root(_ folder: ScratchFolder, _ name: String, sellerSheets: Bool = false) throws -> TrialRoot {
    let root = try Evening.root(at: folder.path + "/" + name)
    let ladders = """
      LAD-91,商业险,[2026-01-01..2026-12-31],三月,超额累进,0.00,1%,,,,gross,销售商,是,
      LAD-92,商业险,[2026-01-01..2026-12-31],三月,超额累进,20000.00,2%,,,,gross,销售商,是,
      LAD-93,商业险,[2026-01-01..2026-12-31],原始,全额累进,10000.00,0.5%,,,,net,销售商,否,

      """
    let place = root.path + "/pipelines/settlement/rules/ladders.csv"
    try (String(contentsOfFile: place, encoding: .utf8) + ladders).write(toFile: place, atomically: true, encoding: .utf8)
    let access = root.path + "/pipelines/access.csv"
    try (String(contentsOfFile: access, encoding: .utf8) + "supplier,endorsements,,,,\n").write(
      toFile: access, atomically: true, encoding: .utf8)
    if sellerSheets {
      let yaml = root.path + "/pipelines/settlement/pipeline.yaml"
      try String(contentsOfFile: yaml, encoding: .utf8).replacing("payable: on-settlement", with: "payable: needs-seller-sheet").write(
        toFile: yaml, atomically: true, encoding: .utf8)
    }
    try root.drop(Evening.merchants, as: "商户.csv", from: "platform", to: "merchants")
    try root.run("2026-03-12")
    return root
  }

  private static func agrees(_ root: TrialRoot) throws -> [String] {
    let night = try root.night()
    return try night.store.runs().flatMap { try night.verify($0) }
  }

  @Test("Settling one list and recalling it by another ends where settling the other alone does, and back again", arguments: 1...6)
  func sameAsAlone(seed: Int) throws {
    let folder = ScratchFolder()
    var lists = Lists(seed: UInt64(seed))
    let (first, second, endorsed) = (Lists.text(lists.first), Lists.text(lists.corrected()), lists.endorsements())
    let held = seed == 6
    let root = try Self.root(folder, "root", sellerSheets: held)
    try root.drop(first, as: "list.csv", from: "S001", to: "underwriting")
    try root.drop(endorsed, as: "endorsed.csv", from: "S001", to: "endorsements")
    try root.run("2026-03-13")
    let before = try root.balances()
    let alone = try Self.root(folder, "alone", sellerSheets: held)
    try alone.drop(second, as: "list.csv", from: "S001", to: "underwriting")
    try alone.drop(endorsed, as: "endorsed.csv", from: "S001", to: "endorsements")
    try alone.run("2026-03-13")

    let report = try root.recall(second, as: "list.csv", from: "S001", to: "underwriting", "2026-03-14")
    #expect(!report.isEmpty)
    #expect(try root.balances() == alone.balances())
    for effect in report.effects where effect.title == "应收" {
      #expect(
        try root.balances()["asset:receivable:S001 CNY", default: 0] - before["asset:receivable:S001 CNY", default: 0] == effect.moves.minor
      )
    }
    #expect(try Self.agrees(root) == [])
    // The same once more changes nothing; the first list brings back what was.
    let picture = try Picture(of: root)
    #expect(try root.recall(second, as: "list.csv", from: "S001", to: "underwriting", "2026-03-14").isEmpty)
    #expect(try Picture(of: root).differences(from: picture) == [])
    try root.recall(first, as: "list again.csv", from: "S001", to: "underwriting", "2026-03-15")
    #expect(try root.balances() == before)
    #expect(try Self.agrees(root) == [])
  }

  @Test("A corrected list of endorsements takes back those it changes, and leaves the policies alone")
  func endorsements() throws {
    let folder = ScratchFolder()
    var lists = Lists(seed: 11)
    let (first, endorsed, better) = (Lists.text(lists.first), lists.endorsements(), lists.endorsements())
    let root = try Self.root(folder, "root")
    let alone = try Self.root(folder, "alone")
    for (root, changes) in [(root, endorsed), (alone, better)] {
      try root.drop(first, as: "list.csv", from: "S001", to: "underwriting")
      try root.drop(changes, as: "endorsed.csv", from: "S001", to: "endorsements")
      try root.run("2026-03-13")
    }
    let report = try root.recall(better, as: "endorsed.csv", from: "S001", to: "批改清单", "2026-03-14")
    #expect(report.count(.changed) > 0)
    #expect(try root.balances() == alone.balances())
    #expect(try Self.agrees(root) == [])
  }

  @Test("A recall that is only shown changes no byte of the root")
  func shown() throws {
    let folder = ScratchFolder()
    var lists = Lists(seed: 3)
    let root = try Self.root(folder, "root")
    try root.drop(Lists.text(lists.first), as: "list.csv", from: "S001", to: "underwriting")
    try root.run("2026-03-13")
    let before = Bytes(of: root)
    let report = try root.recall(
      Lists.text(lists.corrected()), as: "list.csv", from: "S001", to: "underwriting", "2026-03-20", confirm: false)
    #expect(!report.isEmpty)
    #expect(Bytes(of: root) == before)
  }

  @Test("What would have money taken back by mistake is refused by name")
  func refused() throws {
    let folder = ScratchFolder()
    let root = try Self.root(folder, "root")
    let one = Evening.row("PR000001", "商业险", "X001", "1000.00")
    let two = Evening.row("PR000002", "商业险", "X001", "2000.00")
    try root.drop(Evening.header + one, as: "a.csv", from: "S001", to: "underwriting")
    try root.drop(Evening.header + two, as: "b.csv", from: "S001", to: "underwriting")
    try root.run("2026-03-13")
    func code(_ text: String, feed: String = "underwriting", of: String? = nil) -> String {
      do {
        try root.recall(text, as: "c.csv", from: "S001", to: feed, "2026-03-14", of: of, confirm: false)
        return "none"
      } catch { return (error as? Fault)?.code ?? "\(error)" }
    }
    let broken = Evening.row("PR000001", "商业险", "X001", "abc")
    let other = Evening.row("PR000001", "商业险", "X001", "1100.00")
    #expect(code(Evening.header + broken) == "recall-rows-rejected")
    #expect(code(Evening.header + one + other) == "recall-key-twice")
    #expect(code(Evening.header + other + two) == "recall-ambiguous")
    #expect(code(Evening.header + other + two, of: "a.csv") == "none")
    #expect(code(Evening.header + other, of: "d.csv") == "recall-of-unknown")
    #expect(code(Evening.header + Evening.row("PR000009", "商业险", "X001", "1.00")) == "recall-of-nothing")
    #expect(code(Evening.header + other, feed: "payments") == "recall-not-this-feed")
    #expect(code(Evening.header + other, feed: "products") == "recall-not-this-feed")
    #expect(code(Evening.header + other, feed: "nonsense") == "feed-unknown")
  }

  @Test("A correction that was dropped and refused row by row is recalled from the archive")
  func fromTheArchive() throws {
    let folder = ScratchFolder()
    let root = try Self.root(folder, "root")
    try root.drop(Evening.header + Evening.row("PR000001", "商业险", "X001", "1000.00"), as: "a.csv", from: "S001", to: "underwriting")
    try root.run("2026-03-13")
    let before = try root.balances()
    try root.drop(Evening.header + Evening.row("PR000001", "商业险", "X001", "1100.00"), as: "b.csv", from: "S001", to: "underwriting")
    try root.run("2026-03-14")
    #expect(try root.balances() == before)
    let report = try root.recall("\(root.path)/archive/2026-03-14/S001/underwriting/b.csv", nil, nil, "2026-03-15", of: "a.csv")
    #expect(report.count(.changed) == 1)
    #expect(try root.balances() != before)
    #expect(try Self.agrees(root) == [])
  }

  @Test("Killed at any step, a recall is finished by the next run, or never was")
  func killed() throws {
    let folder = ScratchFolder()
    var lists = Lists(seed: 21)
    let corrected = Lists.text(lists.corrected())
    let before = try Self.root(folder, "before")
    try before.drop(Lists.text(lists.first), as: "list.csv", from: "S001", to: "underwriting")
    try before.drop(lists.endorsements(), as: "endorsed.csv", from: "S001", to: "endorsements")
    try before.run("2026-03-14")
    @Sendable func recall(_ root: TrialRoot, _ steps: Steps? = nil) throws {
      try root.recall(corrected, as: "list.csv", from: "S001", to: "underwriting", "2026-03-14", steps)
    }
    let calm = try before.copied(to: folder.path + "/calm")
    let watched = Steps()
    try recall(calm, watched)
    let undisturbed = try Picture(of: calm)
    let found = Mutex<[String]>([])
    SideBySide.each(upTo: watched.names.count) { number in
      do {
        let root = try before.copied(to: "\(folder.path)/\(number)")
        let steps = Steps(.dieAt(number))
        do { try recall(root, steps) } catch let fault as Fault where fault.code == Steps.killed {}
        try root.run("2026-03-14")
        // Before its intent was written down nothing had begun, and it is asked for again; after that, it is done.
        try recall(root)
        let differences = try Picture(of: root).differences(from: undisturbed)
        if !differences.isEmpty {
          found.withLock {
            $0.append("step \(number), \(watched.names[number - 1]): \(differences.prefix(4).joined(separator: "; ").prefix(600))")
          }
        }
        try FileManager.default.removeItem(atPath: root.path)
      } catch { found.withLock { $0.append("step \(number): \(error)") } }
      return true
    }
    for fault in found.withLock({ $0.sorted() }) { Issue.record(Comment(rawValue: fault)) }
  }
}

/// Every file of a root with its bytes.
struct Bytes: Equatable {
  let files: [String: Data]
  init(of root: TrialRoot) {
    files = Dictionary(uniqueKeysWithValues: root.files(under: ".").map { ($0, root.bytes($0) ?? Data()) })
  }
}
