import Foundation

/// The built program, run as a user runs it.
package struct Program {
  package struct Ran: Sendable {
    package let code: Int32
    package let output: String
    package let errors: String
  }

  /// `settle`, beside the tests' own program.
  package static let path: String = {
    var folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    var candidates = [folder.appendingPathComponent("settle").path]
    for argument in CommandLine.arguments where argument.contains(".xctest") || argument.contains(".build") {
      candidates.append(URL(fileURLWithPath: argument).deletingLastPathComponent().appendingPathComponent("settle").path)
    }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0) } ?? candidates[0]
  }()

  /// Runs `settle`, or another program found on the path, in a folder.
  package static func run(_ arguments: [String], program: String? = nil, in folder: String? = nil) throws -> Ran {
    let scratch = ScratchFolder("ran")
    // Files, not pipes: a pipe nobody empties stops the program that fills it.
    let (out, err) = (scratch.path + "/out", scratch.path + "/err")
    for file in [out, err] { try Data().write(to: URL(fileURLWithPath: file)) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program == nil ? path : "/usr/bin/env")
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    process.arguments = (program.map { ["LC_ALL=C.UTF-8", $0] } ?? []) + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(["COLUMNS": "100"]) { $1 }
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: out))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: err))
    try process.run()
    process.waitUntilExit()
    func text(_ file: String) throws -> String { String(decoding: try Data(contentsOf: URL(fileURLWithPath: file)), as: UTF8.self) }
    return Ran(code: process.terminationStatus, output: try text(out), errors: try text(err))
  }
}
