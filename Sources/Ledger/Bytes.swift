/// Texts as identities: equal only byte for byte, as the store compares them. `String` itself holds composed and decomposed
/// letters equal and normalizes Chinese text each time it is hashed.
extension String {
  func equalsBytes(of other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    let isEqual = utf8.withContiguousStorageIfAvailable { left in
      other.utf8.withContiguousStorageIfAvailable { right in
        Words.areEqual(UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right))
      }
    }
    // Only a text of another runtime has no bytes of its own to look at.
    return (isEqual ?? nil) ?? utf8.elementsEqual(other.utf8)
  }

  func precedesBytes(of other: String) -> Bool {
    let precedes = utf8.withContiguousStorageIfAvailable { left in
      other.utf8.withContiguousStorageIfAvailable { right in
        Words.precedes(UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right))
      }
    }
    return (precedes ?? nil) ?? utf8.lexicographicallyPrecedes(other.utf8)
  }

  func hashBytes(into hasher: inout Hasher) {
    let hashed: Void? = utf8.withContiguousStorageIfAvailable { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    if hashed == nil { for byte in utf8 { hasher.combine(byte) } }
    hasher.combine(UInt8(0xFF))  // no UTF-8 text holds this byte, so two texts in a row cannot be cut differently
  }
}

/// Bytes compared eight at a time.
private enum Words {
  /// Both have the same length.
  static func areEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    let whole = firstDifferentWord(left, right)
    return left[whole...].elementsEqual(right[whole...])
  }

  static func precedes(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    let whole = firstDifferentWord(left, right)
    return left[whole...].lexicographicallyPrecedes(right[whole...])
  }

  /// Where the first eight bytes begin that differ, or that one of the two does not have.
  private static func firstDifferentWord(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
    let length = min(left.count, right.count)
    var offset = 0
    while offset + 8 <= length,
      left.loadUnaligned(fromByteOffset: offset, as: UInt64.self) == right.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    {
      offset += 8
    }
    return offset
  }
}
