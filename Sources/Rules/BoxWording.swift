/// Says where a box lies, the way a colleague would: `险种 = 交强险, 保费 in [5000..8000)`. Inputs that may be anything are not mentioned.
struct BoxWording {
  let columns: [DecisionTable.Column]
  let domain: [SpanSet]

  init(_ space: RuleSpace) {
    columns = space.table.inputs
    domain = space.domain
  }

  init(columns: [DecisionTable.Column], domain: [SpanSet]) {
    self.columns = columns
    self.domain = domain
  }

  func words(_ box: Box) -> (zh: String, en: String) {
    let parts = box.sets.indices.filter { !domain[$0].isSubset(of: box.sets[$0]) }.map { words($0, box.sets[$0]) }
    if parts.isEmpty { return ("任何情况", "any row at all") }
    return (parts.map(\.zh).joined(separator: "，"), parts.map(\.en).joined(separator: ", "))
  }

  /// One input: a value, a list, a run, or everything but a list.
  func words(_ column: Int, _ set: SpanSet) -> (zh: String, en: String) {
    let name = columns[column].name
    let kind = columns[column].kind
    if set == SpanSet(.point(RuleSpace.missing)) { return ("\(name)缺失", "\(name) missing") }
    if kind == .text || kind == .boolean { return listed(column, set) }
    let runs = set.spans.map { run($0, kind) }
    let zh = runs.map { run in
      // Days are told in words: 2025-12-31 及以前.
      if kind == .date || kind == .datetime {
        if run.text.hasPrefix("<= ") { return "在 \(run.text.dropFirst(3)) 及以前" }
        if run.text.hasPrefix(">= ") { return "在 \(run.text.dropFirst(3)) 及以后" }
      }
      return run.isComparison ? " \(run.text)" : "在 \(run.text)"
    }.joined(separator: " 或")
    return (name + zh, name + " " + runs.map { $0.isComparison ? $0.text : "in \($0.text)" }.joined(separator: " or "))
  }

  private func listed(_ column: Int, _ set: SpanSet) -> (zh: String, en: String) {
    let name = columns[column].name
    let all = domain[column].spans.flatMap { max($0.low, Lexicon.unlisted)...$0.high }
    if set.contains(Lexicon.unlisted), columns[column].kind == .text {
      let out = all.filter { $0 >= 0 && !set.contains($0) }.map { columns[column].text($0) }
      if out.isEmpty { return ("\(name)为任何值", "\(name) anything") }
      return ("\(name)不是\(cut(out, "、"))", "\(name) other than \(cut(out, ", "))")
    }
    let texts = set.spans.flatMap { span in
      span.low == RuleSpace.missing ? ["(missing)"] : (span.low...span.high).map { columns[column].text($0) }
    }
    return texts.count == 1
      ? ("\(name) = \(texts[0])", "\(name) = \(texts[0])") : ("\(name)为\(cut(texts, "、"))", "\(name) in \(cut(texts, ", "))")
  }

  /// A long list is told by its beginning and its length.
  private func cut(_ texts: [String], _ separator: String) -> String {
    texts.count <= 12
      ? texts.joined(separator: separator) : texts.prefix(10).joined(separator: separator) + "\(separator)… (\(texts.count))"
  }

  /// A run of points, its ends written as people write them: `[3000..5000)` for amounts, `[2026-01-01..2026-03-31]` for days.
  private func run(_ span: Span, _ kind: ValueKind) -> (text: String, isComparison: Bool) {
    if span.low == span.high { return span.low == RuleSpace.missing ? ("(missing)", false) : ("= " + kind.text(span.low), true) }
    let hasLow = span.low > RuleSpace.missing + 1
    let hasHigh = span.high < .max
    let (low, lowOpen) = hasLow ? end(span.low, span.low - 1, kind) : ("", false)
    let (high, highOpen) = hasHigh ? end(span.high, span.high + 1, kind) : ("", false)
    switch (hasLow, hasHigh) {
    case (true, true): return ((lowOpen ? "(" : "[") + low + ".." + high + (highOpen ? ")" : "]"), false)
    case (true, false): return ((lowOpen ? "> " : ">= ") + low, true)
    case (false, true): return ((highOpen ? "< " : "<= ") + high, true)
    case (false, false): return ("-", true)
    }
  }

  /// The end itself or its neighbour outside, whichever is the rounder number. Days are always named themselves.
  private func end(_ point: Int64, _ neighbour: Int64, _ kind: ValueKind) -> (text: String, isOpen: Bool) {
    if kind == .date { return (kind.text(point), false) }
    if kind == .datetime {
      // A whole day's first second opens it, its last second closes it.
      let isClock = point % 86_400 != 0 && neighbour % 86_400 == 0
      return isClock ? (kind.text(neighbour), true) : (kind.text(point), false)
    }
    let (here, beside) = (kind.text(point), kind.text(neighbour))
    return roundness(beside) < roundness(here) ? (beside, true) : (here, false)
  }

  private func roundness(_ text: String) -> Int {
    var digits = text.filter(\.isNumber)
    while digits.last == "0" { digits.removeLast() }
    return digits.count
  }
}
