package import Tables
package import Values

/// From rows of text to a table. Every refusal names file, sheet, row, column, cause and remedy. The rows in their order:
/// A1 hit policy and column names · `kind` · `type` · optionally `values` and `default` · the rules, column A naming each.
extension DecisionTable {
  package init(name: String, rows: [[String]], place: Place) throws(Fault) {
    try self.init(name: name, numbered: rows.enumerated().map { NumberedRow(number: $0.offset + 1, cells: $0.element) }, place: place)
  }

  package init(name: String, grid: Grid, place: Place) throws(Fault) {
    try self.init(name: name, numbered: try NumberedRow.rows(of: grid, place: place), place: place)
  }

  init(name: String, numbered: [NumberedRow], place: Place) throws(Fault) {
    let rows = numbered.filter { !$0.isBlank }
    guard rows.count >= 3 else {
      throw Wrong(
        "the table has \(rows.count) rows, and needs three before its rules",
        "row 1: hit policy and column names; row 2: kind; row 3: type; then the rules"
      ).fault("table-incomplete", at: place)
    }
    guard let policy = HitPolicy(cell: rows[0][0]) else {
      throw Wrong("the hit policy `\(rows[0][0])` is not known", "write U, A, P, F, R, O, C, C+, C<, C> or C# in A1")
        .fault("hit-policy-unknown", at: rows[0].place(place, 0))
    }
    self.init(empty: name, place: place, policy: policy)
    try readColumns(rows[0], kinds: rows[1], types: rows[2])
    var next = 3
    while next < rows.count, let special = SpecialRow(rows[next][0]) {
      switch special {
      case .values: try readValues(rows[next])
      case .defaults: try readDefaults(rows[next])
      }
      next += 1
    }
    try readRules(rows[next...], below: rows[next - 1])
    try checkPolicy(rows[0])
    version = canonicalDigest()
  }

  private enum SpecialRow {
    case values
    case defaults

    init?(_ word: String) {
      switch word.lowercased() {
      case "values", "取值": self = .values
      case "default", "默认": self = .defaults
      default: return nil
      }
    }
  }

  // MARK: Columns

  private mutating func readColumns(_ names: NumberedRow, kinds: NumberedRow, types: NumberedRow) throws(Fault) {
    for (row, word, synonym) in [(kinds, "kind", "类别"), (types, "type", "类型")]
    where row[0].lowercased() != word && row[0] != synonym {
      throw Wrong("column A says `\(row[0])` where `\(word)` belongs", "put the \(word) row here, with `\(word)` in column A")
        .fault("table-row-missing", at: row.place(place, 0))
    }
    var seen: Set<String> = []
    for index in 1..<max(2, names.cells.count, kinds.cells.count, types.cells.count) {
      let name = names[index]
      if name.isEmpty {
        guard kinds[index].isEmpty, types[index].isEmpty else {
          throw Wrong("a column has a kind or a type but no name", "name it in row \(names.number), or clear the column")
            .fault("column-without-name", at: names.place(place, index))
        }
        continue
      }
      guard seen.insert(name).inserted else {
        throw Wrong("two columns are called \(name)", "name each column once").fault("column-twice", at: names.place(place, index))
      }
      try readColumn(name, index, kinds, types)
    }
    guard !outputs.isEmpty else {
      throw Wrong("the table has no output column", "mark at least one column `output` in row \(kinds.number)")
        .fault("output-missing", at: kinds.place(place, 0))
    }
    guard inputs.count <= CompiledTable.widestTable else {
      throw Wrong("the table has \(inputs.count) input columns; \(CompiledTable.widestTable) are the most", "split the table")
        .fault("table-too-wide", at: names.place(place, inputs[CompiledTable.widestTable].column))
    }
  }

  private mutating func readColumn(_ name: String, _ index: Int, _ kinds: NumberedRow, _ types: NumberedRow) throws(Fault) {
    let role = kinds[index].lowercased()
    if ["annotation", "说明", "注释"].contains(role) {
      annotations.append(Column(name: name, kind: .text, column: index))
      return
    }
    guard let kind = ValueKind(word: types[index]) else {
      throw Wrong(
        types[index].isEmpty ? "\(name) has no type" : "\(name) has the type `\(types[index])`, which is not known",
        "write one of \(ValueKind.allCases.map(\.rawValue).joined(separator: ", "))"
      ).fault("type-unknown", at: types.place(place, index, name))
    }
    switch role {
    case "input", "输入", "条件": inputs.append(Column(name: name, kind: kind, column: index))
    case "output", "输出", "结果": outputs.append(Column(name: name, kind: kind, column: index))
    default:
      throw Wrong(
        role.isEmpty ? "\(name) has no kind" : "\(name) has the kind `\(role)`, which is not known", "write input, output or annotation"
      )
      .fault("kind-unknown", at: kinds.place(place, index, name))
    }
  }

  // MARK: Allowed values and defaults

  private mutating func readValues(_ row: NumberedRow) throws(Fault) {
    for index in inputs.indices where !row[inputs[index].column].isEmpty {
      let test = try test(row, index)
      if test.isAny { continue }
      inputs[index].allowed = test.points.intersection(inputs[index].kind.domain)
      inputs[index].listing = test.text
      inputs[index].listingFeel = test.feel
    }
    for index in outputs.indices where !["", "-", "－"].contains(row[outputs[index].column]) {
      var listed: [Datum] = []
      for item in NumberedRow.items(row[outputs[index].column]) {
        let datum = try output(item, outputs[index], row)
        guard !listed.contains(datum) else {
          throw Wrong("`\(item)` is listed twice", "list each value once, the most important first")
            .fault("value-twice", at: row.place(place, outputs[index].column, outputs[index].name))
        }
        listed.append(datum)
      }
      outputs[index].listed = listed
      outputs[index].listing = listed.map { UnaryTest.spelled(spelled($0, outputs[index].kind)) }.joined(separator: ",")
    }
  }

