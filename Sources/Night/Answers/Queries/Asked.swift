import Flows
import Tables
import Values

/// A query on its way to the printer: which rows are wanted, and where they go.
struct Asked {
  let conditions: [(column: String, value: String)]
  let viewer: Viewer
  let begin: (TextTable) throws(Fault) -> Void
  let row: ([String]) throws(Fault) -> Void
  private var filters: [(Int, String)] = []

  init(
    _ conditions: [(column: String, value: String)], _ viewer: Viewer, begin: @escaping (TextTable) throws(Fault) -> Void,
    row: @escaping ([String]) throws(Fault) -> Void
  ) {
    self.conditions = conditions
    self.viewer = viewer
    self.begin = begin
    self.row = row
  }

  /// Prints the header; a condition names a column by its title, or by its English name.
  mutating func begin(_ titles: [String], english: [String], numeric: Set<Int>) throws(Fault) {
    filters = []
    for (column, value) in conditions {
      guard let index = titles.firstIndex(of: column) ?? english.firstIndex(of: column) else {
        throw Fault(
          .usage, code: "column-unknown", place: "--where \(column)=\(value)", cause: "the answer has no column \(column)",
          remedy: "use one of: \(titles.joined(separator: " "))")
      }
      filters.append((index, value))
    }
    try begin(TextTable(titles: titles, numeric: numeric))
  }

  /// A row as it is kept, with the kind of personal data in each column; it is printed as its reader may see it. Who knows the whole value may ask by
  /// it and is answered masked; what stands in an answer finds its row too. (domain.md 4.19)
  func tell(_ plain: [String], personal: [String] = []) throws(Fault) {
    let cells = plain.enumerated().map { index, text in index < personal.count ? viewer.text(text, personal[index]) : text }
    if filters.allSatisfy({ plain[$0.0] == $0.1 || cells[$0.0] == $0.1 }) { try row(cells) }
  }
}
