import Foundation
import Night
import NightKit
import Testing

/// Every case of contract.md, "Again": what came first, what comes now, and what becomes of both.
@Suite("The same key again")
struct IdentityTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Lines for the feed's entry: `identity: feed`, `revises: yes`.
    var feed = ""
    /// Drops night by night: (party, rows). Several of one night stand in one list.
    let nights: [[(String, [String])]]
    let facts: [String]
  }

  static let settled = "k,add,G,1,2026-03-01"
  static let settledOther = "k,add,G,2,2026-03-01"
  static let corrected = "k,add,G,2,2026-03-01,,,是"
  static let waiting = "k,wait,G,1,2026-03-01"
  static let waitingOther = "k,wait,G,2,2026-03-01"
  static let zone = "    identity: feed\n"
  static let revising = "    revises: yes\n"

  static let cases = [
    Case(
      testDescription: "settled, the same content: already",
      nights: [[("platform", [settled])], [("platform", [settled, "o,add,G,1,2026-03-01"])]],
      facts: ["platform settled", "platform already"]),
    Case(
      testDescription: "settled, other content: only the newcomer is refused",
      nights: [[("platform", [settled])], [("platform", [settledOther])]],
      facts: ["platform settled", "platform conflict settled-stays"]),
    Case(
      testDescription: "settled, a correction: refused all the same", nights: [[("platform", [settled])], [("platform", [corrected])]],
      facts: ["platform settled", "platform conflict settled-stays"]),
    Case(
      testDescription: "waiting, the same content: already",
      nights: [[("platform", [waiting])], [("platform", [waiting, "o,add,G,1,2026-03-01"])]],
      facts: ["platform waiting", "platform already"]),
    Case(
      testDescription: "waiting, other content: both stand still", nights: [[("platform", [waiting])], [("platform", [waitingOther])]],
      facts: ["platform contested conflict", "platform conflict conflict"]),
    Case(
      testDescription: "waiting, a correction: it takes the place", nights: [[("platform", [waiting])], [("platform", [corrected])]],
      facts: ["platform replaced", "platform settled"]),
    Case(
      testDescription: "two versions in one file: both stand still", nights: [[("platform", [settled, settledOther])]],
      facts: ["platform contested conflict", "platform conflict conflict"]),
    Case(
      testDescription: "two versions in one night, one of them a correction: it counts", nights: [[("platform", [settled, corrected])]],
      facts: ["platform replaced", "platform settled"]),
    Case(
      testDescription: "the same row twice in one file: one counts", nights: [[("platform", [settled, settled])]],
      facts: ["platform settled", "platform already"]),
    Case(
      testDescription: "standing still, a correction ends it",
      nights: [[("platform", [settled, "k,add,G,3,2026-03-01"])], [("platform", [corrected])]],
      facts: ["platform replaced", "platform conflict conflict", "platform settled"]),
    Case(
      testDescription: "standing still, the first version again: nothing new",
      nights: [[("platform", [settled, settledOther])], [("platform", [settled, "o,add,G,1,2026-03-01"])]],
      facts: ["platform contested conflict", "platform conflict conflict", "platform already"]),
    Case(
      testDescription: "standing still, a third version: it stands still too",
      nights: [[("platform", [settled, settledOther])], [("platform", ["k,add,G,3,2026-03-01"])]],
      facts: ["platform contested conflict", "platform conflict conflict", "platform conflict conflict"]),
    Case(
      testDescription: "rejected before: the key is free",
      nights: [[("platform", ["k,reject,G,1,2026-03-01"])], [("platform", [settled])]],
      facts: ["platform rejected refused", "platform settled"]),
    Case(
      testDescription: "another party, keys per party: both count", nights: [[("platform", [settled]), ("finance", [settledOther])]],
      facts: ["finance settled", "platform settled"]),
    Case(
      testDescription: "another party, keys for all, unsettled: both stand still", feed: zone,
      nights: [[("platform", [settled]), ("finance", [settled])]],
      facts: ["finance contested across-suppliers", "platform conflict across-suppliers"]),
    Case(
      testDescription: "another party, keys for all, settled: the newcomer is refused", feed: zone,
      nights: [[("platform", [settled])], [("finance", [settled])]], facts: ["platform settled", "finance conflict across-suppliers"]),
    Case(
      testDescription: "another party may not correct what is not its own", feed: zone,
      nights: [[("platform", [waiting])], [("finance", [corrected])]],
      facts: ["platform contested across-suppliers", "finance conflict across-suppliers"]),
    Case(
      testDescription: "revising: a row of a later night replaces the entry", feed: revising,
      nights: [[("platform", [settled])], [("platform", [settledOther])]], facts: ["platform replaced", "platform settled"]),
    Case(
      testDescription: "revising: the same content is already there", feed: revising,
      nights: [[("platform", [settled])], [("platform", [settled, "o,add,G,1,2026-03-01"])]],
      facts: ["platform settled", "platform already"]),
    Case(
      testDescription: "revising: two that differ in one night stand still", feed: revising,
      nights: [[("platform", [settled, settledOther])]],
      facts: ["platform contested conflict", "platform conflict conflict"]),
    Case(
      testDescription: "revising: back to the first version", feed: revising,
      nights: [[("platform", [settled])], [("platform", [settledOther])], [("platform", [settled])]],
      facts: ["platform replaced", "platform replaced", "platform settled"]),
  ]

  @Test("What becomes of both", arguments: cases)
  func outcome(of given: Case) throws {
    let night = try TrialNight(feed: given.feed)
    for (index, drops) in given.nights.enumerated() {
      for (party, rows) in drops { try night.drop(rows, as: "night\(index).csv", from: party) }
      // The gate of each night proves that rows and money foot whatever was decided.
      try night.root.run("2026-03-\(10 + index)")
    }
    #expect(try night.facts("k") == given.facts)
  }

  @Test("The same bytes again are known as a file, from the same party to the same feed only")
  func sameBytes() throws {
    let night = try TrialNight()
    try night.drop([IdentityTests.settled])
    try night.root.run("2026-03-10")
    try night.drop([IdentityTests.settled], as: "again.csv")
    try night.drop([IdentityTests.settled], from: "finance")
    try night.root.run("2026-03-10")
    #expect(
      try night.root.night().status().lastFiles.map { "\($0.path) \($0.state)" } == [
        "finance/trial-list/list.csv taken", "platform/trial-list/again.csv already",
      ])
    #expect(try night.facts("k") == ["platform settled", "finance settled"])
  }

  @Test("On a revising feed the same bytes count again after others, and not while they are the latest")
  func sameBytesRevising() throws {
    let night = try TrialNight(feed: IdentityTests.revising)
    func run(_ row: String, as name: String, _ day: String) throws -> [String] {
      try night.drop([row], as: name)
      try night.root.run(day)
      return try night.root.night().status().lastFiles.map(\.state)
    }
    #expect(try run(IdentityTests.settled, as: "z.csv", "2026-03-10") == ["taken"])
    #expect(try run(IdentityTests.settled, as: "y.csv", "2026-03-11") == ["already"])
    #expect(try run(IdentityTests.settledOther, as: "a.csv", "2026-03-12") == ["taken"])
    #expect(try run(IdentityTests.settled, as: "b.csv", "2026-03-13") == ["taken"])
    #expect(try night.facts("k").last == "platform settled")
  }
}
