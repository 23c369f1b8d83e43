package import Tables
package import Values

/// The cases beside a table (`x.examples.csv`): inputs, and the rules and outputs that must come of them. A table whose examples fail is wrong
/// before any row of business meets it.
///
/// The header names inputs (those left out are missing values), `规则` or `rule`, and any outputs. The rule cell lists ids with commas,
/// semicolons or blanks between them; `none` (无) is no rule, `missing` (缺少条件值) a row that must wait. Several ids are the hits of a
/// collecting table, or the rules that collide in any other.
package struct RuleExamples: Sendable {
  package let place: Place
  let names: [String]
  let ruleColumn: Int
  let examples: [NumberedRow]

  package var count: Int { examples.count }

  package init(rows: [[String]], place: Place) throws(Fault) {
    try self.init(numbered: rows.enumerated().map { NumberedRow(number: $0.offset + 1, cells: $0.element) }, place: place)
  }

  package init(grid: Grid, place: Place) throws(Fault) {
    try self.init(numbered: try NumberedRow.rows(of: grid, place: place), place: place)
  }

  private init(numbered: [NumberedRow], place: Place) throws(Fault) {
    self.place = place
    let rows = numbered.filter { !$0.isBlank }
    guard let header = rows.first, rows.count > 1 else {
      throw Wrong("there is no example", "write a header and at least one case, or remove the file").fault("examples-empty", at: place)
    }
    names = header.cells
    guard let rules = names.firstIndex(where: { ["规则", "规则号", "命中规则", "rule", "rules"].contains($0.lowercased()) }) else {
      throw Wrong("no column says which rule must hit", "add a column `规则` (or `rule`)").fault(
        "examples-without-rule", at: header.place(place, 0))
    }
    ruleColumn = rules
    examples = Array(rows.dropFirst())
  }

  func place(_ example: NumberedRow, _ column: Int) -> Place { example.place(place, column, names[column]) }
}

extension DecisionTable {
  package static func examples(rows: [[String]], place: Place) throws(Fault) -> RuleExamples { try RuleExamples(rows: rows, place: place) }

  /// A remark for each example that does not come out as written. A file that cannot be held against this table is a fault.
  package func check(_ examples: RuleExamples) throws(Fault) -> [Finding] {
    var outputAt: [Int: Int] = [:]
    for (column, name) in examples.names.enumerated() where column != examples.ruleColumn && !name.isEmpty && inputIndex(name) == nil {
      if let output = outputIndex(name) {
        outputAt[output] = column
      } else if !annotations.contains(where: { $0.name == name }) {
        throw Wrong("the table \(self.name) has no column \(name)", "name an input, an output, or `规则`")
          .fault(
            "example-column-unknown",
            at: Place(file: examples.place.file, sheet: examples.place.sheet, row: 1, column: column, header: name))
      }
    }
    let cases = try RuleCases(self, header: examples.names, rows: examples.examples, place: examples.place)
    var findings: [Finding] = []
    for (index, example) in examples.examples.enumerated() {
      let cell = example[examples.ruleColumn]
      let outcome = cases.outcome(index)
      if let finding = compare(outcome, with: cell, at: examples.place(example, examples.ruleColumn)) {
        findings.append(finding)
      } else {
        findings += try compareOutputs(outcome, example, examples, outputAt)
      }
    }
    return findings
  }

  private func compare(_ outcome: Outcome, with cell: String, at place: Place) -> Finding? {
    let expected = cell.split(whereSeparator: { $0.isWhitespace || ",，;；、".contains($0) }).map(String.init)
    let found = said(outcome)
    let agrees: Bool
    switch outcome {
    case .none: agrees = expected.isEmpty || ["none", "无", "-"].contains(cell.lowercased())
    case .missing: agrees = ["missing", "缺少条件值"].contains(cell.lowercased())
    case .unlisted: agrees = ["unlisted", "不在取值内"].contains(cell.lowercased())
    case .hit(let rule): agrees = cell == id(rule) || expected == [id(rule)]
    case .hits(let rules): agrees = expected == rules.map(id) || cell == rules.map(id).joined(separator: " ")
    case .ambiguous(let rules): agrees = expected.count > 1 && Set(expected) == Set(rules.map(id))
    }
    if agrees { return nil }
    let wanted = expected.isEmpty ? ("没有规则", "no rule") : (cell, cell)
    return Finding(
      "example-fails", .fault, at: place, zh: "这个例子应当得到「\(wanted.0)」，实际\(found.zh)。",
      en: "this example should come to \(wanted.1), but \(found.en)")
  }

  private func compareOutputs(_ outcome: Outcome, _ example: NumberedRow, _ examples: RuleExamples, _ outputAt: [Int: Int])
    throws(Fault) -> [Finding]
  {
    var findings: [Finding] = []
    for (output, column) in outputAt.sorted(by: { $0.key < $1.key }) where column < example.cells.count && !example.cells[column].isEmpty {
      let place = examples.place(example, column)
      let found: Datum
      switch outcome {
      case .hit(let rule): found = self.output(rule, output)
      case .hits(let rules): found = policy.aggregates ? aggregate(rules, output) : rules.first.map { self.output($0, output) } ?? .none
      case .none, .ambiguous, .missing, .unlisted: found = .none
      }
      let (name, kind) = (outputs[output].name, policy == .count ? ValueKind.number : outputs[output].kind)
      let wanted = example.cells[column]
      let spelled = policy == .count ? found.integer.map(String.init) ?? "" : self.spelled(found, kind)
      let agrees: Bool
      if kind == .text {
        agrees = NumberedRow.unquoted(wanted) == spelled
      } else {
        do {
          let point = try Literal.read(NumberedRow.ungrouped(wanted), as: kind).low
          agrees = !found.isNone && kind.point(of: found) == point
        } catch { throw error.fault("example-unreadable", at: place) }
      }
      if agrees { continue }
      let shown = spelled.isEmpty ? ("空", "blank") : (spelled, spelled)
      findings.append(
        Finding(
          "example-fails", .fault, at: place, zh: "这个例子的\(name)应当是 \(wanted)，实际是\(shown.0)。",
          en: "\(name) of this example should be \(wanted), but is \(shown.1)"))
    }
    return findings
  }

  /// An outcome in words.
  func said(_ outcome: Outcome) -> (zh: String, en: String) {
    switch outcome {
    case .none: ("没有规则命中", "no rule matches")
    case .hit(let rule): ("命中 \(id(rule))", "\(id(rule)) hits")
    case .hits(let rules): ("命中 \(rules.map(id).joined(separator: "、"))", "\(rules.map(id).joined(separator: ", ")) hit")
    case .ambiguous(let rules):
      ("\(rules.map(id).joined(separator: "、")) 同时命中", "\(rules.map(id).joined(separator: " and ")) both match")
    case .missing(let column, let rule):
      ("缺少\(inputs[column].name)，\(id(rule)) 要看它", "\(inputs[column].name) is missing, and \(id(rule)) asks for it")
    case .unlisted(let column): ("\(inputs[column].name)不在取值表内", "\(inputs[column].name) is not among the allowed values")
    }
  }
}
