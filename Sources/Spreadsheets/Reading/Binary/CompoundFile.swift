import Values

/// The container of old workbooks: sectors chained by a table, a directory of streams. Every chain is followed for no more sectors than the file has, so no
/// file can make it run for ever or read outside itself.
struct CompoundFile {
  /// Why the container cannot be followed.
  struct Damage: Error {
    let cause: String
  }

  private let bytes: [UInt8]
  private let sectorSize: Int
  private let miniSize: Int
  private let cutoff: Int
  private var table: [UInt32] = []
  private var miniTable: [UInt32] = []
  private var entries: [Entry] = []

  private struct Entry {
    let name: String
    let type: UInt8
    let start: UInt32
    let size: Int
  }

  private static let free: UInt32 = 0xFFFF_FFFA  // from here on, a number is no sector

  init(_ bytes: [UInt8]) throws(Damage) {
    self.bytes = bytes
    guard bytes.count >= 512 else { throw Damage(cause: "it ends within its first lines") }
    let shift = Int(CompoundFile.short(bytes, 30))
    let miniShift = Int(CompoundFile.short(bytes, 32))
    guard shift == 9 || shift == 12, miniShift == 6 else { throw Damage(cause: "its sectors have no known size") }
    sectorSize = 1 << shift
    miniSize = 1 << miniShift
    cutoff = Int(CompoundFile.long(bytes, 56))
    try readTable()
    miniTable = try words(of: chain(CompoundFile.long(bytes, 60)))
    try readDirectory()
  }

  var names: [String] { entries.filter { $0.type == 2 }.map(\.name) }

  /// A stream's bytes; nil when there is none of that name.
  func stream(_ name: String) throws(Damage) -> [UInt8]? {
    guard let entry = entries.first(where: { $0.type == 2 && $0.name.lowercased() == name.lowercased() }) else { return nil }
    guard entry.size <= bytes.count else { throw Damage(cause: "a stream is said to be larger than the file") }
    var content: [UInt8] = []
    content.reserveCapacity(entry.size)
    if entry.size < cutoff, let root = entries.first(where: { $0.type == 5 }) {
      let mini = try join(chain(root.start))
      var at = entry.start
      var steps = 0
      while at < CompoundFile.free, content.count < entry.size {
        let from = Int(at) * miniSize
        guard from + miniSize <= mini.count, steps <= miniTable.count, Int(at) < miniTable.count else {
          throw Damage(cause: "a small stream leads nowhere")
        }
        content.append(contentsOf: mini[from..<from + miniSize])
        at = miniTable[Int(at)]
        steps += 1
      }
    } else {
      content = try join(chain(entry.start))
    }
    guard content.count >= entry.size else { throw Damage(cause: "it was cut off") }
    content.removeLast(content.count - entry.size)
    return content
  }

  private mutating func readTable() throws(Damage) {
    var sectors: [UInt32] = []
    for index in 0..<109 {
      let sector = CompoundFile.long(bytes, 76 + 4 * index)
      if sector < CompoundFile.free { sectors.append(sector) }
    }
    var further = CompoundFile.long(bytes, 68)
    var steps = 0
    while further < CompoundFile.free {
      guard let range = sector(further), steps <= bytes.count / sectorSize else {
        throw Damage(cause: "its table of sectors leads nowhere")
      }
      for index in 0..<sectorSize / 4 - 1 {
        let sector = CompoundFile.long(bytes, range.lowerBound + 4 * index)
        if sector < CompoundFile.free { sectors.append(sector) }
      }
      further = CompoundFile.long(bytes, range.upperBound - 4)
      steps += 1
    }
    guard sectors.count <= bytes.count / sectorSize + 1 else { throw Damage(cause: "its table of sectors is larger than the file") }
    table = try words(of: sectors)
  }

  private mutating func readDirectory() throws(Damage) {
    let directory = try join(chain(CompoundFile.long(bytes, 48)))
    for start in stride(from: 0, to: directory.count - 127, by: 128) {
      let length = min(64, Int(CompoundFile.short(directory, start + 64)))
      let type = directory[start + 66]
      guard type == 2 || type == 5 else { continue }
      let units = stride(from: 0, to: max(0, length - 2), by: 2).map { CompoundFile.short(directory, start + $0) }
      entries.append(
        Entry(
          name: String(decoding: units, as: UTF16.self), type: type, start: CompoundFile.long(directory, start + 116),
          size: Int(CompoundFile.long(directory, start + 120))))
    }
    // Its first entry is the root of all; without it the directory itself was lost.
    guard entries.contains(where: { $0.type == 5 }) else { throw Damage(cause: "its directory was cut off") }
  }

  private func chain(_ first: UInt32) throws(Damage) -> [UInt32] {
    var chain: [UInt32] = []
    var at = first
    while at < CompoundFile.free {
      chain.append(at)
      guard Int(at) < table.count, chain.count <= table.count else { throw Damage(cause: "a chain of sectors leads nowhere") }
      at = table[Int(at)]
    }
    return chain
  }

  private func sector(_ index: UInt32) -> Range<Int>? {
    let from = (Int(index) + 1) * sectorSize
    // The last sector of a file may be written short.
    guard from < bytes.count else { return nil }
    return from + sectorSize <= bytes.count ? from..<from + sectorSize : nil
  }

  private func join(_ sectors: [UInt32]) throws(Damage) -> [UInt8] {
    var content: [UInt8] = []
    content.reserveCapacity(sectors.count * sectorSize)
    for index in sectors {
      let from = (Int(index) + 1) * sectorSize
      guard from < bytes.count else { throw Damage(cause: "it was cut off") }
      content.append(contentsOf: bytes[from..<min(bytes.count, from + sectorSize)])
    }
    return content
  }

  private func words(of sectors: [UInt32]) throws(Damage) -> [UInt32] {
    let content = try join(sectors)
    return stride(from: 0, to: content.count - 3, by: 4).map { CompoundFile.long(content, $0) }
  }

  static func short(_ bytes: [UInt8], _ at: Int) -> UInt16 { UInt16(bytes[at]) | UInt16(bytes[at + 1]) << 8 }
  static func long(_ bytes: [UInt8], _ at: Int) -> UInt32 { UInt32(short(bytes, at)) | UInt32(short(bytes, at + 2)) << 16 }
}
