import Tables

/// Rules and columns that do nothing a shorter table would not do.
extension RuleCheck {
  /// Rules that say the same and differ in one input only, where one cell could say it for all of them.
  mutating func lookForContractions() {
    guard table.policy != .ruleOrder, table.policy != .outputOrder else { return }
    for column in space.domain.indices {
      var groups: [Group: [Int]] = [:]
      var sequence: [Group] = []
      guard effort.take(table.rules.count) else { return }
      for rule in table.rules.indices {
        var sets = space.rules[rule].sets
        sets.remove(at: column)
        let group = Group(sets: sets, outputs: classes[rule], notes: table.rules[rule].annotations)
        if groups[group] == nil { sequence.append(group) }
        groups[group, default: []].append(rule)
      }
      for group in sequence where groups[group]!.count > 1 { tellContraction(column, groups[group]!) }
    }
  }

  private struct Group: Hashable {
    var sets: [SpanSet]
    var outputs: Int32
    var notes: [String]
  }

  private mutating func tellContraction(_ column: Int, _ rules: [Int]) {
    let kind = table.inputs[column].kind
    // Under F a rule between them may answer differently for what would move up.
    if table.policy == .first,
      rules.dropFirst().contains(where: { later in
        (rules[0] + 1..<later).contains {
          !rules.contains($0) && classes[$0] != classes[later] && space.rules[$0].intersects(space.rules[later])
        }
      })
    {
      return
    }
    let sorted = rules.sorted {
      (space.rules[$0].sets[column].spans.first?.low ?? 0, $0) < (space.rules[$1].sets[column].spans.first?.low ?? 0, $1)
    }
    if !kind.isOrdered {
      tellOneRule(sorted, column)
      return
    }
    var run: [Int] = []
    for rule in sorted {
      // Rules that overlap are told as such already; what lies side by side could be one interval.
      if let last = run.last,
        space.rules[last].sets[column].spans.last!.high.addingReportingOverflow(1).partialValue
          != space.rules[rule].sets[column].spans.first?.low
      {
        if run.count > 1 { tellOneRule(run, column) }
        run = []
      }
      run.append(rule)
    }
    if run.count > 1 { tellOneRule(run, column) }
  }

  private mutating func tellOneRule(_ candidates: [Int], _ column: Int) {
    // Of rules that repeat one another the first stands for all: the repetition is told elsewhere.
    var rules: [Int] = []
    var union = SpanSet()
    for rule in candidates {
      let own = space.rules[rule].sets[column]
      guard effort.take(union.spans.count / 8 + 1) else { return }
      if union.intersects(own) { continue }
      union = union.joined(with: own)
      rules.append(rule)
    }
    guard rules.count > 1, tells("rules-contractible") else { return }
    let all = names(rules.sorted())
    let words = wording.words(column, union)
    let everything = space.domain[column].isSubset(of: union)
    let name = table.inputs[column].name
    add(
      "rules-contractible", .note, rule: rules.min()!, input: column,
      zh: "\(all.zh)只在\(name)上不同，结果相同，可以并成一条：\(everything ? "\(name)写 -" : words.zh)。",
      en: "\(all.en) differ in \(name) only and say the same: one rule could hold \(everything ? "`-` in \(name)" : words.en)")
  }

  // MARK: Columns

  mutating func lookAtColumns() {
    for column in table.inputs.indices {
      let name = table.inputs[column].name
      var place = table.place
      (place.row, place.column, place.header) = (1, table.inputs[column].column, name)
      if table.rules.allSatisfy({ $0.tests[column].isAny }) {
        findings.append(
          Finding(
            "column-decides-nothing", .note, at: place, zh: "\(name)这一列全是 -，不起作用。",
            en: "\(name) is `-` in every rule: the column decides nothing"))
      } else if decidesNothing(column) {
        findings.append(
          Finding(
            "column-decides-nothing", .note, at: place, zh: "\(name)取什么值结果都一样，这一列可以去掉。",
            en: "whatever \(name) is, the answer is the same: the column decides nothing"))
      }
    }
    for output in table.outputs.indices { lookAtOutput(output) }
  }

  /// Rules that agree in all other inputs agree in what they say, and together let every value of this one pass.
  private func decidesNothing(_ column: Int) -> Bool {
    guard table.rules.count > 1, [.unique, .any, .priority].contains(table.policy) else { return false }
    var groups: [[SpanSet]: (output: Int32, union: [Span])] = [:]
    for rule in table.rules.indices {
      var sets = space.rules[rule].sets
      let own = sets.remove(at: column)
      if let known = groups[sets], known.output != classes[rule] { return false }
      groups[sets, default: (classes[rule], [])].union += own.spans
    }
    return groups.values.allSatisfy { space.domain[column].isSubset(of: SpanSet($0.union)) }
  }

  private mutating func lookAtOutput(_ output: Int) {
    let column = table.outputs[output]
    var place = table.place
    (place.row, place.column, place.header) = (1, column.column, column.name)
    let given = table.rules.map { $0.outputs[output] } + (table.defaults.map { [$0.outputs[output]] } ?? [])
    if given.allSatisfy(\.isNone) {
      findings.append(
        Finding("output-never-used", .note, at: place, zh: "\(column.name)这一列全是空的。", en: "\(column.name) is blank in every rule"))
    }
    let used = Set(given)
    let reached = Set(table.rules.indices.filter { !unreached.contains($0) }.map { table.rules[$0].outputs[output] })
      .union(table.defaults.map { [$0.outputs[output]] } ?? [])
    func spelled(_ values: [Datum]) -> [String] { values.map { table.spelled($0, column.kind) } }
    let idle = spelled((column.listed ?? []).filter { !used.contains($0) })
    if !idle.isEmpty {
      findings.append(
        Finding(
          "output-never-used", .note, at: place, zh: "\(column.name)的取值表里有 \(idle.joined(separator: "、"))，但没有规则给出它。",
          en: "\(column.name) lists \(idle.joined(separator: ", ")), and no rule gives it"))
    }
    let never = spelled((column.listed ?? []).filter { used.contains($0) && !reached.contains($0) })
    if !never.isEmpty {
      findings.append(
        Finding(
          "output-never-used", .warning, at: place,
          zh: "\(column.name)永远不会是 \(never.joined(separator: "、"))：给出它的规则都轮不到。",
          en: "\(column.name) is never \(never.joined(separator: " or ")): the rules that give it are never reached"))
    }
  }
}
