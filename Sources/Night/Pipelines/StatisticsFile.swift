import Flows
import Tables
import Values

/// `statistics/<model>.yaml`: a statistical model, bound to the lines and feeds of its flow. What nobody asked for is a mistyped name and is named.
struct StatisticsFile {
  let flow: any Flow
  let setting: Setting

  func model(_ name: String) throws(Fault) -> StatisticsModel {
    try only(setting, ["title", "title-en", "lines", "at", "period", "quantity", "dimensions", "measures", "ratios", "views"])
    let lineName = try setting.required("lines").text()
    guard let lines = flow.lines.firstIndex(where: { $0.name == lineName }) else {
      throw setting.wrong(
        "lines: \(lineName) is not a kind of line this flow writes", "write one of: \(flow.lines.map(\.name).joined(separator: ", "))")
    }
    let at = try setting["at"].map { setting throws(Fault) in try source(setting, lines, kinds: [.date, .datetime]) }
    let period = try setting["period"]?.choice(StatisticsModel.Period.self) ?? .month
    var dimensions: [StatisticsModel.Dimension] = []
    for (field, entry) in try setting.required("dimensions").entries() {
      try only(entry, ["title", "title-en", "group"])
      dimensions.append(
        StatisticsModel.Dimension(
          field: field, title: try entry.required("title").text(), titleEnglish: try entry["title-en"]?.text() ?? field,
          group: try entry["group"]?.text() ?? "base", source: try source(Setting(.scalar(field), place: entry.place), lines)))
    }
    var measures: [StatisticsModel.Measure] = []
    for (field, entry) in try setting.required("measures").entries() {
      try only(entry, ["title", "title-en", "group"])
      let at = Setting(.scalar(field), place: entry.place)
      measures.append(
        StatisticsModel.Measure(
          field: field, title: try entry.required("title").text(), titleEnglish: try entry["title-en"]?.text() ?? field,
          group: try entry["group"]?.text() ?? "base", isMoney: kind(field, lines) == .money,
          source: try source(at, lines, kinds: [.money, .integer])))
    }
    if measures.isEmpty || dimensions.isEmpty {
      throw setting.wrong("a model needs a dimension and a measure", "name fields under dimensions: and measures:")
    }
    let quantity = try quantity(lines)
    var views: [StatisticsModel.View] = []
    for view in try setting["views"]?.list() ?? [] { views.append(try self.view(view, dimensions, measures)) }
    // Titles may change; what is collected may not, without beginning anew.
    let collected =
      [lineName, try setting["at"]?.text() ?? "", period.rawValue] + dimensions.map(\.field) + ["|"] + measures.map(\.field) + ["|"]
      + [try setting["quantity"]?["by"]?.text() ?? "", "\(quantity.other)"]
      + quantity.counts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    var model = StatisticsModel(
      name: name, flow: flow.name, title: try setting.required("title").text(), titleEnglish: try setting["title-en"]?.text() ?? name,
      lines: lines, period: period, at: at, dimensions: dimensions, quantity: quantity, measures: measures, views: views,
      digest: Digest(of: collected.joined(separator: "\t")))
    for ratio in try setting["ratios"]?.list() ?? [] { model.ratios.append(try self.ratio(ratio, measures)) }
    return model
  }

  /// `{title: …, of: orders, by: sold, times: 365, as: rate}`; a measure, or `quantity`.
  private func ratio(_ entry: Setting, _ measures: [StatisticsModel.Measure]) throws(Fault) -> StatisticsModel.Ratio {
    try only(entry, ["title", "title-en", "of", "by", "times", "as"])
    func term(_ name: String) throws(Fault) -> Int? {
      let setting = try entry.required(name)
      let field = try setting.text()
      if field == "quantity" { return nil }
      guard let index = measures.firstIndex(where: { $0.field == field }) else {
        throw setting.wrong(
          "\(field) is no measure of the model", "write one of: \((["quantity"] + measures.map(\.field)).joined(separator: ", "))")
      }
      return index
    }
    let title = try entry.required("title").text()
    return StatisticsModel.Ratio(
      title: title, titleEnglish: try entry["title-en"]?.text() ?? title, above: try term("of"), below: try term("by"),
      times: Int64(try entry["times"]?.integer(1...1_000_000) ?? 1), kind: try entry["as"]?.choice(StatisticsModel.Ratio.Kind.self) ?? .rate
    )
  }

