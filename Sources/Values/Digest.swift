/// A SHA-256: the identity of a file's bytes, a row's content, a rule table. Printed as lower-case hex.
package struct Digest: Hashable, Comparable, Sendable {
  package let bytes: [UInt8]

  package init?(bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    self.bytes = bytes
  }

  package init?(hex: String) {
    var bytes: [UInt8] = []
    var rest = hex.utf8[...]
    while let high = rest.popFirst(), let low = rest.popFirst() {
      guard let high = Digest.nibble(high), let low = Digest.nibble(low) else { return nil }
      bytes.append(high << 4 | low)
    }
    guard rest.isEmpty else { return nil }
    self.init(bytes: bytes)
  }

  package init(of data: some Sequence<UInt8>) {
    var making = Making()
    making.add(Array(data))
    self = making.finish()
  }

  package init(of text: String) { self.init(of: text.utf8) }

  package static func < (left: Digest, right: Digest) -> Bool { left.bytes.lexicographicallyPrecedes(right.bytes) }

  package var hex: String {
    String(unsafeUninitializedCapacity: 64) { buffer in
      for (index, byte) in bytes.enumerated() {
        buffer[2 * index] = Digest.digits[Int(byte >> 4)]
        buffer[2 * index + 1] = Digest.digits[Int(byte & 15)]
      }
      return 64
    }
  }

  /// The first 12 hex digits: enough for people to tell versions apart on a page.
  package var short: String { String(hex.prefix(12)) }

  /// A digest being made, piece by piece.
  package struct Making {
    private var hash = SHA256()
    package init() {}
    package mutating func add(_ bytes: [UInt8]) { bytes.withUnsafeBytes { add($0) } }
    package mutating func add(_ bytes: UnsafeRawBufferPointer) {
      if !isKnownUniquelyReferenced(&hash) { hash = SHA256(copying: hash) }
      hash.add(bytes)
    }
    package func finish() -> Digest { Digest(bytes: SHA256(copying: hash).finish())! }
  }

  private static let digits = Array("0123456789abcdef".utf8)
  private static func nibble(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }
}

extension Digest: CustomStringConvertible {
  package var description: String { hex }
}
