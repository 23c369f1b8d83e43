import Tables
import Values

/// Numbers that cannot be meant: shares that do not make a whole, caps under floors, rates above 100 %, commas inside numbers.
extension RuleCheck {
  static let shareWords = ["份额", "分成", "分摊", "占比", "分配比例", "share"]
  static let capWords = ["上限", "封顶", "最高", "cap", "max", "ceiling"]
  static let floorWords = ["下限", "保底", "最低", "起付", "floor", "min"]

  mutating func lookAtAmounts() {
    lookAtShares()
    lookAtCaps()
    lookAtRates()
    lookAtCommas()
  }

  // MARK: Shares

  private mutating func lookAtShares() {
    let shares = table.outputs.indices.filter { index in
      table.outputs[index].kind == .rate && RuleCheck.shareWords.contains { table.outputs[index].name.lowercased().contains($0) }
    }
    if shares.count > 1 {
      let names = shares.map { table.outputs[$0].name }
      for rule in table.rules.indices {
        let sum = shares.reduce(Int128(0)) { $0 + Int128(table.output(rule, $1).rate?.billionths ?? 0) }
        if sum == Int128(Rate.scale) || !tells("shares-not-whole") { continue }
        let me = name(rule)
        add(
          "shares-not-whole", .warning, rule: rule, zh: "\(me.zh)的\(names.joined(separator: "、"))合计 \(percent(sum))，不是 100%。",
          en: "\(names.joined(separator: " and ")) of \(me.en) come to \(percent(sum)), not 100%")
      }
    } else if let share = shares.first, table.policy.isCollecting {
      lookAtCollectedShares(share)
    }
  }

  /// One rule a payee: wherever any rule hits, the shares of all that hit make the whole.
  private mutating func lookAtCollectedShares(_ share: Int) {
    let parts = table.rules.map { Int128($0.outputs[share].rate?.billionths ?? 0) }
    func sum(_ rules: [Int32]) -> Int128 { rules.reduce(0) { $0 + parts[Int($1)] } }
    // A search per sum found, so that boxes with different sums are not joined into one.
    var sums: Set<Int128> = []
    var all = BoxSearch(domain: space.spoken, rules: space.rules, effort: effort, ends: { _ in false }) { held in
      if !held.isEmpty, sum(held) != Int128(Rate.scale) { sums.insert(sum(held)) }
      return false
    }
    _ = all.boxes(&effort)
    for wrong in sums.sorted() {
      var search = BoxSearch(domain: space.spoken, rules: space.rules, effort: effort, ends: { _ in false }) {
        !$0.isEmpty && sum($0) == wrong
      }
      for box in search.boxes(&effort) where tells("shares-not-whole") {
        let words = wording.words(box)
        let held = space.rules.indices.filter { space.rules[$0].intersects(box) }
        let all = names(held)
        add(
          "shares-not-whole", .warning, rule: held.first,
          zh: "\(RuleCheck.when(words.zh))，\(all.zh)的\(table.outputs[share].name)合计 \(percent(wrong))，不是 100%。",
          en: "for \(words.en) the \(table.outputs[share].name) of \(all.en) come to \(percent(wrong)), not 100%")
      }
    }
  }

  private func percent(_ billionths: Int128) -> String { Rate(billionths: Int64(clamping: billionths)).description }

  // MARK: Caps and floors

  private mutating func lookAtCaps() {
    func stems(_ words: [String]) -> [(output: Int, stem: String)] {
      table.outputs.indices.compactMap { index in
        let name = table.outputs[index].name.lowercased()
        guard table.outputs[index].kind.isOrdered, let word = words.first(where: { name.contains($0) }) else { return nil }
        return (index, name.replacing(word, with: ""))
      }
    }
    let (caps, floors) = (stems(RuleCheck.capWords), stems(RuleCheck.floorWords))
    for cap in caps {
      for floor in floors where table.outputs[cap.output].kind == table.outputs[floor.output].kind {
        guard cap.stem == floor.stem || caps.count == 1 && floors.count == 1 else { continue }
        for rule in table.rules.indices { lookAtCap(rule, cap.output, floor.output) }
      }
    }
  }

  private mutating func lookAtCap(_ rule: Int, _ cap: Int, _ floor: Int) {
    let (high, low) = (table.output(rule, cap), table.output(rule, floor))
    guard !high.isNone, !low.isNone, high.bits < low.bits, tells("cap-under-floor") else { return }
    let kind = table.outputs[cap].kind
    let (me, top, bottom) = (name(rule), table.spelled(high, kind), table.spelled(low, kind))
    add(
      "cap-under-floor", .warning, rule: rule,
      zh: "\(me.zh)的\(table.outputs[cap].name) \(top) 低于\(table.outputs[floor].name) \(bottom)。",
      en: "\(table.outputs[cap].name) of \(me.en) is \(top), below its \(table.outputs[floor].name) of \(bottom)")
  }

  // MARK: Slips of the pen

  private mutating func lookAtRates() {
    for (output, column) in table.outputs.enumerated() where column.kind == .rate {
      for rule in table.rules.indices {
        guard let rate = table.output(rule, output).rate, rate > .one, tells("rate-above-whole") else { continue }
        let me = name(rule)
        let meant = Rate(billionths: rate.billionths / 100)
        add(
          "rate-above-whole", .warning, rule: rule, zh: "\(me.zh)的\(column.name)是 \(rate)，超过 100%；是不是想写 \(meant)？",
          en: "\(column.name) of \(me.en) is \(rate), more than the whole; was \(meant) meant?")
      }
    }
  }

  private mutating func lookAtCommas() {
    for rule in table.rules.indices {
      for (input, test) in table.rules[rule].tests.enumerated() where test.looksGrouped && tells("number-looks-grouped") {
        let me = name(rule)
        add(
          "number-looks-grouped", .warning, rule: rule, input: input,
          zh: "\(me.zh)的\(table.inputs[input].name)写着 \(test.text)：逗号的意思是“或”。如果想写一个数，请去掉逗号。",
          en: "\(table.inputs[input].name) of \(me.en) is \(test.text): a comma means \"or\"; if one number is meant, leave the comma out")
      }
    }
  }
}
