import Values

#if canImport(Glibc)
  import Glibc
#endif

/// A file opened for reading: a descriptor that closes itself, and the size it had. Knows nothing of what is in it.
final class InputFile {
  let path: String
  /// What messages call it.
  let name: String
  let size: Int
  private let descriptor: Int32

  init(path: String, name: String?, limits: ReadLimits) throws(Fault) {
    self.path = path
    self.name = name ?? String(path.split(separator: "/").last ?? "")
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw errno == ENOENT ? ReadFault.missing(self.name) : ReadFault.unreadable(self.name, String(cString: strerror(errno)))
    }
    self.descriptor = descriptor
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      close(descriptor)
      throw ReadFault.unreadable(self.name, String(cString: strerror(errno)))
    }
    size = Int(status.st_size)
    let isFile = status.st_mode & S_IFMT == S_IFREG
    // Everything is set from here on: what is thrown closes the file by way of deinit.
    guard isFile, size > 0, size <= limits.fileBytes else {
      throw !isFile
        ? ReadFault.notAFile(self.name) : size == 0 ? ReadFault.empty(self.name) : ReadFault.tooLarge(self.name, size, limits.fileBytes)
    }
  }

  deinit { close(descriptor) }

  /// The first bytes, without moving on.
  func peek(_ count: Int, at offset: Int = 0) throws(Fault) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: max(0, min(count, size - offset)))
    let got = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, off_t(offset)) }
    guard got >= 0 else { throw ReadFault.unreadable(name, String(cString: strerror(errno))) }
    bytes.removeLast(bytes.count - got)
    return bytes
  }

  /// Reads on into `buffer`; 0 at the end, below zero when it failed (`failure` says how).
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    while true {
      let got = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if got >= 0 || errno != EINTR { return got }
    }
  }

  /// The fault of the read that has just failed.
  func failure() -> Fault { ReadFault.unreadable(name, String(cString: strerror(errno))) }

  func rewind(to offset: Int = 0) { lseek(descriptor, off_t(offset), SEEK_SET) }
}
