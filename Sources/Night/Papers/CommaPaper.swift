import Flows
import Spreadsheets
import Tables
import Values

/// A sheet as a comma-separated file for machines: a header, the detail, nothing else. Amounts are plain, days and rates as `settle query` prints them.
final class CommaPaper: Paper {
  private let path: String
  private let place: String
  private let titles: [String]
  private let formats: [Sheet.Format]
  private let writer: CommaWriter
  private var rows = 0
  private var cells: [String] = []

  init(path: String, place: String, titles: [String], formats: [Sheet.Format]) throws(Fault) {
    self.path = path
    self.place = place
    self.titles = titles
    self.formats = formats
    writer = try CommaWriter(path: path)
    try writer.append(titles)
  }

  func append(_ batch: borrowing Batch, columns: [Int]) throws(Fault) {
    for row in 0..<batch.count {
      cells.removeAll(keepingCapacity: true)
      for column in columns { cells.append(Canonical.text(batch[row, column], in: batch)) }
      try writer.append(cells)
      rows += 1
    }
  }

  func appendOpen(_ rows: borrowing Batch) throws(Fault) {}

  func finish(_ closing: BookClosing, _ expected: Expected) throws(Fault) {
    try writer.finish()
    try mustTie(place, rows: rows, expected, [])
    try readBack(expected)
  }

  /// The file as our own reader sees it: its header, every row, and every total.
  private func readBack(_ expected: Expected) throws(Fault) {
    var (found, sums) = (0, [Int: Int64]())
    var header: [String]?
    let reader = try SheetReader(path: path, hints: ReadHints(encoding: "UTF-8", delimiter: UInt8(ascii: ",")))
    var grid = Grid()
    var more = true
    while more {
      more = try reader.next(into: &grid)
      for row in grid.rows {
        guard row.broken == nil else { throw wrong("row \(row.number) is broken") }
        let cells = (0..<Int(row.count)).map { grid.text(grid.cell(row, $0)) }
        if header == nil {
          header = cells
          continue
        }
        found += 1
        for column in expected.sums.keys where column < cells.count && !cells[column].isEmpty {
          guard case .value(let value) = Decimals.read(cells[column].utf8, places: formats[column].places) else {
            throw wrong("row \(row.number): \(titles[column]) is not a number")
          }
          sums[column, default: 0] += value
        }
      }
      grid.removeAll()
    }
    guard header == titles else { throw wrong("its header is not the sheet's") }
    guard found == expected.rows else { throw wrong("\(expected.rows) rows were written, \(found) are there") }
    for (column, sum) in expected.sums where sums[column] ?? 0 != sum {
      throw wrong("\(titles[column]) adds up to \(sums[column] ?? 0), the ledger says \(sum) (minor units)")
    }
  }

  private func wrong(_ cause: String) -> Fault {
    Fault(
      .inputOutput, code: "comma-file-not-as-written", place: place, cause: cause,
      remedy: "the file was not published; look at the disk and run again, and report it if it stays")
  }
}
