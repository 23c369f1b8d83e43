import Drops
import Flows
import Store
import Tables
package import Values

/// What may be asked of a root, answered row by row and masked; reads only.
extension NightShift {
  /// What can be asked for by name whatever flows there are; the flows' own questions come besides.
  package static let queries = ["policies", "desk"]

  /// Answers a query; `conditions` are (column title or English name, value). Personal columns are masked. Rows are handed over as they are found.
  package func query(
    _ name: String, conditions: [(column: String, value: String)], begin: (TextTable) throws(Fault) -> Void,
    row: ([String]) throws(Fault) -> Void
  ) throws(Fault) {
    let house = try House(folder: root.pipelinesPath, makers: makers)
    switch name {
    case "policies": try policies(conditions, begin, row)
    case "desk": try desk(house, conditions, begin, row)
    default:
      let kinds = house.flows.flatMap(\.states)
      if let kind = kinds.first(where: { $0.query == name }) { return try register(kind, conditions, begin, row) }
      for flow in house.flows {
        for question in flow.questions where question.name == name { return try answer(question, flow, house, conditions, begin, row) }
      }
      throw Fault(
        .usage, code: "query-unknown", place: "settle query \(name)", cause: "there is no query of that name",
        remedy:
          "ask for one of: \((NightShift.queries + kinds.map(\.query) + house.flows.flatMap(\.questions).map(\.name)).joined(separator: ", "))"
      )
    }
  }

  /// The entries of a register as they stand, in the order of their keys.
  private func register(
    _ kind: StateKind, _ conditions: [(column: String, value: String)], _ begin: (TextTable) throws(Fault) -> Void,
    _ row: ([String]) throws(Fault) -> Void
  ) throws(Fault) {
    let fields = kind.schema.fields
    let filters = try filter([kind.keyTitle] + fields.map(\.header), conditions, also: ["key"] + fields.map(\.name))
    try begin(
      TextTable(
        titles: [kind.keyTitle] + fields.map(\.header), numeric: Set(fields.indices.filter { fields[$0].kind == .money }.map { $0 + 1 })))
    var from = ""
    while true {
      let states = try store.states(kind: kind.name, width: kind.schema.width, from: from, limit: 1000)
      for state in states {
        for line in 0..<(kind.listing == .first ? min(1, state.rows.count) : state.rows.count) {
          let plain = [state.key.key] + fields.indices.map { Canonical.text(state.rows[line, $0], in: state.rows) }
          let cells = zip(plain, [kind.keyPersonal] + fields.map(\.personal)).map { $1.isEmpty ? $0 : Mask.text($0, as: $1) }
          if filters.allSatisfy({ NightShift.agrees(plain[$0.0], cells[$0.0], $0.1) }) { try row(cells) }
        }
      }
      guard states.count == 1000, let last = states.last else { return }
      from = last.key.key
    }
  }

  private func filter(
    _ titles: [String], _ conditions: [(column: String, value: String)], also: [String]
  ) throws(Fault) -> [(Int, String)] {
    var filters: [(Int, String)] = []
    for (column, value) in conditions {
      guard let index = titles.firstIndex(of: column) ?? also.firstIndex(of: column) else {
        throw Fault(
          .usage, code: "column-unknown", place: "--where \(column)=\(value)", cause: "the answer has no column \(column)",
          remedy: "use one of: \(titles.joined(separator: " "))")
      }
      filters.append((index, value))
    }
    return filters
  }

  /// Who knows the whole value may ask by it, and is answered masked; what stands in an answer finds its row too. (domain.md 4.19)
  private static func agrees(_ plain: String, _ masked: String, _ asked: String) -> Bool { plain == asked || masked == asked }

  /// A register of a flow's own, as the flow tells it.
  private func answer(
    _ question: Question, _ flow: any Flow, _ house: House, _ conditions: [(column: String, value: String)],
    _ begin: (TextTable) throws(Fault) -> Void, _ row: ([String]) throws(Fault) -> Void
  ) throws(Fault) {
    let columns = question.columns
    let filters = try filter(columns.map(\.title), conditions, also: columns.map(\.titleEnglish))
    try begin(TextTable(titles: columns.map(\.title), numeric: Set(columns.indices.filter { columns[$0].isNumeric })))
    // As of the last completed night.
    let day = try store.lastClosedRun()?.name.day ?? Day(number: 0)
    var from = ""
    while true {
      let states = try store.states(kind: question.kind, width: house.widths[question.kind] ?? 1, from: from, limit: 1000)
      for state in states {
        for plain in flow.answer(question, state, day: day) {
          let cells = zip(plain, columns).map { $1.personal.isEmpty ? $0 : Mask.text($0, as: $1.personal) }
          if filters.allSatisfy({ NightShift.agrees(plain[$0.0], cells[$0.0], $0.1) }) { try row(cells) }
        }
      }
      guard states.count == 1000, let last = states.last else { return }
      from = last.key.key
    }
  }

