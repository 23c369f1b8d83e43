/// What no rule covers. A gap between two tiers of a ladder is told as the jump it is.
extension RuleCheck {
  /// Every part of the table's space that no rule covers: first values no rule speaks of at all, then combinations. Disjoint only among the latter.
  package mutating func gaps() -> [Box] { space.unspoken.map(\.box) + space.gaps(&effort) }

  /// Whether the last search came to its end.
  package var isComplete: Bool { !effort.isSpent }

  mutating func lookForGaps() {
    // A default row answers everywhere.
    if table.defaults != nil { return }
    for (column, box, isHole) in space.unspoken { if isHole { tellGap(box) } else { tellOutside(column, box) } }
    for box in space.gaps(&effort) { tellGap(box) }
  }

  private mutating func tellGap(_ box: Box) {
    if effort.take(table.rules.count), let (column, below, above) = jump(box) {
      tellJump(box, column, below, above)
    } else if tells("gap") {
      let words = wording.words(box)
      add("gap", .warning, zh: "没有规则管：\(words.zh)。", en: "no rule for \(words.en)")
    }
  }

  /// Values outside all that is written: worth a note, or a warning where the table itself lists them as allowed.
  private mutating func tellOutside(_ column: Int, _ box: Box) {
    guard tells(table.inputs[column].allowed == nil ? "outside" : "gap") else { return }
    let words = wording.words(column, box.sets[column])
    let isStated = table.inputs[column].allowed != nil
    add(
      isStated ? "gap" : "outside", isStated ? .warning : .note,
      zh: isStated ? "取值表允许，但没有规则管：\(words.zh)。" : "表里到此为止：\(RuleCheck.when(words.zh))没有规则。",
      en: isStated ? "no rule for \(words.en), which the allowed values include" : "the table ends here: no rule for \(words.en)")
  }

  /// The tiers on both sides of a gap that lies between two neighbours of a ladder.
  private func jump(_ box: Box) -> (column: Int, below: Int, above: Int)? {
    for column in space.domain.indices where table.inputs[column].kind.isOrdered {
      guard box.sets[column].spans.count == 1, let span = box.sets[column].spans.first, span.low > .min + 1, span.high < .max else {
        continue
      }
      func neighbour(_ touches: (Span) -> Bool) -> Int? {
        space.rules.indices.first { rule in
          space.rules[rule].sets[column].spans.contains(where: touches)
            && space.domain.indices.allSatisfy {
              // A hole that runs across all of another input lies between rules that need only meet it.
              $0 == column || box.sets[$0].isSubset(of: space.rules[rule].sets[$0]) || box.sets[$0] == space.domain[$0]
            }
        }
      }
      if let below = neighbour({ $0.high == span.low - 1 }), let above = neighbour({ $0.low == span.high + 1 }) {
        return (column, below, above)
      }
    }
    return nil
  }

  private mutating func tellJump(_ box: Box, _ column: Int, _ below: Int, _ above: Int) {
    guard tells("ladder-jumps") else { return }
    let (low, high) = (name(below), name(above))
    let here = wording.words(column, box.sets[column])
    var rest = box
    rest.sets[column] = space.domain[column]
    let elsewhere = rest.sets.indices.contains { !space.domain[$0].isSubset(of: rest.sets[$0]) }
    let words = wording.words(rest)
    add(
      "ladder-jumps", .warning, rule: above, input: column,
      zh: "阶梯在\(table.inputs[column].name)上断档：\(elsewhere ? RuleCheck.when(words.zh) + "，" : "")\(low.zh)与\(high.zh)之间缺\(here.zh)。",
      en:
        "the ladder of \(table.inputs[column].name) jumps\(elsewhere ? " for " + words.en : ""): between \(low.en) and \(high.en) no rule for \(here.en)"
    )
  }
}
