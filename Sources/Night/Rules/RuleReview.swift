import Flows
import Foundation
package import Rules
import Tables
package import Values

/// Everything a colleague would remark about rule files, before any row meets them: each table by itself, its examples, the tables of a flow side by
/// side. (`settle rules check`)
package struct RuleReview: Sendable {
  package private(set) var findings: [Finding] = []
  /// Files and settings that could not be read; the others were looked at all the same.
  package private(set) var unread: [Fault] = []
  package private(set) var tables = 0
  package private(set) var rules = 0

  /// `paths` are files, folders of files, a flow's folder, `pipelines/` or a working root. The tables of several files are compared in the order given,
  /// those of a flow's folder in the order its `pipeline.yaml` states.
  package init(paths: [String], makers: [NightShift.Maker], effort: Int = RuleCheck.usualEffort) {
    self.effort = effort
    var given: [String] = []
    for path in paths {
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
        lookAt(folder: path, makers)
      } else {
        given.append(path)
      }
    }
    if !given.isEmpty { lookAt(files: given) }
  }

  private let effort: Int

  // MARK: Folders

  private mutating func lookAt(folder: String, _ makers: [NightShift.Maker]) {
    let trimmed = folder.hasSuffix("/") && folder.count > 1 ? String(folder.dropLast()) : folder
    if exists("\(trimmed)/pipelines/access.csv") { return lookAt(folder: trimmed + "/pipelines", makers) }
    if exists("\(trimmed)/pipeline.yaml") {
      return attempt { review throws(Fault) in try review.lookAt(flow: trimmed) }
    }
    let inside = PipelineFiles.list(trimmed)
    let flows = inside.filter { exists("\(trimmed)/\($0)/pipeline.yaml") }
    for flow in flows { attempt { review throws(Fault) in try review.lookAt(flow: "\(trimmed)/\(flow)") } }
    if !flows.isEmpty {
      // What the flows themselves ask of their tables: outputs by name, inputs that exist.
      if exists(trimmed + "/access.csv"), unread.isEmpty {
        attempt { review throws(Fault) in _ = try House(folder: trimmed, makers: makers) }
      }
      return
    }
    let files = inside.filter { name in
      !name.hasSuffix(".examples.csv") && [".csv", ".xlsx", ".xls", ".dmn", ".xml"].contains { name.lowercased().hasSuffix($0) }
    }
    guard !files.isEmpty else {
      unread.append(
        Fault(
          .missing, code: "tables-missing", place: folder, cause: "there is no rule table in this folder",
          remedy: "name a file, a flow's folder, pipelines/ or a working root"))
      return
    }
    lookAt(files: files.map { "\(trimmed)/\($0)" })
  }

  /// A flow's tables as its `pipeline.yaml` names them.
  private mutating func lookAt(flow folder: String) throws(Fault) {
    let place = "\(folder)/pipeline.yaml"
    guard let text = try? String(contentsOfFile: place, encoding: .utf8) else {
      throw Fault(.setting, code: "setting-unreadable", place: place, cause: "the file is not UTF-8 text", remedy: "save it as UTF-8")
    }
    let settings = try YamlSettings.read(text, file: place)
    var byName: [String: DecisionTable] = [:]
    for (name, entry) in try settings["tables"]?.entries() ?? [] {
      attempt { review throws(Fault) in
        let found = try PipelineFiles.tableFile(at: entry.text(), entry: entry, folder: folder)
        byName[name] = try review.read(file: "\(folder)/\(found)").first
        byName[name]?.name = name
      }
    }
    guard let order = settings[RuleReview.orderSetting] else { return }
    var chain: [DecisionTable] = []
    for entry in try order.list() {
      let name = try entry.text()
      guard settings["tables"]?[name] != nil else {
        throw entry.wrong("\(name) is not among the tables", "name tables that stand under tables:")
      }
      if let table = byName[name] { chain.append(table) }
    }
    findings += RuleCheck.across(chain, effort: effort)
  }

  /// Tables a row must pass, in this order: what one covers the next should cover too.
  static let orderSetting = "matched-in-order"

  // MARK: Files

  private mutating func lookAt(files: [String]) {
    var read: [(path: String, tables: [DecisionTable])] = []
    for path in files {
      attempt { review throws(Fault) in read.append((path, try review.read(file: path))) }
    }
    guard read.flatMap(\.tables).count > 1 else { return }
    // Files of one flow, named by a shell in the order of the alphabet, are compared in the order the flow asks them.
    var order: [String]?
    let folders = Set(read.map { $0.path.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/") })
    if let folder = folders.first, folders.count == 1 {
      let place = (folder.isEmpty ? "" : folder + "/") + "pipeline.yaml"
      if exists(place), let text = try? String(contentsOfFile: place, encoding: .utf8),
        let settings = try? YamlSettings.read(text, file: place)
      {
        order = (try? settings[RuleReview.orderSetting]?.texts()) ?? []
      }
    }
    var chain = read.flatMap(\.tables)
    if let order {
      chain = order.compactMap { name in read.first { RuleFile.stem($0.path) == name }?.tables.first }
    }
    findings += RuleCheck.across(chain, effort: effort)
  }

  /// One file with its examples; its tables, for the comparison.
  private mutating func read(file path: String) throws(Fault) -> [DecisionTable] {
    let file = try RuleFile(path: path)
    for (index, table) in file.tables.enumerated() {
      tables += 1
      rules += table.rules.count
      findings += RuleCheck.findings(table, effort: effort)
      if let examples = file.examples[index] { findings += try table.check(examples) }
    }
    for place in file.passedOver {
      findings.append(
        Finding(
          "sheet-passed-over", .note, at: place, zh: "这张表不是规则表（第二行第一格不是 kind），没有检查。",
          en: "this sheet is no rule table (its second row does not begin with kind) and was passed over"))
    }
    return file.tables
  }

  private mutating func attempt(_ body: (inout RuleReview) throws(Fault) -> Void) {
    do throws(Fault) { try body(&self) } catch { unread.append(error) }
  }

  private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}
