import Spreadsheets
import Night
import Tables
import Values

/// Prints a file's grid as it stands, whatever it means: a picture of its first rows for people, every cell exactly for machines.
struct GridView {
  let reader: SheetReader
  let format: Read.Format?
  let shown: Int

  func print() throws(Fault) {
    var answer = Answer()
    switch format {
    case .csv: try each { answer.line(MachineText.record($0.cells.map { $0.shown })) }
    case .jsonl: try each { answer.line($0.json) }
    case nil: try picture(&answer)
    }
    answer.flush()
  }

  private func picture(_ answer: inout Answer) throws(Fault) {
    for line in GridView.description(of: reader) { answer.line(line) }
    var table: [[String]] = []
    var (count, blank, broken, hidden, width) = (0, 0, 0, 0, 0)
    try each { row in
      count += 1
      if row.cells.allSatisfy({ $0.text.isEmpty }) { blank += 1 }
      if row.broken != nil { broken += 1 }
      if row.isHidden { hidden += 1 }
      width = max(width, row.cells.count)
      if table.count < shown { table.append(["\(row.number)"] + row.cells.map { GridView.short($0.shown) }) }
    }
    let besides = [(blank, "blank"), (broken, "broken"), (hidden, "hidden")].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    answer.line("rows      \(count)" + (besides.isEmpty ? "" : " (\(besides.joined(separator: ", ")))"))
    answer.line("columns   \(width)")
    answer.line("")
    for line in GridView.lines([[""] + (0..<width).map { Place.letters($0) }] + table) { answer.line(line) }
    if count > shown { answer.line("… \(count - shown) more rows; --rows N shows more, --format csv all") }
  }

  private func each(_ body: (Row) -> Void) throws(Fault) {
    var grid = Grid()
    while try reader.next(into: &grid) {
      for row in grid.rows { body(Row(grid, row)) }
      grid.removeAll()
    }
  }

  /// Kind, encoding, sheets: what is known before any row is read.
  static func description(of reader: SheetReader) -> [String] {
    var lines = ["file      \(reader.place.file)"]
    switch reader.kind {
    case .text: lines.append("kind      delimited text, \(name(of: reader.delimiter)), \(reader.encoding)")
    case .xlsx: lines.append("kind      workbook (.xlsx)")
    case .xls: lines.append("kind      old binary workbook (.xls)")
    case .markup, .foreign: lines.append("kind      \(reader.kind.rawValue)")
    }
    if reader.kind != .text {
      let sheets = reader.sheets.enumerated().map { index, sheet in
        "\(index + 1) \(sheet.name)" + (sheet.hidden ? " (hidden)" : "") + (index == reader.sheet ? " ← read" : "")
      }
      lines.append("sheets    " + sheets.joined(separator: " · "))
    }
    return lines
  }

  private static func name(of delimiter: UInt8?) -> String {
    switch delimiter {
    case 0x09?: "tabs"
    case 0x3B?: "semicolons"
    case 0x7C?: "bars"
    default: "commas"
    }
  }

  /// One line of a cell, cut where a screen would break.
  static func short(_ text: String) -> String {
    let line = String(text.unicodeScalars.map { $0.value < 0x20 ? "␣" : Character($0) })
    return line.count > 24 ? line.prefix(23) + "…" : line
  }

  /// Rows of cells under each other.
  static func lines(_ rows: [[String]]) -> [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in rows.map { column < $0.count ? TextWidth.of($0[column]) : 0 }.max() ?? 0 }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() { line += cell + String(repeating: " ", count: widths[column] - TextWidth.of(cell) + 2) }
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  /// One physical row.
  private struct Row {
    struct Cell {
      let kind: Grid.Kind
      let text: String
      let shown: String

      /// A text as a string, everything else as what it is; a number as its source text, for a JSON number would not keep it.
      var json: String {
        switch kind {
        case .blank: "null"
        case .text: MachineText.json(text)
        case .number: "{\"number\":\(MachineText.json(text))}"
        case .serial: "{\"serial\":\(MachineText.json(text)),\"day\":\(MachineText.json(shown))}"
        case .boolean: text == "1" ? "true" : "false"
        case .error: "{\"error\":\(MachineText.json(text))}"
        }
      }
    }

    let number: Int
    let cells: [Cell]
    let broken: Grid.Broken?
    let isHidden: Bool

    init(_ grid: Grid, _ row: Grid.Row) {
      number = Int(row.number)
      cells = (0..<Int(row.count)).map { column in
        let cell = grid.cell(row, column)
        return Cell(kind: cell.kind, text: grid.text(cell), shown: grid.shown(cell))
      }
      broken = row.broken
      isHidden = row.hidden
    }

    var json: String {
      "{\"row\":\(number)" + (isHidden ? ",\"hidden\":true" : "") + (broken.map { ",\"broken\":\"\($0)\"" } ?? "") + ",\"cells\":["
        + cells.map(\.json).joined(separator: ",") + "]}"
    }
  }
}
