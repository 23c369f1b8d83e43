package import Values

/// Typed rows of one shape: a flat array of data and one arena for the text. The chunk that walks through the night.
package struct Batch: Sendable {
  package let width: Int
  package private(set) var count = 0
  package var data: [Datum] = []
  package var arena: [UInt8] = []

  package init(width: Int) {
    precondition(width > 0, "a batch has columns")
    self.width = width
  }

  package mutating func removeAll() {
    count = 0
    data.removeAll(keepingCapacity: true)
    arena.removeAll(keepingCapacity: true)
  }

  @inlinable
  package subscript(row: Int, column: Int) -> Datum { data[row * width + column] }

  package subscript(row: Int) -> Row { Row(batch: self, index: row) }

  /// Appends one row of nothing; `set` fills it.
  package mutating func appendEmptyRow() {
    for _ in 0..<width { data.append(.none) }
    count += 1
  }

  /// Sets a cell that is not text.
  package mutating func set(_ row: Int, _ column: Int, _ datum: Datum) {
    precondition(datum.tag != .text, "text enters a batch with its bytes")
    data[row * width + column] = datum
  }

  package mutating func set(_ row: Int, _ column: Int, text: String) {
    var text = text
    text.withUTF8 { set(row, column, bytes: UnsafeRawBufferPointer($0)) }
  }

  package mutating func set(_ row: Int, _ column: Int, bytes: UnsafeRawBufferPointer) {
    let offset = arena.count
    arena.append(contentsOf: bytes)
    data[row * width + column] = .text(offset: offset, length: bytes.count)
  }

  /// Copies a cell of another batch, bytes and all.
  package mutating func copy(_ row: Int, _ column: Int, from other: Batch, _ datum: Datum) {
    if datum.tag == .text {
      let offset = arena.count
      arena.append(contentsOf: other.arena[datum.textRange])
      data[row * width + column] = .text(offset: offset, length: datum.textRange.count)
    } else {
      data[row * width + column] = datum
    }
  }

  /// Takes the last row back: the row turned out to be a reject.
  package mutating func removeLastRow() {
    data.removeLast(width)
    count -= 1
  }

  /// Makes room for rows and text, lets `body` fill it through pointers (the first free datum; the arena's beginning and how much of it is used),
  /// and keeps what it says it used. The short way into a batch for those who fill it by the thousand.
  package mutating func fill(
    rows: Int, bytes: Int, _ body: (UnsafeMutablePointer<Datum>, UnsafeMutablePointer<UInt8>, Int) -> (rows: Int, used: Int)
  ) {
    let (firstDatum, firstByte) = (data.count, arena.count)
    Batch.grow(&data, by: rows * width, from: Batch.nothing)
    Batch.grow(&arena, by: bytes, from: Batch.zeros)
    let filled = data.withUnsafeMutableBufferPointer { data in
      arena.withUnsafeMutableBufferPointer { arena in
        rows == 0 ? (rows: 0, used: firstByte) : body(data.baseAddress! + firstDatum, arena.baseAddress!, firstByte)
      }
    }
    precondition(filled.rows <= rows && filled.used <= firstByte + bytes, "more was filled into a batch than there was room for")
    data.removeLast((rows - filled.rows) * width)
    arena.removeLast(firstByte + bytes - filled.used)
    count += filled.rows
  }

  private static let nothing = [Datum](repeating: .none, count: 4096)
  private static let zeros = [UInt8](repeating: 0, count: 65_536)

  /// Appends `count` elements, copied in large pieces from what is at hand.
  private static func grow<Element>(_ array: inout [Element], by count: Int, from pieces: [Element]) {
    array.reserveCapacity(array.count + count)
    var left = count
    while left > 0 {
      let piece = min(left, pieces.count)
      array.append(contentsOf: pieces[..<piece])
      left -= piece
    }
  }

  package func text(_ datum: Datum) -> String? {
    datum.tag == .text ? String(decoding: arena[datum.textRange], as: UTF8.self) : nil
  }

  package func withBytes<Result>(_ datum: Datum, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    arena.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[datum.textRange])) }
  }

  /// One row, to read from.
  package struct Row: Sendable {
    package let batch: Batch
    package let index: Int

    package init(batch: Batch, index: Int) {
      self.batch = batch
      self.index = index
    }

    package subscript(column: Int) -> Datum { batch[index, column] }
    package func text(_ column: Int) -> String? { batch.text(batch[index, column]) }
    package func money(_ column: Int) -> Money? { batch[index, column].money }
    package func rate(_ column: Int) -> Rate? { batch[index, column].rate }
    package func integer(_ column: Int) -> Int64? { batch[index, column].integer }
    package func date(_ column: Int) -> Day? { batch[index, column].date }
    package func moment(_ column: Int) -> Moment? { batch[index, column].moment }
    package func boolean(_ column: Int) -> Bool? { batch[index, column].boolean }
  }
}
