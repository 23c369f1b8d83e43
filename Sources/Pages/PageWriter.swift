package import Tables
package import Values

/// Writes a page: a plan first, then the rows table by table in any order, then what closes it. Holds at most `limit` rows of each table in
/// memory, whatever comes. Whether the file holds what was meant is `PageCheck`'s to say.
package final class PageWriter {
  private let plan: PagePlan
  private let words: PageWords
  private let path: String
  private var tables: [PageTable]
  private var closings: [Int: PageClosing] = [:]

  package init(path: String, plan: PagePlan) {
    self.path = path
    self.plan = plan
    words = plan.language.words
    tables = plan.tables.map { [words] in PageTable($0, limit: plan.limit, words: words) }
  }

  /// All rows of a batch. `columns[i]` is the batch's column for column i of the table, -1 leaves it blank.
  package func append(to table: Int, _ batch: borrowing Batch, columns: [Int]) throws(Fault) {
    for row in 0..<batch.count { try tables[table].append(batch, row: row, columns: columns) }
  }

  /// What a table's rows do not say themselves.
  package func close(_ table: Int, _ closing: PageClosing) { closings[table] = closing }

  /// What was counted so far, for figures made of it.
  package func rows(_ table: Int) -> Int { tables[table].rows }
  package func total(_ table: Int, column: Int) -> String { tables[table].total(column) }

  package func finish() throws(Fault) -> PageReport {
    let bytes = PageMarkup(plan: plan, words: words, tables: tables, closings: closings).bytes
    try PageFile.write(bytes, to: path)
    return PageReport(
      path: path,
      tables: tables.map { table in
        PageReport.Table(
          title: table.plan.title, rows: table.rows, shown: table.shown, sums: table.sums,
          totals: Dictionary(uniqueKeysWithValues: table.sums.keys.map { ($0, table.total($0)) }), digest: table.digest)
      },
      disagreements: closings.sorted { $0.key < $1.key }.flatMap(\.value.ties).filter { !$0.agrees }.map(\.label))
  }
}
