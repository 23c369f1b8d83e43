package import Spreadsheets
package import Tables
package import Values

/// A small file of cells read whole: a table of `pipelines/`, as rows of text. CSV, XLSX and whatever else the readers know.
package enum CellFile {
  package static func rows(_ path: String, name: String, hints: ReadHints = ReadHints()) throws(Fault) -> [[String]] {
    let grid = try grid(path, name: name, hints: hints)
    var rows: [[String]] = []
    for row in grid.rows {
      if row.broken != nil {
        throw Fault(
          .setting, code: "cells-broken", place: Place(file: name, row: Int(row.number)).description,
          cause: "the record is broken: a quote is not closed, or bytes are not text",
          remedy: "open the file in a spreadsheet program and save it again")
      }
      // A row's place in the array is its number in the file.
      while rows.count < Int(row.number) - 1 { rows.append([]) }
      rows.append((0..<Int(row.count)).map { grid.shown(grid.cell(row, $0)) })
    }
    return rows
  }

  package static func grid(_ path: String, name: String, hints: ReadHints = ReadHints()) throws(Fault) -> Grid {
    do throws(Fault) {
      let reader = try SheetReader(path: path, name: name, hints: hints)
      var grid = Grid()
      var more = true
      while more { more = try reader.next(into: &grid) }
      return grid
    } catch {
      var fault = error
      // A pipeline file that cannot be read is a wrong setting, not bad data.
      if fault.kind == .data || fault.kind == .missing { fault.kind = .setting }
      throw fault
    }
  }
}
