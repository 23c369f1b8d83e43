import Flows
import Rules
import Synchronization
import Tables
import Values

/// The rules a supplier's lines are settled by, compiled: the platform's house tables, or a published version of its own.
struct Ruling: Sendable {
  let inputs: RuleInputs
  let matching: Matching
  let caps: DecisionTable
  private let capsCompiled: CompiledTable
  private let capRate: Int
  /// The platform's, whoever's rules settle the line; nil where there are none.
  let ladders: LadderTable?
  /// Nil: the house tables.
  let version: RuleSet.Version?

  /// What the sheets print as the rules a line was settled by.
  var name: String { version?.short ?? Ruling.houseName }

  static let houseName = "平台规则"

  init(
    income: DecisionTable, level1: DecisionTable, level2: DecisionTable, allocation: Matching.Allocation, caps: DecisionTable,
    ladders: DecisionTable?, feed: Feed, version: RuleSet.Version?, settings: Setting
  ) throws(Fault) {
    var tables = [income, level1, level2, caps]
    if case .table(let table) = allocation { tables.append(table) }
    if let ladders { tables.append(ladders) }
    inputs = try RuleInputs(tables: tables, feed: feed, settings: settings)
    matching = try Matching(
      income: try FeeTable(income, title: "收入规则", inputs: inputs.names, schema: inputs.schema),
      level1: try FeeTable(level1, title: "支出一级", inputs: inputs.names, schema: inputs.schema),
      level2: try FeeTable(level2, title: "支出二级", inputs: inputs.names, schema: inputs.schema), allocation: allocation, inputs: inputs)
    guard let capRate = caps.outputIndex("报备上限") else {
      throw Fault(
        .setting, code: "rule-output-missing", place: caps.place.description, cause: "there is no output 报备上限",
        remedy: "give the table an output column 报备上限 of type rate")
    }
    self.caps = caps
    self.capRate = capRate
    capsCompiled = try caps.compile(inputs: inputs.names, schema: inputs.schema)
    self.version = version
    var climbing: LadderTable?
    if let ladders { climbing = try LadderTable(ladders, inputs: inputs.names, schema: inputs.schema) }
    self.ladders = climbing
  }

  /// The filed cap on a line's fees, with its rule; nil where none is filed.
  func cap(_ rows: Batch, _ input: Int) -> (rule: String, rate: Rate)? {
    guard case .hit(let rule) = capsCompiled.decide(rows, input), let cap = caps.output(rule, capRate).rate else { return nil }
    return (caps.id(rule), cap)
  }
}

/// Merchants' published rules, compiled once a night each and kept: a version never changes.
final class Rulings: Sendable {
  private let known = Mutex<[String: Ruling?]>([:])

  /// Nil where the version cannot be compiled against the list's fields: its lines wait, and say so.
  func ruling(_ version: RuleSet.Version, _ make: () -> Ruling?) -> Ruling? {
    known.withLock { known in
      if let found = known[version.digest] { return found }
      let made = make()
      known[version.digest] = made
      return made
    }
  }
}
