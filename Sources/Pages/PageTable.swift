import Tables
import Values

/// One table of a page while its rows come: what is shown, kept as markup up to the limit, and what is counted and summed over all of them.
struct PageTable {
  let plan: PagePlan.Table
  private let limit: Int
  private let words: PageWords
  private(set) var rows = 0
  private(set) var shown = 0
  private(set) var sums: [Int: Int64] = [:]
  /// The scale of each total, as its cells had it.
  private(set) var tags: [Int: Datum.Tag] = [:]
  private(set) var counts: [Breakdown]
  /// Markup by heading, in the order the headings came; one heading "" where rows are not grouped.
  private(set) var groups: [(heading: String, rows: PageText)] = []
  private var places: [String: Int] = [:]
  private var cells: [String] = []
  private var digests: [Digest.Making] = []

  /// Rows and the measure's sum by the values of one column.
  struct Breakdown {
    let column: Int
    var values: [String: (rows: Int, sum: Int64)] = [:]
    var rest = (rows: 0, sum: Int64(0))
  }
  /// Values a breakdown keeps apart; a column with more of them is no breakdown, and memory stays flat.
  private static let valueLimit = 2_000

  init(_ plan: PagePlan.Table, limit: Int, words: PageWords) {
    self.plan = plan
    self.limit = limit
    self.words = words
    counts = plan.breakdowns.map { Breakdown(column: $0) }
    for column in plan.columns.indices where plan.columns[column].total {
      sums[column] = 0
      tags[column] = plan.columns[column].scale
    }
  }

  mutating func append(_ batch: borrowing Batch, row: Int, columns: [Int]) throws(Fault) {
    rows += 1
    func datum(_ column: Int) -> Datum { columns[column] < 0 ? .none : batch[row, columns[column]] }
    for (column, sum) in sums {
      let datum = datum(column)
      guard datum.tag != .none && datum.tag != .text else { continue }
      let (more, overflow) = sum.addingReportingOverflow(datum.bits)
      if overflow {
        throw Fault(
          .data, code: "sum-too-large", place: "\(plan.title), \(plan.columns[column].title)",
          cause: "the sum is beyond what a page can show",
          remedy: "look for an amount that is far too large")
      }
      sums[column] = more
      tags[column] = datum.tag
    }
    for index in counts.indices {
      let value = PageCell.text(datum(counts[index].column), in: batch, words)
      let sum = plan.measure.map { datum($0) }.map { $0.tag == .text ? 0 : $0.bits } ?? 0
      counts[index].add(value, sum, limit: PageTable.valueLimit)
    }
    if shown < limit { show(batch, datum) }
  }

  private mutating func show(_ batch: borrowing Batch, _ datum: (Int) -> Datum) {
    shown += 1
    cells.removeAll(keepingCapacity: true)
    for column in plan.columns.indices { cells.append(PageCell.text(datum(column), in: batch, words)) }
    let heading = plan.grouped.map { cells[$0].isEmpty ? words.blank : cells[$0] } ?? ""
    let place = places[heading] ?? groups.count
    if place == groups.count {
      places[heading] = place
      groups.append((heading, PageText()))
      digests.append(Digest.Making())
    }
    groups[place].rows.add("<tr>")
    for (column, cell) in cells.enumerated() {
      let isNegative = plan.columns[column].kind == .number && cell.utf8.first == 0x2D
      switch plan.columns[column].kind {
      case .number: if isNegative { groups[place].rows.add("<td class=\"n neg\">") } else { groups[place].rows.add("<td class=\"n\">") }
      case .long: groups[place].rows.add("<td class=\"w\">")
      case .picture:
        groups[place].rows.add("<td class=\"q\">")
        groups[place].rows.add(PageCode.drawing(of: cell, level: plan.columns[column].level))
      case .text, .id, .moment: groups[place].rows.add("<td>")
      }
      groups[place].rows.text(cell)
      groups[place].rows.add("</td>")
    }
    groups[place].rows.add("</tr>\n")
    digests[place].add(Array(PageTable.line(cells).utf8))
  }

  /// A row as digests take it.
  static func line(_ cells: [String]) -> String { cells.joined(separator: "\u{1F}") + "\u{1E}" }

  /// Over every row shown, heading by heading.
  var digest: Digest {
    var whole = Digest.Making()
    for (group, digest) in zip(groups, digests) {
      whole.add(Array(group.heading.utf8))
      whole.add(digest.finish().bytes)
    }
    return whole.finish()
  }

  /// A total as the page prints it.
  func total(_ column: Int) -> String { PageCell.number(sums[column]!, tags[column]!) }
}

extension PageTable.Breakdown {
  fileprivate mutating func add(_ value: String, _ sum: Int64, limit: Int) {
    if values[value] == nil && values.count >= limit {
      rest.rows += 1
      rest.sum &+= sum
    } else {
      values[value, default: (0, 0)].rows += 1
      values[value]!.sum &+= sum
    }
  }
}
