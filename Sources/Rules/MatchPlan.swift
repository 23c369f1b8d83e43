import Tables

/// What a compiled table consists of, and the one path from a row to an answer: points of its inputs, candidates from the tree, each held
/// against its checks, all of them tallied as the hit policy says.
final class MatchPlan: Sendable {
  let table: DecisionTable
  private let footing: Footing
  private let sources: Frozen<Source>
  private let checks: Checks
  private let tree: CandidateTree
  private let ranks: Frozen<Int32>
  private let classes: Frozen<Int32>
  /// Inputs where a missing value is a case of its own.
  private let closed: UInt64
  private let policy: HitPolicy
  private let hasDefault: Bool
  /// Inputs whose allowed values are stated, and the spans of those.
  private let limited: Frozen<Limit>
  private let allowed: Frozen<Span>

  /// Where an input's value comes from and how it becomes a point.
  struct Source: Sendable {
    var column: Int
    var kind: ValueKind
    var index: TextIndex?
  }

  private struct Limit: Sendable {
    var input: Int
    var first: Int
    var count: Int
  }

  /// `columns`: for each input the column of the batch.
  init(_ table: DecisionTable, columns: [Int]) {
    self.table = table
    let footing = Footing()
    self.footing = footing
    sources = Frozen(
      zip(table.inputs, columns).map { input, column in
        Source(column: column, kind: input.kind, index: input.kind == .text ? TextIndex(input.lexicon, on: footing) : nil)
      }, on: footing)
    checks = Checks(table, on: footing)
    tree = CandidateTree(table, on: footing)
    let (ranks, classes) = table.ranksAndClasses()
    self.ranks = Frozen(ranks, on: footing)
    self.classes = Frozen(classes, on: footing)
    closed = table.inputs.enumerated().reduce(0) { $1.element.namesMissing ? $0 | 1 << UInt64($1.offset) : $0 }
    var (limits, spans): ([Limit], [Span]) = ([], [])
    for (index, column) in table.inputs.enumerated() {
      guard let allowed = column.allowed else { continue }
      limits.append(Limit(input: index, first: spans.count, count: allowed.spans.count))
      spans += allowed.spans
    }
    limited = Frozen(limits, on: footing)
    allowed = Frozen(spans, on: footing)
    policy = table.policy
    hasDefault = table.defaults != nil
  }

  func decide(_ batch: Batch, _ row: Int) -> Outcome {
    withUnsafeTemporaryAllocation(of: Int64.self, capacity: max(1, sources.count)) { values in
      withExtendedLifetime(footing) {
        let known = read(batch, row, into: values)
        return decide(UnsafePointer(values.baseAddress!), known: known)
      }
    }
  }

  private func decide(_ values: UnsafePointer<Int64>, known: UInt64) -> Outcome {
    for index in 0..<limited.count where !allows(limited[index], values, known) { return .unlisted(column: limited[index].input) }
    let tally = tally(values, known, wantsList: policy.isCollecting)
    switch tally.answer {
    case .one(let rule): return .hit(rule: rule)
    case .several:
      if policy.isCollecting { return .hits(tally.ordered) }
      return .ambiguous(self.tally(values, known, wantsList: true).ordered)
    case .open(let rule): return .missing(column: checks.missing(rule, known: known, closed: closed), rule: rule)
    case .none:
      guard hasDefault else { return .none }
      return policy.isCollecting ? .hits([table.rules.count]) : .hit(rule: table.rules.count)
    }
  }

  private func allows(_ limit: Limit, _ values: UnsafePointer<Int64>, _ known: UInt64) -> Bool {
    guard known >> UInt64(limit.input) & 1 == 1 else { return true }
    for at in limit.first..<limit.first + limit.count where allowed[at].contains(values[limit.input]) { return true }
    return false
  }

  @inline(__always)
  private func tally(_ values: UnsafePointer<Int64>, _ known: UInt64, wantsList: Bool) -> Tally {
    var tally = Tally(policy: policy, ranks: ranks, classes: classes, wantsList: wantsList)
    tree.visit(values, known: known) { rule in
      switch checks.verdict(rule, values, known: known, closed: closed) {
      case .matches: tally.matches(rule)
      case .open: tally.mayMatch(rule)
      case .fails: break
      }
    }
    return tally
  }

  // MARK: From a row to points

  func points(_ batch: Batch, _ row: Int) -> [Int64?] {
    (0..<sources.count).map { point(datum(batch, row, $0), sources[$0], batch) }
  }

  func datum(_ batch: Batch, _ row: Int, _ input: Int) -> Datum { batch[row, sources[input].column] }

  /// The inputs' points; a bit for each that the row has.
  @inline(__always)
  private func read(_ batch: Batch, _ row: Int, into values: UnsafeMutableBufferPointer<Int64>) -> UInt64 {
    var known: UInt64 = 0
    for index in 0..<sources.count {
      let datum = batch.data[row * batch.width + sources[index].column]
      guard let point = point(datum, sources[index], batch) else {
        values[index] = 0
        continue
      }
      values[index] = point
      known |= 1 << UInt64(index)
    }
    return known
  }

  @inline(__always)
  private func point(_ datum: Datum, _ source: Source, _ batch: Batch) -> Int64? {
    switch datum.tag {
    case .none: return nil
    case .text:
      guard let index = source.index else { return nil }
      return batch.arena.withUnsafeBytes { index.find(UnsafeRawBufferPointer(rebasing: $0[datum.textRange])) }
    case .money, .rate, .number, .integer, .date, .moment, .boolean: return source.kind.point(of: datum)
    }
  }
}
