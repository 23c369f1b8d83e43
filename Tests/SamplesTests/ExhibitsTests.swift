import Foundation
import Testing

@Suite("Exhibits")
struct ExhibitsTests {
  @Test("Every code has an exhibit that shows it, or a test")
  func everyCode() {
    let exhibits = Dictionary(uniqueKeysWithValues: Sample.all.map { ($0.name, $0) })
    for code in Exhibits.codes.map(\.code) where !BeyondFiles.codes.contains(code) {
      guard let sample = exhibits["\(Exhibits.folder)/\(code)"] else {
        Issue.record("\(code) has no folder under samples/exhibits")
        continue
      }
      #expect(Exhibits.shows(code, sample), "\(sample.name) states no table with \(code) in it")
    }
  }

  @Test("Every exhibit is of a code that can be given")
  func noneTooMany() {
    let codes = Set(Exhibits.codes.map(\.code))
    for sample in Sample.all where sample.name.hasPrefix(Exhibits.folder + "/") {
      #expect(codes.contains(String(sample.name.dropFirst(Exhibits.folder.count + 1))))
    }
  }

  /// With SETTLE_WRITE_INDEX set the lists are written anew, and the test fails all the same.
  @Test("samples/README.md lists every sample and every code")
  func index() throws {
    let expected = try Index.expected()
    let found = try String(contentsOfFile: Index.file, encoding: .utf8)
    if expected != found, ProcessInfo.processInfo.environment["SETTLE_WRITE_INDEX"] != nil {
      try expected.write(toFile: Index.file, atomically: true, encoding: .utf8)
    }
    let (left, right) = (expected.split(separator: "\n"), found.split(separator: "\n"))
    let first = zip(left, right).first { $0 != $1 }
    #expect(
      expected == found,
      "first line that differs: \(first.map { "\($0) instead of \($1)" } ?? "one has more lines"); run once with SETTLE_WRITE_INDEX=1")
  }
}
