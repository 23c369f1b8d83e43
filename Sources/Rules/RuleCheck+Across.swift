import Tables

/// The tables of a flow side by side: a product, a kind of business or a period that the tables before cover and the next does not; rules of the next
/// that nothing before lets through to them.
extension RuleCheck {
  /// Holds each table against those before it, in the order the flow asks them, over the inputs they share.
  package static func across(_ tables: [DecisionTable], effort steps: Int = RuleCheck.usualEffort) -> [Finding] {
    var findings: [Finding] = []
    for index in tables.indices.dropFirst() {
      let comparison = Comparison(Array(tables[..<index]), tables[index])
      findings += comparison.uncovered(steps) + comparison.neverAsked()
    }
    return findings
  }
}

/// One table and those a row has passed before it comes to it.
struct Comparison {
  /// A table before, with its rules as boxes over the shared inputs; open where it does not test one.
  private struct Earlier {
    var table: DecisionTable
    var rules: [Box]
  }

  private let next: DecisionTable
  private let columns: [DecisionTable.Column]
  private let domain: [SpanSet]
  private let earlier: [Earlier]
  private let rules: [Box]

  init(_ tables: [DecisionTable], _ next: DecisionTable) {
    self.next = next
    // A default row lets everything pass.
    let asked = tables.filter { $0.defaults == nil }
    func shared(_ table: DecisionTable, _ column: DecisionTable.Column) -> Int? {
      table.inputs.firstIndex { $0.name == column.name && $0.kind == column.kind }
    }
    let inputs = next.inputs.indices.filter { input in asked.contains { shared($0, next.inputs[input]) != nil } }
    var columns = inputs.map { next.inputs[$0] }
    // Texts in the order in which the flow first speaks of them.
    for index in columns.indices {
      columns[index].lexicon = Lexicon()
      for table in asked + [next] {
        for text in shared(table, columns[index]).map({ table.inputs[$0].lexicon.texts }) ?? [] {
          _ = columns[index].lexicon.number(of: text)
        }
      }
    }
    self.columns = columns
    // Of texts, those that some table lists are compared; what none lists none speaks of.
    domain = columns.map { column in
      column.kind == .text
        ? SpanSet(Span(0, Int64(column.lexicon.texts.count) - 1))
        : column.kind.domain.intersection(SpanSet(Span(RuleSpace.missing + 1, .max)))
    }
    let space = RuleSpace(next)
    rules = space.rules.map { rule in
      Box(zip(inputs, columns).map { Comparison.translated(rule.sets[$0], next.inputs[$0], $1) })
    }
    earlier = asked.compactMap { table in
      let places = columns.map { shared(table, $0) }
      guard places.contains(where: { $0 != nil }) else { return nil }
      let boxes = RuleSpace(table).rules.map { rule in
        Box(
          zip(places, columns).map { place, column in
            place.map { Comparison.translated(rule.sets[$0], table.inputs[$0], column) } ?? SpanSet(.everything)
          })
      }
      return Earlier(table: table, rules: boxes)
    }
  }

  private var names: (zh: String, en: String) {
    let names = earlier.map(\.table.name)
    return (names.joined(separator: "、"), names.joined(separator: " and "))
  }

  /// What every table before has a rule for and this one has not.
  func uncovered(_ steps: Int) -> [Finding] {
    guard !earlier.isEmpty, next.defaults == nil else { return [] }
    // Which table each rule of the search belongs to; those of the next come last.
    let owners = earlier.enumerated().flatMap { index, table in table.rules.map { _ in index } }
    let count = Int32(owners.count)
    let needed = earlier.count
    var effort = Effort(steps: steps)
    var search = BoxSearch(
      domain: domain, rules: earlier.flatMap(\.rules) + rules, effort: effort, ends: { $0 >= count }
    ) { held in
      guard held.allSatisfy({ $0 < count }) else { return false }
      return Set(held.map { owners[Int($0)] }).count == needed
    }
    let wording = BoxWording(columns: columns, domain: domain)
    var findings = search.fewestBoxes(&effort).map { box in
      let words = wording.words(box)
      return Finding(
        "not-covered-next", .warning, at: next.place, zh: "\(names.zh)管到了\(words.zh)，\(next.name)却没有规则。",
        en: "\(names.en) \(needed > 1 ? "cover" : "covers") \(words.en), but no rule of \(next.name) does")
    }
    if effort.isSpent {
      findings.append(
        Finding(
          "check-unfinished", .warning, at: next.place, zh: "\(names.zh)与\(next.name)的对照在 \(steps) 步后停止，还没有查完。",
          en: "the comparison of \(names.en) with \(next.name) was stopped after \(steps) steps and is not complete"))
    }
    return findings
  }

  /// Rules of this table that no row reaches, because a table before has no rule for any of what they speak of.
  func neverAsked() -> [Finding] {
    let wording = BoxWording(columns: columns, domain: domain)
    return rules.indices.compactMap { rule in
      guard !rules[rule].isEmpty, let stopping = earlier.first(where: { !$0.rules.contains { $0.intersects(rules[rule]) } }) else {
        return nil
      }
      var box = Box(domain)
      for (index, column) in columns.enumerated() where stopping.table.inputs.contains(where: { $0.name == column.name }) {
        box.sets[index] = rules[rule].sets[index].intersection(domain[index])
      }
      guard !box.isEmpty else { return nil }
      let words = wording.words(box)
      let (id, row) = (next.id(rule), next.rule(rule).row)
      return Finding(
        "rule-never-asked", .note, at: next.place(ofRule: rule),
        zh: "\(id)（第 \(row) 行）问不到：\(stopping.table.name)没有管到\(words.zh)，这样的行到不了这里。",
        en: "\(id) (row \(row)) is never asked: \(stopping.table.name) has no rule for \(words.en), so no such row comes this far")
    }
  }

  /// A set of texts by another lexicon's numbers; the point for all other texts stays itself.
  static func translated(_ set: SpanSet, _ from: DecisionTable.Column, _ to: DecisionTable.Column) -> SpanSet {
    guard from.kind == .text else { return set }
    var to = to.lexicon
    let takesOthers = set.contains(Lexicon.unlisted)
    let own = Dictionary(uniqueKeysWithValues: from.lexicon.texts.enumerated().map { (to.number(of: $1), Int64($0)) })
    let listed = to.texts.indices.map(Int64.init).filter { number in own[number].map { set.contains($0) } ?? takesOthers }
    return SpanSet((takesOthers ? [.point(Lexicon.unlisted)] : []) + listed.map(Span.point))
  }
}
