import Foundation
import NightKit
import Testing
import Values

/// One folder under `samples/` with an `in`, with `commands.csv`, or with both: a promise of the product with its input and what must come of it.
/// Knows where its files stand and which nights it has; not what is in them.
struct Sample: Hashable, Sendable, CustomTestStringConvertible {
  struct Night: Sendable {
    let number: Int
    let day: Day
    let exit: Int32
    /// What is laid over the root before the night; a night may bring nothing.
    let input: String
    /// What must be there after it.
    let output: String
  }

  /// Its path under `samples/`.
  let name: String

  var folder: String { Sample.root + "/" + name }
  var testDescription: String { name }

  /// `samples/` of this checkout.
  static let root: String = Checkout.path + "/samples"

  /// Every sample, in the order of their names.
  static let all: [Sample] = {
    guard let walk = FileManager.default.enumerator(atPath: root) else { return [] }
    var found: [String] = []
    while let path = walk.nextObject() as? String {
      if path.hasSuffix("/in") || path.hasSuffix("/with") { walk.skipDescendants() }
      if path.hasSuffix("/in") { found.append(String(path.dropLast(3))) }
      if path.hasSuffix("/commands.csv") { found.append(String(path.dropLast(13))) }
    }
    return Set(found).sorted().map(Sample.init(name:))
  }()

  /// Those walked: all, or while some are being written those whose names begin with one of the words of SETTLE_SAMPLES.
  static let asked: [Sample] = {
    let words = (ProcessInfo.processInfo.environment["SETTLE_SAMPLES"] ?? "").split { $0 == "," || $0 == " " }
    // It has the program read an old workbook in a child with a limit on its memory.
    let walked = Sanitizer.isOn ? all.filter { $0.name != "rules-convert" } : all
    return words.isEmpty ? walked : walked.filter { sample in words.contains { sample.name.hasPrefix($0) } }
  }()

  var hasCommands: Bool { FileManager.default.fileExists(atPath: folder + "/commands.csv") }

  /// `nights.csv` gives number, day and exit code; without it there is one night, of 31 March, and it closes. Commands alone have none.
  func nights() throws -> [Night] {
    guard FileManager.default.fileExists(atPath: folder + "/in") else { return [] }
    let several = FileManager.default.fileExists(atPath: folder + "/in/1")
    func night(_ number: Int, _ day: Day, _ exit: Int32) -> Night {
      Night(
        number: number, day: day, exit: exit, input: folder + "/in" + (several ? "/\(number)" : ""),
        output: folder + "/out" + (several ? "/\(number)" : ""))
    }
    guard FileManager.default.fileExists(atPath: folder + "/nights.csv") else { return [night(1, Day(iso: "2026-03-31")!, 0)] }
    let table = try Table(file: folder + "/nights.csv")
    return try table.rows.map { row in
      guard row.count == 3, let number = Int(row[0]), let day = Day(iso: row[1]), let exit = Int32(row[2]) else {
        throw SampleFlaw("\(name)/nights.csv: \(row) is not night,day,exit")
      }
      return night(number, day, exit)
    }
  }
}

/// A sample that is not written as it must be.
struct SampleFlaw: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
