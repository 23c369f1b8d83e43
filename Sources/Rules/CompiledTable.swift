package import Tables
import Values

/// A decision table bound to the columns of a batch and made ready for the night: texts hashed, rules reached through a tree, no rule looked
/// at without reason. A value that threads may share. (contract.md, Decision tables; the plain scan it must agree with stands in the tests)
package struct CompiledTable: Sendable {
  /// A row's known inputs are the bits of one word.
  package static let widestTable = 64

  /// One reference, so that a copy of this value costs next to nothing.
  private let plan: MatchPlan

  /// `columns`: for each input the column of the batch.
  init(_ table: DecisionTable, columns: [Int]) { plan = MatchPlan(table, columns: columns) }

  package var table: DecisionTable { plan.table }

  /// What the table says of one row.
  package func decide(_ batch: Batch, _ row: Int) -> Outcome { plan.decide(batch, row) }

  /// A row's inputs as points; nothing where the row has no value. For explanations, not for the night.
  func points(_ batch: Batch, _ row: Int) -> [Int64?] { plan.points(batch, row) }
  func datum(_ batch: Batch, _ row: Int, _ input: Int) -> Datum { plan.datum(batch, row, input) }
}

extension ValueKind {
  /// The point of a value of another kind, where the step between the two is exact. A value too large for the line is its last point but one.
  @inline(__always)
  func point(of datum: Datum) -> Int64? {
    switch (self, datum.tag) {
    case (.number, .number), (.money, .money), (.rate, .rate), (.date, .date), (.datetime, .moment), (.boolean, .boolean): datum.bits
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
