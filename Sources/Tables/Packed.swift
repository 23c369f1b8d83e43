/// A typed row as bytes for the store: a tag and a variable-length integer or text per column, empty columns at the end left out.
/// Columns appended to a shape later read as nothing in older rows, so a feed may grow optional fields without a migration.
package enum Packed {
  /// Appends row `row` of `batch` to `bytes`.
  package static func append(_ batch: Batch, _ row: Int, to bytes: inout [UInt8]) {
    var last = batch.width - 1
    while last >= 0, batch[row, last].isNone { last -= 1 }
    var column = 0
    while column <= last {
      let datum = batch[row, column]
      bytes.append(datum.tag.rawValue)
      switch datum.tag {
      case .none: break
      case .text:
        let range = datum.textRange
        appendVarint(UInt64(range.count), to: &bytes)
        bytes.append(contentsOf: batch.arena[range])
      case .money, .rate, .number, .integer, .date, .moment, .boolean:
        appendVarint(UInt64(bitPattern: datum.bits << 1 ^ datum.bits >> 63), to: &bytes)
      }
      column += 1
    }
  }

  package static func bytes(_ batch: Batch, _ row: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    append(batch, row, to: &bytes)
    return bytes
  }

  /// Appends one row read from `bytes` to `batch`. Columns beyond the batch's width are passed over. False when the bytes are not such a row.
  @discardableResult
  package static func read(_ bytes: UnsafeRawBufferPointer, into batch: inout Batch) -> Bool {
    batch.appendEmptyRow()
    let row = batch.count - 1
    var at = 0
    var column = 0
    while at < bytes.count {
      guard let tag = Datum.Tag(rawValue: bytes[at]) else { return false }
      at += 1
      if tag != .none {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
          guard at < bytes.count, shift < 64 else { return false }
          let byte = bytes[at]
          at += 1
          value |= UInt64(byte & 0x7F) << shift
          if byte < 0x80 { break }
          shift += 7
        }
        if tag == .text {
          guard value <= UInt64(bytes.count - at) else { return false }
          let end = at + Int(value)
          if column < batch.width { batch.set(row, column, bytes: UnsafeRawBufferPointer(rebasing: bytes[at..<end])) }
          at = end
        } else if column < batch.width {
          batch.set(row, column, Datum(tag: tag, bits: Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)))
        }
      }
      column += 1
    }
    return true
  }

  private static func appendVarint(_ value: UInt64, to bytes: inout [UInt8]) {
    var value = value
    while value >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
      value >>= 7
    }
    bytes.append(UInt8(value))
  }
}
