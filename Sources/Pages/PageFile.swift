import Glibc
package import Values

/// The bytes of a page, or of a picture beside one, on the disk: whole or not at all.
package enum PageFile {
  package static func write(_ bytes: [UInt8], to path: String) throws(Fault) {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard file >= 0 else { throw fault(path, "cannot be written") }
    var at = 0
    // A write may come back short without an error; what is left is written again until it fails.
    while at < bytes.count {
      let count = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress! + at, bytes.count - at) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        let failed = fault(path, "could not be written")
        close(file)
        unlink(path)
        throw failed
      }
      at += count
    }
    guard close(file) == 0 else {
      unlink(path)
      throw fault(path, "could not be completed")
    }
  }

  package static func read(_ path: String) throws(Fault) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { throw fault(path, "cannot be read") }
    defer { close(file) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 262_144)
    while true {
      let count = piece.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress!, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw fault(path, "cannot be read") }
      if count == 0 { return bytes }
      bytes.append(contentsOf: piece[..<count])
    }
  }

  private static func fault(_ path: String, _ cause: String) -> Fault {
    Fault(
      .inputOutput, code: "page-file", place: path, cause: "\(cause) (\(String(cString: strerror(errno))))",
      remedy: "check free space and the folder's rights, and run again")
  }
}
