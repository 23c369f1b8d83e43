/// A zip archive whose parts stand in it unpacked, so that a changed byte of it is a changed byte of a part. Knows no part's meaning.
package enum StoredZip {
  package static func bytes(_ parts: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    bytes(named: parts.map { (Array($0.name.utf8), $0.bytes) }, inUTF8: true)
  }

  /// Names in bytes of their own: many a program writes them in GBK, and does not say so.
  package static func bytes(named parts: [(name: [UInt8], bytes: [UInt8])], inUTF8: Bool) -> [UInt8] {
    var archive: [UInt8] = []
    var directory: [UInt8] = []
    for part in parts {
      let name = part.name
      // Version, whether names are UTF-8, stored, 1980-01-01, sum, twice the size.
      let head =
        short(20) + short(inUTF8 ? 0x0800 : 0) + short(0) + short(0) + short(0x21) + long(sum(part.bytes)) + long(UInt32(part.bytes.count))
        + long(UInt32(part.bytes.count)) + short(name.count) + short(0)
      directory += long(0x0201_4B50) + short(20) + head + short(0) + short(0) + short(0) + long(0) + long(UInt32(archive.count)) + name
      archive += long(0x0403_4B50) + head + name + part.bytes
    }
    let end =
      short(0) + short(0) + short(parts.count) + short(parts.count) + long(UInt32(directory.count)) + long(UInt32(archive.count)) + short(0)
    return archive + directory + long(0x0605_4B50) + end
  }

  private static func short(_ value: Int) -> [UInt8] { [UInt8(value & 255), UInt8(value >> 8 & 255)] }
  private static func long(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
  }

  private static func sum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(0xFFFF_FFFF) { table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ ($0 >> 8) }
  }
}
