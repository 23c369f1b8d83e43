/// What was written, counted and summed exactly: to be compared with the ledger, and with what is read back.
package struct BookReport: Sendable {
  package struct List: Sendable {
    package let sheets: [(name: String, rows: Int)]
    package let rows: Int
    package let columns: [ListPlan.Column]
    /// The column that is counted, and in how many rows it is not blank.
    package let counted: (column: Int, rows: Int)
    /// By column of the list: minor units for money, millionths for numbers.
    package let sums: [Int: Int64]
    /// The last sheet ends with 合计.
    package let hasFoot: Bool

    init(_ list: ListWriter) {
      sheets = list.finished
      rows = list.rows
      columns = list.plan.columns
      counted = (list.plan.counted, list.counted)
      sums = Dictionary(uniqueKeysWithValues: zip(list.plan.totals, list.tally.sums))
      hasFoot = list.hasFoot
    }
  }

  package let path: String
  package let lists: [BookList: List]
  /// Every formula with the value that was cached for it.
  package let cached: [CachedCell]
  /// Texts longer than a cell holds, cut with a mark.
  package let cutTexts: Int
  /// Texts in which bytes that are no text were replaced.
  package let repairedTexts: Int
  /// Labels of the tie-outs that do not tie.
  package let disagreements: [String]
}
