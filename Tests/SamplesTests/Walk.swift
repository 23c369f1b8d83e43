import Flows
import Foundation
import NightKit
import Night
import Store
import Synchronization
import Values

/// A sample's nights, run once however many tests ask: every table it states beside what was found.
struct Walk: Sendable {
  private(set) var differences: [String] = []
  /// What the comparison makes of each table once a cell of it was changed: the tables where it noticed nothing.
  private(set) var unnoticed: [String] = []
  private(set) var tables = 0

  private init(_ sample: Sample) throws {
    let nights = try sample.nights()
    let root = nights.isEmpty ? nil : try SampleRoot()
    for night in nights {
      guard let root else { break }
      let evidence = try root.run(night)
      if evidence.exit != night.exit {
        let said = (evidence.fault.map { ["\($0)"] } ?? evidence.failures).map { " (\($0))" }.joined()
        differences.append("\(sample.name), night \(night.number): expected exit code \(night.exit), found \(evidence.exit)\(said)")
      }
      for name in try Walk.tables(night.output) {
        let expected = try Table(file: "\(night.output)/\(name)")
        let place = night.output.dropFirst(Sample.root.count + 1) + "/" + name
        take(Comparison(place: String(place), expected: expected, found: try evidence.found(name, titles: expected.titles)))
      }
      differences += try Walk.unexplained(evidence, sample)
    }
    guard sample.hasCommands else { return }
    let alone = ScratchFolder("commands")
    for comparison in try CommandWalk(sample, in: root?.folder ?? alone.path).comparisons { take(comparison) }
  }

  private mutating func take(_ comparison: Comparison) {
    tables += 1
    differences += comparison.differences.map(\.description)
    if comparison.spoilt.differences.count <= comparison.differences.count { unnoticed.append(comparison.place) }
  }

  /// Every file refused stands in `refused/` with its reasons beside it.
  private static func unexplained(_ evidence: Evidence, _ sample: Sample) throws -> [String] {
    var wrong: [String] = []
    for name in try evidence.shift.store.runs() where name.day == evidence.day {
      guard let run = try evidence.shift.store.run(name) else { continue }
      for file in try evidence.shift.store.files(run: run, states: [.refused, .aside]) {
        let reasons = "\(evidence.path)/\(file.archived ?? "-").reasons.csv"
        let text = FileManager.default.contents(atPath: reasons).map { String(decoding: $0, as: UTF8.self) } ?? ""
        if !text.contains("\"\(file.reason ?? "")\"") {
          wrong.append("\(sample.name): \(file.party)/\(file.folder)/\(file.name) has no reasons beside it")
        }
      }
    }
    return wrong
  }

  private static func tables(_ folder: String) throws -> [String] {
    guard FileManager.default.fileExists(atPath: folder) else { return [] }
    return try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".csv") }.sorted()
  }

  // MARK: once a sample

  private static let walks = Mutex<[Sample: Task<Walk, any Error>]>([:])

  static func of(_ sample: Sample) async throws -> Walk {
    let task = walks.withLock { walks in
      if let task = walks[sample] { return task }
      let task = Task { try Walk(sample) }
      walks[sample] = task
      return task
    }
    return try await task.value
  }
}
