import Foundation

/// A folder of its own for a test, in memory where the machine has such a disk, gone afterwards.
package final class ScratchFolder: Sendable {
  package let path: String

  package init(_ name: String = "night") {
    let base = FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
    path = "\(base)/settle-\(name)-\(getpid())-\(UUID().uuidString.prefix(8))"
    try! FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// The checkout the tests were built from.
package enum Checkout {
  package static let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  package static let pipelines = path + "/pipelines"

  /// Lets the platform's own tables settle suppliers without rules of their own, where pipelines say they may not.
  package static func allowHouseRules(in pipelines: String) throws {
    let path = pipelines + "/settlement/pipeline.yaml"
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return }
    try Data(text.replacing("\nhouse-rules: off", with: "\nhouse-rules: allowed").utf8).write(to: URL(fileURLWithPath: path))
  }
}
