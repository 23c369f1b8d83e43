import Drops
import Foundation
import Testing
import Values

@Suite("Open handles")
struct HandleTests {
  /// What this process holds open below a folder.
  private func open(below folder: String) -> [String] {
    let handles = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    return handles.compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + $0) }.filter {
      $0.hasPrefix(folder)
    }
  }

  @Test("Nothing stays open, whether an operation ends well or not")
  func closed() throws {
    let sandbox = try Sandbox()
    #expect(open(below: sandbox.folder) == [], "after laying out")
    try sandbox.drop("list.csv")
    let file = try #require(try sandbox.listed().files.first)
    #expect(open(below: sandbox.folder) == [], "after listing")
    for step in DropStep.allCases {
      let failing = sandbox.root(
        DropSteps { (met) throws(Fault) in
          if met == step { throw Fault(.inputOutput, code: "trap", place: "", cause: "", remedy: "") }
        })
      _ = fault {
        guard case .claimed(let claimed) = try failing.claim(file, id: "F1") else { return }
        #expect(try failing.isUnchanged(claimed, since: try failing.digest(claimed)))
        try failing.writeBeside(try failing.refuse(claimed, day: sandbox.day.advanced(by: 1)), bytes: [])
      }
      #expect(open(below: sandbox.folder) == [], "after failing at \(step.rawValue)")
      let sheet = try sandbox.write("x", temporary: "x")
      _ = fault { _ = try failing.publish(temporary: sheet.path, party: "CH-A", day: sandbox.day, name: "x", digest: sheet.digest) }
      #expect(open(below: sandbox.folder) == [], "after publishing with \(step.rawValue)")
    }
    _ = fault { _ = try sandbox.root.claim(file, id: "../x") }
    _ = fault { try sandbox.root.makeParty("CH-Z", feeds: ["a", "/"]) }
    try sandbox.root.check()
    #expect(open(below: sandbox.folder) == [])
  }
}
