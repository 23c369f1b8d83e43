package import Values

/// What a row says, as a digest: its declared fields after cleaning. The serial number 序号 and columns nobody declared do not count; nor does the order
/// of the columns in the file or of the fields in the feeds file, nor an optional field the row leaves blank. (contract.md, Content)
package struct RowContent: Sendable {
  private struct Part: Sendable {
    let column: Int
    let mark: UInt32
  }

  private let parts: [Part]

  package init(schema: Schema) {
    parts = schema.fields.enumerated()
      .filter { $0.element.name != "serial" && $0.element.header != "序号" }
      .sorted { $0.element.name < $1.element.name }
      .map { Part(column: $0.offset, mark: RowContent.mark($0.element.name)) }
  }

  /// A field's name in four bytes (FNV-1a): tells fields apart without hashing their names again for every row.
  private static func mark(_ name: String) -> UInt32 { name.utf8.reduce(2_166_136_261) { ($0 ^ UInt32($1)) &* 16_777_619 } }

  package func digest(_ batch: Batch, _ row: Int) -> Digest {
    var making = Digest.Making()
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1024) { buffer in
      var used = 0
      func flush() {
        making.add(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<used]))
        used = 0
      }
      func put<Value: FixedWidthInteger>(_ value: Value) {
        if used + 8 > buffer.count { flush() }
        withUnsafeBytes(of: value.littleEndian) { bytes in
          for byte in bytes {
            buffer[used] = byte
            used += 1
          }
        }
      }
      for part in parts {
        let datum = batch[row, part.column]
        if datum.isNone { continue }
        put(part.mark)
        put(datum.tag.rawValue)
        guard datum.tag == .text else {
          put(datum.bits)
          continue
        }
        batch.withBytes(datum) { text in
          put(UInt32(text.count))
          if used + text.count > buffer.count { flush() }
          if text.count > buffer.count {
            making.add(text)
          } else {
            for byte in text {
              buffer[used] = byte
              used += 1
            }
          }
        }
      }
      flush()
    }
    return making.finish()
  }
}
