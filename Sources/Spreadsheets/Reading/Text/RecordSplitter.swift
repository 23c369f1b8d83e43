import Tables

/// Splits blocks of UTF-8 text into records and cells. Marks are looked for eight bytes at a time; a record with a quotation mark goes to `QuotedRecord`.
/// Knows lines and what stands open between two blocks; reads no file.
struct RecordSplitter {
  let delimiter: UInt8
  private let limits: ReadLimits
  private let quoted: QuotedRecord
  /// No further block follows the one being split.
  var isAtEnd = false
  /// Physical line at which the next record begins.
  private(set) var line = 1
  /// The record being passed over because it is longer than any record may be.
  private var isSkipping = false
  /// The last byte split was a carriage return: a line feed that follows belongs to it.
  private var isAfterReturn = false
  /// Cells of the block being split: room that grows and stays. The owner frees it.
  private(set) var cells: UnsafeMutablePointer<Grid.Cell>
  private(set) var cellCount = 0
  private var cellRoom: Int

  init(delimiter: UInt8, limits: ReadLimits) {
    self.delimiter = delimiter
    self.limits = limits
    quoted = QuotedRecord(delimiter: delimiter)
    cellRoom = 1 << 12
    cells = .allocate(capacity: cellRoom)
  }

  func free() { cells.deallocate() }

  /// Back to the first line.
  mutating func restart() {
    isAtEnd = false
    line = 1
    isSkipping = false
    isAfterReturn = false
  }

  /// Splits the records that lie whole within the bytes; where the first that does not begins.
  mutating func split(
    _ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ rows: inout [Grid.Row], _ firstCell: Int, _ side: inout [UInt8]
  ) -> Int {
    cellCount = 0
    let delimiters = UInt64(delimiter) &* 0x0101_0101_0101_0101
    var record = start
    var field = start
    var first = 0  // index of the record's first cell
    var high: UInt64 = 0
    var at = start

    @inline(__always) func close(_ stop: Int) {
      if isSkipping {
        isSkipping = false
        cellCount = first
      } else if stop == record, cellCount == first {
        rows.append(Grid.Row(number: Int32(truncatingIfNeeded: line), first: Int32(firstCell + first), count: 0))
      } else {
        put(field, stop - field)
        let broken = fault(bytes, record, stop, first, high != 0)
        rows.append(
          Grid.Row(
            number: Int32(truncatingIfNeeded: line), first: Int32(firstCell + first), count: Int32(cellCount - first), broken: broken))
      }
      first = cellCount
      line += 1
    }

    words: while at < end {
      var marks: UInt64
      let step: Int
      let word: UInt64
      if at + 8 <= end {
        word = UnsafeRawPointer(bytes + at).loadUnaligned(as: UInt64.self)
        step = 8
      } else {
        // The last bytes one by one, as a word filled up with what marks nothing.
        var rest: UInt64 = 0
        for index in stride(from: end - 1, through: at, by: -1) { rest = rest << 8 | UInt64(bytes[index]) }
        step = end - at
        for index in step..<8 { rest |= 0x20 << UInt64(index * 8) }
        word = rest
      }
      marks =
        RecordSplitter.match(word, delimiters) | RecordSplitter.match(word, 0x0A0A_0A0A_0A0A_0A0A)
        | RecordSplitter.match(word, 0x0D0D_0D0D_0D0D_0D0D) | RecordSplitter.match(word, 0x2222_2222_2222_2222)
      let highs = word & 0x8080_8080_8080_8080
      if marks == 0 {
        high |= highs
        at += step
        continue
      }
      high |= highs
      while marks != 0 {
        let bit = marks.trailingZeroBitCount
        let here = at + bit >> 3
        marks &= marks &- 1
        let byte = bytes[here]
        if byte == delimiter {
          put(field, here - field)
          field = here + 1
        } else if byte == 0x0A && here == record && (here > start ? bytes[here - 1] == 0x0D : isAfterReturn) && cellCount == first {
          record = here + 1
          field = record
        } else if byte == 0x0A || byte == 0x0D {
          close(here)
          record = here + 1
          field = record
          high = highs & ~((UInt64(1) << UInt64(bit)) &- 1)
        } else if isSkipping {
          continue
        } else {
          // A quotation mark: ="…" alone in its cell is plain text, everything else is libcsv's.
          if here == field + 1, bytes[field] == 0x3D, let after = formulaEnd(bytes, here, end) {
            for index in here..<after where bytes[index] >= 0x80 { high |= 0x80 }
            at = after
            continue words
          }
          switch quoted.split(bytes + record, end - record, isEnd: isAtEnd) {
          case .complete(let length, let lines):
            cellCount = first
            collect(end, bytes, record, length, &side)
            rows.append(
              Grid.Row(
                number: Int32(truncatingIfNeeded: line), first: Int32(firstCell + first), count: Int32(cellCount - first),
                broken: faultOfQuoted(side, first, end)))
            first = cellCount
            line += lines
            record += length
          case .open where end - record <= limits.recordBytes:
            cellCount = first
            return leave(record, bytes, start)
          case .open, .broken:
            // The record is lost with its first line alone: what follows is read as if the mark had not been.
            var stop = here
            while stop < end, bytes[stop] != 0x0A, bytes[stop] != 0x0D { stop += 1 }
            if stop == end, !isAtEnd, end - record <= limits.recordBytes {
              cellCount = first
              return leave(record, bytes, start)
            }
            cellCount = first
            put(record, min(stop - record, limits.cellBytes))
            rows.append(
              Grid.Row(
                number: Int32(truncatingIfNeeded: line), first: Int32(firstCell + first), count: Int32(cellCount - first), broken: .quote))
            first = cellCount
            if stop == end, !isAtEnd {
              // The line goes on in the next block: its rest is passed over.
              isSkipping = true
              return leave(end, bytes, start)
            }
            line += 1
            if stop < end { stop += bytes[stop] == 0x0D && stop + 1 < end && bytes[stop + 1] == 0x0A ? 2 : 1 }
            record = stop
          }
          field = record
          high = 0
          at = record
          continue words
        }
      }
      at += step
    }
    if isAtEnd {
      if record < end || cellCount > first { close(end) }
      return end
    }
    cellCount = first
    if isSkipping { return leave(end, bytes, start) }
    if end - record > limits.recordBytes {
      rows.append(Grid.Row(number: Int32(truncatingIfNeeded: line), first: Int32(firstCell + first), count: 0, broken: .tooLong))
      isSkipping = true
      return leave(end, bytes, start)
    }
    return leave(record, bytes, start)
  }

