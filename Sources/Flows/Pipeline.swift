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
  /// Statistical models by name, as their files say them.
  package var statistics: [(name: String, model: Setting)] = []
  /// Parties' profiles, by party.
  package var profiles: [String: DecisionTable] = [:]
  /// The root's calendar, for what counts workdays.
  package var calendar = WorkCalendar()

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
  /// The kind of line that fills it; of a register sheet the kind whose open facts stand beside it, or empty.
  package var lines: String
  /// The kind of state a register sheet lists; empty on a sheet of lines.
  package var states: String
  package var together: Bool
  package var columns: [Sheet.Column]
  package var breakdown: [String]
  package var media: [Sheet.Medium] = [.xlsx]
  package var page = Sheet.Page()
  package var also: [String] = []
  package var picture = Sheet.Picture()
  package var leaf: Sheet.Leaf?
  /// The question whose answers fill it; empty on other sheets. And which of them: texts by the question's field.
  package var answers = ""
  package var shown: [String: [String]] = [:]
  package var echo = ""
  /// Kinds of lines.
  package var unclaimed: (of: String, without: String)?
  package var place: String

  package init(
    name: String, title: String, titleEnglish: String, lines: String, states: String = "", together: Bool, columns: [Sheet.Column],
    breakdown: [String], place: String
  ) {
    self.name = name
    self.title = title
    self.titleEnglish = titleEnglish
    self.lines = lines
    self.states = states
    self.together = together
    self.columns = columns
    self.breakdown = breakdown
    self.place = place
  }

  /// The trunk's own columns, which any sheet may show.
  package static let trunkFields: Set<String> = [
    "source-file", "source-row", "state", "reason", "reason-text", "age", "part", "author", "remedy",
  ]

  /// What a register sheet may show beside the fields of its states.
  package static let registerFields: Set<String> = ["key", "part", "due"]

  /// Binds the sheet to the flow's lines or states; a column that neither they nor a fact nor the trunk has is a wrong setting.
  package func bound(
    to lines: [LineKind], states: [StateKind] = [], facts: [Schema], questions: [Question] = []
  ) throws(Fault) -> Sheet {
    if !answers.isEmpty { return try answering(questions, lines) }
    if !self.states.isEmpty { return try register(lines, states) }
    guard let kind = lines.firstIndex(where: { $0.name == self.lines }) else { throw unknown("lines", self.lines, lines.map(\.name)) }
    var bound = columns
    for index in bound.indices {
      let field = bound[index].field
      if SheetDraft.trunkFields.contains(field) { continue }
      // Several feeds may call a field so, and the lines too: what is personal in one of them is personal.
      let kinds = ([lines[kind].name] + also).compactMap { name in lines.first { $0.name == name }?.schema }
      let known = (kinds + facts).compactMap { schema in schema.index(of: field).map { schema.fields[$0] } }
      if known.isEmpty { throw unknownField(index, "the line nor of the feed") }
      bound[index].personal = known.lazy.map(\.personal).first { !$0.isEmpty } ?? ""
    }
    return try dressed(
      lines,
      Sheet(
        name: name, title: title, titleEnglish: titleEnglish, lines: kind, together: together, columns: bound, breakdown: breakdown))
  }

  private func register(_ lines: [LineKind], _ states: [StateKind]) throws(Fault) -> Sheet {
    guard let kind = states.first(where: { $0.name == self.states }) else { throw unknown("states", self.states, states.map(\.name)) }
    var open = Sheet.noLines
    if !self.lines.isEmpty {
      guard let found = lines.firstIndex(where: { $0.name == self.lines }) else { throw unknown("lines", self.lines, lines.map(\.name)) }
      open = found
    }
    var bound = columns
    for index in bound.indices {
      if SheetDraft.registerFields.contains(bound[index].field) {
        if bound[index].field == "key" { bound[index].personal = kind.keyPersonal }
        continue
      }
      guard let at = kind.schema.index(of: bound[index].field) else { throw unknownField(index, "the state nor key, part or due") }
      bound[index].personal = kind.schema.fields[at].personal
    }
    for field in leaf.map({ [$0.name, $0.run] }) ?? [] where kind.schema.index(of: field) == nil {
      throw unknown("each", field, kind.schema.fields.map(\.name))
    }
    return try dressed(
      lines,
      Sheet(
        name: name, title: title, titleEnglish: titleEnglish, lines: open, states: kind, together: together, columns: bound,
        breakdown: breakdown))
  }

  private func answering(_ questions: [Question], _ lines: [LineKind]) throws(Fault) -> Sheet {
    guard let question = questions.first(where: { $0.name == answers }) else { throw unknown("answers", answers, questions.map(\.name)) }
    var found = Sheet.Answers(question: question, shown: [:])
    for (field, texts) in shown {
      guard let column = found.column(field) else { throw unknown("show", field, question.columns.map(\.titleEnglish)) }
      found.shown[column] = Set(texts)
    }
    var bound = columns
    for index in bound.indices where bound[index].field != "part" {
      guard let column = found.column(bound[index].field) else { throw unknownField(index, "the answers nor part") }
      bound[index].personal = question.columns[column].personal
    }
    let kind = StateKind(question.kind, query: question.name, keyTitle: "", listing: .first, fields: [])
    var sheet = try dressed(
      lines,
      Sheet(
        name: name, title: title, titleEnglish: titleEnglish, lines: Sheet.noLines, states: kind, together: together, columns: bound,
        breakdown: breakdown))
    sheet.answers = found
    return sheet
  }

  /// The sheet on its papers.
  private func dressed(_ lines: [LineKind], _ sheet: Sheet) throws(Fault) -> Sheet {
    var sheet = sheet
    sheet.media = media
    sheet.page = page
    sheet.picture = picture
    sheet.leaf = leaf
    sheet.echo = echo
    for name in also {
      guard let kind = lines.firstIndex(where: { $0.name == name }) else { throw unknown("also", name, lines.map(\.name)) }
      sheet.also.append(kind)
    }
    if let unclaimed {
      guard let of = lines.firstIndex(where: { $0.name == unclaimed.of }) else {
        throw unknown("unclaimed", unclaimed.of, lines.map(\.name))
      }
      guard let without = lines.firstIndex(where: { $0.name == unclaimed.without }) else {
        throw unknown("unclaimed", unclaimed.without, lines.map(\.name))
      }
      sheet.unclaimed = (of, without)
    }
    return sheet
  }

  private func unknown(_ setting: String, _ found: String, _ known: [String]) -> Fault {
    Fault(
      .setting, code: "sheet-\(setting)-unknown", place: place, cause: "\(setting): \(found) is not a kind this flow has",
      remedy: known.isEmpty ? "take the sheet away" : "write one of: \(known.joined(separator: ", "))")
  }

  private func unknownField(_ index: Int, _ what: String) -> Fault {
    Fault(
      .setting, code: "sheet-field-unknown", place: "\(place) row \(index + 2) column A",
      cause: "\(columns[index].field) is neither a field of \(what)", remedy: "correct the name, or declare the field in the feeds file")
  }
}
