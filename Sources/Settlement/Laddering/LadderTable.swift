import Flows
import Rules
import Tables
import Values

/// The platform's ladders as `rules/ladders` says them: hit policy C, a rule a tier. The tiers of a ladder bear its name and test the same, so that
/// a line climbs the whole ladder or none of it. (contract.md, Decision tables; domain.md E19)
struct LadderTable: Sendable {
  let table: DecisionTable
  let ladders: [Ladder]
  private let compiled: CompiledTable
  /// By rule: index in `ladders`.
  private let ladderOf: [Int]

  init(_ table: DecisionTable, inputs: [String: Int], schema: Schema) throws(Fault) {
    self.table = table
    compiled = try table.compile(inputs: inputs, schema: schema)
    var ladders: [Ladder] = []
    var ladderOf: [Int] = []
    for rule in table.rules.indices {
      let reading = Reading(table: table, rule: rule)
      let ladder = try reading.ladder()
      if let index = ladders.firstIndex(where: { $0.name == ladder.name }) {
        let first = ladderOf.firstIndex(of: index)!
        guard table.rules[first].tests == table.rules[rule].tests else {
          throw reading.wrong(
            "it tests other values than \(table.id(first)), a tier of the same ladder", "give both the same conditions, or another 阶梯")
        }
        let known = ladders[index]
        guard known.method == ladder.method, known.onNet == ladder.onNet, known.scope == ladder.scope,
          known.isMovedByEndorsements == ladder.isMovedByEndorsements
        else {
          throw reading.wrong(
            "方式, 计费口径, 累计范围 or 计入批改 differ from \(table.id(first)), a tier of the same ladder", "write the same in every tier of a ladder")
        }
        ladderOf.append(index)
      } else {
        ladderOf.append(ladders.count)
        ladders.append(ladder)
      }
      try reading.add(to: &ladders[ladderOf[rule]])
    }
    for index in ladders.indices { ladders[index].tiers.sort { $0.from < $1.from } }
    self.ladders = ladders
    self.ladderOf = ladderOf
  }

  /// The ladders a line climbs, by index.
  func climbed(_ rows: Batch, _ row: Int) -> [Int] {
    switch compiled.decide(rows, row) {
    case .hits(let rules), .ambiguous(let rules): Array(Set(rules.map { ladderOf[$0] })).sorted()
    case .hit(let rule): [ladderOf[rule]]
    case .none, .missing, .unlisted: []
    }
  }

  func ladder(_ name: String) -> Ladder? { ladders.first { $0.name == name } }

  /// One rule of the table, as a tier.
  private struct Reading {
    let table: DecisionTable
    let rule: Int

    func wrong(_ cause: String, _ remedy: String) -> Fault {
      Fault(
        .setting, code: "ladder-wrong", place: table.place(ofRule: rule).description, cause: "\(table.id(rule)): \(cause)", remedy: remedy)
    }

    private func choice<Choice: RawRepresentable & CaseIterable>(_ column: String, _ type: Choice.Type) throws(Fault) -> Choice
    where Choice.RawValue == String {
      let text = table.outputText(rule, column) ?? ""
      guard let choice = Choice(rawValue: text) else {
        throw wrong("\(column) \(text) is not known", "write one of: \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      return choice
    }

    func ladder() throws(Fault) -> Ladder {
      guard let name = table.outputText(rule, "阶梯"), !name.isEmpty else {
        throw wrong("阶梯 is blank", "name the ladder the tier belongs to")
      }
      let basis = table.outputText(rule, "计费口径") ?? "net"
      guard ["net", "gross"].contains(basis) else { throw wrong("计费口径 \(basis) is not known", "write net or gross") }
      return Ladder(
        name: name, method: try choice("方式", Ladder.Method.self), onNet: basis == "net", scope: try choice("累计范围", Ladder.Scope.self),
        isMovedByEndorsements: table.output(rule, "计入批改").boolean ?? true)
    }

    func add(to ladder: inout Ladder) throws(Fault) {
      let (rate, amount) = (table.output(rule, "费率").rate, table.output(rule, "金额").money)
      if ladder.method == .fixed {
        guard let amount, rate == nil else { throw wrong("a monthly amount needs 金额 and no 费率", "fill 金额 alone") }
        ladder.monthly.append(
          Ladder.Monthly(rule: rule, amount: amount, from: table.output(rule, "起").date, until: table.output(rule, "止").date))
      } else {
        guard let rate, amount == nil else { throw wrong("a tier needs 费率 and no 金额", "fill 费率 alone") }
        let from = table.output(rule, "起点").money ?? .zero
        if ladder.tiers.contains(where: { $0.from == from }) { throw wrong("another tier begins at \(from)", "give each tier its own 起点") }
        ladder.tiers.append(Ladder.Tier(rule: rule, from: from, rate: rate))
      }
    }
  }
}
