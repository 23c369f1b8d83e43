import Flows
import Store
import Tables
import Values

/// The rows of a sheet that lists what a flow answers to a question: the register as it stands on the business day, in the order of its keys.
struct RegisterAnswers {
  let flow: any Flow
  let answers: Sheet.Answers
  let store: Journal
  let width: Int

  /// Every row the sheet lists, with the group of its entry; `group` keeps only one.
  func each(on day: Day, group: String?, _ body: (_ group: String, _ cells: [String]) throws(Fault) -> Void) throws(Fault) {
    var from = ""
    while true {
      let states = try store.states(kind: answers.question.kind, width: width, from: from, limit: 1000)
      for state in states where group == nil || state.group == group {
        for cells in flow.answer(answers.question, state, day: day) where answers.shown.allSatisfy({ $1.contains(cells[$0]) }) {
          try body(state.group ?? "", cells)
        }
      }
      guard states.count == 1000, let last = states.last else { return }
      from = last.key.key
    }
  }

  /// Whether the register reads otherwise on one day than on another, though nothing in it was changed: a product goes on sale by its date.
  func differ(_ day: Day, _ other: Day) throws(Fault) -> Bool {
    func digest(_ day: Day) throws(Fault) -> Digest {
      var making = Digest.Making()
      try each(on: day, group: nil) { group, cells throws(Fault) in
        making.add(Array(([group] + cells).joined(separator: "\u{1F}").utf8))
        making.add([0x1E])
      }
      return making.finish()
    }
    return try digest(day) != digest(other)
  }
}

extension SheetMaker {
  private func register(_ answers: Sheet.Answers) -> RegisterAnswers {
    RegisterAnswers(flow: order.flow, answers: answers, store: store, width: context.house.widths[answers.question.kind] ?? 1)
  }

  /// The answers as they add up by themselves.
  func expected(of answers: Sheet.Answers) throws(Fault) -> Expected {
    var expected = Expected(rows: 0, sums: [:])
    for (index, column) in columns.enumerated() where column.total { expected.sums[index] = 0 }
    try register(answers).each(on: run.name.day, group: order.part) { _, cells throws(Fault) in
      expected.rows += 1
      for index in expected.sums.keys {
        guard let place = answers.column(columns[index].field) else { continue }
        expected.sums[index]! += columns[index].format.datum(cells[place])?.bits ?? 0
      }
    }
    return expected
  }

  func answers(_ answers: Sheet.Answers, _ papers: [any Paper]) throws(Fault) -> Duration {
    var out = Batch(width: max(1, columns.count))
    let map = Array(columns.indices)
    var writing = Duration.zero
    func hand() throws(Fault) {
      let began = ContinuousClock.now
      for paper in papers { try paper.append(out, columns: map) }
      writing += ContinuousClock.now - began
      out.removeAll()
    }
    try register(answers).each(on: run.name.day, group: order.part) { group, cells throws(Fault) in
      out.appendEmptyRow()
      for (index, column) in columns.enumerated() {
        var text = column.field == "part" ? group : answers.column(column.field).map { cells[$0] } ?? ""
        if text.isEmpty { continue }
        if order.grant.masks(column.personal) { text = Mask.text(text, as: column.personal) }
        if let datum = column.format.datum(text) { out.set(out.count - 1, index, datum) } else { out.set(out.count - 1, index, text: text) }
      }
      if out.count == 1024 { try hand() }
    }
    try hand()
    return writing
  }
}

extension Sheet.Format {
  /// A machine's text as the value it is; nil leaves it a text.
  fileprivate func datum(_ text: String) -> Datum? {
    func scaled(_ places: Int) -> Int64? {
      if case .value(let value) = Decimals.read(text.utf8, places: places) { value } else { nil }
    }
    switch self {
    case .money: return scaled(2).map { .money(Money(minor: $0)) }
    case .integer: return scaled(0).map { .integer($0) }
    case .number: return scaled(6).map { .number(millionths: $0) }
    case .date: return Day(iso: text).map { .date($0) }
    case .text, .id, .rate, .moment, .qr: return nil
    }
  }
}
