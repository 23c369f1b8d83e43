package import Tables
package import Values

/// What a table says of one case: the rules that hit, their outputs, and for a miss the rules that came nearest. (`settle rules eval`)
package struct RuleEvaluation: Sendable {
  /// Physical row of the case.
  package var row: Int
  package var outcome: Outcome
  package var zh: String
  package var en: String
  /// Outputs by name as the table writes them, one list per hit; the folded value alone under C+ C< C> C#.
  package var outputs: [[(name: String, value: String)]]
  package var near: [NearMiss]
}

extension DecisionTable {
  /// Evaluates cases: a header naming inputs (other columns are passed over), then one case a row.
  package func evaluate(rows: [[String]], place: Place) throws(Fault) -> [RuleEvaluation] {
    try evaluate(rows.enumerated().map { NumberedRow(number: $0.offset + 1, cells: $0.element) }, place)
  }

  package func evaluate(grid: Grid, place: Place) throws(Fault) -> [RuleEvaluation] {
    try evaluate(try NumberedRow.rows(of: grid, place: place), place)
  }

  private func evaluate(_ numbered: [NumberedRow], _ place: Place) throws(Fault) -> [RuleEvaluation] {
    let rows = numbered.filter { !$0.isBlank }
    guard let header = rows.first, inputs.isEmpty || inputs.contains(where: { header.cells.contains($0.name) }) else {
      throw Wrong("no column is named like an input of \(name)", "write a header with \(inputs.map(\.name).joined(separator: ", "))")
        .fault("cases-without-inputs", at: place)
    }
    let cases = try RuleCases(self, header: header.cells, rows: Array(rows.dropFirst()), place: place)
    return rows.dropFirst().enumerated().map { index, row in
      let outcome = cases.outcome(index)
      let words = said(outcome)
      var near: [NearMiss] = []
      switch outcome {
      case .none, .unlisted: near = cases.compiled.nearest(cases.batch, index)
      case .hit(let rule) where rule == rules.count: near = cases.compiled.nearest(cases.batch, index)
      case .hit, .hits, .ambiguous, .missing: break
      }
      return RuleEvaluation(row: row.number, outcome: outcome, zh: words.zh, en: words.en, outputs: spelled(outcome), near: near)
    }
  }

  private func spelled(_ outcome: Outcome) -> [[(name: String, value: String)]] {
    let hits: [Int]
    switch outcome {
    case .hit(let rule): hits = [rule]
    case .hits(let rules): hits = rules
    case .ambiguous(let rules): hits = rules
    case .none, .missing, .unlisted: return []
    }
    if policy.aggregates, let column = outputs.first {
      let folded = aggregate(hits, 0)
      return [[(column.name, folded.integer.map(String.init) ?? spelled(folded, column.kind))]]
    }
    return hits.map { hit in outputs.indices.map { (outputs[$0].name, spelled(output(hit, $0), outputs[$0].kind)) } }
  }

  /// `L2-2 would match but for 保费: it wants [3000..5000), and finds 2999.99`.
  package func said(_ miss: NearMiss) -> (zh: String, en: String) {
    let (id, name) = (id(miss.rule), inputs[miss.input].name)
    let more = miss.failed - 1
    return (
      "\(id) 差在\(name)：要 \(miss.wanted)，实际\(miss.found.isEmpty ? "缺失" : "是 \(miss.found)")\(more > 0 ? "；另有 \(more) 个条件不符" : "")",
      "\(id) fails first on \(name): it wants \(miss.wanted), and \(miss.found.isEmpty ? "there is none" : "finds \(miss.found)")"
        + (more > 0 ? "; \(more) more do not hold" : "")
    )
  }
}

extension DecisionTable {
  /// The names of the rules an outcome speaks of: those that hit, or those that collide.
  package func named(_ outcome: Outcome) -> [String] {
    switch outcome {
    case .hit(let rule): [id(rule)]
    case .hits(let rules), .ambiguous(let rules): rules.map(id)
    case .none, .missing, .unlisted: []
    }
  }
}
