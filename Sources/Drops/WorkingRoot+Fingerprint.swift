package import Values

/// Digests of files that stand still: published sheets, archived originals.
extension WorkingRoot {
  /// The digest and size of any file of the root, read once: what was published, what lies in the archive. The path may not be a link.
  package func fingerprint(_ path: String) throws(Fault) -> (digest: Digest, size: Int64) {
    let name = path.split(separator: "/").last.map(String.init) ?? ""
    let folder = try Folder(root: path.dropLast(name.count + 1).isEmpty ? "/" : String(path.dropLast(name.count + 1)))
    guard let file = try File.open(try DropName(name).text, in: folder) else {
      throw Fault(.missing, code: "file-missing", place: path, cause: "the file is not there", remedy: "restore it from a backup")
    }
    return try file.digest()
  }
}
