import Foundation
import Night
import Spreadsheets

/// A comma-separated table of a sample, small and read whole: a header and rows of as many cells.
struct Table {
  var titles: [String]
  var rows: [[String]]

  init(titles: [String], rows: [[String]]) {
    self.titles = titles
    self.rows = rows
  }

  init(file path: String) throws {
    var lines = try CellFile.rows(path, name: path, hints: ReadHints(encoding: "UTF-8", delimiter: UInt8(ascii: ",")))
    while lines.last?.isEmpty == true { lines.removeLast() }
    guard let titles = lines.first, !titles.isEmpty else { throw SampleFlaw("\(path): has no header") }
    self.titles = titles
    rows = lines.dropFirst().map { line in line + Array(repeating: "", count: max(0, titles.count - line.count)) }
    guard let long = rows.first(where: { $0.count > titles.count }) else { return }
    throw SampleFlaw("\(path): \(long) has more cells than the header")
  }
}

extension Table {
  /// All lines of a file, of whatever length: what a sheet is made from.
  static func lines(of path: String) throws -> [[String]] {
    try CellFile.rows(path, name: path, hints: ReadHints(encoding: "UTF-8", delimiter: UInt8(ascii: ",")))
  }
}