  /// Remembers whether a line feed at the next block's beginning belongs to the line before.
  private mutating func leave(_ left: Int, _ bytes: UnsafePointer<UInt8>, _ start: Int) -> Int {
    if left > start { isAfterReturn = bytes[left - 1] == 0x0D }
    return left
  }

  /// Every byte of `word` that equals its pattern, as a high bit.
  @inline(__always)
  private static func match(_ word: UInt64, _ pattern: UInt64) -> UInt64 {
    let difference = word ^ pattern
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    return ~(((difference & low) &+ low) | difference | low)
  }

  @inline(__always)
  private mutating func put(_ offset: Int, _ length: Int) {
    if cellCount == cellRoom { grow() }
    cells[cellCount] = Grid.Cell(
      offset: UInt32(truncatingIfNeeded: offset), length: UInt32(truncatingIfNeeded: length), kind: length == 0 ? .blank : .text)
    cellCount &+= 1
  }

  @inline(never)
  private mutating func grow() {
    let wider = UnsafeMutablePointer<Grid.Cell>.allocate(capacity: cellRoom * 2)
    wider.update(from: cells, count: cellCount)
    cells.deallocate()
    cells = wider
    cellRoom *= 2
  }

  /// What is wrong with a plain record, if anything.
  @inline(__always)
  private mutating func fault(_ bytes: UnsafePointer<UInt8>, _ record: Int, _ stop: Int, _ first: Int, _ isHigh: Bool) -> Grid.Broken? {
    if isHigh, !UTF8Check.isValid(UnsafeBufferPointer(start: bytes + record, count: stop - record)) { return .encoding }
    if cellCount - first > limits.columns { return shorten(first) }
    if stop - record > limits.cellBytes { return tooLong(first) }
    return nil
  }

  private mutating func shorten(_ first: Int) -> Grid.Broken? {
    // Blank cells at the end are how some programs fill a line up.
    if (first + limits.columns..<cellCount).allSatisfy({ cells[$0].length == 0 }) {
      cellCount = first + limits.columns
      return nil
    }
    cellCount = first + limits.columns
    return .tooManyColumns
  }

  private mutating func tooLong(_ first: Int) -> Grid.Broken? {
    var broken: Grid.Broken?
    for index in first..<cellCount where cells[index].length > limits.cellBytes {
      cells[index].length = 0
      broken = .tooLong
    }
    return broken
  }

  /// Takes the fields libcsv found into cells; their text goes behind the block's bytes.
  private mutating func collect(_ end: Int, _ bytes: UnsafePointer<UInt8>, _ record: Int, _ length: Int, _ side: inout [UInt8]) {
    let base = end + side.count
    side.append(contentsOf: quoted.text)
    var from = 0
    for to in quoted.ends {
      put(base + from, to - from)
      from = to
    }
  }

  private mutating func faultOfQuoted(_ side: [UInt8], _ first: Int, _ end: Int) -> Grid.Broken? {
    guard cellCount > first else { return nil }
    let from = Int(cells[first].offset) - end
    let isValid = side.withUnsafeBufferPointer { UTF8Check.isValid(UnsafeBufferPointer(rebasing: $0[from...])) }
    // The fields stand side by side: a character that a delimiter cuts in two would be whole again.
    let isCut = (first..<cellCount).contains { cells[$0].length > 0 && side[Int(cells[$0].offset) - end] & 0xC0 == 0x80 }
    if !isValid || isCut { return .encoding }
    if cellCount - first > limits.columns { return shorten(first) }
    return tooLong(first)
  }

  /// Where `="…"` ends, if it ends its cell in this line.
  private func formulaEnd(_ bytes: UnsafePointer<UInt8>, _ mark: Int, _ end: Int) -> Int? {
    var at = mark + 1
    while at < end, bytes[at] != 0x22 {
      if bytes[at] == 0x0A || bytes[at] == 0x0D { return nil }
      at += 1
    }
    guard at < end else { return nil }
    let after = at + 1
    if after == end { return isAtEnd ? after : nil }
    return bytes[after] == delimiter || bytes[after] == 0x0A || bytes[after] == 0x0D ? after : nil
  }
}