  private mutating func readDefaults(_ row: NumberedRow) throws(Fault) {
    for input in inputs where !["", "-", "－"].contains(row[input.column]) {
      throw Wrong("the default row tests \(input.name)", "leave its input cells blank: it answers when no rule does")
        .fault("default-tests", at: row.place(place, input.column, input.name))
    }
    var rule = Rule(id: "default", row: row.number, tests: [], outputs: [], annotations: annotations.map { row[$0.column] })
    for column in outputs { rule.outputs.append(try checked(row, column)) }
    defaults = rule
  }

  // MARK: Rules

  private mutating func readRules(_ rows: ArraySlice<NumberedRow>, below last: NumberedRow) throws(Fault) {
    guard !rows.isEmpty else {
      throw Wrong("the table has no rule", "add a rule below row \(last.number), its name in column A")
        .fault("rule-missing", at: Place(file: place.file, sheet: place.sheet, row: last.number + 1, column: 0))
    }
    var rowOf: [String: Int] = [:]
    let known = Set((inputs + outputs + annotations).map(\.column))
    for row in rows {
      let id = row[0]
      guard !id.isEmpty else {
        throw Wrong("the rule has no name", "name it in column A; sheets and receipts refer to it").fault(
          "rule-unnamed", at: row.place(place, 0))
      }
      if SpecialRow(id) != nil {
        throw Wrong("the row `\(id)` stands among the rules", "move it up, below the type row").fault(
          "row-misplaced", at: row.place(place, 0))
      }
      if let earlier = rowOf.updateValue(row.number, forKey: id) {
        throw Wrong("the rule \(id) stands in row \(earlier) already", "give each rule a name of its own")
          .fault("rule-twice", at: row.place(place, 0))
      }
      for index in row.cells.indices.dropFirst() where !row[index].isEmpty && !known.contains(index) {
        throw Wrong("`\(row[index])` stands in a column without a name", "name the column in row 1, or clear the cell")
          .fault("cell-without-column", at: row.place(place, index))
      }
      var rule = Rule(id: id, row: row.number, tests: [], outputs: [], annotations: annotations.map { row[$0.column] })
      for index in inputs.indices {
        let test = try test(row, index)
        if let allowed = inputs[index].allowed, !test.points.intersects(allowed), !test.namesMissing {
          throw Wrong(
            "`\(test.text)` lies outside the allowed values \(inputs[index].listing)", "correct it, or add it to the `values` row"
          )
          .fault("value-not-allowed", at: row.place(place, inputs[index].column, inputs[index].name))
        }
        if test.namesMissing { inputs[index].namesMissing = true }
        rule.tests.append(test)
      }
      for column in outputs { rule.outputs.append(try checked(row, column)) }
      rules.append(rule)
    }
  }

  private mutating func test(_ row: NumberedRow, _ index: Int) throws(Fault) -> UnaryTest {
    let column = inputs[index]
    do {
      return try UnaryTest(reading: row[column.column], as: column.kind, lexicon: &inputs[index].lexicon)
    } catch { throw error.fault("test-unreadable", at: row.place(place, column.column, column.name)) }
  }

  private mutating func output(_ cell: String, _ column: Column, _ row: NumberedRow) throws(Fault) -> Datum {
    if cell.isEmpty || cell == "null" { return .none }
    if column.kind == .text { return datum(text: NumberedRow.unquoted(cell)) }
    do {
      return Datum(tag: column.kind.tag, bits: try Literal.read(NumberedRow.ungrouped(cell), as: column.kind).low)
    } catch { throw error.fault("output-unreadable", at: row.place(place, column.column, column.name)) }
  }

  private mutating func checked(_ row: NumberedRow, _ column: Column) throws(Fault) -> Datum {
    let datum = try output(row[column.column], column, row)
    if let listed = column.listed, !datum.isNone, !listed.contains(datum) {
      throw Wrong("`\(row[column.column])` is not among the listed values \(column.listing)", "correct it, or add it to the `values` row")
        .fault("value-not-listed", at: row.place(place, column.column, column.name))
    }
    return datum
  }

  // MARK: Policy

  private func checkPolicy(_ first: NumberedRow) throws(Fault) {
    if policy.needsOrder, !outputs.contains(where: { $0.listed != nil }) {
      throw Wrong(
        "the hit policy \(policy.rawValue) needs to know which output comes first",
        "add a row `values` below the type row and list the output's values, the most important first"
      ).fault("priority-unknown", at: first.place(place, 0))
    }
    guard policy.aggregates else { return }
    guard outputs.count == 1 else {
      throw Wrong("\(policy.rawValue) folds one output, and the table has \(outputs.count)", "keep one output column, or use C")
        .fault("aggregate-many-outputs", at: first.place(place, 0))
    }
    let kind = outputs[0].kind
    if policy == .sum ? !kind.isNumeric : policy != .count && !kind.isOrdered {
      throw Wrong("\(policy.rawValue) cannot fold a \(kind.rawValue)", "make \(outputs[0].name) a number, money or rate, or use C")
        .fault("aggregate-kind", at: first.place(place, outputs[0].column, outputs[0].name))
    }
  }
}
