/// An answer as a table of texts: what queries give, before anybody decides how to print it.
package struct TextTable: Sendable {
  package var titles: [String]
  package var rows: [[String]] = []
  /// Columns that are read as numbers: set to the right.
  package var numeric: Set<Int> = []

  package init(titles: [String], numeric: Set<Int> = []) {
    self.titles = titles
    self.numeric = numeric
  }
}
