import Foundation
import GRDB
import NightKit
import Testing

/// The comparison itself must be able to fail: each of these plants one fault of the kind a broken night would leave, and must be told.
@Suite("The comparison has teeth")
struct CanaryTests {
  struct Planted: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let plant: @Sendable (TrialRoot) throws -> Void
  }

  static let planted = [
    Planted(testDescription: "a published sheet is missing") { root in
      try FileManager.default.removeItem(
        atPath: root.path + "/" + root.files(under: "parties").first { $0.hasSuffix("settlement-sheet_S001.xlsx") }!)
    },
    Planted(testDescription: "a byte of an archived file differs") { root in
      let place = root.files(under: "archive")[0]
      var bytes = root.bytes(place)!
      bytes[bytes.count / 2] ^= 1
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: root.path + "/" + place)
      try bytes.write(to: URL(fileURLWithPath: root.path + "/" + place))
    },
    Planted(testDescription: "a claimed file was forgotten") { root in
      try Data("x".utf8).write(to: URL(fileURLWithPath: root.path + "/state/claimed/99"))
    },
    Planted(testDescription: "a dropped file lies where it was") { root in
      try root.drop(Evening.first, as: "0311.csv", from: "S001", to: "underwriting")
    },
    Planted(testDescription: "an account is off by a fen") { root in try sql(root, "UPDATE account SET balance = balance + 1 WHERE id = 1")
    },
    Planted(testDescription: "a fact is in another state") { root in
      try sql(root, "UPDATE fact SET state = 1 WHERE id = (SELECT MIN(id) FROM fact WHERE state = 0)")
    },
    Planted(testDescription: "a movement is missing") { root in try sql(root, "DELETE FROM movement WHERE rowid = 0 OR account = 1") },
    Planted(testDescription: "a line is missing") { root in try sql(root, "DELETE FROM line WHERE number = 1") },
    Planted(testDescription: "the certificate differs") { root in
      try Data("{}".utf8).write(to: URL(fileURLWithPath: root.path + "/state/nights/\(Evening.day)-1.json"))
    },
  ]

  private static func sql(_ root: TrialRoot, _ text: String) throws {
    try DatabaseQueue(path: root.path + "/state/settle.db").write { try $0.execute(sql: text.replacing("rowid = 0 OR ", with: "")) }
  }

  static let night = Result { () throws -> (Stage, TrialRoot) in
    let stage = try Stage(.first)
    let root = try stage.root()
    try root.run(Evening.day)
    return (stage, root)
  }

  @Test("A planted fault is found", arguments: planted)
  func finds(planted: Planted) throws {
    let (stage, done) = try CanaryTests.night.get()
    let root = try done.copied(to: stage.folder.path + "/" + UUID().uuidString)
    try stage.expectUndisturbed(root)
    try planted.plant(root)
    #expect(try Picture(of: root).differences(from: stage.undisturbed) != [])
  }

  @Test("A night that skips a step and goes on is found")
  func skippedStep() throws {
    let stage = try Stage(.first)
    let root = try stage.root()
    // The store's transaction that takes a file is undone behind the night's back, as if its order were wrong.
    let steps = Steps(
      .call { _, name in
        if name == "advance to report" {
          try! DatabaseQueue(path: root.path + "/state/settle.db").write { try $0.execute(sql: "DELETE FROM finding") }
        }
      })
    _ = try? root.run(Evening.day, steps)
    #expect(steps.names.contains("advance to report"))
    _ = try? root.run(Evening.day)
    #expect(try Picture(of: root).differences(from: stage.undisturbed) != [])
  }
}
