import Foundation

/// A copy of a folder of small files that belongs to whoever makes it. `FileManager` copies owners too, which only a superuser may: the night's own user
/// could then take over neither the shipped pipelines nor what finance edits. Knows nothing of what is in the files.
package enum FolderCopy {
  /// Copies files and folders, links by what they lead to; throws what the disk says, with half of the copy made.
  package static func make(of source: String, at target: String) throws {
    let files = FileManager.default
    try files.createDirectory(atPath: target, withIntermediateDirectories: true)
    for name in try files.contentsOfDirectory(atPath: source) {
      let (from, to) = ("\(source)/\(name)", "\(target)/\(name)")
      var isFolder: ObjCBool = false
      guard files.fileExists(atPath: from, isDirectory: &isFolder) else { continue }
      if isFolder.boolValue {
        try make(of: from, at: to)
      } else {
        try Data(contentsOf: URL(fileURLWithPath: from)).write(to: URL(fileURLWithPath: to))
      }
    }
  }
}
