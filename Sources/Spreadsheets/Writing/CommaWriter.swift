import Glibc
package import Values

/// Writes a comma-separated file row by row: UTF-8 with the mark that makes spreadsheet programs read it as such.
/// One let go before `finish` leaves nothing behind.
package final class CommaWriter {
  private let path: String
  private var text: CommaText
  private var descriptor: Int32

  package init(path: String, mark: Bool = true, guardsFormulas: Bool = true) throws(Fault) {
    self.path = path
    text = CommaText(guardsFormulas: guardsFormulas)
    descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw CommaWriter.fault(path, "cannot be written (\(WorkbookFile.lastError()))") }
    if mark { try write([0xEF, 0xBB, 0xBF]) }
  }

  deinit {
    if descriptor >= 0 { discard() }
  }

  package func append(_ cells: [String]) throws(Fault) {
    text.append(cells)
    if text.bytes.count > 262_144 { try flush() }
  }

  package func finish() throws(Fault) {
    try flush()
    let closed = close(descriptor)
    descriptor = -1
    guard closed == 0 else {
      throw CommaWriter.fault(path, "could not be completed (\(WorkbookFile.lastError()))")
    }
  }

  /// A half file goes; a device or a pipe that was written to stays.
  private func discard() {
    var status = stat()
    let isFile = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    close(descriptor)
    if isFile { unlink(path) }
  }

  private func flush() throws(Fault) {
    try write(text.bytes)
    text.removeAll()
  }

  /// A write may come back short without an error; what is left is written again until it fails. (toolchain.md)
  private func write(_ bytes: [UInt8]) throws(Fault) {
    var at = 0
    while at < bytes.count {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + at, bytes.count - at) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw CommaWriter.fault(path, "could not be written (\(WorkbookFile.lastError()))") }
      at += count
    }
  }

  private static func fault(_ path: String, _ cause: String) -> Fault {
    Fault(.inputOutput, code: "comma-file", place: path, cause: cause, remedy: "check free space and the folder's rights, and run again")
  }
}
