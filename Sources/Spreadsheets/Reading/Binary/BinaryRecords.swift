#if canImport(Glibc)
  import Glibc
#endif

/// The records of a BIFF stream, one after the other, never beyond its end. Knows lengths, not meanings.
struct BinaryRecords {
  struct Record {
    let code: UInt16
    /// Where its content lies in the stream.
    let range: Range<Int>
  }

  let bytes: [UInt8]
  private(set) var at: Int

  init(_ bytes: [UInt8], at: Int = 0) {
    self.bytes = bytes
    self.at = at
  }

  mutating func next() -> Record? {
    guard at >= 0, at + 4 <= bytes.count else { return nil }
    let code = CompoundFile.short(bytes, at)
    let length = Int(CompoundFile.short(bytes, at + 2))
    let from = at + 4
    guard from + length <= bytes.count else { return nil }
    at = from + length
    return Record(code: code, range: from..<at)
  }

  func short(_ record: Record, _ offset: Int) -> Int? {
    record.range.lowerBound + offset + 2 <= record.range.upperBound ? Int(CompoundFile.short(bytes, record.range.lowerBound + offset)) : nil
  }

  func byte(_ record: Record, _ offset: Int) -> UInt8? {
    record.range.lowerBound + offset < record.range.upperBound ? bytes[record.range.lowerBound + offset] : nil
  }

  func long(_ record: Record, _ offset: Int) -> UInt32? {
    record.range.lowerBound + offset + 4 <= record.range.upperBound ? CompoundFile.long(bytes, record.range.lowerBound + offset) : nil
  }

  func double(_ record: Record, _ offset: Int) -> Double? {
    guard let low = long(record, offset), let high = long(record, offset + 4) else { return nil }
    return Double(bitPattern: UInt64(high) << 32 | UInt64(low))
  }

  /// Text of so many characters that may go on in CONTINUE records, each of which begins with its own width. `wide` texts only (BIFF8).
  mutating func text(_ record: Record, characters: Int, at offset: Int) -> [UInt8] {
    var units: [UInt16] = []
    var range = record.range
    var position = range.lowerBound + offset
    var left = min(characters, 40_000)
    while left > 0, position < range.upperBound {
      let isWide = bytes[position] & 1 == 1
      position += 1
      while left > 0 {
        if isWide {
          guard position + 2 <= range.upperBound else { break }
          units.append(CompoundFile.short(bytes, position))
          position += 2
        } else {
          guard position < range.upperBound else { break }
          units.append(UInt16(bytes[position]))
          position += 1
        }
        left -= 1
      }
      if left == 0 { break }
      var ahead = self
      guard let more = ahead.next(), more.code == BinaryCode.continuation else { break }
      self = ahead
      range = more.range
      position = range.lowerBound
    }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }
}

/// The records that are looked at.
enum BinaryCode {
  static let beginning: Set<UInt16> = [0x0009, 0x0209, 0x0409, 0x0809]
  static let end: UInt16 = 0x000A
  static let continuation: UInt16 = 0x003C
  static let password: UInt16 = 0x002F
  static let dateMode: UInt16 = 0x0022
  static let codePage: UInt16 = 0x0042
  static let sheet: UInt16 = 0x0085
  static let format: UInt16 = 0x041E
  static let oldFormat: UInt16 = 0x001E
  static let style: UInt16 = 0x00E0
  static let formulas: Set<UInt16> = [0x0006, 0x0206, 0x0406]
  static let string: UInt16 = 0x0207
  static let oldString: UInt16 = 0x0007
  static let oldInteger: UInt16 = 0x0002
  static let oldNumber: UInt16 = 0x0003
  static let oldText: UInt16 = 0x0004
  static let sharedTexts: UInt16 = 0x00FC
  static let number: UInt16 = 0x0203
  static let packed: UInt16 = 0x027E
  static let manyPacked: UInt16 = 0x00BD
  static let truthOrError: UInt16 = 0x0205
  static let row: UInt16 = 0x0208
  static let merged: UInt16 = 0x00E5
  static let text: UInt16 = 0x0204
  static let richText: UInt16 = 0x00D6
  static let sharedText: UInt16 = 0x00FD
}

/// The texts a BIFF8 workbook keeps once: decoded in one go, through the records they are cut into.
struct BinaryStrings {
  private var bytes: [UInt8] = []
  private var starts: [UInt32] = [0]

  /// `at` is where the record of the texts begins in the stream.
  init(_ stream: [UInt8], at: Int?) {
    guard let at else { return }
    var pieces = BinaryPieces(BinaryRecords(stream, at: at))
    guard pieces.short() != nil, pieces.short() != nil, let low = pieces.short(), let high = pieces.short() else { return }
    let count = min(Int(high) << 16 | Int(low), stream.count / 3)
    for _ in 0..<count {
      guard let length = pieces.short(), let marks = pieces.byte() else { return }
      let runs = marks & 8 != 0 ? Int(pieces.short() ?? 0) : 0
      let aid = marks & 4 != 0 ? Int(pieces.short() ?? 0) | Int(pieces.short() ?? 0) << 16 : 0
      guard let units = pieces.characters(Int(length), isWide: marks & 1 != 0) else { return }
      bytes.append(contentsOf: String(decoding: units, as: UTF16.self).utf8)
      starts.append(UInt32(bytes.count))
      pieces.skip(runs * 4 + aid)
    }
  }

  subscript(index: Int) -> [UInt8]? {
    guard index >= 0, index + 1 < starts.count else { return nil }
    return Array(bytes[Int(starts[index])..<Int(starts[index + 1])])
  }
}

/// A record and the CONTINUE records after it as one stretch of bytes.
private struct BinaryPieces {
  private var records: BinaryRecords
  private var at = 0
  private var end = 0

  init(_ records: BinaryRecords) {
    self.records = records
    if let record = self.records.next() { (at, end) = (record.range.lowerBound, record.range.upperBound) }
  }

  /// Goes on to the next piece when this one is read up; false when there is none.
  private mutating func refill() -> Bool {
    while at == end {
      var ahead = records
      guard let record = ahead.next(), record.code == BinaryCode.continuation else { return false }
      records = ahead
      (at, end) = (record.range.lowerBound, record.range.upperBound)
    }
    return true
  }

  mutating func byte() -> UInt8? {
    guard refill() else { return nil }
    defer { at += 1 }
    return records.bytes[at]
  }

  mutating func short() -> UInt16? {
    guard let low = byte(), let high = byte() else { return nil }
    return UInt16(low) | UInt16(high) << 8
  }

  mutating func skip(_ count: Int) {
    var left = count
    while left > 0, refill() {
      let step = min(left, end - at)
      at += step
      left -= step
    }
  }

  /// Characters; a piece that begins within them begins with their width.
  mutating func characters(_ count: Int, isWide: Bool) -> [UInt16]? {
    var units: [UInt16] = []
    units.reserveCapacity(count)
    var isWide = isWide
    while units.count < count {
      if at == end {
        guard refill() else { return nil }
        isWide = records.bytes[at] & 1 == 1
        at += 1
        continue
      }
      if isWide {
        guard at + 2 <= end else { return nil }
        units.append(CompoundFile.short(records.bytes, at))
        at += 2
      } else {
        units.append(UInt16(records.bytes[at]))
        at += 1
      }
    }
    return units
  }
}
