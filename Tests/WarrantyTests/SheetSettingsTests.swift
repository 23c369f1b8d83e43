import Flows
import Foundation
import Night
import NightKit
import Testing
import Values

/// What the sheets of this flow brought to every pipeline: leaves, pictures, ratios; what is wrong with one is named before a night.
@Suite("Settings of leaves, pictures and ratios")
struct SheetSettingsTests {
  /// The shipped pipelines with one text changed, opened as a night opens them.
  static func opened(_ file: String, _ old: String, _ new: String) throws {
    let scratch = ScratchFolder("pipelines")
    let root = try TrialRoot(new: scratch.path + "/root")
    let path = "\(root.path)/pipelines/\(file)"
    var text = try String(contentsOfFile: path, encoding: .utf8)
    precondition(text.contains(old), "\(old) does not stand in \(file)")
    text = text.replacing(old, with: new)
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    try root.run("2026-03-31")
  }

  static let pipeline = "warranty/pipeline.yaml"
  static let wrong = [
    (pipeline, "picture: {level: Q, quiet: 4, scale: 10}", "picture: {level: X}"), (pipeline, "quiet: 4, scale: 10", "quiet: 2"),
    (pipeline, "quiet: 4, scale: 10", "size: 10"), (pipeline, "    each: code\n    of-run: run\n", ""),
    (pipeline, "each: code", "each: colour"), (pipeline, "formats: [html, png]", "formats: [xlsx, png]"),
    ("warranty/sheets/warranty-terms.csv", ",qr,", ",text,"),
    ("warranty/rules/split.csv", "100%,0%,0%", "90%,0%,0%"),
    ("warranty/statistics/warranty-statistics.yaml", "of: cancelled", "of: nobody"),
    ("warranty/statistics/warranty-statistics.yaml", "as: money", "as: apples"),
  ]

  @Test("What cannot be is a wrong setting: the night does not begin", arguments: wrong)
  func named(_ file: String, _ old: String, _ new: String) throws {
    let fault = #expect(throws: Fault.self) { try SheetSettingsTests.opened(file, old, new) }
    #expect(fault?.kind == .setting, "\(String(describing: fault))")
  }
}
