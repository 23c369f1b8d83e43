/// One test of one rule, flattened for the matcher: a span of one input, or a run of spans in the table's own list of them.
struct Check: Sendable {
  var column: Int32
  /// How many spans; one stands in `low` and `high` itself.
  var count: Int32
  var low: Int64
  /// The span's end; with several spans `low` is the first one's place in the list.
  var high: Int64
  /// In a column that names `null`: whether a missing value passes.
  var takesMissing: Bool
}

/// Every rule's checks, one after another, and the one place where a rule is held against a row. The tree that picks candidates may pick
/// too many; what matches is decided here alone.
struct Checks: Sendable {
  private let checks: Frozen<Check>
  /// Where each rule's checks begin; one more at the end.
  private let starts: Frozen<Int32>
  private let spans: Frozen<Span>

  enum Verdict { case matches, fails, open }

  init(_ table: DecisionTable, on footing: Footing) {
    var (checks, starts, spans): ([Check], [Int32], [Span]) = ([], [0], [])
    for rule in table.rules {
      for (column, test) in rule.tests.enumerated() {
        let isOpen = !table.inputs[column].namesMissing
        guard !test.points.isEverything || !(isOpen || test.takesMissing) else { continue }
        let held = test.points.spans
        var check = Check(column: Int32(column), count: Int32(held.count), low: 0, high: 0, takesMissing: test.takesMissing)
        (check.low, check.high) = held.count == 1 ? (held[0].low, held[0].high) : (Int64(spans.count), 0)
        if held.count != 1 { spans += held }
        checks.append(check)
      }
      starts.append(Int32(checks.count))
    }
    self.checks = Frozen(checks, on: footing)
    self.starts = Frozen(starts, on: footing)
    self.spans = Frozen(spans, on: footing)
  }

  /// Whether a rule matches values of which some may be missing. `known` has a bit for every input the row has a value for, `closed` for
  /// every input where a missing value is a case of its own.
  @inline(__always)
  func verdict(_ rule: Int, _ values: UnsafePointer<Int64>, known: UInt64, closed: UInt64) -> Verdict {
    var verdict = Verdict.matches
    var at = Int(starts[rule])
    let end = Int(starts[rule + 1])
    while at < end {
      let check = checks[at]
      let column = Int(check.column)
      if known >> UInt64(column) & 1 == 1 {
        let value = values[column]
        if check.count == 1 {
          if value < check.low || value > check.high { return .fails }
        } else if !holds(check, value) {
          return .fails
        }
      } else if closed >> UInt64(column) & 1 == 0 {
        verdict = .open
      } else if !check.takesMissing {
        return .fails
      }
      at += 1
    }
    return verdict
  }

  private func holds(_ check: Check, _ value: Int64) -> Bool {
    var low = Int(check.low)
    let end = low + Int(check.count)
    var high = end
    while low < high {
      let middle = (low + high) / 2
      if spans[middle].high < value { low = middle + 1 } else { high = middle }
    }
    return low < end && spans[low].low <= value
  }

  /// The first input a rule tests that the row has no value for.
  func missing(_ rule: Int, known: UInt64, closed: UInt64) -> Int {
    for at in Int(starts[rule])..<Int(starts[rule + 1]) where (known | closed) >> UInt64(checks[at].column) & 1 == 0 {
      return Int(checks[at].column)
    }
    preconditionFailure("the rule tests no missing input")
  }
}
