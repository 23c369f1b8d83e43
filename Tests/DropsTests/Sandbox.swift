import Drops
import Foundation
import Glibc
import Values

/// A folder of a test's own with a working root in it, taken away at the end.
final class Sandbox {
  let folder: String
  let root: WorkingRoot
  let day = Day(iso: "2026-11-21")!

  init(parties: [String] = ["CH-A", "CH-B"], feeds: [String] = ["underwriting"]) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "drops-" + UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    root = WorkingRoot(path: folder + "/root")
    try root.create(parties: parties)
    for party in parties { try root.makeParty(party, feeds: feeds) }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// The same root with other steps.
  func root(_ steps: DropSteps) -> WorkingRoot { WorkingRoot(path: root.path, steps: steps) }

  func inbound(_ party: String = "CH-A", _ feed: String = "underwriting") -> String { "\(root.path)/parties/\(party)/inbound/\(feed)" }

  @discardableResult
  func drop(_ name: String, _ text: String = "x", party: String = "CH-A", feed: String = "underwriting") throws -> String {
    let path = inbound(party, feed) + "/" + name
    try Data(text.utf8).write(to: URL(filePath: path))
    return path
  }

  func listed() throws -> InboundListing { try root.listInbound(quiet: .zero) }

  func dropAndClaim(_ name: String, _ text: String = "x", id: String) throws -> ClaimedFile {
    try drop(name, text)
    guard let file = try listed().files.first(where: { $0.name == name }), case .claimed(let claimed) = try root.claim(file, id: id) else {
      throw Fault(.program, code: "test", place: name, cause: "the file was not claimed", remedy: "")
    }
    return claimed
  }

  func write(_ text: String, temporary name: String) throws -> (path: String, digest: Digest) {
    let path = try root.temporary(named: name)
    try Data(text.utf8).write(to: URL(filePath: path))
    return (path, Digest(of: text))
  }

  /// Every file below a folder with its content and mode, every other thing with what it is.
  static func tree(_ folder: String) -> [String: String] {
    var tree: [String: String] = [:]
    guard let all = FileManager.default.enumerator(atPath: folder) else { return tree }
    while let path = all.nextObject() as? String {
      if path.hasSuffix("state/lock") { continue }
      var status = stat()
      lstat(folder + "/" + path, &status)
      let mode = String(status.st_mode & 0o7777, radix: 8)
      switch status.st_mode & S_IFMT {
      case S_IFREG:
        tree[path] =
          mode + " "
          + (FileManager.default.contents(atPath: folder + "/" + path).map { String(decoding: $0, as: UTF8.self) } ?? "unreadable")
      case S_IFDIR: tree[path] = mode + " folder"
      default: tree[path] = mode + " other"
      }
    }
    return tree
  }

  var files: [String: String] {
    Sandbox.tree(root.path).filter { !$0.value.hasSuffix(" folder") }.mapValues { String($0.drop { $0 != " " }.dropFirst()) }
  }
}

/// The fault that a piece of work ends with; nil when it ends well.
func fault(_ work: () throws -> Void) -> Fault? {
  do {
    try work()
    return nil
  } catch { return error as? Fault ?? Fault(.program, code: "other", place: "", cause: "\(error)", remedy: "") }
}
