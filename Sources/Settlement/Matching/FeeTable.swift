import Flows
import Rules
import Tables
import Values

/// One of the fee tables, compiled: which rule hits a line, and what it pays.
struct FeeTable: Sendable {
  enum Basis: Sendable { case net, gross }

  /// What a rule pays: a rate on a basis, or a fixed amount.
  enum Pay: Sendable {
    case rate(Rate)
    case amount(Money)
  }

  let title: String
  let table: DecisionTable
  let compiled: CompiledTable
  private let pays: [Pay]
  private let bases: [Basis?]
  private let rebanding: [Bool]

  init(_ table: DecisionTable, title: String, inputs: [String: Int], schema: Schema) throws(Fault) {
    self.title = title
    self.table = table
    compiled = try table.compile(inputs: inputs, schema: schema)
    let (rate, amount, basis) = (table.outputIndex("费率"), table.outputIndex("金额"), table.outputIndex("计费口径"))
    var pays: [Pay] = []
    var bases: [Basis?] = []
    for rule in table.rules.indices {
      func wrong(_ cause: String, _ remedy: String) -> Fault {
        Fault(
          .setting, code: "rule-output-wrong", place: table.place(ofRule: rule).description, cause: "\(table.id(rule)): \(cause)",
          remedy: remedy)
      }
      switch (rate.flatMap { table.output(rule, $0).rate }, amount.flatMap { table.output(rule, $0).money }) {
      case (let rate?, nil): pays.append(.rate(rate))
      case (nil, let amount?): pays.append(.amount(amount))
      case (nil, nil): throw wrong("neither 费率 nor 金额 is given", "fill one of the two")
      case (_?, _?): throw wrong("both 费率 and 金额 are given", "leave one of the two blank")
      }
      let text = basis.flatMap { table.text(table.output(rule, $0)) } ?? ""
      switch text {
      case "": bases.append(nil)
      case "net", "净保费", "不含税": bases.append(.net)
      case "gross", "全保费", "含税": bases.append(.gross)
      default: throw wrong("计费口径 \(text) is not known", "write net or gross, or leave it blank for the income rule's")
      }
    }
    self.pays = pays
    self.bases = bases
    let reband = table.outputIndex("重新分档")
    rebanding = table.rules.indices.map { rule in reband.flatMap { table.output(rule, $0).boolean } ?? false }
  }

  func pay(_ rule: Int) -> Pay { pays[rule] }
  func basis(_ rule: Int) -> Basis? { bases[rule] }
  /// An endorsed policy is matched anew by the premium it then has; else it keeps the rule of its original line. (domain.md B1-5)
  func rebands(_ rule: Int) -> Bool { rebanding[rule] }
  var rebandsAny: Bool { rebanding.contains(true) }
  func rule(_ id: String) -> Int? { table.rules.firstIndex { $0.id == id } }
}
