import Flows
import Store
import Tables
import Values

/// Queries over what was settled: the policy register, the business desk, and whatever a sheet listed in any night.
extension NightShift {
  /// The policy register, line by line.
  func policies(_ asked: Asked) throws(Fault) {
    var asked = asked
    try asked.begin(
      ["保单号", "险种", "供应商", "销售商", "产品编码", "含税保费", "不含税保费", "车船税", "签单日期", "起保日期", "终保日期", "车牌号", "投保人"],
      english: [
        "policy", "line", "supplier", "seller", "product", "premium", "net", "vehicle-tax", "signed", "starts", "ends", "plate", "holder",
      ], numeric: [5, 6, 7])
    try eachState(of: Policy.kind, width: Policy.width) { state throws(Fault) in
      let policy = Policy(key: state.key.key, rows: state.rows)
      for line in policy.lines where asked.viewer.sees(part: line.supplier) || asked.viewer.sees(part: line.seller) {
        try asked.tell(
          [
            policy.key, line.line, line.supplier, line.seller, line.product, "\(line.premium)", "\(line.net)", "\(line.vehicleTax)",
            "\(line.signed)", line.starts.map { "\($0)" } ?? "", line.ends.map { "\($0)" } ?? "",
            policy.insured.plate, policy.insured.holder,
          ], personal: Array(repeating: "", count: 11) + ["plate", "name"])
      }
    }
  }

  /// What a sheet listed, of every run that is closed, in their order. (domain.md 0.31)
  func posted(_ sheet: Sheet, _ flow: any Flow, _ asked: Asked) throws(Fault) {
    var asked = asked
    let columns = sheet.columns.filter { asked.viewer.sees(group: $0.group) }
    try asked.begin(
      ["批次号"] + columns.map(\.title), english: ["run"] + columns.map(\.field),
      numeric: Set(columns.indices.filter { columns[$0].format == .money }.map { $0 + 1 }))
    let files = Dictionary(uniqueKeysWithValues: try store.files(states: [.taken]).map { ($0.id, $0) })
    let masks = columns.map { asked.viewer.mask($0.personal) }
    for name in try store.runs() {
      guard let run = try store.run(name) else { continue }
      for kind in sheet.kinds {
        var rows = LineRows(columns, masks: masks, flow: flow, kind: flow.lines[kind], files: files)
        var out = Batch(width: max(1, columns.count))
        try store.eachLine(flow: flow, kind: kind, part: asked.viewer.party, run: run) { views, cells, facts in
          rows.fill(&out, views, cells, facts)
          for row in 0..<out.count {
            try asked.tell(["\(name)"] + columns.indices.map { Canonical.text(out[row, $0], in: out) })
          }
        }
      }
    }
  }

  /// Every line of the list, settled or not, with what it earned and cost.
  func desk(_ house: House, _ asked: Asked) throws(Fault) {
    guard let flow = house.flows.first(where: { $0.sheets.contains { $0.name == "business-desk" } }),
      let sheet = flow.sheets.first(where: { $0.name == "business-desk" })
    else {
      throw Fault(
        .missing, code: "sheet-missing", place: "pipelines", cause: "no flow declares the business desk", remedy: "put its sheet back")
    }
    var asked = asked
    let columns = sheet.columns.filter { asked.viewer.sees(group: $0.group) }
    try asked.begin(
      columns.map(\.title) + ["状态", "原因"], english: columns.map(\.field) + ["state", "reason"],
      numeric: Set(columns.indices.filter { columns[$0].format == .money }))
    for feed in flow.feeds {
      var last: Int64 = 0
      while true {
        let facts = try store.facts(feed: feed, after: last, limit: 1000)
        for fact in facts {
          last = fact.id
          if asked.viewer.sees(part: fact.party) { try tell(fact, feed, flow, sheet, columns, asked) }
        }
        if facts.count < 1000 { break }
      }
    }
  }

  private func tell(
    _ fact: Journal.FactRecord, _ feed: Feed, _ flow: any Flow, _ sheet: Sheet, _ columns: [Sheet.Column], _ asked: Asked
  ) throws(Fault) {
    let line = try store.lines(of: fact.id, flow: flow).last { sheet.kinds.contains($0.kind) }
    var cells = columns.map { column -> String in
      switch column.field {
      case "part": return fact.party
      case "source-row": return String(fact.rowNumber)
      default:
        if let line, let index = flow.lines[line.kind].schema.index(of: column.field) {
          return Canonical.text(line.row[index], in: line.row.batch)
        }
        guard let index = feed.schema.index(of: column.field) else { return "" }
        return asked.viewer.text(Canonical.text(fact.row[index], in: fact.row.batch), column.personal)
      }
    }
    if let at = columns.firstIndex(where: { $0.field == "source-file" }) { cells[at] = try store.file(fact.file)?.name ?? "" }
    cells += [
      fact.contested ? Fact.State.conflict.title : fact.state.title, fact.reason + (fact.detail.isEmpty ? "" : " \(fact.detail)"),
    ]
    try asked.tell(cells)
  }
}
