import Tables

/// Looks a decision table over the way a careful colleague would, before any row meets it: what no rule covers, where rules meet, which rules and
/// columns do nothing, sums and ladders that do not come out. Exact, within the effort given; what was not looked at is said. (`settle rules check`)
package struct RuleCheck {
  package let table: DecisionTable
  let space: RuleSpace
  let wording: BoxWording
  var effort: Effort
  var findings: [Finding] = []
  private var counts: [String: Int] = [:]
  /// Pairs of rules that some row matches at once, as (earlier, later).
  var meetings: [(Int, Int)] = []
  /// Rules that were found never to be the answer.
  var unreached: Set<Int> = []
  let ranks: [Int32]
  let classes: [Int32]

  /// As many findings of one sort are told one by one; the rest is counted.
  static let toldEach = 40
  /// Seconds' worth of comparisons for the worst of tables; tables met in practice take a hundredth of it.
  package static let usualEffort = 60_000_000

  package init(_ table: DecisionTable, effort steps: Int = RuleCheck.usualEffort) {
    self.table = table
    space = RuleSpace(table)
    wording = BoxWording(space)
    effort = Effort(steps: steps)
    (ranks, classes) = table.ranksAndClasses()
  }

  /// All remarks about one table, in the table's order; faults are what must be mended, notes what is worth knowing.
  package static func findings(_ table: DecisionTable, effort steps: Int = RuleCheck.usualEffort) -> [Finding] {
    var check = RuleCheck(table, effort: steps)
    check.look("gaps", "空白") { $0.lookForGaps() }
    check.look("overlaps", "重叠") { $0.lookAtMeetings() }
    check.look("unreachable rules", "执行不到的规则") { $0.lookForUnreachable() }
    check.look("rules that could be one", "可合并的规则") { $0.lookForContractions() }
    check.lookAtColumns()
    check.look("sums and limits", "合计与上下限") { $0.lookAtAmounts() }
    return check.told()
  }

  /// Each look has the whole effort to itself, so that a costly one does not starve the next.
  private mutating func look(_ what: String, _ whatZh: String, _ body: (inout RuleCheck) -> Void) {
    let whole = effort.left
    body(&self)
    if effort.isSpent {
      findings.append(
        Finding(
          "check-unfinished", .warning, at: table.place,
          zh: "查找\(whatZh)在 \(whole) 步后停止，还没有查完；可能还有没列出的。",
          en: "the search for \(what) was stopped after \(whole) steps and is not complete; there may be more than is listed"))
    }
    effort = Effort(steps: whole)
  }

  /// Counts a finding; whether it is still among those told one by one. Asked before any sentence is made.
  mutating func tells(_ code: String) -> Bool {
    counts[code, default: 0] += 1
    return counts[code]! <= RuleCheck.toldEach
  }

  private func told() -> [Finding] {
    var told = findings
    for code in counts.keys.sorted() where counts[code]! > RuleCheck.toldEach {
      let rest = counts[code]! - RuleCheck.toldEach
      let severity = findings.first { $0.code == code }?.severity ?? .warning
      told.append(Finding(code, severity, at: table.place, zh: "同类问题还有 \(rest) 处，未逐条列出。", en: "and \(rest) more of the same sort"))
    }
    return told
  }

  // MARK: Words the looks share

  /// `保费 < 0 时`, `险种为商业险、交强险时`: a space stands only after a sign or a digit.
  static func when(_ words: String) -> String { words + (words.last?.isASCII == true ? " 时" : "时") }

  /// `INC-01 (row 4)`.
  func name(_ rule: Int) -> (zh: String, en: String) {
    let (id, row) = (table.id(rule), table.rule(rule).row)
    return ("\(id)（第 \(row) 行）", "\(id) (row \(row))")
  }

  func names(_ rules: some Collection<Int>) -> (zh: String, en: String) {
    let shown = rules.prefix(6).map(name)
    let more = rules.count > 6
    return (
      shown.map(\.zh).joined(separator: "、") + (more ? "等 \(rules.count) 条" : ""),
      shown.map(\.en).joined(separator: ", ") + (more ? " … \(rules.count) rules in all" : "")
    )
  }

  mutating func add(_ code: String, _ severity: Finding.Severity, rule: Int? = nil, input: Int? = nil, zh: String, en: String) {
    let place = rule.map { rule in input.map { table.place(ofRule: rule, input: $0) } ?? table.place(ofRule: rule) } ?? table.place
    findings.append(Finding(code, severity, at: place, zh: zh, en: en))
  }

  /// The one input in which two rules differ, if there is just one.
  func onlyDifference(_ left: Int, _ right: Int) -> Int? {
    var only: Int?
    for column in space.domain.indices where space.rules[left].sets[column] != space.rules[right].sets[column] {
      if only != nil { return nil }
      only = column
    }
    return only
  }
}
