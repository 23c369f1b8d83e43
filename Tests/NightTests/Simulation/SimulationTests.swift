import Foundation
import GRDB
import NightKit
import Testing

/// The simulation of nights under faults: some nights with every test run, as many as one likes by `Tests/simulate`.
@Suite("Nights under faults")
struct SimulationTests {
  /// `SETTLE_SIMULATE`: seed, nights, faults a night, parted by blanks.
  private static let asked = (ProcessInfo.processInfo.environment["SETTLE_SIMULATE"] ?? "1 8 40").split(separator: " ").compactMap {
    Int($0)
  }

  @Test("Whatever breaks in a night of any flow, nothing is lost, nothing doubled, and the night's certificate verifies")
  func nights() throws {
    let (seed, nights, faults) = (Self.asked[0], Self.asked[1], Self.asked[2])
    var simulation = try Simulation(seed: seed, faultsANight: faults)
    let clock = ContinuousClock.now
    try simulation.run(nights: nights)
    for wrong in simulation.wrong {
      Issue.record("\(wrong); again with: Tests/simulate --seed \(seed) --nights \(nights) --faults \(faults)")
    }
    let counts = simulation.counts
    // So that a simulation in which nothing went wrong by mistake is noticed.
    #expect(counts.kills > 0 && counts.fullDisks > 0 && counts.facts > nights * 10 && counts.entries > nights * 10)
    print(
      "simulation: seed \(seed): \(counts.nights) nights, \(counts.files) files, \(counts.facts) facts, \(counts.entries) entries, "
        + "\(counts.sheets) sheets; \(counts.faults) faults: \(counts.kills) kills, \(counts.fullDisks) full disks, \(counts.failures) single failures, "
        + "\(counts.secondRuns) second runs, \(counts.steppedClocks) stepped clocks, \(counts.mishaps) mishaps of files; "
        + "\((ContinuousClock.now - clock).components.seconds) s")
  }

  @Test(
    "One fen, one byte or one row more than there should be is noticed",
    arguments: [
      "UPDATE account SET balance = balance + 1 WHERE id = 1",
      "UPDATE fact SET state = 10 WHERE id = (SELECT max(id) FROM fact WHERE state = 1)",
      "INSERT INTO tally SELECT run, feed, 'canary', 1, 1 FROM tally LIMIT 1",
    ])
  func canary(change: String) throws {
    var simulation = try Simulation(seed: 1, faultsANight: 3)
    simulation.meddle = { night, path in
      if night == 1 { try DatabaseQueue(path: path + "/state/settle.db").write { try $0.execute(sql: change) } }
    }
    try simulation.run(nights: 2)
    #expect(!simulation.wrong.isEmpty)
  }
}
