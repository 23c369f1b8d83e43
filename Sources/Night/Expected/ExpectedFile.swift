import Flows
import Tables
import Values

/// Reads `pipelines/expected.csv` and holds it against the flows: a feed nobody takes and a sheet nobody makes stop the night (78). A root without
/// the file expects nothing.
struct ExpectedFile {
  static let place = "pipelines/expected.csv"
  /// Every column in both languages, as `Column` counts them.
  private static let columns = [
    ["参与方", "party"], ["投件", "feed"], ["日子", "days"], ["截止时间", "cut-off"], ["最少行数", "min-rows"], ["文件名规则", "name"], ["回应表", "answers"],
    ["回应期限", "within"], ["等待表", "holds"], ["等待上限", "hold-limit"], ["说明", "note"],
  ]
  private enum Column: Int { case party, feed, days, cutOff, least, name, answers, within, holds, holdLimit, note }

  let flows: [any Flow]
  /// The sheets of each flow, by their files' names.
  let sheets: [String: Set<String>]

  init(flows: [any Flow], statistics: [StatisticsModel]) {
    self.flows = flows
    sheets = Dictionary(
      uniqueKeysWithValues: flows.map { flow in
        let own = flow.sheets.filter { $0.leaf == nil }
        let models = statistics.filter { $0.flow == flow.name }.map(\.name)
        return (flow.name, Set(own.map(\.name) + own.map(\.page.file).filter { !$0.isEmpty } + models))
      })
  }

  func read(_ folder: String, _ calendar: WorkCalendar) throws(Fault) -> Expectations {
    var found = Expectations()
    found.calendar = calendar
    guard PipelineFiles.exists(folder + "/expected.csv") else { return found }
    let list = try ListFile(
      CellFile.rows(folder + "/expected.csv", name: Self.place), place: Self.place, code: "expected-wrong", columns: Self.columns,
      required: 2)
    for row in list.rows {
      let days = row[Column.days.rawValue].lowercased()
      if let word = ["豁免", "waived"].first(where: { days.hasPrefix($0) }) {
        found.waivers.append(try waiver(row, String(days.dropFirst(word.count))))
      } else {
        found.entries.append(try entry(row))
      }
    }
    return found
  }

  private func wrong(_ row: ListFile.Row, _ column: Column, _ cause: String, _ remedy: String) -> Fault {
    row.wrong(column.rawValue, cause, remedy)
  }

  private func who(_ row: ListFile.Row) throws(Fault) -> Expectations.Who {
    let text = row[Column.party.rawValue]
    if text.isEmpty || text == "role:" { throw wrong(row, .party, "nobody is named", "write a party's number, role:<role>, or *") }
    return Expectations.Who(text)
  }

  private func feed(_ row: ListFile.Row) throws(Fault) -> String {
    let text = row[Column.feed.rawValue]
    guard let feed = flows.lazy.flatMap(\.feeds).first(where: { $0.name == text || $0.title == text }) else {
      let names = flows.flatMap(\.feeds).map(\.name).sorted().joined(separator: " ")
      throw wrong(row, .feed, text.isEmpty ? "no feed is named" : "\(text) is no feed", "write one of: \(names)")
    }
    return feed.name
  }

  private func waiver(_ row: ListFile.Row, _ text: String) throws(Fault) -> Expectations.Waiver {
    let parts = text.replacing("..", with: "~").split(separator: "~").map { Day(iso: $0.filter { $0 != " " }) }
    guard (1...2).contains(parts.count), let first = parts[0], let last = parts[parts.count - 1], first <= last else {
      throw wrong(row, .days, "豁免\(text) names no days", "write 豁免 2026-11-21, or 豁免 2026-02-16..2026-02-20")
    }
    return Expectations.Waiver(who: try who(row), feed: try feed(row), days: first...last)
  }

  private func number(_ row: ListFile.Row, _ column: Column, _ range: ClosedRange<Int>) throws(Fault) -> Int? {
    let text = row[column.rawValue]
    if text.isEmpty { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw wrong(
        row, column, "\(text) is no number from \(range.lowerBound) to \(range.upperBound)", "write a whole number, or leave it blank")
    }
    return number
  }

  private func entry(_ row: ListFile.Row) throws(Fault) -> Expectations.Entry {
    var entry = Expectations.Entry(who: try who(row), feed: try feed(row))
    let (days, answers) = (row[Column.days.rawValue], row[Column.answers.rawValue])
    entry.least = try number(row, .least, 0...20_000_000) ?? 0
    entry.holds = try holds(row)
    entry.holdLimit = try number(row, .holdLimit, 0...250)
    if answers.isEmpty {
      guard let due = DueDays(days) else {
        throw wrong(row, .days, days.isEmpty ? "no days are named" : "\(days) names no days", "write one or several of: \(DueDays.words)")
      }
      entry.days = due
      if !row[Column.within.rawValue].isEmpty {
        throw wrong(row, .within, "no sheet is named that would be answered", "name the sheet under 回应表, or leave this blank")
      }
    } else {
      guard sheets.values.contains(where: { $0.contains(answers) }) else {
        throw wrong(row, .answers, "\(answers) is no sheet", "write the sheet's name as its file begins: card-insurance")
      }
      guard days.isEmpty else { throw wrong(row, .days, "a row that answers a sheet has no days of its own", "leave 日子 blank") }
      guard let within = try number(row, .within, 1...250) else {
        throw wrong(row, .within, "no limit is given", "write within how many workdays the answer is due")
      }
      entry.answers = answers
      entry.within = within
    }
    let (cutOff, name) = (row[Column.cutOff.rawValue], row[Column.name.rawValue])
    if !answers.isEmpty {
      for column in [Column.cutOff, .least, .name] where !row[column.rawValue].isEmpty {
        throw wrong(row, column, "an answer to a sheet is due by the day", "leave this blank on a row with 回应表")
      }
    }
    if !cutOff.isEmpty {
      guard let found = CutOff(cutOff) else { throw wrong(row, .cutOff, "\(cutOff) is no time", "write 23:30, or 次日 01:00") }
      entry.cutOff = found
    }
    if !name.isEmpty {
      guard let found = NameRule(name) else {
        throw wrong(row, .name, "\(name) is no rule for names", "write the name with *, {日期}, {序号} or {日内序号} (with {日期}), each once")
      }
      entry.name = found
    }
    return entry
  }

  private func holds(_ row: ListFile.Row) throws(Fault) -> [Expectations.Destination] {
    var found: [Expectations.Destination] = []
    for word in row[Column.holds.rawValue].split(whereSeparator: { "、，,; ；".contains($0) }) {
      let parts = word.split(separator: "@", omittingEmptySubsequences: false).map(String.init)
      let to = parts.count > 1 ? Expectations.Who(parts[1]) : .everyone
      let names: [String]
      if parts[0].hasSuffix("/*"), let all = sheets[String(parts[0].dropLast(2))] {
        names = all.sorted()
      } else if sheets.values.contains(where: { $0.contains(parts[0]) }) {
        names = [parts[0]]
      } else {
        throw wrong(row, .holds, "\(word) names no sheet", "write sheet@recipient: settlement-sheet@finance, cards/*@role:insurer")
      }
      guard parts.count <= 2, parts.last != "" else {
        throw wrong(row, .holds, "\(word) names no recipient", "write settlement-sheet@finance")
      }
      found += names.map { Expectations.Destination(sheet: $0, to: to) }
    }
    return found
  }
}