  /// The policy register, line by line.
  private func policies(
    _ conditions: [(column: String, value: String)], _ begin: (TextTable) throws(Fault) -> Void, _ row: ([String]) throws(Fault) -> Void
  ) throws(Fault) {
    let titles = ["保单号", "险种", "供应商", "销售商", "产品编码", "含税保费", "不含税保费", "车船税", "签单日期", "起保日期", "终保日期", "车牌号", "投保人"]
    let english = [
      "policy", "line", "supplier", "seller", "product", "premium", "net", "vehicle-tax", "signed", "starts", "ends", "plate", "holder",
    ]
    let filters = try filter(titles, conditions, also: english)
    try begin(TextTable(titles: titles, numeric: [5, 6, 7]))
    var from = ""
    while true {
      let states = try store.states(kind: Policy.kind, width: Policy.width, from: from, limit: 1000)
      for state in states {
        let policy = Policy(key: state.key.key, rows: state.rows)
        for line in policy.lines {
          let cells = [
            policy.key, line.line, line.supplier, line.seller, line.product, "\(line.premium)", "\(line.net)", "\(line.vehicleTax)",
            "\(line.signed)",
            line.starts.map { "\($0)" } ?? "", line.ends.map { "\($0)" } ?? "", Mask.text(policy.insured.plate, as: "plate"),
            Mask.text(policy.insured.holder, as: "name"),
          ]
          if filters.allSatisfy({ cells[$0.0] == $0.1 }) { try row(cells) }
        }
      }
      guard states.count == 1000, let last = states.last else { return }
      from = last.key.key
    }
  }

  /// Every line of the list, settled or not, with what it earned and cost.
  private func desk(
    _ house: House, _ conditions: [(column: String, value: String)], _ begin: (TextTable) throws(Fault) -> Void,
    _ row: ([String]) throws(Fault) -> Void
  ) throws(Fault) {
    guard let flow = house.flows.first(where: { $0.sheets.contains { $0.name == "business-desk" } }),
      let sheet = flow.sheets.first(where: { $0.name == "business-desk" })
    else {
      throw Fault(
        .missing, code: "sheet-missing", place: "pipelines", cause: "no flow declares the business desk", remedy: "put its sheet back")
    }
    let titles = sheet.columns.map(\.title) + ["状态", "原因"]
    let filters = try filter(titles, conditions, also: sheet.columns.map(\.field) + ["state", "reason"])
    try begin(TextTable(titles: titles, numeric: Set(sheet.columns.indices.filter { sheet.columns[$0].format == .money })))
    let kind = flow.lines[sheet.lines]
    for feed in flow.feeds {
      var last: Int64 = 0
      while true {
        let facts = try store.facts(feed: feed, after: last, limit: 1000)
        for fact in facts {
          last = fact.id
          let line = try store.lines(of: fact.id, flow: flow).last { $0.kind == sheet.lines }
          var cells = sheet.columns.map { column -> String in
            switch column.field {
            case "part": return fact.party
            case "source-row": return String(fact.rowNumber)
            default:
              if let line, let index = kind.schema.index(of: column.field) { return Canonical.text(line.row[index], in: line.row.batch) }
              guard let index = feed.schema.index(of: column.field) else { return "" }
              let text = Canonical.text(fact.row[index], in: fact.row.batch)
              return column.personal.isEmpty ? text : Mask.text(text, as: column.personal)
            }
          }
          if let at = sheet.columns.firstIndex(where: { $0.field == "source-file" }) { cells[at] = try store.file(fact.file)?.name ?? "" }
          cells += [
            fact.contested ? Fact.State.conflict.title : fact.state.title, fact.reason + (fact.detail.isEmpty ? "" : " \(fact.detail)"),
          ]
          if filters.allSatisfy({ cells[$0.0] == $0.1 }) { try row(cells) }
        }
        if facts.count < 1000 { break }
      }
    }
  }
}
