import Foundation
import NightKit
import Testing

/// A root on which the evening was settled by the program itself.
final class SettledRoot: Sendable {
  let folder = ScratchFolder("program")
  let root: TrialRoot

  init() throws {
    root = TrialRoot(at: folder.path + "/root")
    let laid = try Program.run(["init", root.path, "--house-rules", "allowed", "--pipelines", Checkout.pipelines])
    try #require(laid.code == 0, "\(laid.errors)")
    try Evening.drop(into: root)
    let ran = try Program.run(["run", root.path, "--as-of", Evening.day])
    try #require(ran.code == 0, "\(ran.errors)")
  }
}

extension Program {
  /// A tool the tests need; `Tests/run` installs it.
  static func require(_ tool: String) throws {
    let ran = try run(["sh", "-c", "command -v \(tool)"], program: "env")
    try #require(ran.code == 0, "\(tool) is missing: Tests/run installs it (apt-get install hledger beancount)")
  }
}
