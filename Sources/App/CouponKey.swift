import Glibc
import Values

/// The key of a root's coupons: 32 random bytes under `state/`, for the program's own eyes (mode 0600). Made once; whoever has it can tell which
/// codes are good, so it is in no sheet, no log and no archive. (contract.md, redemptions)
enum CouponKey {
  static let name = "coupon.key"
  private static let length = 32

  /// Reads the key, or makes it where a root has none yet.
  static func seal(state folder: String) throws(Fault) -> Seal {
    let path = "\(folder)/\(name)"
    if let key = try read(path) { return Seal(key: key) }
    var generator = SystemRandomNumberGenerator()
    let key = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      // Another run made it meanwhile.
      if errno == EEXIST, let made = try read(path) { return Seal(key: made) }
      throw wrong(path, String(cString: strerror(errno)))
    }
    defer { close(file) }
    guard key.withUnsafeBytes({ write(file, $0.baseAddress, $0.count) }) == length, fsync(file) == 0 else {
      let cause = String(cString: strerror(errno))
      unlink(path)
      throw wrong(path, cause)
    }
    return Seal(key: key)
  }

  private static func read(_ path: String) throws(Fault) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    guard file >= 0 else {
      if errno == ENOENT { return nil }
      throw wrong(path, String(cString: strerror(errno)))
    }
    defer { close(file) }
    var key = [UInt8](repeating: 0, count: length + 1)
    let count = key.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
    guard count == length else { throw wrong(path, "it holds \(count) bytes instead of \(length)") }
    return Array(key.prefix(length))
  }

  private static func wrong(_ path: String, _ cause: String) -> Fault {
    Fault(
      .inputOutput, code: "coupon-key", place: path, cause: cause,
      remedy: "put the key back from a backup: without it coupons already given cannot be taken back")
  }
}
