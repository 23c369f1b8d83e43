import Flows
import Spreadsheets
import Tables
import Values

/// `feeds/<feed>.csv` and the feed's entry in `pipeline.yaml`, together.
enum FeedFile {
  static func feed(_ name: String, _ entry: Setting, folder: String, pipeline: String) throws(Fault) -> Feed {
    let file = "pipelines/\(pipeline)/feeds/\(name).csv"
    let rows = try CellFile.rows("\(folder)/feeds/\(name).csv", name: file)
    let schema = try Schema(name: name, rows: rows, place: Place(file: file))
    func field(_ setting: Setting) throws(Fault) -> Int {
      let name = try setting.text()
      guard let index = schema.index(of: name) else {
        throw setting.wrong("\(file) declares no field \(name)", "correct the name, or declare the field")
      }
      return index
    }
    var key: [Int] = []
    for setting in try entry.required("key").list() { key.append(try field(setting)) }
    var shapes: [Shape] = []
    for setting in try entry["shapes"]?.list() ?? [] { shapes.append(try shape(setting, schema, file)) }
    var feed = Feed(name: name, title: try entry["title"]?.text() ?? name, schema: schema, shapes: shapes, key: key)
    if let identity = entry["identity"] { feed.identity = try identity.choice(Identity.self).value }
    if let complete = entry["complete"] { feed.complete = try completeness(complete) }
    if let revises = entry["revises"] { feed.revises = try revises.boolean() }
    if let at = entry["at"] { feed.at = try field(at) }
    if let amount = entry["amount"] { feed.amount = try field(amount) }
    if let encoding = entry["encoding"] {
      let name = try encoding.text()
      guard ReadHints.knows(encoding: name) else {
        throw encoding.wrong(
          "the encoding \(name) is not known", "write UTF-8, GB18030, BIG5, UTF-16LE or UTF-16BE, or leave it out: the file is looked at")
      }
      feed.encoding = name
    }
    for (name, limit) in try entry["limits"]?.entries() ?? [] {
      guard ReadLimits.names.contains(name) else {
        throw limit.wrong("the limit \(name) is not known", "use one of: \(ReadLimits.names.joined(separator: ", "))")
      }
      guard let value = ReadLimits.number(try limit.text()) else {
        throw limit.wrong("\(try limit.text()) is neither a count nor a size", "write a whole number, or a size such as 500 MB or 2 GB")
      }
      feed.limits[name] = value
    }
    feed.correction = schema.index(of: "correction")
    if let tables = entry["tables"] {
      feed.wholeSet = try entry.required("whole-set").text()
      for (name, form) in try tables.entries() { feed.tables.append(try table(name, form)) }
      for name in ["table", "digest", "cells"] where schema.index(of: name) == nil {
        throw tables.wrong("\(file) declares no field \(name)", "a feed of tables needs the fields table, digest and cells")
      }
    }
    return feed
  }

  private enum Identity: String, CaseIterable {
    case party, feed
    var value: Feed.Identity { self == .party ? .party : .feed }
  }

  /// `{aliases: […]}` for a decision table; with `columns: {产品编码: id, 起: date}` a list.
  private static func table(_ name: String, _ entry: Setting) throws(Fault) -> Feed.TableForm {
    var fields: [Field] = []
    for (header, kind) in try entry["columns"]?.entries() ?? [] {
      guard let found = Field.Kind(rawValue: try kind.text()) else {
        throw kind.wrong("\(try kind.text()) is no type", "write one of: \(Field.Kind.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      fields.append(Field(name: header, header: header, kind: found))
    }
    return Feed.TableForm(
      name: name, aliases: try entry["aliases"]?.texts() ?? [], list: fields.isEmpty ? nil : Schema(name: name, fields: fields))
  }

  private static func completeness(_ setting: Setting) throws(Fault) -> Feed.Completeness {
    guard let found = Feed.Completeness(rawValue: try setting.text()) else {
      throw setting.wrong("\(try setting.text()) is not known here", "write none, total-row or done-file")
    }
    return found
  }

  private static func shape(_ setting: Setting, _ schema: Schema, _ file: String) throws(Fault) -> Shape {
    func known(_ setting: Setting) throws(Fault) -> String {
      let name = try setting.text()
      if schema.index(of: name) == nil {
        throw setting.wrong("\(file) declares no field \(name)", "correct the name, or declare the field")
      }
      return name
    }
    var requires: [String] = []
    for field in try setting.required("requires").list() { requires.append(try known(field)) }
    var lines: [Shape.Line] = []
    for line in try setting["lines"]?.list() ?? [] {
      var fixed: [String: String] = [:]
      for (field, value) in try line["fixed"]?.entries() ?? [] { fixed[field] = try value.text() }
      var takes: [String: String] = [:]
      // `none`: this line has no such value, whatever the row says.
      for (field, value) in try line["takes"]?.entries() ?? [] { takes[field] = try value.text() == "none" ? "" : try known(value) }
      lines.append(Shape.Line(fixed: fixed, takes: takes, presentBy: try known(try line.required("present-by"))))
    }
    var shape = Shape(name: try setting.required("name").text(), requires: requires, lines: lines)
    if let check = setting["sum-check"] {
      shape.checkedTotal = try known(try check.required("total"))
      shape.summedField = try known(try check.required("of"))
      shape.besides = try check["besides"].map { besides throws(Fault) -> String in try known(besides) }
    }
    return shape
  }
}
