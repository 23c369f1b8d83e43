import Foundation
import Night
import NightKit
import Testing

@Suite("The same files on the same day")
struct DeterminismTests {
  @Test("Another order of arrival, other times on the files and four workers give the same bytes and rows")
  func order() throws {
    let stage = try Stage(.first)
    let root = try Evening.root(at: stage.folder.path + "/other")
    let files = stage.before.files(under: "parties").filter { $0.contains("/inbound/") }
    for (index, place) in files.reversed().enumerated() {
      let parts = place.split(separator: "/").map(String.init)
      try root.drop(stage.before.bytes(place)!, as: parts[4], from: parts[1], to: parts[3])
      let time = Date(timeIntervalSince1970: 1_700_000_000 + Double(index) * 977)
      try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: root.path + "/" + place)
    }
    try root.run(Evening.day, workers: 4)
    try stage.expectUndisturbed(root)
  }

  @Test("Chunks of one, two and seven decide as one chunk does", arguments: [1, 2, 7])
  func chunks(size: Int) throws {
    for part in Evening.Part.allCases {
      let stage = try Stage(part)
      let root = try stage.root()
      try root.run(Evening.day, chunk: size)
      try stage.expectUndisturbed(root)
    }
  }

  @Test("A run that finds nothing new writes nothing at all")
  func nothingNew() throws {
    let stage = try Stage(.second)
    let root = try stage.root()
    try root.run(Evening.day)
    let steps = Steps()
    let outcome = try root.run(Evening.day, steps)
    #expect(outcome.runs.isEmpty)
    #expect(steps.names == [])
    try stage.expectUndisturbed(root)
  }

  @Test("The evening holds what the faults are tried on")
  func everythingInIt() throws {
    let stage = try Stage(.second)
    let root = try stage.root()

    let first = try root.night().status()
    #expect(Set(first.lastFiles.map(\.state)) == ["taken", "refused", "already"])
    #expect(Set(first.waiting.map(\.reason)) == ["across-suppliers", "conflict", "no-income-rule", "seller-unknown"])
    #expect(first.leftFiles.map(\.path) == ["Z999/underwriting/list.csv"])
    try root.run(Evening.day)
    let second = try root.night().status()
    #expect(Set(second.lastFiles.map(\.state)) == ["taken", "refused"])
    #expect(Set(second.waiting.map(\.reason)) == ["across-suppliers", "no-income-rule"])
    #expect(second.lastSheets.contains { $0.path == "S001/settlement-sheet_S001_r2.xlsx" && $0.rows == 3 })
  }
}
