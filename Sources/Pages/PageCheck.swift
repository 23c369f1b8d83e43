import Tables
package import Values

/// Reads a finished page back and holds it to what was meant: law 5, nothing leaves unread. Every row shown, every printed total, and the number of
/// rows left out must be the writer's, and the totals the ledger's.
package enum PageCheck {
  /// `rows` and `sums` are the ledger's figures by table: all rows, and the exact sum of each total column.
  package static func run(_ report: PageReport, rows: [Int: Int] = [:], sums: [Int: [Int: Int64]] = [:]) throws(Fault) {
    let page = try PageReader(path: report.path)
    func wrong(_ table: PageReport.Table, _ cause: String) -> Fault {
      Fault(
        .inputOutput, code: "page-not-as-written", place: "\(report.path) [\(table.title)]", cause: cause,
        remedy: "the page was not published; look at the disk and run again, and report it if it stays")
    }
    guard page.tables.count == report.tables.count, page.totals.count == report.tables.count else {
      throw Fault(
        .inputOutput, code: "page-not-as-written", place: report.path,
        cause: "the page has \(page.tables.count) lists, \(report.tables.count) were written",
        remedy: "the page was not published; look at the disk and run again")
    }
    for (index, written) in report.tables.enumerated() {
      let found = page.tables[index]
      guard found.rows.count == written.shown else {
        throw wrong(written, "\(written.shown) rows were written, \(found.rows.count) are there")
      }
      guard found.rows.count + found.left == rows[index] ?? written.rows else {
        throw wrong(written, "\(found.rows.count) rows and \(found.left) left out are not the \(rows[index] ?? written.rows) posted")
      }
      guard digest(of: found) == written.digest else { throw wrong(written, "a cell is not what was written") }
      for (column, sum) in sums[index] ?? written.sums {
        guard written.sums[column] == sum else {
          throw wrong(
            written, "\(found.titles[column]): the rows add up to \(written.sums[column] ?? 0), the ledger says \(sum) (minor units)")
        }
        guard page.totals[index][column] == written.totals[column] else {
          throw wrong(written, "\(found.titles[column]): the page prints \(page.totals[index][column] ?? "nothing") on top")
        }
      }
    }
  }

  /// As the writer makes it, from what was read.
  private static func digest(of table: PageReader.Table) -> Digest {
    var whole = Digest.Making()
    var start = 0
    while start < table.rows.count {
      let heading = table.rows[start].heading
      var group = Digest.Making()
      var end = start
      while end < table.rows.count && table.rows[end].heading == heading {
        group.add(Array(PageTable.line(table.rows[end].cells).utf8))
        end += 1
      }
      whole.add(Array(heading.utf8))
      whole.add(group.finish().bytes)
      start = end
    }
    return whole.finish()
  }
}
