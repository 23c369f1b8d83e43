import FileKit
import Spreadsheets
import Tables
import Values

/// One reader each, and what it promises whatever the bytes are.
enum Target: String, CaseIterable {
  /// Delimited text in any encoding, down to verified rows.
  case text
  /// The XML of a sheet: the short way through its bytes says what the parser says.
  case sheet
  /// The other parts of a workbook: texts, styles, relationships, the workbook itself.
  case parts
  /// The archive around them.
  case zip
  /// The container and the records of an old workbook, without the library that only the child calls.
  case xls
  /// Cells of every kind into fields of every kind.
  case cells
  /// The input cells of decision tables, and the literals in them.
  case rules
  /// Whole decision tables with their cases.
  case tables

  func run(_ bytes: UnsafeRawBufferPointer) -> Int32 {
    switch self {
    case .text: MemoryFile(bytes).open { Promises.list(in: $0) }
    case .sheet: Promises.sheet(bytes)
    case .parts: MemoryFile(Parts.workbook(bytes)).open { Promises.list(in: $0) }
    case .zip: MemoryFile(bytes).open { Promises.list(in: $0) }
    case .xls: MemoryFile(bytes).open { _ = SheetChild.walkAlone(path: $0, limits: Promises.limits) }
    case .cells: Promises.cell(bytes)
    case .rules: RulePromises.cell(bytes)
    case .tables: RulePromises.table(bytes)
    }
    return 0
  }

  var seeds: [[UInt8]] {
    switch self {
    case .text: Seeds.texts
    case .sheet: Seeds.rows.map { Array($0.utf8) }
    case .parts: [Parts.seed]
    case .zip: [Parts.seed.withUnsafeBytes { Parts.workbook($0) }]
    case .xls: Seeds.oldWorkbooks
    case .cells: Seeds.cells
    case .rules: Seeds.ruleCells
    case .tables: Seeds.ruleTables.map { Array($0.utf8) }
    }
  }
}
