import Tables
import Values

/// What the child that reads an old workbook says to its parent: frames of a letter, a length and a content.
enum ChildFrame {
  static let fault: UInt8 = 0x46  // F
  static let sheets: UInt8 = 0x53  // S
  static let rows: UInt8 = 0x52  // R
  static let end: UInt8 = 0x45  // E
}

/// Writes frames into a buffer that somebody takes away.
struct ChildFrameWriter {
  private(set) var bytes: [UInt8] = []

  mutating func take() -> [UInt8] {
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes
  }

  mutating func frame(_ letter: UInt8, _ content: [UInt8]) {
    bytes.append(letter)
    ChildFrameWriter.put(UInt32(content.count), &bytes)
    bytes.append(contentsOf: content)
  }

  static func put(_ value: UInt32, _ bytes: inout [UInt8]) {
    for shift in [UInt32(0), 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
  }

  static func put(_ text: some Collection<UInt8>, _ bytes: inout [UInt8]) {
    put(UInt32(text.count), &bytes)
    bytes.append(contentsOf: text)
  }
}

/// Reads the content of a frame; a child that writes nonsense is a child that failed.
struct ChildFrameReader {
  let bytes: [UInt8]
  private(set) var at = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { at == bytes.count }

  mutating func byte() -> UInt8? {
    guard at < bytes.count else { return nil }
    defer { at += 1 }
    return bytes[at]
  }

  mutating func number() -> Int? {
    guard at + 4 <= bytes.count else { return nil }
    defer { at += 4 }
    return Int(CompoundFile.long(bytes, at))
  }

  mutating func text() -> ArraySlice<UInt8>? {
    guard let count = number(), count <= bytes.count - at else { return nil }
    defer { at += count }
    return bytes[at..<at + count]
  }

  mutating func string() -> String? { text().map { String(decoding: $0, as: UTF8.self) } }
}
