import Drops
import Flows
import Store
import Tables
package import Values

/// What may be asked of a root, answered row by row and masked; reads only.
extension NightShift {
  /// What can be asked for by name whatever flows there are; the flows' registers, questions and sheets come besides.
  package static let queries = ["policies", "desk"]

  /// Answers a query; `conditions` are (column title or English name, value), `user` who asks. Rows are handed over as they are found.
  package func query(
    _ name: String, conditions: [(column: String, value: String)], as user: String? = nil,
    begin: @escaping (TextTable) throws(Fault) -> Void, row: @escaping ([String]) throws(Fault) -> Void
  ) throws(Fault) {
    let house = try house()
    let kinds = house.flows.flatMap(\.states)
    let sheets = house.flows.flatMap { flow in
      flow.sheets.filter { !$0.kinds.isEmpty && $0.states == nil && $0.echo.isEmpty }.map { (flow, $0) }
    }
    func asked(_ sheet: String) throws(Fault) -> Asked {
      Asked(conditions, try Viewer(as: user, asking: sheet, house, store), begin: begin, row: row)
    }
    switch name {
    case "policies": return try policies(asked(name))
    case "desk": return try desk(house, asked("business-desk"))
    default: break
    }
    if let kind = kinds.first(where: { $0.query == name }) { return try register(kind, asked(name)) }
    for flow in house.flows {
      for question in flow.questions where question.name == name { return try answer(question, flow, house, asked(name)) }
    }
    if let (flow, sheet) = sheets.first(where: { $0.1.name == name }) { return try posted(sheet, flow, asked(name)) }
    let known = NightShift.queries + kinds.map(\.query) + house.flows.flatMap(\.questions).map(\.name) + sheets.map(\.1.name)
    throw Fault(
      .usage, code: "query-unknown", place: "settle query \(name)", cause: "there is no query of that name",
      remedy: "ask for one of: \(known.joined(separator: ", "))")
  }

  /// The entries of a register as they stand, in the order of their keys.
  private func register(_ kind: StateKind, _ asked: Asked) throws(Fault) {
    var asked = asked
    let fields = kind.schema.fields
    try asked.begin(
      [kind.keyTitle] + fields.map(\.header), english: ["key"] + fields.map(\.name),
      numeric: Set(fields.indices.filter { fields[$0].kind == .money }.map { $0 + 1 }))
    try eachState(of: kind.name, width: kind.schema.width) { state throws(Fault) in
      guard asked.viewer.sees(part: state.group ?? "") else { return }
      for line in 0..<(kind.listing == .first ? min(1, state.rows.count) : state.rows.count) {
        try asked.tell(
          [state.key.key.replacing("\t", with: " ")] + fields.indices.map { Canonical.text(state.rows[line, $0], in: state.rows) },
          personal: [kind.keyPersonal] + fields.map(\.personal))
      }
    }
  }

  /// A register of a flow's own, as the flow tells it, as of the last completed night.
  private func answer(_ question: Question, _ flow: any Flow, _ house: House, _ asked: Asked) throws(Fault) {
    var asked = asked
    let columns = question.columns
    try asked.begin(
      columns.map(\.title), english: columns.map(\.titleEnglish), numeric: Set(columns.indices.filter { columns[$0].isNumeric }))
    let day = try store.lastClosedRun()?.name.day ?? Day(number: 0)
    try eachState(of: question.kind, width: house.widths[question.kind] ?? 1) { state throws(Fault) in
      for cells in flow.answer(question, state, day: day) where asked.viewer.sees(part: question.owner.map { cells[$0] } ?? "") {
        try asked.tell(cells, personal: columns.map(\.personal))
      }
    }
  }

  func eachState(of kind: String, width: Int, _ body: (State) throws(Fault) -> Void) throws(Fault) {
    var from = ""
    while true {
      let states = try store.states(kind: kind, width: width, from: from, limit: 1000)
      for state in states { try body(state) }
      guard states.count == 1000, let last = states.last else { return }
      from = last.key.key
    }
  }
}
