import Glibc
import Values

extension Fault {
  /// A call on the disk that failed: what was tried, and where.
  static func disk(_ doing: String, _ place: String, _ number: Int32 = errno) -> Fault {
    let code: String
    let remedy: String
    switch number {
    case ENOSPC, EDQUOT: (code, remedy) = ("disk-full", "make room and run again")
    case EACCES, EPERM: (code, remedy) = ("disk-permission", "let the program's user do this, then run again")
    case EROFS: (code, remedy) = ("disk-read-only", "mount it writable and run again")
    case ENOENT, ENOTDIR: (code, remedy) = ("disk-missing", "lay the folder out again with settle init, then run again")
    case ELOOP: (code, remedy) = ("disk-link", "put a real folder or file in the link's place, then run again")
    case EINVAL: (code, remedy) = ("disk-unsuited", "put the working root on ext4, xfs or btrfs")
    default: (code, remedy) = ("disk-failed", "look after the disk and run again")
    }
    return Fault(.inputOutput, code: code, place: place, cause: "\(doing) failed: \(String(cString: strerror(number)))", remedy: remedy)
  }
}

/// Calls again while a signal came in between. The result is never negative.
func retrying<Result: SignedInteger>(_ doing: String, _ place: String, _ call: () -> Result) throws(Fault) -> Result {
  while true {
    let result = call()
    if result >= 0 { return result }
    guard errno == EINTR else { throw Fault.disk(doing, place) }
  }
}
