import Spreadsheets
import Tables
import Values

/// A sheet as a workbook.
final class BookPaper: Paper {
  private let place: String
  private let watch: Stopwatch
  private let writer: BookWriter

  init(path: String, place: String, plan: BookPlan, options: BookOptions, watch: Stopwatch) throws(Fault) {
    self.place = place
    self.watch = watch
    writer = try BookWriter(path: path, plan: plan, options: options)
  }

  func append(_ rows: borrowing Batch, columns: [Int]) throws(Fault) { try writer.append(rows, columns: columns) }
  func appendOpen(_ rows: borrowing Batch) throws(Fault) { try writer.append(to: .unsettled, rows, columns: OpenList.map) }

  func finish(_ closing: BookClosing, _ expected: Expected) throws(Fault) {
    let report = try watch.time("write") { () throws(Fault) in try writer.finish(closing) }
    try mustTie(place, rows: report.lists[.detail]?.rows ?? 0, expected, report.disagreements)
    try watch.time("read back") { () throws(Fault) in try BookCheck.run(report, sums: [.detail: expected.sums]) }
  }
}
