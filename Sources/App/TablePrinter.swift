import Foundation
import Night

/// Prints an answer as a table for people, or as CSV or JSON for machines, row by row.
final class TablePrinter {
  private let format: Query.Format
  private var table = TextTable(titles: [])
  private var count = 0

  init(_ format: Query.Format) { self.format = format }

  /// A whole answer at once.
  func print(_ table: TextTable) {
    begin(TextTable(titles: table.titles, numeric: table.numeric))
    for row in table.rows { self.row(row) }
    end()
  }

  func begin(_ table: TextTable) {
    self.table = table
    switch format {
    case .table: break
    case .csv: Terminal.out(MachineText.record(table.titles))
    case .json: Terminal.out("[")
    }
  }

  func row(_ cells: [String]) {
    switch format {
    case .table: table.rows.append(cells)
    case .csv: Terminal.out(MachineText.record(cells))
    case .json:
      let object = zip(table.titles, cells).map { "\(MachineText.json($0)):\(MachineText.json($1))" }.joined(separator: ",")
      Terminal.out((count == 0 ? "{" : ",{") + object + "}")
    }
    count += 1
  }

  func end() {
    switch format {
    case .csv: break
    case .json: Terminal.out("]")
    case .table:
      let widths = table.titles.indices.map { column in
        max(TextWidth.of(table.titles[column]), table.rows.map { TextWidth.of($0[column]) }.max() ?? 0)
      }
      func line(_ cells: [String]) -> String {
        var text = cells.enumerated().map { index, cell in
          let pad = String(repeating: " ", count: widths[index] - TextWidth.of(cell))
          return table.numeric.contains(index) ? pad + cell : cell + pad
        }.joined(separator: "  ")
        while text.last == " " { text.removeLast() }
        return text
      }
      Terminal.out(line(table.titles))
      for row in table.rows { Terminal.out(line(row)) }
      Terminal.error("\(count) rows")
    }
  }
}
