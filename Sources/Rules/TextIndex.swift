import Tables

/// From the bytes of a text to its number in a lexicon: one hash, one comparison, no string made.
struct TextIndex: Sendable {
  /// Number + 1, or 0 for an empty slot.
  private let slots: Frozen<UInt32>
  private let hashes: Frozen<UInt32>
  private let ends: Frozen<UInt32>
  private let bytes: Frozen<UInt8>
  private let mask: UInt64

  init(_ lexicon: Lexicon, on footing: Footing) {
    var size = 8
    while size < lexicon.texts.count * 2 { size *= 2 }
    let mask = UInt64(size - 1)
    var slots = [UInt32](repeating: 0, count: size)
    var (hashes, ends, bytes): ([UInt32], [UInt32], [UInt8]) = ([], [0], [])
    for (number, text) in lexicon.texts.enumerated() {
      var text = text
      let hash = text.withUTF8 { TextIndex.hash(UnsafeRawBufferPointer($0)) }
      bytes.append(contentsOf: text.utf8)
      ends.append(UInt32(bytes.count))
      hashes.append(UInt32(truncatingIfNeeded: hash >> 32))
      var slot = Int(hash & mask)
      while slots[slot] != 0 { slot = (slot + 1) & Int(mask) }
      slots[slot] = UInt32(number + 1)
    }
    self.slots = Frozen(slots, on: footing)
    self.hashes = Frozen(hashes, on: footing)
    self.ends = Frozen(ends, on: footing)
    self.bytes = Frozen(bytes, on: footing)
    self.mask = mask
  }

  @inline(__always)
  func find(_ text: UnsafeRawBufferPointer) -> Int64 {
    let hash = TextIndex.hash(text)
    let short = UInt32(truncatingIfNeeded: hash >> 32)
    var slot = Int(hash & mask)
    while true {
      let held = slots[slot]
      if held == 0 { return Lexicon.unlisted }
      let number = Int(held) - 1
      if hashes[number] == short {
        let start = Int(ends[number])
        let count = Int(ends[number + 1]) - start
        if count == text.count, equal(start, text) { return Int64(number) }
      }
      slot = (slot + 1) & Int(mask)
    }
  }

  @inline(__always)
  private func equal(_ start: Int, _ text: UnsafeRawBufferPointer) -> Bool {
    let held = bytes.bytes + start
    var at = 0
    while at + 8 <= text.count {
      if held.loadUnaligned(fromByteOffset: at, as: UInt64.self) != text.loadUnaligned(fromByteOffset: at, as: UInt64.self) { return false }
      at += 8
    }
    while at < text.count {
      if held.load(fromByteOffset: at, as: UInt8.self) != text[at] { return false }
      at += 1
    }
    return true
  }

  @inline(__always)
  private static func hash(_ text: UnsafeRawBufferPointer) -> UInt64 {
    var hash = UInt64(text.count) &* 0x9E37_79B9_7F4A_7C15
    var at = 0
    while at + 8 <= text.count {
      hash = mixed(hash ^ text.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      at += 8
    }
    var rest: UInt64 = 0
    while at < text.count {
      rest = rest << 8 | UInt64(text[at])
      at += 1
    }
    return mixed(hash ^ rest)
  }

  @inline(__always)
  private static func mixed(_ value: UInt64) -> UInt64 {
    let (high, low) = (value ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
    return high ^ low
  }
}
