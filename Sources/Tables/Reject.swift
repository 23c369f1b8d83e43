/// A row that is wrong: data, collected, never thrown. (design.md, law 4)
package struct Reject: Sendable {
  /// Physical row, from 1.
  package var row: Int
  /// Column in the file, from 0; nil when the row as a whole is meant.
  package var column: Int?
  package var reason: Reason
  /// What was found, as the file has it, cut at 80 characters; masked where the field is personal.
  package var found: String
  /// What makes this case particular, filled into the reason's sentence: the field, a limit, another row.
  package var detail: String
  /// A warning leaves the row in; a reject takes it out.
  package var isWarning: Bool

  package init(row: Int, column: Int?, reason: Reason, found: String = "", detail: String = "", isWarning: Bool = false) {
    self.row = row
    self.column = column
    self.reason = reason
    self.found = found
    self.detail = detail
    self.isWarning = isWarning
  }
}
