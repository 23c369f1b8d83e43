/// Where two rules match the same row: an ambiguity, a repetition, or an order that misleads, as the hit policy has it.
extension RuleCheck {
  /// Every pair of rules that some row matches at once, with the exact part where they meet.
  package mutating func overlaps() -> [(first: Int, second: Int, box: Box)] {
    space.meetings(&effort).map { ($0, $1, space.rules[$0].intersection(space.rules[$1])) }
  }

  mutating func lookAtMeetings() {
    meetings = space.meetings(&effort)
    for (first, second) in meetings {
      let same = classes[first] == classes[second]
      if space.rules[first] == space.rules[second], table.policy != .first {
        // A collecting table has a rule for each who gets something: the same conditions with other results are its business.
        if same || !table.policy.isCollecting { tellDuplicate(first, second, same) }
        continue
      }
      switch table.policy {
      case .unique: tellOverlap(first, second, same)
      case .any:
        if !same { tellOverlap(first, second, false) } else { tellSubsumed(first, second) }
      case .priority:
        if ranks[first] == ranks[second] {
          if !same { tellOverlap(first, second, false) } else { tellSubsumed(first, second) }
        } else if ranks[second] < ranks[first] {
          tellMisleading(first, second)
        }
      case .first:
        guard same, space.rules[first].isSubset(of: space.rules[second]), effort.take(second - first), !isCutOff(first, second) else {
          break
        }
        tellNeedless(first, second)
      case .ruleOrder, .outputOrder, .collect, .sum, .minimum, .maximum, .count: break
      }
    }
  }

  private mutating func tellOverlap(_ first: Int, _ second: Int, _ same: Bool) {
    if contains(first, second) {
      tellWithin(second, first, same)
    } else if contains(second, first) {
      tellWithin(first, second, same)
    } else if let column = onlyDifference(first, second), table.inputs[column].kind.isOrdered {
      tellCrossing(first, second, column, same)
    } else if tells("overlap") {
      let (one, other, words) = (name(first), name(second), meeting(first, second))
      add(
        "overlap", .fault, rule: second, zh: "\(one.zh)和\(other.zh)同时命中：\(words.zh)，\(saying(same).zh)。",
        en: "\(one.en) and \(other.en) both match \(words.en), \(saying(same).en)")
    }
  }

  private mutating func tellWithin(_ inner: Int, _ outer: Int, _ same: Bool) {
    guard tells("rule-subsumed") else { return }
    let (small, large, words) = (name(inner), name(outer), meeting(inner, outer))
    add(
      "rule-subsumed", .fault, rule: inner,
      zh: "\(small.zh)整条落在\(large.zh)里面：\(small.zh)能命中的，\(large.zh)也命中，\(saying(same).zh)，这些行都会停在多规则命中。",
      en: "\(small.en) lies wholly within \(large.en): both match \(words.en), \(saying(same).en), and every such row will wait")
  }

  private mutating func tellCrossing(_ first: Int, _ second: Int, _ column: Int, _ same: Bool) {
    guard tells("ladder-crosses") else { return }
    let (one, other, input) = (name(first), name(second), table.inputs[column].name)
    let here = wording.words(column, space.rules[first].sets[column].intersection(space.rules[second].sets[column]))
    add(
      "ladder-crosses", .fault, rule: second, input: column,
      zh: "阶梯在\(input)上交叉：\(one.zh)和\(other.zh)都管\(here.zh)，\(saying(same).zh)。",
      en: "the ladder of \(input) crosses itself: \(one.en) and \(other.en) both hold \(here.en), \(saying(same).en)")
  }

  private func meeting(_ first: Int, _ second: Int) -> (zh: String, en: String) {
    wording.words(space.rules[first].intersection(space.rules[second]))
  }

  private func saying(_ same: Bool) -> (zh: String, en: String) {
    same ? ("结果相同", "and say the same") : ("结果不同", "and say different things")
  }

  private func contains(_ outer: Int, _ inner: Int) -> Bool { space.rules[inner].isSubset(of: space.rules[outer]) }

