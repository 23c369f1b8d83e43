import Tables

/// Merged cells of an old workbook, as far as a header may reach: freexl has no call for them. (design.md, Libraries)
extension BinaryWalk {
  /// More than this nobody merges in the head of a list.
  static let mostMerges = 1024
  /// Physical rows a header is looked for in, and the rows it may have.
  private static let headRows = 53

  func merges(_ sheet: SheetEntry) -> [Grid.Merge] {
    var merges: [Grid.Merge] = []
    var records = BinaryRecords(stream, at: sheet.offset)
    guard let first = records.next(), BinaryCode.beginning.contains(first.code) else { return [] }
    var depth = 1
    while depth > 0, let record = records.next() {
      if BinaryCode.beginning.contains(record.code) { depth += 1 }
      if record.code == BinaryCode.end { depth -= 1 }
      guard depth == 1, record.code == BinaryCode.merged, let count = records.short(record, 0) else { continue }
      for index in 0..<count {
        guard merges.count < BinaryWalk.mostMerges, let top = records.short(record, 2 + 8 * index),
          let bottom = records.short(record, 4 + 8 * index), let left = records.short(record, 6 + 8 * index),
          let right = records.short(record, 8 + 8 * index), top <= bottom, left <= right
        else { break }
        if top < BinaryWalk.headRows { merges.append(Grid.Merge(rows: top + 1...bottom + 1, columns: left...right)) }
      }
    }
    return merges
  }
}
