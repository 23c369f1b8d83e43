import Tables
import Values

/// Delimited text as rows of cells, chunk by chunk. A record without a quotation mark has no syntax but its delimiters and is split where it lies; one with
/// a mark is libcsv's (`QuotedRecord`). Physical lines are counted through blank lines and through line breaks in quotes. (design.md, Libraries)
final class DelimitedText {
  let encoding: TextEncoding
  private let file: InputFile
  private let limits: ReadLimits
  private var decoder: TextDecoder?
  /// What was read and not yet split: the beginning of a record.
  private var carry: [UInt8] = []
  private var raw: UnsafeMutableRawBufferPointer
  private var isAtEnd = false
  private var splitter: RecordSplitter
  private var rowCount = 0

  private static let blockBytes = 1 << 18
  /// A chunk ends when it holds so many bytes, whatever was asked.
  private static let chunkBytes = 8 << 20

  init(_ file: InputFile, limits: ReadLimits, hints: ReadHints) throws(Fault) {
    self.file = file
    self.limits = limits
    encoding = try TextEncoding.find(file, hint: hints.encoding)
    decoder = encoding.isUTF8 ? nil : try TextDecoder(encoding, place: file.name)
    let sample = Array(try file.peek(1 << 16).dropFirst(encoding.mark))
    var text = sample
    if !encoding.isUTF8 {
      text = []
      let sampling = try TextDecoder(encoding, place: file.name)
      sample.withUnsafeBytes { sampling.decode($0, isEnd: false, to: &text) }
    }
    let delimiter = hints.delimiter ?? Delimiter.find(in: text)
    splitter = RecordSplitter(delimiter: delimiter, limits: limits)
    raw = .allocate(byteCount: DelimitedText.blockBytes, alignment: 16)
    try restart()
  }

  deinit {
    raw.deallocate()
    splitter.free()
  }

  /// Back to the first line.
  func restart() throws(Fault) {
    file.rewind(to: encoding.mark)
    if decoder != nil { decoder = try TextDecoder(encoding, place: file.name) }
    carry = []
    isAtEnd = false
    splitter.restart()
    rowCount = 0
  }

  var delimiter: UInt8 { splitter.delimiter }

  func next(into grid: inout Grid, atLeast rows: Int) throws(Fault) -> Bool {
    grid.isDelimited = true
    let before = grid.rows.count
    let beginning = grid.bytes.count
    while grid.rows.count - before < rows, grid.bytes.count - beginning < DelimitedText.chunkBytes, !isAtEnd || !carry.isEmpty {
      let start = grid.bytes.count
      grid.bytes.append(contentsOf: carry)
      carry.removeAll(keepingCapacity: true)
      try read(&grid.bytes)
      let end = grid.bytes.count
      guard end <= Int(UInt32.max) else { throw ReadFault.tooLarge(file.name, end, Int(UInt32.max)) }
      let firstCell = grid.cells.count
      splitter.isAtEnd = isAtEnd
      var side: [UInt8] = []
      let left = grid.bytes.withUnsafeBufferPointer { splitter.split($0.baseAddress!, start, end, &grid.rows, firstCell, &side) }
      grid.cells.append(contentsOf: UnsafeBufferPointer(start: splitter.cells, count: splitter.cellCount))
      if left < end { carry.append(contentsOf: grid.bytes[left..<end]) }
      grid.bytes.append(contentsOf: side)
    }
    rowCount += grid.rows.count - before
    if rowCount > limits.rows { throw ReadFault.tooManyRows(file.name, limits.rows) }
    return grid.rows.count > before
  }

  /// Appends the next block, decoded.
  private func read(_ bytes: inout [UInt8]) throws(Fault) {
    if isAtEnd { return }
    let got = file.read(into: raw)
    guard got >= 0 else { throw file.failure() }
    isAtEnd = got == 0
    guard let decoder else { return bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: raw[..<got])) }
    decoder.decode(UnsafeRawBufferPointer(rebasing: raw[..<got]), isEnd: isAtEnd, to: &bytes)
    if isAtEnd { decoder.decode(UnsafeRawBufferPointer(start: nil, count: 0), isEnd: true, to: &bytes) }
  }
}
