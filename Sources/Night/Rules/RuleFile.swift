import Foundation
package import Rules
import Spreadsheets
package import Tables
package import Values

/// A file of decision tables, known by its bytes: CSV, a workbook with one or several sheets, a DMN model. It reads them with the examples that stand
/// beside them; what is wrong with a table is asked elsewhere.
package struct RuleFile: Sendable {
  /// As messages call it.
  package let name: String
  package private(set) var tables: [DecisionTable] = []
  /// By the table's place in `tables`.
  package private(set) var examples: [Int: RuleExamples] = [:]
  /// Visible sheets with something in them that are neither a table nor examples.
  package private(set) var passedOver: [Place] = []

  /// A file that is not there is missing (66); one that cannot be read as tables is a wrong setting (78).
  package init(path: String, name: String? = nil) throws(Fault) {
    self.name = name ?? path
    guard FileManager.default.fileExists(atPath: path) else {
      throw Fault(
        .missing, code: "file-missing", place: self.name, cause: "there is no such file", remedy: "check the name and the folder")
    }
    do throws(Fault) {
      switch try FileKind.of(path: path, name: self.name) {
      case .markup: try readModel(path)
      case .xlsx, .xls: try readSheets(path)
      case .text, .foreign:
        tables = [try RuleFile.table(RuleFile.stem(self.name), CellFile.grid(path, name: self.name), Place(file: self.name))]
      }
      try readExamples(beside: path)
    } catch {
      var fault = error
      if fault.kind == .data { fault.kind = .setting }
      throw fault
    }
  }

  /// The one table of the file, or the one of that name.
  package func table(named wanted: String? = nil) throws(Fault) -> DecisionTable {
    if let wanted {
      guard let found = tables.first(where: { $0.name == wanted || $0.place.sheet == wanted }) else {
        throw Fault(
          .missing, code: "table-missing", place: name, cause: "there is no table \(wanted) in it",
          remedy: "name one of: \(tables.map(\.name).joined(separator: ", "))")
      }
      return found
    }
    guard tables.count == 1 else {
      throw Fault(
        .usage, code: "tables-several", place: name, cause: "it holds \(tables.count) tables",
        remedy: "name one with --table: \(tables.map(\.name).joined(separator: ", "))")
    }
    return tables[0]
  }

  /// `income` of `rules/income.csv`.
  package static func stem(_ path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
  }

  // MARK: Kinds

  private static func table(_ name: String, _ grid: Grid, _ place: Place) throws(Fault) -> DecisionTable {
    try DecisionTable(name: name, grid: grid, place: place)
  }

  private mutating func readModel(_ path: String) throws(Fault) {
    tables = try DMN.tables(of: RuleFile.element(MarkupFile.read(path: path, name: name)), place: Place(file: name))
  }

  private static func element(_ markup: MarkupElement) -> DMNElement {
    DMNElement(
      markup.name, markup.attributes.map { ($0.name, $0.value) }, text: markup.text, children: markup.children.map(RuleFile.element))
  }

  private mutating func readSheets(_ path: String) throws(Fault) {
    let reader = try SheetReader(path: path, name: name)
    var sheets: [(place: Place, grid: Grid)] = []
    for index in reader.sheets.indices where !reader.sheets[index].hidden {
      try reader.select(sheet: index)
      var grid = Grid()
      var more = true
      while more { more = try reader.next(into: &grid) }
      if grid.cells.contains(where: { $0.kind != .blank && $0.length > 0 }) { sheets.append((reader.place, grid)) }
    }
    guard !sheets.isEmpty else {
      throw Fault(
        .setting, code: "table-incomplete", place: name, cause: "no visible sheet has anything in it", remedy: "put a rule table on a sheet"
      )
    }
    let isTable = sheets.map { sheets.count == 1 || RuleFile.looksLikeTable($0.grid) }
    for (sheet, isOne) in zip(sheets, isTable) where isOne {
      let tab = sheet.place.sheet ?? ""
      let isNamed = sheets.count > 1 || tab.wholeMatch(of: /(?i)(sheet|工作表|表)\s*\d*/) == nil
      tables.append(try RuleFile.table(isNamed ? tab : RuleFile.stem(name), sheet.grid, sheet.place))
    }
    guard !tables.isEmpty else { return tables = [try RuleFile.table(RuleFile.stem(name), sheets[0].grid, sheets[0].place)] }
    for (sheet, isOne) in zip(sheets, isTable) where !isOne {
      guard let table = RuleFile.subject(ofExamples: sheet.place.sheet ?? "", tables) else {
        passedOver.append(sheet.place)
        continue
      }
      examples[table] = try RuleExamples(grid: sheet.grid, place: sheet.place)
    }
  }

  /// Its second row says what each column is.
  private static func looksLikeTable(_ grid: Grid) -> Bool {
    grid.rows.filter { row in (0..<Int(row.count)).contains { grid.cell(row, $0).length > 0 } }.dropFirst().first.map { row in
      ["kind", "类别"].contains(Literal.trimmed(grid.text(grid.cell(row, 0))).lowercased())
    } ?? false
  }

  /// `收入规则.examples` and `收入规则示例` hold the examples of 收入规则.
  private static func subject(ofExamples sheet: String, _ tables: [DecisionTable]) -> Int? {
    for ending in [".examples", "示例", "例子"] where sheet.hasSuffix(ending) {
      if let table = tables.firstIndex(where: { $0.name == sheet.dropLast(ending.count) }) { return table }
    }
    return nil
  }

  /// `income.examples.csv` beside `income.csv`; where the file holds several tables, one by each table's name.
  private mutating func readExamples(beside path: String) throws(Fault) {
    func sibling(_ path: String, _ file: String) -> String {
      path.contains("/") ? path[...path.lastIndex(of: "/")!] + file : file
    }
    for index in tables.indices where examples[index] == nil {
      let file = (tables.count == 1 ? RuleFile.stem(path) : tables[index].name) + ".examples.csv"
      guard !file.contains("/"), FileManager.default.fileExists(atPath: sibling(path, file)) else { continue }
      let place = Place(file: sibling(name, file))
      examples[index] = try RuleExamples(rows: CellFile.rows(sibling(path, file), name: place.file), place: place)
    }
  }
}
