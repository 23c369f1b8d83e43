import Tables
import Values

/// Several sheets that hold one list: the workbook of an exporting program has the query's own sheet beside the one people look at. What the rows
/// say decides, not how they are written; lists that differ in one row are not the same. (domain.md C2-10)
extension SheetReader {
  /// The sheet to read when all of these hold the same list: the one the workbook was left at, else the first. Nil when they differ.
  func sameList(_ lists: [(sheet: Int, header: HeaderMap)]) throws(Fault) -> Int? {
    guard let first = lists.first else { return nil }
    let content = try content(of: first.sheet, first.header)
    for other in lists.dropFirst() where try self.content(of: other.sheet, other.header) != content { return nil }
    return lists.contains { $0.sheet == front } ? front : first.sheet
  }

  /// What the rows of a sheet say, and what is wrong with them, in their order.
  private func content(of sheet: Int, _ header: HeaderMap) throws(Fault) -> Digest {
    try select(sheet: sheet)
    var verifier = try Verifier(header: header, place: place)
    let content = RowContent(schema: header.schema)
    var rows = VerifiedRows(width: header.schema.width)
    var making = Digest.Making()
    var grid = Grid()
    while try next(into: &grid) {
      verifier.verify(grid, into: &rows)
      for row in 0..<rows.batch.count { making.add(content.digest(rows.batch, row).bytes) }
      for reject in verifier.takeRejects() where !reject.isWarning { making.add(Array("\(reject.reason.code) \(reject.found)".utf8)) }
      rows.removeAll()
      grid.removeAll()
    }
    return making.finish()
  }
}
