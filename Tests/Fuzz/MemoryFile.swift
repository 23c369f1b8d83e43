import Glibc

/// A file that lies in memory alone, under a path the readers can open.
final class MemoryFile {
  private let descriptor: Int32

  /// The file stands under its path as long as `body` runs.
  func open<Result>(_ body: (String) -> Result) -> Result { withExtendedLifetime(self) { body("/proc/self/fd/\(descriptor)") } }

  convenience init(_ bytes: UnsafeRawBufferPointer) { self.init(Array(bytes)) }

  init(_ bytes: [UInt8]) {
    var template = Array("/dev/shm/settle-fuzz-XXXXXX".utf8CString)
    descriptor = mkstemp(&template)
    if descriptor < 0 { abort() }
    unlink(template)
    var written = 0
    bytes.withUnsafeBytes { raw in
      while written < raw.count {
        let count = write(descriptor, raw.baseAddress! + written, raw.count - written)
        if count <= 0 { abort() }
        written += count
      }
    }
  }

  deinit { close(descriptor) }
}