  private func quantity(_ lines: Int) throws(Fault) -> StatisticsModel.Quantity {
    guard let entry = setting["quantity"] else { return StatisticsModel.Quantity(title: "数量", titleEnglish: "Quantity") }
    try only(entry, ["title", "title-en", "by", "counts", "other"])
    var counts: [String: Int64] = [:]
    for (text, count) in try entry["counts"]?.entries() ?? [] { counts[text] = Int64(try count.integer(-1000...1000)) }
    if !counts.isEmpty && entry["by"] == nil { throw entry.wrong("counts: needs by:", "name the field whose texts are counted") }
    return StatisticsModel.Quantity(
      title: try entry.required("title").text(), titleEnglish: try entry["title-en"]?.text() ?? "Quantity",
      by: try entry["by"].map { setting throws(Fault) in try source(setting, lines) }, counts: counts,
      other: Int64(try entry["other"]?.integer(-1000...1000) ?? (counts.isEmpty ? 1 : 0)))
  }

  private func view(
    _ entry: Setting, _ dimensions: [StatisticsModel.Dimension], _ measures: [StatisticsModel.Measure]
  ) throws(Fault) -> StatisticsModel.View {
    try only(entry, ["title", "title-en", "by", "measure", "top"])
    var (found, byPeriod) = ([Int](), false)
    for item in try entry.required("by").list() {
      let field = try item.text()
      if field == "period" {
        byPeriod = true
      } else if let index = dimensions.firstIndex(where: { $0.field == field }), !found.contains(index) {
        found.append(index)
      } else {
        throw item.wrong(
          "\(field) is no dimension of the model", "write one of: \((["period"] + dimensions.map(\.field)).joined(separator: ", "))")
      }
    }
    var measure = 0
    if let name = entry["measure"] {
      guard let index = measures.firstIndex(where: { $0.field == (try? name.text()) }) else {
        throw name.wrong("this is no measure of the model", "write one of: \(measures.map(\.field).joined(separator: ", "))")
      }
      measure = index
    }
    let title = try entry.required("title").text()
    return StatisticsModel.View(
      title: title, titleEnglish: try entry["title-en"]?.text() ?? title, dimensions: found, byPeriod: byPeriod, measure: measure,
      top: try entry["top"]?.integer(0...1000) ?? 0)
  }

  // MARK: fields

  private func kind(_ field: String, _ lines: Int) -> Field.Kind? {
    let schemas = [flow.lines[lines].schema] + flow.feeds.map(\.schema)
    return schemas.lazy.compactMap { schema in schema.index(of: field).map { schema.fields[$0].kind } }.first
  }

  private func source(_ setting: Setting, _ lines: Int, kinds: [Field.Kind]? = nil) throws(Fault) -> StatisticsModel.Source {
    let field = try setting.text()
    if field == "part" && kinds == nil { return .part }
    let schema = flow.lines[lines].schema
    guard let kind = kind(field, lines) else {
      throw setting.wrong(
        "\(field) is neither a field of the line nor of a feed", "correct the name, or declare the field in the feeds file")
    }
    if let kinds, !kinds.contains(kind) {
      throw setting.wrong("\(field) is of type \(kind.rawValue)", "name a field of type \(kinds.map(\.rawValue).joined(separator: " or "))")
    }
    let places = flow.feeds.map { $0.schema.index(of: field) }
    for (feed, place) in zip(flow.feeds, places) {
      // Statistics are drawn of what people do, never of a person.
      if let place, !feed.schema.fields[place].personal.isEmpty {
        throw setting.wrong("\(field) is personal", "statistics are never drawn by a person: name another field")
      }
    }
    return .cells(line: schema.index(of: field), facts: places)
  }

  private func only(_ setting: Setting, _ names: [String]) throws(Fault) {
    for (name, value) in try setting.entries() where !names.contains(name) {
      throw value.wrong("\(name) is not known here", "write one of: \(names.joined(separator: ", "))")
    }
  }
}
