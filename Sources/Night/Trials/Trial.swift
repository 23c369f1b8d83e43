package import Drops
import Foundation
import Glibc
package import Values

/// A working root copied elsewhere as it stands, to do there what is only to be looked at, and thrown away with this value. Of the archive only names
/// are copied: links that lead to the originals. It knows nothing of nights.
package final class Trial: Sendable {
  /// The copy's root.
  package let path: String

  /// Copies while nobody runs on the root; not one byte of it is changed. Throws `Fault.Kind.inputOutput` where there is no room.
  package init(of root: WorkingRoot) throws(Fault) {
    let lock = try root.lockForReading()
    defer { withExtendedLifetime(lock) {} }
    let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
    try Trial.room(for: root.path, in: folder)
    var template = Array("\(folder)/settle-trial-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Trial.failed(folder, "a folder could not be made") }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    do {
      try Trial.copy(root.path, path)
    } catch {
      try? FileManager.default.removeItem(atPath: path)
      throw Trial.failed(path, error.localizedDescription)
    }
  }

  deinit { remove() }

  /// Throws the copy away.
  package func remove() { try? FileManager.default.removeItem(atPath: path) }

  private static func copy(_ root: String, _ copy: String) throws {
    let files = FileManager.default
    for folder in "archive refused parties state".split(separator: " ") {
      try files.createDirectory(atPath: "\(copy)/\(folder)", withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    }
    try FolderCopy.make(of: root + "/pipelines", at: copy + "/pipelines")
    // Certificates and the lock are of no use to a trial, and SQLite makes its index of the log anew.
    for name in try files.contentsOfDirectory(atPath: root + "/state") where !["nights", "lock", "settle.db-shm"].contains(name) {
      try files.copyItem(atPath: "\(root)/state/\(name)", toPath: "\(copy)/state/\(name)")
    }
    for party in try files.contentsOfDirectory(atPath: root + "/parties") {
      let (home, own) = ("\(root)/parties/\(party)", "\(copy)/parties/\(party)")
      guard isFolder(home) else { continue }
      try files.createDirectory(atPath: own + "/outbound", withIntermediateDirectories: true)
      if isFolder(home + "/inbound") { try copyDrops(home + "/inbound", own + "/inbound") }
    }
    try linkArchive(root + "/archive", copy + "/archive")
  }

  /// Dropped files, and whatever else lies there, as it is: the night reports it.
  private static func copyDrops(_ folder: String, _ copy: String) throws {
    let files = FileManager.default
    try files.createDirectory(atPath: copy, withIntermediateDirectories: false)
    for name in try files.contentsOfDirectory(atPath: folder) {
      let (from, to) = ("\(folder)/\(name)", "\(copy)/\(name)")
      if isFolder(from) {
        try copyDrops(from, to)
        continue
      }
      let attributes = try files.attributesOfItem(atPath: from)
      guard let type = attributes[.type] as? FileAttributeType, [.typeRegular, .typeSymbolicLink].contains(type) else { continue }
      try files.copyItem(atPath: from, toPath: to)
      // A file under two names is not taken; its copy has two as well.
      if type == .typeRegular, (attributes[.referenceCount] as? NSNumber)?.intValue ?? 1 > 1 {
        try files.linkItem(atPath: to, toPath: copy + "/." + name)
      }
    }
  }

  private static func linkArchive(_ folder: String, _ copy: String) throws {
    let files = FileManager.default
    for name in try files.contentsOfDirectory(atPath: folder) {
      let (from, to) = ("\(folder)/\(name)", "\(copy)/\(name)")
      if isFolder(from) {
        try files.createDirectory(atPath: to, withIntermediateDirectories: false)
        try linkArchive(from, to)
      } else {
        try files.createSymbolicLink(atPath: to, withDestinationPath: from)
      }
    }
  }

  private static func isFolder(_ path: String) -> Bool {
    (try? FileManager.default.attributesOfItem(atPath: path))?[.type] as? FileAttributeType == .typeDirectory
  }

  // MARK: room on the disk

  /// A trial takes what `state/` and the drop folders take, and as much again for what the night writes.
  private static func room(for root: String, in folder: String) throws(Fault) {
    let needed = 2 * (size(of: root + "/state") + size(of: root + "/parties", only: "/inbound/")) + (64 << 20)
    var disk = statvfs()
    guard statvfs(folder, &disk) == 0 else { throw failed(folder, "the disk cannot be asked for its room") }
    let free = Int64(disk.f_bavail) * Int64(disk.f_frsize)
    if free < needed {
      throw Fault(
        .inputOutput, code: "no-room-for-trial", place: folder,
        cause: "a trial copies the root's state and drop folders and needs about \(needed >> 20) MB; \(free >> 20) MB are free here",
        remedy: "make room, or name another folder with TMPDIR; the root was not touched")
    }
  }

  private static func size(of folder: String, only part: String = "") -> Int64 {
    guard let walk = FileManager.default.enumerator(atPath: folder) else { return 0 }
    var total: Int64 = 0
    while let name = walk.nextObject() as? String {
      if part.isEmpty || "/\(name)".contains(part), let size = walk.fileAttributes?[.size] as? NSNumber { total += size.int64Value }
    }
    return total
  }

  private static func failed(_ place: String, _ cause: String) -> Fault {
    Fault(
      .inputOutput, code: "trial-not-made", place: place, cause: "the root could not be copied for a trial: \(cause)",
      remedy: "look at the disk, or name another folder with TMPDIR; the root was not touched")
  }
}
