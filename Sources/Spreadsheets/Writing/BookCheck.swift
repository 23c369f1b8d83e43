package import Values
import Tables

/// Reads a finished workbook back and holds it to what was meant: law 5, nothing leaves unread.
/// libxlsxwriter reports success over a full temporary disk and other faults; a workbook that passed here has every row, every text as text,
/// every sum to the fen, and formulas whose cached values are ours. Streams; memory does not grow with the rows.
package struct BookCheck {
  private let path: String
  private let name: String

  /// Throws a fault naming sheet, row and column of the first thing that is not as written. `rows` and `sums` are the ledger's figures,
  /// in all and by total column, where the caller has them: they take precedence over the writer's own. `path` is for a file that was moved.
  package static func run(
    _ report: BookReport, path: String? = nil, rows: [BookList: Int] = [:], sums: [BookList: [Int: Int64]] = [:]
  ) throws(Fault) {
    let check = BookCheck(path: path ?? report.path)
    let reader = try SheetReader(path: check.path, limits: .ownWorkbook)
    for (key, list) in report.lists.sorted(by: { $0.value.sheets[0].name < $1.value.sheets[0].name }) {
      if let wanted = rows[key], wanted != list.rows {
        throw check.differs(
          Place(file: check.name, sheet: list.sheets[0].name), "\(list.rows) rows were written, the ledger has \(wanted)")
      }
      try check.list(list, foot: report.cached, sums: list.sums.merging(sums[key] ?? [:]) { _, ledger in ledger }, reader)
    }
    // The foot of a list was held to its cached values on the way through the list.
    let lists = Set(report.lists.values.flatMap { $0.sheets.map(\.name) })
    try check.cached(report.cached.filter { !lists.contains($0.sheet) }, reader)
  }

  private init(path: String) {
    self.path = path
    name = path.split(separator: "/").last.map(String.init) ?? path
  }

  // MARK: Lists

  /// All sheets of a list together must give the rows and sums of the list.
  private func list(_ list: BookReport.List, foot cells: [CachedCell], sums: [Int: Int64], _ reader: SheetReader) throws(Fault) {
    var found = sums.mapValues { _ in Int64(0) }
    var counted = 0
    for (index, sheet) in list.sheets.enumerated() {
      try select(sheet.name, reader)
      let foot = list.hasFoot && index == list.sheets.count - 1 ? cells.filter { $0.sheet == sheet.name } : []
      try rows(of: sheet, list, foot: foot, sums: &found, counted: &counted, reader)
    }
    guard counted == list.counted.rows else {
      throw differs(
        Place(file: name, sheet: list.sheets[0].name, column: list.counted.column, header: list.columns[list.counted.column].title),
        "has \(counted) cells that are not blank, \(list.counted.rows) were written")
    }
    for (column, sum) in sums.sorted(by: { $0.key < $1.key }) where found[column] != sum {
      let format = list.columns[column].format
      throw differs(
        Place(file: name, sheet: list.sheets[0].name, column: column, header: list.columns[column].title),
        "adds up to \(Decimals.text(found[column]!, places: format.places)), it should be \(Decimals.text(sum, places: format.places))")
    }
  }

  private func rows(
    of sheet: (name: String, rows: Int), _ list: BookReport.List, foot: [CachedCell], sums: inout [Int: Int64], counted: inout Int,
    _ reader: SheetReader
  ) throws(Fault) {
    let summed = sums.keys.sorted()
    var totals = Array(repeating: Int64(0), count: summed.count)
    let texts = list.columns.indices.filter { list.columns[$0].format == .text || list.columns[$0].format == .id }
    let width = list.columns.count
    var grid = Grid()
    var expected: Int32 = 1
    let lastRow = Int32(sheet.rows + 1)
    var hasFoot = !foot.isEmpty
    while try reader.next(into: &grid) {
      for row in grid.rows {
        // A blank list has a blank row between its header and its foot.
        if row.count == 0, row.number > lastRow { continue }
        if row.number > lastRow, let first = foot.first, Int(row.number) == first.row + 1 {
          for cell in foot { try compare(cell, row, grid) }
          hasFoot = false
          continue
        }
        guard row.number == expected else {
          throw differs(
            Place(file: name, sheet: sheet.name, row: Int(expected)), "row \(row.number) stands where row \(expected) should be")
        }
        guard row.number <= lastRow else {
          throw differs(Place(file: name, sheet: sheet.name, row: Int(row.number)), "is beyond the \(sheet.rows) rows that were written")
        }
        guard Int(row.count) <= width else {
          throw differs(Place(file: name, sheet: sheet.name, row: Int(row.number)), "has \(row.count) cells, the list has \(width) columns")
        }
        expected += 1
        if row.number == 1 {
          try header(row, grid, sheet.name, list)
          continue
        }
        if grid.cell(row, list.counted.column).kind != .blank {
          counted += 1
        } else if list.counted.rows == list.rows {
          throw differs(place(sheet.name, row, list.counted.column, list), "is blank, it was not when it was written")
        }
        for column in texts {
          let kind = grid.cell(row, column).kind
          if kind != .text, kind != .blank {
            throw differs(place(sheet.name, row, column, list), "holds a \(kind) where a text was written")
          }
        }
        for (index, column) in summed.enumerated() {
          let cell = grid.cell(row, column)
          if cell.kind == .blank { continue }
          // A number in a text cell is no part of any sum; spreadsheet programs pass it over too.
          if cell.kind == .text { continue }
          guard cell.kind == .number, let value = scaled(cell, grid, places: list.columns[column].format.places) else {
            throw differs(place(sheet.name, row, column, list), "holds \(grid.text(cell)), which is no amount of this column")
          }
          totals[index] &+= value
        }
      }
      grid.removeAll()
    }
    guard expected == lastRow + 1, !hasFoot else {
      throw differs(
        Place(file: name, sheet: sheet.name, row: Int(expected)), "the sheet ends here, \(sheet.rows) rows were written")
    }
    for (index, column) in summed.enumerated() { sums[column]! &+= totals[index] }
  }

  private func header(_ row: Grid.Row, _ grid: Grid, _ sheet: String, _ list: BookReport.List) throws(Fault) {
    for column in list.columns.indices where grid.text(grid.cell(row, column)) != list.columns[column].title {
      throw differs(place(sheet, row, column, list), "the header reads \(grid.text(grid.cell(row, column)))")
    }
  }

  // MARK: Formulas

  /// Sheet by sheet, in the order of rows, so that each sheet is gone through once.
  private func cached(_ cells: [CachedCell], _ reader: SheetReader) throws(Fault) {
    for (sheet, cells) in Dictionary(grouping: cells, by: \.sheet).sorted(by: { $0.key < $1.key }) {
      try select(sheet, reader)
      var wanted = cells.sorted { ($0.row, $0.column) < ($1.row, $1.column) }[...]
      var grid = Grid()
      while !wanted.isEmpty, try reader.next(into: &grid) {
        for row in grid.rows {
          while let cell = wanted.first, cell.row + 1 <= Int(row.number) {
            wanted = wanted.dropFirst()
            try compare(cell, row, grid)
          }
        }
        grid.removeAll()
      }
      if let cell = wanted.first {
        throw differs(Place(file: name, sheet: sheet, row: cell.row + 1, column: cell.column), "the formula is missing")
      }
    }
  }

  private func compare(_ cell: CachedCell, _ row: Grid.Row, _ grid: borrowing Grid) throws(Fault) {
    let found = grid.cell(row, cell.column)
    let agrees: Bool
    switch cell.value {
    case .text(let text): agrees = grid.text(found) == text
    case .number(let number, let places): agrees = found.kind == .number && scaled(found, grid, places: places) == number
    }
    if !agrees || cell.row + 1 != Int(row.number) {
      throw differs(
        Place(file: name, sheet: cell.sheet, row: cell.row + 1, column: cell.column),
        "the formula's value reads \(grid.text(found)), it should be \(cell.value)")
    }
  }

  // MARK: Parts

  private func select(_ sheet: String, _ reader: SheetReader) throws(Fault) {
    guard let index = reader.sheets.firstIndex(where: { $0.name == sheet }) else {
      throw differs(Place(file: name, sheet: sheet), "the sheet is missing")
    }
    try reader.select(sheet: index)
  }

  private func scaled(_ cell: Grid.Cell, _ grid: borrowing Grid, places: Int) -> Int64? {
    grid.bytes.withUnsafeBytes { bytes in
      PrintedNumber.scaled(UnsafeRawBufferPointer(rebasing: bytes[Int(cell.offset)..<Int(cell.offset) + Int(cell.length)]), places: places)
    }
  }

  private func place(_ sheet: String, _ row: Grid.Row, _ column: Int, _ list: BookReport.List) -> Place {
    Place(file: name, sheet: sheet, row: Int(row.number), column: column, header: list.columns[column].title)
  }

  private func differs(_ place: Place, _ cause: String) -> Fault {
    Fault(
      .inputOutput, code: "workbook-differs", place: place.description, cause: cause,
      remedy: "the workbook was not published; check free space on the disk and in the folder for temporary files, and run again")
  }
}

extension ReadLimits {
  /// Our own sheets are as large as they are: what is measured here is whether they are whole.
  fileprivate static var ownWorkbook: ReadLimits {
    var limits = ReadLimits()
    limits.fileBytes = .max
    limits.inflatedBytes = .max
    limits.inflationRatio = .max
    limits.columns = 16_384
    limits.cellBytes = 4 * OutgoingText.limit
    return limits
  }
}
