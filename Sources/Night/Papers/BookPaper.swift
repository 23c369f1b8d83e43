import Codes
import Flows
import Spreadsheets
import Tables
import Values

/// A sheet as a workbook.
final class BookPaper: Paper {
  /// Columns drawn as QR codes, and how; the detail's rows are as high as such a picture.
  struct Pictures {
    var columns: [Int]
    var level: QRCode.Level
    var quiet: Int

    init(_ columns: [Sheet.Column], _ picture: Sheet.Picture) {
      self.columns = columns.indices.filter { columns[$0].format == .qr }
      level = QRCode.Level(rawValue: picture.level) ?? .quartile
      quiet = picture.quiet
    }

    /// In points, and the side of a picture in pixels as libxlsxwriter counts them (96 to an inch): some 33 mm on paper.
    static let rowHeight = 99.0
    static let side = 120.0
    /// From the cell's own edges, so that its frame stays.
    static let margin = 6
  }

  private let place: String
  private let pictures: Pictures
  private var rows = 0
  private let watch: Stopwatch
  private let writer: BookWriter

  init(
    path: String, place: String, plan: BookPlan, options: BookOptions, pictures: Pictures, watch: Stopwatch
  ) throws(Fault) {
    self.place = place
    self.pictures = pictures
    self.watch = watch
    writer = try BookWriter(path: path, plan: plan, options: options)
  }

  func append(_ rows: borrowing Batch, columns: [Int]) throws(Fault) {
    guard !pictures.columns.isEmpty else { return try writer.append(rows, columns: columns) }
    // A cell under a picture stays blank: nobody reads it, and it would run on into the next one.
    let blank = columns.enumerated().map { pictures.columns.contains($0.offset) ? -1 : $0.element }
    for row in 0..<rows.count {
      try writer.append(rows, row: row, columns: blank)
      for column in pictures.columns {
        guard let text = rows.text(rows[row, columns[column]]) else { continue }
        let code = try QRCode(text, level: pictures.level)
        // Larger than shown: what a printer makes of it stays sharp.
        let png = try code.png(scale: 6, quiet: pictures.quiet)
        let width = Double((code.size + 2 * pictures.quiet) * 6)
        try writer.place(
          png: png, row: self.rows + row, column: column, scale: Pictures.side / width, margin: Pictures.margin)
      }
    }
    self.rows += rows.count
  }
  func appendOpen(_ rows: borrowing Batch) throws(Fault) { try writer.append(to: .unsettled, rows, columns: OpenList.map) }

  func finish(_ closing: BookClosing, _ expected: Expected) throws(Fault) {
    let report = try watch.time("write") { () throws(Fault) in try writer.finish(closing) }
    try mustTie(place, rows: report.lists[.detail]?.rows ?? 0, expected, report.disagreements)
    try watch.time("read back") { () throws(Fault) in try BookCheck.run(report, sums: [.detail: expected.sums]) }
  }
}
