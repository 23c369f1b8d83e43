import Foundation

struct Ran {
  let code: Int32
  let output: String
  let errors: String
}

/// Runs a program that the tests need, with the text in a file where `FILE` stands, and waits for it.
func run(_ program: String, _ arguments: [String], on text: [UInt8], named name: String) throws -> Ran {
  let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let file = folder.appending(path: name)
  try Data(text).write(to: file)
  // Files, not pipes: a pipe nobody empties stops the program that fills it.
  let (out, err) = (folder.appending(path: "out"), folder.appending(path: "err"))
  for file in [out, err] { try Data().write(to: file) }
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = ["LC_ALL=C.UTF-8", program] + arguments.map { $0 == "FILE" ? file.path : $0 }
  process.standardOutput = try FileHandle(forWritingTo: out)
  process.standardError = try FileHandle(forWritingTo: err)
  try process.run()
  process.waitUntilExit()
  return Ran(
    code: process.terminationStatus, output: try String(contentsOf: out, encoding: .utf8),
    errors: try String(contentsOf: err, encoding: .utf8))
}
