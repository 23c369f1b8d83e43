/// What one input cell of a rule asks of one value: the points that pass, whatever way the cell was written.
package struct UnaryTest: Sendable, Hashable {
  /// The points that pass. Everything for `-`.
  package var points: SpanSet
  /// A missing value passes: `-`, `null`, or a `not(…)` that only lists values. It counts only in columns that name `null` somewhere;
  /// elsewhere a missing value is an open question (contract.md, 缺少条件值).
  package var takesMissing: Bool
  /// The cell names `null`.
  package var namesMissing: Bool
  /// The cell in its one canonical spelling: what the table's version is made from and what messages quote.
  package var text: String
  /// The same test as DMN writes it: texts quoted, rates as fractions, days as `date("…")`, a whole day among instants spelled out.
  package var feel: String
  /// Written so that a reader may take a list for a grouped number: `1,500`.
  package var looksGrouped: Bool

  package static let any = UnaryTest(
    points: .everything, takesMissing: true, namesMissing: false, text: "-", feel: "-", looksGrouped: false)

  package var isAny: Bool { points.isEverything && takesMissing }
}
