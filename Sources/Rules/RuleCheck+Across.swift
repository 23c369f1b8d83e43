import Tables

/// The tables of a flow side by side: a product, a kind of business or a period that one table covers and the next does not.
extension RuleCheck {
  /// Holds each table against the next, in the order the flow asks them, over the inputs both test.
  package static func across(_ tables: [DecisionTable], effort steps: Int = RuleCheck.usualEffort) -> [Finding] {
    zip(tables, tables.dropFirst()).flatMap { across($0, $1, steps) }
  }

  private static func across(_ table: DecisionTable, _ next: DecisionTable, _ steps: Int) -> [Finding] {
    let shared = table.inputs.indices.compactMap { left in
      next.inputs.firstIndex { $0.name == table.inputs[left].name && $0.kind == table.inputs[left].kind }.map { (left, $0) }
    }
    guard !shared.isEmpty, next.defaults == nil else { return [] }
    let (here, there) = (RuleSpace(table), RuleSpace(next))
    var columns: [DecisionTable.Column] = []
    var (ours, theirs): ([[SpanSet]], [[SpanSet]]) = (table.rules.map { _ in [] }, next.rules.map { _ in [] })
    var domain: [SpanSet] = []
    for (left, right) in shared {
      var column = table.inputs[left]
      for text in next.inputs[right].lexicon.texts { _ = column.lexicon.number(of: text) }
      columns.append(column)
      // Of texts, those that either table lists are compared; what neither lists neither speaks of.
      domain.append(
        column.kind == .text
          ? SpanSet(Span(0, Int64(column.lexicon.texts.count) - 1))
          : column.kind.domain.intersection(SpanSet(Span(RuleSpace.missing + 1, .max))))
      for rule in ours.indices { ours[rule].append(translated(here.rules[rule].sets[left], table.inputs[left], column)) }
      for rule in theirs.indices { theirs[rule].append(translated(there.rules[rule].sets[right], next.inputs[right], column)) }
    }
    let count = Int32(ours.count)
    var effort = Effort(steps: steps)
    var search = BoxSearch(domain: domain, rules: (ours + theirs).map(Box.init), effort: effort, ends: { $0 >= count }) { held in
      held.contains { $0 < count } && !held.contains { $0 >= count }
    }
    let wording = BoxWording(columns: columns, domain: domain)
    var findings = search.boxes(&effort).map { box in
      let words = wording.words(box)
      return Finding(
        "not-covered-next", .warning, at: next.place, zh: "\(table.name)管到了\(words.zh)，\(next.name)却没有规则。",
        en: "\(table.name) covers \(words.en), but no rule of \(next.name) does")
    }
    if effort.isSpent {
      findings.append(
        Finding(
          "check-unfinished", .warning, at: next.place, zh: "\(table.name)与\(next.name)的对照在 \(steps) 步后停止，还没有查完。",
          en: "the comparison of \(table.name) with \(next.name) was stopped after \(steps) steps and is not complete"))
    }
    return findings
  }

  /// A set of texts by another lexicon's numbers.
  static func translated(_ set: SpanSet, _ from: DecisionTable.Column, _ to: DecisionTable.Column) -> SpanSet {
    guard from.kind == .text else { return set }
    var to = to.lexicon
    let takesOthers = set.contains(Lexicon.unlisted)
    let own = Dictionary(uniqueKeysWithValues: from.lexicon.texts.enumerated().map { (to.number(of: $1), Int64($0)) })
    return SpanSet(
      to.texts.indices.map(Int64.init).filter { number in own[number].map { set.contains($0) } ?? takesOthers }.map(Span.point))
  }
}
