package import Tables
package import Values

/// Rows of a file, whatever its kind, chunk by chunk: one shape for delimited text and workbooks. Memory stays flat however long the file is.
/// What the rows mean is asked elsewhere (Tables).
package final class SheetReader {
  private enum Source {
    case text(DelimitedText)
    case workbook(Workbook)
    case binary(BinaryWorkbook)
  }

  package let kind: FileKind
  private let name: String
  private let limits: ReadLimits
  private let hints: ReadHints
  private var source: Source

  /// Opens the file, finds out its kind, and stands before the first row of the sheet the hints name: else of the first visible sheet with anything in it.
  /// `name` is what messages call the file.
  package init(path: String, name: String? = nil, limits: ReadLimits = .standard, hints: ReadHints = ReadHints()) throws(Fault) {
    let file = try InputFile(path: path, name: name, limits: limits)
    self.name = file.name
    self.limits = limits
    self.hints = hints
    let start = try file.peek(4096)
    kind =
      hints.encoding == nil
      ? FileKind.of(start) : FileKind.of(start) == .foreign && FileKind.foreignName(start) == nil ? .text : FileKind.of(start)
    switch kind {
    case .text: source = .text(try DelimitedText(file, limits: limits, hints: hints))
    case .xlsx: source = .workbook(try Workbook(path: path, name: file.name, limits: limits, sheet: hints.sheet))
    case .xls: source = .binary(try BinaryWorkbook(path: path, name: file.name, limits: limits, sheet: hints.sheet))
    case .markup: throw ReadFault.markup(file.name, isHTML: SheetReader.isHTML(start))
    case .foreign: throw ReadFault.foreign(file.name, FileKind.foreignName(start))
    }
  }

  /// For display: `UTF-8 with BOM`, `GB18030`; empty for workbooks.
  package var encoding: String {
    switch source {
    case .text(let text): text.encoding.shown
    case .workbook, .binary: ""
    }
  }

  package var delimiter: UInt8? {
    switch source {
    case .text(let text): text.delimiter
    case .workbook, .binary: nil
    }
  }

  /// A text has one, without a name.
  package var sheets: [Worksheet] {
    switch source {
    case .text: [Worksheet(name: "", hidden: false)]
    case .workbook(let workbook): workbook.sheets.map { Worksheet(name: $0.name, hidden: $0.isHidden) }
    case .binary(let workbook): workbook.sheets
    }
  }

  /// Index of the sheet being read.
  package var sheet: Int {
    switch source {
    case .text: 0
    case .workbook(let workbook): workbook.selected
    case .binary(let workbook): workbook.selected
    }
  }

  /// Index of the sheet the workbook was left at when it was saved; nil where nobody says.
  var front: Int? {
    switch source {
    case .text, .binary: nil
    case .workbook(let workbook): workbook.front
    }
  }

  /// The file, and for a workbook the sheet.
  package var place: Place {
    switch source {
    case .text: Place(file: name)
    case .workbook, .binary: Place(file: name, sheet: sheets[sheet].name)
    }
  }

  /// Stands before the first row of that sheet.
  package func select(sheet: Int) throws(Fault) {
    switch source {
    case .text(let text): try text.restart()
    case .workbook(let workbook): try workbook.select(sheet)
    case .binary(let workbook): try workbook.select(sheet)
    }
  }

  /// Appends the next rows to `grid`, which the caller has emptied: at least as many as asked unless the sheet ends or the chunk is large already.
  /// Every physical record is a row, blank ones too. False when nothing was left.
  package func next(into grid: inout Grid, atLeast rows: Int = 2048) throws(Fault) -> Bool {
    switch source {
    case .text(let text): try text.next(into: &grid, atLeast: rows)
    case .workbook(let workbook): try workbook.next(into: &grid, atLeast: rows)
    case .binary(let workbook): try workbook.next(into: &grid, atLeast: rows)
    }
  }

  /// Finds the sheet and the header in it. The first rows, header included, stand in `grid` afterwards: they go to the verifier before `next` is asked.
  package func findHeader(schema: Schema, shapes: [Shape] = [], into grid: inout Grid) throws(Fault) -> HeaderMap {
    let visible = sheets.indices.filter { !sheets[$0].hidden }
    let candidates = hints.sheet != nil || visible.count < 2 ? [sheet] : visible
    var found: [(sheet: Int, header: HeaderMap, hasRows: Bool)] = []
    var refusals: [(place: Place, refusal: HeaderRefusal)] = []
    for candidate in candidates {
      if candidates.count > 1 { try select(sheet: candidate) }
      grid.removeAll()
      _ = try next(into: &grid, atLeast: HeaderMap.searched + HeaderMap.deepest)
      switch HeaderMap.find(in: grid, schema: schema, shapes: shapes) {
      case .found(let header): found.append((candidate, header, grid.rows.contains { $0.number > header.lastRow && $0.count > 0 }))
      case .refused(let refusal): refusals.append((place, refusal))
      }
    }
    // Where one sheet has a header of several columns, a single name that stands on another, as on a sheet of notes, is none.
    func columns(_ header: HeaderMap) -> Int { header.columnOfField.count { $0 >= 0 } }
    if (found.map { columns($0.header) }.max() ?? 0) > 2 { found.removeAll { columns($0.header) == 1 } }
    // A sheet with the header alone beside one with rows is an unused form.
    let lists = found.filter(\.hasRows)
    let chosen: (sheet: Int, header: HeaderMap, hasRows: Bool)?
    if lists.count > 1 {
      guard let one = try sameList(lists.map { ($0.sheet, $0.header) }) else {
        throw ReadFault.severalSheets(name, lists.map { sheets[$0.sheet].name })
      }
      chosen = lists.first { $0.sheet == one }
    } else {
      chosen = lists.first ?? found.first
    }
    guard let chosen else {
      let said = refusals.filter { !$0.refusal.isEmpty }.min { $0.refusal.missing.count < $1.refusal.missing.count } ?? refusals.first
      throw said.map { $0.refusal.fault($0.place) } ?? ReadFault.empty(name)
    }
    if candidates.count > 1 {
      try select(sheet: chosen.sheet)
      grid.removeAll()
      _ = try next(into: &grid, atLeast: HeaderMap.searched + HeaderMap.deepest)
    }
    return chosen.header
  }

  private static func isHTML(_ start: [UInt8]) -> Bool {
    let text = String(decoding: start.prefix(1024), as: UTF8.self).lowercased()
    return text.contains("<html") || text.contains("<table") || text.contains("<!doctype html") || text.contains("<meta")
  }
}
