/// A table seen as boxes: what every rule covers, and what there is to cover. A missing value, where a column names `null`, is a point of its own.
struct RuleSpace {
  let table: DecisionTable
  let rules: [Box]
  /// All an input's value may be, as far as the table says. Texts are those listed and one more that stands for all others.
  let domain: [SpanSet]
  /// What some rule speaks of.
  let spoken: [SpanSet]

  /// The point of a missing value.
  static let missing = Int64.min

  init(_ table: DecisionTable) {
    self.table = table
    var domain: [SpanSet] = []
    for column in table.inputs {
      var set = column.domain
      if column.kind == .text { set = set.intersection(SpanSet(Span(Lexicon.unlisted, Int64(column.lexicon.texts.count) - 1))) }
      set = set.intersection(SpanSet(Span(RuleSpace.missing + 1, .max)))
      domain.append(column.namesMissing ? set.union(SpanSet(.point(RuleSpace.missing))) : set)
    }
    self.domain = domain
    let rules = table.rules.map { rule in
      Box(
        rule.tests.enumerated().map { index, test in
          var set = test.points.intersection(SpanSet(Span(RuleSpace.missing + 1, .max)))
          if table.inputs[index].namesMissing, test.takesMissing { set = set.union(SpanSet(.point(RuleSpace.missing))) }
          return set.intersection(domain[index])
        })
    }
    self.rules = rules
    spoken = domain.indices.map { column in SpanSet(rules.flatMap { $0.sets[column].spans }) }
  }

  // MARK: Gaps

  /// Values of one input that no rule speaks of, whatever the others are: holes between what is spoken of, and what lies outside it.
  var unspoken: [(column: Int, box: Box, isHole: Bool)] {
    domain.indices.flatMap { column in
      let rest = domain[column].subtracting(spoken[column])
      let isOrdered = table.inputs[column].kind.isOrdered
      var (holes, outside): ([Span], [Span]) = ([], [])
      for span in rest.spans {
        let isHole = isOrdered && span.low > spoken[column].spans.first?.low ?? .max && span.high < spoken[column].spans.last?.high ?? .min
        if isHole && span.low != RuleSpace.missing { holes.append(span) } else { outside.append(span) }
      }
      return [(holes.map { SpanSet($0) }, true), (outside.isEmpty ? [] : [SpanSet(outside)], false)].flatMap { sets, isHole in
        sets.map { set in
          var box = Box(domain)
          box.sets[column] = set
          return (column, box, isHole)
        }
      }
    }
  }

  /// Combinations of spoken values that no rule covers.
  func gaps(_ effort: inout Effort) -> [Box] {
    var search = BoxSearch(domain: spoken, rules: rules, effort: effort, ends: { _ in true }) { $0.isEmpty }
    return search.fewestBoxes(&effort)
  }

  /// Whether the rules named leave nothing of a box.
  func covers(_ others: [Int], _ box: Box, _ effort: inout Effort) -> Bool {
    var search = BoxSearch(domain: box.sets, rules: others.map { rules[$0] }, effort: effort, ends: { _ in true }) { $0.isEmpty }
    return search.boxes(&effort).isEmpty && !effort.isSpent
  }

  // MARK: Pairs

  /// All pairs of rules that some row matches at once, as (earlier, later), in order. It sweeps along the input where the fewest are
  /// open at one time.
  func meetings(_ effort: inout Effort) -> [(Int, Int)] {
    guard let column = domain.indices.min(by: { crowd($0) < crowd($1) }) else {
      return rules.indices.flatMap { later in (0..<later).map { ($0, later) } }
    }
    var opening: [(span: Span, rule: Int)] = []
    for (rule, box) in rules.enumerated() where !box.isEmpty { for span in box.sets[column].spans { opening.append((span, rule)) } }
    opening.sort { ($0.span.low, $0.rule) < ($1.span.low, $1.rule) }
    // A pair as one number, the earlier rule above the later; rules with several spans may meet more than once.
    var found: [UInt64] = []
    var open: [(span: Span, rule: Int)] = []
    sweep: for next in opening {
      open.removeAll { $0.span.high < next.span.low }
      guard effort.take(1 + open.count) else { break }
      for other in open where other.rule != next.rule && rules[other.rule].intersects(rules[next.rule]) {
        // A pair costs its looking at, later.
        guard effort.take(40) else { break sweep }
        found.append(UInt64(min(other.rule, next.rule)) << 32 | UInt64(max(other.rule, next.rule)))
      }
      open.append(next)
    }
    var pairs: [(Int, Int)] = []
    var last: UInt64?
    for pair in found.sorted() where pair != last {
      pairs.append((Int(pair >> 32), Int(pair & 0xFFFF_FFFF)))
      last = pair
    }
    return pairs
  }

  /// How many comparisons a sweep along this input takes.
  private func crowd(_ column: Int) -> Int {
    var edges: [(Int64, Int)] = []
    for box in rules {
      for span in box.sets[column].spans {
        edges.append((span.low, 1))
        if span.high < .max { edges.append((span.high + 1, 0)) }
      }
    }
    edges.sort { $0 < $1 }
    var (open, total) = (0, 0)
    for edge in edges {
      if edge.1 == 1 {
        total += open
        open += 1
      } else {
        open -= 1
      }
    }
    return total
  }
}
