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
    case .csv: Terminal.out(Self.record(table.titles))
    case .json: Terminal.out("[")
    }
  }

  func row(_ cells: [String]) {
    switch format {
    case .table: table.rows.append(cells)
    case .csv: Terminal.out(Self.record(cells))
    case .json:
      let object = zip(table.titles, cells).map { "\(Self.json($0)):\(Self.json($1))" }.joined(separator: ",")
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
        max(Self.width(table.titles[column]), table.rows.map { Self.width($0[column]) }.max() ?? 0)
      }
      func line(_ cells: [String]) -> String {
        var text = cells.enumerated().map { index, cell in
          let pad = String(repeating: " ", count: widths[index] - Self.width(cell))
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

  /// Columns a terminal gives a text: a Chinese character takes two.
  private static func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 && $1.value < 0xFFFD || $1.value >= 0x20000 ? 2 : 1) }
  }

  private static func record(_ cells: [String]) -> String {
    cells.map { $0.contains(where: { ",\"\r\n".contains($0) }) ? "\"\($0.replacing("\"", with: "\"\""))\"" : $0 }.joined(separator: ",")
  }

  private static func json(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case _ where scalar.value < 0x20:
        quoted += "\\u" + String(repeating: "0", count: 4 - String(scalar.value, radix: 16).count) + String(scalar.value, radix: 16)
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
