import Foundation
package import Rules
import Spreadsheets
import Tables
package import Values

/// One form of a rule file into another: CSV, XLSX and DMN XML; old binary workbooks are read and not written. What was written is read back before it
/// takes its place, and must be the same tables, version and all. (`settle rules convert`)
package enum RuleConversion {
  package enum Form: String, Sendable, CaseIterable {
    case csv, xlsx, dmn, xml

    init(path: String) throws(Fault) {
      let ending = path.split(separator: "/").last?.split(separator: ".").dropFirst().last.map { $0.lowercased() } ?? ""
      guard let form = Form(rawValue: ending) else {
        throw Fault(
          .usage, code: "form-unknown", place: path,
          cause: ending == "xls"
            ? "old binary workbooks are read, and not written" : "the ending .\(ending) names no form a rule table has",
          remedy: "write .csv, .xlsx, .dmn or .xml")
      }
      self = form
    }
  }

  /// Fixes the bytes of a workbook: the same table is the same file.
  private static let day = Day(year: 2026, month: 1, day: 1)!

  /// The tables that now stand in `target`. `table` picks one of several; a file that is there already is only replaced when `force` says so.
  package static func convert(_ source: String, to target: String, table wanted: String? = nil, force: Bool = false) throws(Fault)
    -> [DecisionTable]
  {
    let form = try Form(path: target)
    let file = try RuleFile(path: source)
    let tables = wanted == nil && form != .csv ? file.tables : [try file.table(named: wanted)]
    guard force || !FileManager.default.fileExists(atPath: target) else {
      throw Fault(
        .usage, code: "file-stands", place: target, cause: "there is a file of that name already",
        remedy: "take another name, or say --force to replace it")
    }
    let folder = (target as NSString).deletingLastPathComponent
    let draft = (folder.isEmpty ? "." : folder) + "/.\(UUID().uuidString).part"
    defer { try? FileManager.default.removeItem(atPath: draft) }
    switch form {
    case .csv: try write(csv(tables[0]), draft, target)
    case .dmn, .xml: try write(Array(DMN.definitions(tables, name: RuleFile.stem(target)).document.utf8), draft, target)
    case .xlsx:
      try PlainBook.write(
        tables.map { PlainBook.Page(name: $0.name, rows: $0.canonicalRows(), headRows: 3) }, title: RuleFile.stem(target), path: draft,
        temporary: FileManager.default.temporaryDirectory.path, day: day)
    }
    let written = try RuleFile(path: draft, name: target).tables
    // A drawing has inputs before outputs: a table with its columns in another order comes back in that order, under a version of its own.
    let isDrawn = form == .dmn || form == .xml
    if let change = change(tables, written, asDrawn: isDrawn) {
      throw Fault(
        .program, code: "conversion-differs", place: target, cause: "what was written does not read back as the same tables: \(change)",
        remedy: "nothing was kept; report this message with the file \(source)")
    }
    guard rename(draft, target) == 0 else {
      throw Fault(
        .inputOutput, code: "file-not-written", place: target, cause: String(cString: strerror(errno)),
        remedy: "look at the folder, its permissions and the disk")
    }
    return written
  }

  /// The first cell that is not what it was.
  private static func change(_ tables: [DecisionTable], _ written: [DecisionTable], asDrawn: Bool) -> String? {
    if tables.count != written.count { return "\(tables.count) tables became \(written.count)" }
    for (table, other) in zip(tables, written) {
      let (rows, others) = (table.canonicalRows(asDrawn: asDrawn), other.canonicalRows(asDrawn: asDrawn))
      for (row, (cells, found)) in zip(rows, others).enumerated() {
        for (column, (cell, became)) in zip(cells, found).enumerated() where cell != became {
          return "\(table.name) row \(row + 1) column \(Place.letters(column)): `\(cell)` became `\(became)`"
        }
        if cells.count != found.count { return "\(table.name) row \(row + 1): \(cells.count) cells became \(found.count)" }
      }
      if rows.count != others.count { return "\(table.name): \(rows.count) rows became \(others.count)" }
    }
    return nil
  }

  /// With the mark spreadsheet programs know UTF-8 by.
  private static func csv(_ table: DecisionTable) -> [UInt8] {
    var text = CommaText(guardsFormulas: false)
    for row in table.canonicalRows() { text.append(row) }
    return [0xEF, 0xBB, 0xBF] + text.bytes
  }

  private static func write(_ bytes: [UInt8], _ draft: String, _ target: String) throws(Fault) {
    do { try Data(bytes).write(to: URL(fileURLWithPath: draft)) } catch {
      throw Fault(
        .inputOutput, code: "file-not-written", place: target, cause: error.localizedDescription,
        remedy: "look at the folder, its permissions and the disk")
    }
  }
}
