package import Tables
import Values

/// A decision table bound to the columns of a batch and made ready for the night: texts hashed, rules reached through a tree, no rule looked
/// at without reason. A value that threads may share. (contract.md, Decision tables; the plain scan it must agree with stands in the tests)
package struct CompiledTable: Sendable {
  /// A row's known inputs are the bits of one word.
  package static let widestTable = 64

  package let table: DecisionTable
  private let sources: [Source]
  private let checks: Checks
  private let tree: CandidateTree
  private let ranks: [Int32]
  private let classes: [Int32]
  /// Inputs where a missing value is a case of its own.
  private let closed: UInt64
  /// Inputs whose allowed values are stated.
  private let limited: [(input: Int, allowed: SpanSet)]

  /// Where an input's value comes from and how it becomes a point.
  struct Source: Sendable {
    var column: Int
    var kind: ValueKind
    var index: TextIndex?
  }

  init(_ table: DecisionTable, sources: [Source]) {
    self.table = table
    self.sources = sources
    checks = Checks(table)
    tree = CandidateTree(table)
    (ranks, classes) = table.ranksAndClasses()
    closed = table.inputs.enumerated().reduce(0) { $1.element.namesMissing ? $0 | 1 << UInt64($1.offset) : $0 }
    limited = table.inputs.enumerated().compactMap { index, column in column.allowed.map { (index, $0) } }
  }

  /// What the table says of one row.
  package func decide(_ batch: Batch, _ row: Int) -> Outcome {
    withUnsafeTemporaryAllocation(of: Int64.self, capacity: max(1, sources.count)) { values in
      let known = read(batch, row, into: values)
      return decide(UnsafePointer(values.baseAddress!), known: known)
    }
  }

  func decide(_ values: UnsafePointer<Int64>, known: UInt64) -> Outcome {
    for (input, allowed) in limited where known >> UInt64(input) & 1 == 1 && !allowed.contains(values[input]) {
      return .unlisted(column: input)
    }
    let tally = tally(values, known, wantsList: table.policy.isCollecting)
    switch tally.answer {
    case .one(let rule): return .hit(rule: rule)
    case .several:
      if table.policy.isCollecting { return .hits(tally.ordered) }
      return .ambiguous(self.tally(values, known, wantsList: true).ordered)
    case .open(let rule): return .missing(column: checks.missing(rule, known: known, closed: closed), rule: rule)
    case .none:
      guard table.defaults != nil else { return .none }
      return table.policy.isCollecting ? .hits([table.rules.count]) : .hit(rule: table.rules.count)
    }
  }

  @inline(__always)
  private func tally(_ values: UnsafePointer<Int64>, _ known: UInt64, wantsList: Bool) -> Tally {
    var tally = Tally(policy: table.policy, ranks: ranks, classes: classes, wantsList: wantsList)
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

  /// The inputs' points; a bit for each that the row has.
  @inline(__always)
  private func read(_ batch: Batch, _ row: Int, into values: UnsafeMutableBufferPointer<Int64>) -> UInt64 {
    var known: UInt64 = 0
    for index in sources.indices {
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
    if datum.tag == .none { return nil }
    if datum.tag == .text {
      guard let index = source.index else { return nil }
      return batch.arena.withUnsafeBytes { index.find(UnsafeRawBufferPointer(rebasing: $0[datum.textRange])) }
    }
    if datum.tag == source.kind.tag { return datum.bits }
    return source.kind.point(of: datum)
  }
}

extension ValueKind {
  /// The point of a value of another kind, where the step between the two is exact. A value too large for the line is its last point but one.
  func point(of datum: Datum) -> Int64? {
    switch (self, datum.tag) {
    case (_, self.tag): self == .text ? nil : datum.bits
    case (.number, .integer): ValueKind.scaled(datum.bits, 1_000_000)
    case (.number, .money): ValueKind.scaled(datum.bits, 10_000)
    case (.money, .integer): ValueKind.scaled(datum.bits, 100)
    case (.rate, .integer): ValueKind.scaled(datum.bits, Rate.scale)
    case (.rate, .number): ValueKind.scaled(datum.bits, 1_000)
    case (.date, .moment): Int64(Moment(seconds: datum.bits).day.number)
    case (.datetime, .date): datum.bits * Moment.secondsPerDay
    default: nil
    }
  }

  private static func scaled(_ bits: Int64, _ factor: Int64) -> Int64 {
    let (product, overflow) = bits.multipliedReportingOverflow(by: factor)
    return overflow ? (bits < 0 ? .min + 1 : .max - 1) : product
  }

  /// Whether a field's values can be held against this column's tests exactly.
  func compares(with kind: Field.Kind) -> Bool {
    switch (self, kind) {
    case (.text, .text), (.text, .id), (.number, .number), (.number, .integer), (.number, .money), (.money, .money), (.money, .integer),
      (.rate, .rate), (.rate, .number), (.rate, .integer), (.date, .date), (.date, .datetime), (.datetime, .datetime), (.datetime, .date),
      (.boolean, .boolean):
      true
    default: false
    }
  }
}
