/// Texts as identities: equal only byte for byte, as the store compares them. `String` itself holds composed and decomposed
/// letters equal and normalizes Chinese text each time it is hashed.
extension String {
  func equalsBytes(of other: String) -> Bool {
    utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
  }

  func precedesBytes(of other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }

  func hashBytes(into hasher: inout Hasher) {
    let hashed: Void? = utf8.withContiguousStorageIfAvailable { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    if hashed == nil { for byte in utf8 { hasher.combine(byte) } }
    hasher.combine(UInt8(0xFF))  // no UTF-8 text holds this byte, so two texts in a row cannot be cut differently
  }
}
