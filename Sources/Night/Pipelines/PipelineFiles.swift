package import Flows
import Foundation
package import Ledger
import Rules
import Spreadsheets
import Tables
package import Values

/// Everything under `pipelines/`, read and checked as a whole before a night begins. What is wrong is a setting fault (78) with file, row, column.
package struct PipelineFiles: Sendable {
  package var access: Access
  package var chart: Chart
  package var pipelines: [Pipeline]
  package var operations: Operations

  package init(folder: String) throws(Fault) {
    access = try Access(rows: CellFile.rows(folder + "/access.csv", name: "pipelines/access.csv"), file: "pipelines/access.csv")
    chart = try Chart(rows: CellFile.rows(folder + "/accounts.csv", name: "pipelines/accounts.csv"), file: "pipelines/accounts.csv")
    operations = try Operations(folder: folder)
    pipelines = []
    for name in PipelineFiles.list(folder) where PipelineFiles.exists("\(folder)/\(name)/pipeline.yaml") {
      pipelines.append(try PipelineFiles.pipeline(name, folder: "\(folder)/\(name)"))
    }
    try operations.retention.check(
      feeds: Set(pipelines.flatMap { $0.feeds.keys }),
      sheets: Set(pipelines.flatMap { pipeline in pipeline.sheets.map(\.name) + pipeline.statistics.map(\.name) } + [Retention.receipt]),
      flows: Set(pipelines.map(\.name)))
  }

  private static func pipeline(_ name: String, folder: String) throws(Fault) -> Pipeline {
    let settings = try settings("\(folder)/pipeline.yaml", file: "pipelines/\(name)/pipeline.yaml")
    var feeds: [String: Feed] = [:]
    for (feed, entry) in try settings.required("feeds").entries() {
      feeds[feed] = try FeedFile.feed(feed, entry, folder: folder, pipeline: name)
    }
    var sheets: [SheetDraft] = []
    for (sheet, entry) in try settings["sheets"]?.entries() ?? [] {
      sheets.append(try SheetFile.draft(sheet, entry, folder: folder, pipeline: name))
    }
    var tables: [String: DecisionTable] = [:]
    for (table, entry) in try settings["tables"]?.entries() ?? [] {
      tables[table] = try Self.table(table, at: try entry.text(), entry: entry, folder: folder, pipeline: name)
    }
    var pipeline = Pipeline(name: name, settings: settings, feeds: feeds, sheets: sheets, tables: tables)
    for model in list("\(folder)/statistics") where model.hasSuffix(".yaml") {
      let setting = try Self.settings("\(folder)/statistics/\(model)", file: "pipelines/\(name)/statistics/\(model)")
      pipeline.statistics.append((String(model.dropLast(5)), setting))
    }
    for file in list("\(folder)/profiles") where !file.hasSuffix(".examples.csv") {
      guard let dot = file.lastIndex(of: "."), let entry = settings["profiles"] else {
        throw settings.wrong("profiles/ holds \(file), and the setting profiles names no feed", "add a line profiles: underwriting")
      }
      let party = String(file[..<dot])
      pipeline.profiles[party] = try Self.table("profile", at: "profiles/\(party)", entry: entry, folder: folder, pipeline: name)
    }
    return pipeline
  }

  private static func settings(_ path: String, file: String) throws(Fault) -> Setting {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw Fault(.setting, code: "setting-unreadable", place: file, cause: "the file is not UTF-8 text", remedy: "save it as UTF-8")
    }
    return try YamlSettings.read(text, file: file)
  }

  /// `rules/income` stands as .csv, .xlsx, .xls or .dmn; its examples beside it must hit.
  private static func table(_ name: String, at stem: String, entry: Setting, folder: String, pipeline: String) throws(Fault)
    -> DecisionTable
  {
    let found = try tableFile(at: stem, entry: entry, folder: folder)
    let file = "pipelines/\(pipeline)/\(found)"
    var table: DecisionTable
    if found.hasSuffix(".dmn") {
      table = try RuleFile(path: "\(folder)/\(found)", name: file).table()
      table.name = name
    } else {
      table = try DecisionTable(name: name, grid: CellFile.grid("\(folder)/\(found)", name: file), place: Place(file: file))
    }
    let examples = "\(folder)/\(stem).examples.csv"
    if exists(examples) {
      let place = Place(file: "pipelines/\(pipeline)/\(stem).examples.csv")
      let findings = try table.check(RuleExamples(rows: CellFile.rows(examples, name: place.file), place: place))
      if let finding = findings.first {
        throw Fault(
          .setting, code: "example-fails", place: finding.place.description, cause: finding.en,
          remedy: "correct the table, or the example if it asks for the wrong thing")
      }
    }
    return table
  }

  /// The one file a table stands in: `rules/income.csv`.
  static func tableFile(at stem: String, entry: Setting, folder: String) throws(Fault) -> String {
    let found = ["csv", "xlsx", "xls", "dmn"].filter { exists("\(folder)/\(stem).\($0)") }
    guard let kind = found.first, found.count == 1, !stem.contains("..") else {
      throw entry.wrong(
        found.isEmpty ? "there is no \(stem).csv or \(stem).xlsx" : "the table stands here twice: \(found.joined(separator: ", "))",
        found.isEmpty ? "put the table back, or correct its name" : "remove one of the two")
    }
    return "\(stem).\(kind)"
  }

  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
  static func list(_ folder: String) -> [String] { ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted() }
}
