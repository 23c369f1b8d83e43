import Pages
import Spreadsheets
import Tables
import Values

/// A sheet as one part of a page: its detail, and what still waits. The page itself is finished by whoever began it, when all its sheets were written.
final class PagePaper: Paper {
  private let page: PageWriter
  private let place: String
  private let detail: Int
  /// Nil where the page does not list what waits.
  private let open: Int?
  private(set) var expected = Expected(rows: 0, sums: [:])

  init(page: PageWriter, place: String, detail: Int, open: Int?) {
    self.page = page
    self.place = place
    self.detail = detail
    self.open = open
  }

  func append(_ rows: borrowing Batch, columns: [Int]) throws(Fault) { try page.append(to: detail, rows, columns: columns) }
  func appendOpen(_ rows: borrowing Batch) throws(Fault) { if let open { try page.append(to: open, rows, columns: OpenList.map) } }

  func finish(_ closing: BookClosing, _ expected: Expected) throws(Fault) {
    self.expected = expected
    var figures: [PageClosing.Figure] = []
    for headline in closing.headlines {
      // Totals of the detail stand on the page anyway.
      if case .sum(.detail, _) = headline.value { continue }
      if let text = text(headline.value) { figures.append(.init(headline.label, text)) }
    }
    let ties = closing.tieOuts.compactMap { tie -> PageClosing.Tie? in
      guard let left = text(tie.left), let right = text(tie.right) else { return nil }
      return PageClosing.Tie(tie.label, left: left, right: right, note: tie.note)
    }
    page.close(detail, PageClosing(figures: figures, ties: ties))
    try mustTie(place, rows: page.rows(detail), expected, ties.filter { !$0.agrees }.map(\.label))
  }

  /// What a page is held against: this sheet's part of it.
  var ledger: (rows: [Int: Int], sums: [Int: [Int: Int64]]) { ([detail: expected.rows], [detail: expected.sums]) }

  private func text(_ value: BookValue) -> String? {
    switch value {
    case .text(let text): text
    case .money(let money): money.grouped
    case .rate(let rate): rate.description
    case .integer(let number): String(number)
    case .date(let day): day.description
    case .moment(let moment): moment.description
    case .sum(.detail, let column): page.total(detail, column: column)
    case .count(.detail): String(page.rows(detail))
    case .sum, .count, .sumWhere, .countWhere: nil
    }
  }
}
