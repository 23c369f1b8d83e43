import Foundation
import NightKit

/// The commands of a sample, one after another in a folder of their own, and what each said and left:
///
///     commands.csv          command, exit            with/…                 laid out in that folder before the first
///     said/2.csv            what the second command printed, as a table     said/2.txt, said/2.json   line by line
///     said/2.errors.txt     what it told on standard error                  left/<path>               a file that stands there after the last
///
/// With SETTLE_RECORD set the files under `said` are written anew from what is said, and the samples fail all the same: an author makes an empty file for
/// each answer worth stating, records it once, and reads it. Where the sample has nights as well, their working root stands in the folder as `root`.
struct CommandWalk {
  private static let records = ProcessInfo.processInfo.environment["SETTLE_RECORD"] != nil

  private(set) var comparisons: [Comparison] = []

  init(_ sample: Sample, in folder: String) throws {
    let stated = try Table(file: sample.folder + "/commands.csv")
    try Dropping(root: folder).lay(sample.folder + "/with")
    var exits: [[Found.Cell]] = []
    for (number, row) in stated.rows.enumerated() {
      let words = CommandWalk.words(row[0])
      guard words.first == "settle", row.count == 2 else { throw SampleFlaw("\(sample.name)/commands.csv: \(row) is not command,exit") }
      let ran = try Program.run(Array(words.dropFirst()), in: folder)
      exits.append([.text(row[0]), .either("\(ran.code)")])
      for name in try CommandWalk.files(sample.folder + "/said") where name.hasPrefix("\(number + 1).") {
        let text = name == "\(number + 1).errors.txt" ? ran.errors : ran.output
        let stated = try String(contentsOfFile: sample.folder + "/said/" + name, encoding: .utf8)
        if CommandWalk.records, !stated.hasPrefix("…") {
          try Data(text.utf8).write(to: URL(fileURLWithPath: sample.folder + "/said/" + name))
          continue
        }
        add(sample, "said/\(name)", try CommandWalk.compare(sample.folder + "/said/" + name, text))
      }
    }
    for name in try CommandWalk.files(sample.folder + "/said") where Int(name.prefix { $0 != "." }).map({ $0 > stated.rows.count }) ?? true
    {
      throw SampleFlaw("\(sample.name)/said/\(name): there is no command of that number")
    }
    if CommandWalk.records { throw SampleFlaw("recorded what the commands of \(sample.name) said") }
    add(sample, "commands.csv", (stated, Found(titles: ["command", "exit"], rows: exits)))
    for name in try CommandWalk.files(sample.folder + "/left") { try add(left: name, sample, folder) }
  }

  private mutating func add(left name: String, _ sample: Sample, _ folder: String) throws {
    let (place, parts) = (sample.folder + "/left/" + name, name.components(separatedBy: ".xlsx/"))
    if parts.count == 2 {
      let expected = try Table(file: place)
      let sheet = String(parts[1].dropLast(4))
      return add(sample, "left/" + name, (expected, try Evidence.sheet("\(folder)/\(parts[0]).xlsx", sheet, expected.titles)))
    }
    guard let bytes = FileManager.default.contents(atPath: folder + "/" + name) else {
      return add(sample, "left/" + name, (Table(titles: ["file"], rows: [[name]]), Found(flaw: "there is no such file")))
    }
    add(sample, "left/" + name, try CommandWalk.compare(place, String(decoding: bytes, as: UTF8.self)))
  }

  private mutating func add(_ sample: Sample, _ name: String, _ pair: (expected: Table, found: Found)) {
    comparisons.append(Comparison(place: sample.name + "/" + name, expected: pair.expected, found: pair.found))
  }

  /// A table by its columns, anything else line by line.
  private static func compare(_ place: String, _ text: String) throws -> (Table, Found) {
    guard place.hasSuffix(".csv") else {
      var (expected, said) = (lines(try String(contentsOfFile: place, encoding: .utf8)), lines(text))
      // After a line of … only the lines that are stated count, in their order.
      if expected.first == "…" {
        expected.removeFirst()
        said.removeAll { !expected.contains($0) }
      }
      return (Table(titles: ["line"], rows: expected.map { [$0] }), Found(titles: ["line"], rows: said.map { [.text($0)] }))
    }
    let scratch = ScratchFolder("said")
    let file = scratch.path + "/said.csv"
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    let expected = try Table(file: place)
    guard let found = try? Table(file: file) else { return (expected, Found(flaw: "no table was printed: \(text.prefix(200))")) }
    return (expected, Found(titles: found.titles, rows: found.rows.map { $0.map { .either($0) } }))
  }

  private static func lines(_ text: String) -> [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.last == "\r" ? String($0.dropLast()) : String($0) }
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  private static func files(_ folder: String) throws -> [String] {
    guard let walk = FileManager.default.enumerator(atPath: folder) else { return [] }
    var found: [String] = []
    while let path = walk.nextObject() as? String {
      if walk.fileAttributes?[.type] as? FileAttributeType == .typeRegular { found.append(path) }
    }
    return found.sorted()
  }

  /// A command line in words, with quotes around those that hold blanks.
  private static func words(_ line: String) -> [String] {
    var words: [String] = []
    var word: String?
    var inQuotes = false
    for character in line {
      if character == "\"" {
        inQuotes.toggle()
        word = word ?? ""
      } else if character == " ", !inQuotes {
        if let done = word { words.append(done) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    return words + (word.map { [$0] } ?? [])
  }
}
