package import Rules
package import Tables
package import Values

/// A flow's folder under `pipelines/`, read and checked as a whole before the night: settings, feeds, sheets, decision tables.
package struct Pipeline: Sendable {
  package var name: String
  package var settings: Setting
  package var feeds: [String: Feed]
  package var sheets: [SheetDraft]
  package var tables: [String: DecisionTable]

  package init(name: String, settings: Setting, feeds: [String: Feed], sheets: [SheetDraft], tables: [String: DecisionTable]) {
    self.name = name
    self.settings = settings
    self.feeds = feeds
    self.sheets = sheets
    self.tables = tables
  }

  package func feed(_ name: String) throws(Fault) -> Feed {
    guard let feed = feeds[name] else {
      throw settings.wrong("the feed \(name) is not declared", "add feeds/\(name).csv and its entry under feeds:")
    }
    return feed
  }

  package func table(_ name: String) throws(Fault) -> DecisionTable {
    guard let table = tables[name] else {
      throw settings.wrong("the table \(name) is missing", "put rules/\(name).csv or rules/\(name).xlsx back")
    }
    return table
  }
}

/// A sheet as its files declare it, before its flow says which lines fill it.
package struct SheetDraft: Sendable {
  package var name: String
  package var title: String
  package var titleEnglish: String
  package var lines: String
  package var together: Bool
  package var columns: [Sheet.Column]
  package var breakdown: [String]
  package var media: [Sheet.Medium] = [.xlsx]
  package var page = Sheet.Page()
  package var place: String

  package init(
    name: String, title: String, titleEnglish: String, lines: String, together: Bool, columns: [Sheet.Column], breakdown: [String],
    place: String
  ) {
    self.name = name
    self.title = title
    self.titleEnglish = titleEnglish
    self.lines = lines
    self.together = together
    self.columns = columns
    self.breakdown = breakdown
    self.place = place
  }

  /// The trunk's own columns, which any sheet may show.
  package static let trunkFields: Set<String> = [
    "source-file", "source-row", "state", "reason", "reason-text", "age", "part", "author", "remedy",
  ]

  /// Binds the sheet to the flow's lines; a column that neither the line nor its fact nor the trunk has is a wrong setting.
  package func bound(to lines: [LineKind], facts: [Schema]) throws(Fault) -> Sheet {
    guard let kind = lines.firstIndex(where: { $0.name == self.lines }) else {
      throw Fault(
        .setting, code: "sheet-lines-unknown", place: place, cause: "lines: \(self.lines) is not a kind of line this flow writes",
        remedy: "write one of: \(lines.map(\.name).joined(separator: ", "))")
    }
    var bound = columns
    for index in bound.indices {
      let field = bound[index].field
      if SheetDraft.trunkFields.contains(field) { continue }
      guard let schema = facts.first(where: { $0.index(of: field) != nil }), let at = schema.index(of: field) else {
        if lines[kind].schema.index(of: field) != nil { continue }
        throw Fault(
          .setting, code: "sheet-field-unknown", place: "\(place) row \(index + 2) column A",
          cause: "\(field) is neither a field of the line nor of the feed",
          remedy: "correct the name, or declare the field in the feeds file")
      }
      bound[index].personal = schema.fields[at].personal
    }
    var sheet = Sheet(
      name: name, title: title, titleEnglish: titleEnglish, lines: kind, together: together, columns: bound, breakdown: breakdown)
    sheet.media = media
    sheet.page = page
    return sheet
  }
}
