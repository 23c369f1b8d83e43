import Foundation
import Synchronization
import Values

/// Houses that were built from the same files are the same: a root's pipelines, their frozen copy, and the roots of a thousand tests are read and
/// checked once while the program runs. It knows no file by name and keeps no fault.
package final class Houses: Sendable {
  private let known = Mutex<[Digest: House]>([:])

  package init() {}

  /// The house of a folder as its files stand now. All who share `self` make their flows alike.
  func house(_ folder: String, _ makers: [NightShift.Maker]) throws(Fault) -> House {
    let digest = Houses.digest(folder)
    if let found = known.withLock({ $0[digest] }) { return found }
    let made = try House(folder: folder, makers: makers)
    known.withLock { $0[digest] = made }
    return made
  }

  /// Of every file below the folder: its place, its length and its bytes.
  private static func digest(_ folder: String) -> Digest {
    var making = Digest.Making()
    for place in ((try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []).sorted() {
      let bytes = FileManager.default.contents(atPath: "\(folder)/\(place)") ?? Data()
      making.add(Array("\(place)\0\(bytes.count)\0".utf8))
      making.add(Array(bytes))
    }
    return making.finish()
  }
}
