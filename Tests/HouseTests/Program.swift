import Foundation
import NightKit
import Testing

/// The built program, run as a user runs it.
struct Program {
  struct Ran {
    let code: Int32
    let output: String
    let errors: String
  }

  /// `settle`, beside the tests' own program.
  static let path: String = {
    var folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    var candidates = [folder.appendingPathComponent("settle").path]
    for argument in CommandLine.arguments where argument.contains(".xctest") || argument.contains(".build") {
      candidates.append(URL(fileURLWithPath: argument).deletingLastPathComponent().appendingPathComponent("settle").path)
    }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0) } ?? candidates[0]
  }()

  /// Runs `settle`, or another program found on the path.
  static func run(_ arguments: [String], program: String? = nil) throws -> Ran {
    let scratch = ScratchFolder("ran")
    // Files, not pipes: a pipe nobody empties stops the program that fills it.
    let (out, err) = (scratch.path + "/out", scratch.path + "/err")
    for file in [out, err] { try Data().write(to: URL(fileURLWithPath: file)) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program == nil ? path : "/usr/bin/env")
    process.arguments = (program.map { ["LC_ALL=C.UTF-8", $0] } ?? []) + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(["COLUMNS": "100"]) { $1 }
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: out))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: err))
    try process.run()
    process.waitUntilExit()
    func text(_ file: String) throws -> String { String(decoding: try Data(contentsOf: URL(fileURLWithPath: file)), as: UTF8.self) }
    return Ran(code: process.terminationStatus, output: try text(out), errors: try text(err))
  }

  /// A tool the tests need; `Tests/run` installs it.
  static func require(_ tool: String) throws {
    let ran = try run(["sh", "-c", "command -v \(tool)"], program: "env")
    try #require(ran.code == 0, "\(tool) is missing: Tests/run installs it (apt-get install hledger beancount)")
  }
}

/// A root on which the evening was settled by the program itself.
final class SettledRoot: Sendable {
  let folder = ScratchFolder("program")
  let root: TrialRoot

  init() throws {
    root = TrialRoot(at: folder.path + "/root")
    let laid = try Program.run(["init", root.path, "--pipelines", Checkout.pipelines])
    try #require(laid.code == 0, "\(laid.errors)")
    try Evening.drop(into: root)
    let ran = try Program.run(["run", root.path, "--as-of", Evening.day])
    try #require(ran.code == 0, "\(ran.errors)")
  }
}
