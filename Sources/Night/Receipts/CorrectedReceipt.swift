import Drops
import Flows
import Spreadsheets
import Store
import Tables
import Values

/// A receipt of ours that came back with its rows corrected. Rows that were rejected are taken again, those that say 更正=是 too, all others were taken
/// before and are passed over. A cell that still is the mask we wrote is given its content again from the archived original; any other mask in a
/// personal column rejects its row. A row without a mark is a new row like any other. (domain.md C3; contract.md, Again)
struct CorrectedReceipt {
  private let feed: Feed
  private let markColumn: Int
  private let correctionColumn: Int?
  /// Columns with personal data, and the kind of it.
  private let personal: [(column: Int, field: Int, kind: String)]
  private var originals: [String: ReceiptOriginal] = [:]

  /// Nil when the file is no receipt. Reads it once for the rows that are wanted, then their originals: memory is that of the personal cells
  /// of the rows sent back.
  init?(_ file: FileRecord, at path: String, _ header: HeaderMap, _ feed: Feed, _ night: NightShift, depth: Int = 0) throws(Fault) {
    guard let mark = ReceiptColumns.mark(in: header), depth < 50 else { return nil }
    self.feed = feed
    markColumn = mark
    correctionColumn = feed.correction.map { header.columnOfField[$0] }.flatMap { $0 < 0 ? nil : $0 }
    personal = header.fieldOfColumn.enumerated().compactMap { column, field in
      field < 0 || feed.schema.fields[field].personal.isEmpty ? nil : (column, field, feed.schema.fields[field].personal)
    }
    let reader = try SheetReader(
      path: path, name: file.name, limits: ReadLimits(feed.limits), hints: ReadHints(encoding: feed.encoding))
    var grid = Grid()
    _ = try reader.findHeader(schema: feed.schema, shapes: feed.shapes, into: &grid)
    repeat {
      for row in grid.rows where Int(row.number) > header.lastRow {
        guard let mark = self.mark(of: row, in: grid) else { continue }
        if originals[mark.file] == nil {
          originals[mark.file] = try ReceiptOriginal(mark.file, party: file.party, feed: feed, night)
        }
        if originals[mark.file]?.isRejected(mark.row) == true || corrects(row, grid) { originals[mark.file]?.wanted.insert(mark.row) }
      }
      grid.removeAll()
    } while try reader.next(into: &grid)
    for key in originals.keys { try originals[key]?.fetch(personal.map(\.field), night, depth: depth) }
  }

  /// Takes the rows that were dealt with out of a chunk, and gives the others back what was masked.
  func prepare(_ grid: inout Grid, _ verifier: inout Verifier) {
    var unchanged = 0
    var kept: [Grid.Row] = []
    kept.reserveCapacity(grid.rows.count)
    for row in grid.rows {
      guard Int(row.number) > verifier.header.lastRow, row.broken == nil, !isBlank(row, grid) else {
        kept.append(row)
        continue
      }
      let written = grid.text(grid.cell(row, markColumn))
      if written.allSatisfy(\.isWhitespace) {
        kept.append(row)
        continue
      }
      guard let mark = mark(of: row, in: grid), let original = originals[mark.file], original.isKnown else {
        verifier.reject(
          Reject(row: Int(row.number), column: markColumn, reason: NightReasons.receiptRowUnknown, found: String(written.prefix(40))))
        continue
      }
      guard original.wanted.contains(mark.row) else {
        unchanged += 1
        continue
      }
      if let column = restore(row, mark.row, original, &grid) {
        verifier.reject(Reject(row: Int(row.number), column: column, reason: NightReasons.maskChanged))
      } else {
        kept.append(row)
      }
    }
    grid.rows = kept
    verifier.passOver(unchanged)
  }

  /// Gives rows back what was masked, where it still can be; for the receipt of a receipt.
  func restore(_ grid: inout Grid) {
    for row in grid.rows {
      if let mark = mark(of: row, in: grid), let original = originals[mark.file] { _ = restore(row, mark.row, original, &grid) }
    }
  }

  /// The column of a mask that is not ours, or nil when every mask was restored.
  private func restore(_ row: Grid.Row, _ number: Int, _ original: ReceiptOriginal, _ grid: inout Grid) -> Int? {
    var stranger: Int?
    for (column, field, kind) in personal where column < Int(row.count) {
      let written = grid.text(grid.cell(row, column))
      guard written.utf8.contains(0x2A) else { continue }
      guard let before = original.cell(number, field), written == before.shown || written == Mask.text(before.shown, as: kind) else {
        stranger = stranger ?? column
        continue
      }
      let start = grid.bytes.count
      grid.bytes.append(contentsOf: before.text.utf8)
      grid.cells[Int(row.first) + column] = Grid.Cell(offset: UInt32(start), length: UInt32(grid.bytes.count - start), kind: before.kind)
    }
    return stranger
  }

  private func mark(of row: Grid.Row, in grid: Grid) -> ReceiptMark? {
    ReceiptMark(String(grid.text(grid.cell(row, markColumn)).filter { !$0.isWhitespace }))
  }

  private func corrects(_ row: Grid.Row, _ grid: Grid) -> Bool {
    guard let correctionColumn else { return false }
    return ["是", "y", "yes", "1", "true", "√"].contains(
      grid.text(grid.cell(row, correctionColumn)).lowercased().filter { !$0.isWhitespace })
  }

  private func isBlank(_ row: Grid.Row, _ grid: Grid) -> Bool {
    !(0..<Int(row.count)).contains { grid.cell(row, $0).length > 0 }
  }
}
