import Spreadsheets
import Tables
import Values

/// What a sheet's rows are written on: a workbook, a page, a comma-separated file. Every paper gets the same rows in the same order, closes with
/// the same figures, and is read back before anybody sees it. (design.md, law 5)
protocol Paper: AnyObject {
  /// Lines of the detail, in the columns of the sheet as its reader may see them.
  func append(_ rows: borrowing Batch, columns: [Int]) throws(Fault)

  /// What was not settled and why, in the columns of `OpenList`.
  func appendOpen(_ rows: borrowing Batch) throws(Fault)

  /// Ends the sheet, and holds it against the ledger's figures.
  func finish(_ closing: BookClosing, _ expected: Expected) throws(Fault)
}

/// What the ledger's side says a sheet's detail must hold.
struct Expected {
  var rows: Int
  /// By column of the sheet as its reader sees it; exact, in the column's own scale.
  var sums: [Int: Int64]
}

extension Paper {
  /// What does not tie is a fault of the program: it is named, and nothing of the kind leaves.
  func mustTie(_ place: String, rows: Int, _ expected: Expected, _ disagreements: [String]) throws(Fault) {
    let remedy = "the sheet was not published and the night is not closed; keep the root as it is and report this message"
    guard disagreements.isEmpty else {
      throw Fault(
        .program, code: "sheet-does-not-tie", place: place, cause: "these figures do not tie: \(disagreements.joined(separator: "; "))",
        remedy: remedy)
    }
    guard rows == expected.rows else {
      throw Fault(
        .program, code: "sheet-does-not-tie", place: place, cause: "\(rows) rows were written, \(expected.rows) lines were posted",
        remedy: remedy)
    }
  }
}
