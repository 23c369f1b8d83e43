import Foundation
import Testing
import Values

/// Another file system in a folder's place, as long as this value lives.
final class Mount {
  private let path: String

  init(over path: String, options: String = "rw") throws {
    guard Mount.run("mount", "-t", "tmpfs", "-o", options, "tmpfs", path) else {
      throw Fault(.inputOutput, code: "test", place: path, cause: "nothing can be mounted here", remedy: "run the tests as root")
    }
    // Last, so that what was not mounted is not unmounted either.
    self.path = path
  }

  deinit { #expect(Mount.run("umount", path), "somebody holds a folder open") }

  static let isPossible: Bool = {
    guard let sandbox = try? Sandbox() else { return false }
    return (try? Mount(over: sandbox.inbound())) != nil
  }()

  private static func run(_ program: String...) -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = program
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