  private mutating func tellDuplicate(_ first: Int, _ second: Int, _ same: Bool) {
    guard tells("rule-duplicate") else { return }
    let (one, other) = (name(first), name(second))
    let counts = table.policy.isCollecting
    let severity: Finding.Severity = table.policy == .unique || !same && !counts && table.policy == .any ? .fault : .warning
    add(
      "rule-duplicate", severity, rule: second,
      zh: "\(other.zh)的条件与\(one.zh)一字不差，结果\(same ? "也相同" : "却不同")\(counts ? "，两条都会计入" : "")。",
      en:
        "\(other.en) asks for exactly what \(one.en) asks for, and says \(same ? "the same" : "something else")\(counts ? "; both will count" : "")"
    )
  }

  /// A and P: the same answer twice, one rule inside the other.
  private mutating func tellSubsumed(_ first: Int, _ second: Int) {
    guard let (inner, outer) = contains(first, second) ? (second, first) : contains(second, first) ? (first, second) : nil,
      tells("rule-subsumed")
    else { return }
    let (small, large) = (name(inner), name(outer))
    add(
      "rule-subsumed", .warning, rule: inner, zh: "\(small.zh)可以删：\(large.zh)已经管到它管的全部，结果相同。",
      en: "\(small.en) could go: \(large.en) matches all it matches and says the same")
  }

  /// F: the row above says what the row below would say anyway.
  private mutating func tellNeedless(_ first: Int, _ second: Int) {
    guard tells("rule-subsumed") else { return }
    let (one, other) = (name(first), name(second))
    add(
      "rule-subsumed", .warning, rule: first, zh: "\(one.zh)可以删：没有它，同样的行会落到\(other.zh)，结果相同。",
      en: "\(one.en) could go: without it the same rows fall to \(other.en), which says the same")
  }

  /// Whether a rule between the two would catch, with another answer, some of what the first holds now.
  private func isCutOff(_ first: Int, _ second: Int) -> Bool {
    (first + 1..<second).contains { classes[$0] != classes[first] && space.rules[$0].intersects(space.rules[first]) }
  }

  private mutating func tellMisleading(_ first: Int, _ second: Int) {
    guard tells("priority-misleads") else { return }
    let (one, other, words) = (name(first), name(second), meeting(first, second))
    guard
      let output = table.outputs.indices.first(where: {
        table.output(first, $0) != table.output(second, $0) && table.outputs[$0].listed != nil
      })
    else { return }
    let kind = table.outputs[output].kind
    let (loses, wins) = (table.spelled(table.output(first, output), kind), table.spelled(table.output(second, output), kind))
    add(
      "priority-misleads", .note, rule: first,
      zh: "\(one.zh)排在\(other.zh)上面，但\(RuleCheck.when(words.zh))两条都命中，作数的是下面的\(other.zh)：\(wins) 的优先级高于 \(loses)。",
      en: "\(one.en) stands above \(other.en), yet where both match (\(words.en)) the lower row wins: \(wins) is listed before \(loses)")
  }

  // MARK: Unreachable

  /// F and P: rules that can never be the answer, because rules that come before them take all they match.
  mutating func lookForUnreachable() {
    guard table.policy == .first || table.policy == .priority else { return }
    var rivals: [Int: [Int]] = [:]
    for (first, second) in meetings {
      if table.policy == .first {
        rivals[second, default: []].append(first)
      } else if ranks[first] != ranks[second] {
        let (winner, loser) = ranks[first] < ranks[second] ? (first, second) : (second, first)
        rivals[loser, default: []].append(winner)
      }
    }
    for rule in rivals.keys.sorted() {
      let before = rivals[rule]!.sorted()
      guard effort.take(before.count) else { return }
      let me = name(rule)
      if let taker = before.first(where: { contains($0, rule) }) {
        unreached.insert(rule)
        guard tells("rule-unreachable") else { continue }
        let other = name(taker)
        add(
          "rule-unreachable", .warning, rule: rule, zh: "\(me.zh)永远轮不到：\(other.zh)已经管到它管的全部。",
          en: "\(me.en) is unreachable: \(other.en) already matches all it matches")
      } else if before.count > 1, space.covers(before, space.rules[rule], &effort) {
        unreached.insert(rule)
        guard tells("rule-unreachable") else { continue }
        let others = names(before)
        add(
          "rule-unreachable", .warning, rule: rule, zh: "\(me.zh)永远轮不到：\(others.zh)合起来已经管到它管的全部。",
          en: "\(me.en) is unreachable: together \(others.en) already match all it matches")
      }
    }
  }
}
