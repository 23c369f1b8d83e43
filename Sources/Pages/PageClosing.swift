package import Values

/// What is known of a table once every row was written: figures that do not come from its rows, and what its sums must equal.
package struct PageClosing: Sendable {
  package var figures: [Figure] = []
  package var ties: [Tie] = []

  package init(figures: [Figure] = [], ties: [Tie] = []) {
    self.figures = figures
    self.ties = ties
  }

  /// A line on top of the page: 期初应收 1,200.00.
  package struct Figure: Sendable {
    package var label: String
    package var text: String

    package init(_ label: String, _ text: String) {
      self.label = label
      self.text = text
    }
  }

  /// Two exact figures that must be equal, as the page prints them. 勾稽.
  package struct Tie: Sendable {
    package var label: String
    package var left: String
    package var right: String
    package var note: String

    package init(_ label: String, left: String, right: String, note: String = "") {
      self.label = label
      self.left = left
      self.right = right
      self.note = note
    }

    package var agrees: Bool { left == right }
  }
}

/// What was written, counted and summed exactly: to be compared with the ledger, and with what is read back.
package struct PageReport: Sendable {
  package struct Table: Sendable {
    package var title: String
    /// All rows handed in, and those the page shows.
    package var rows: Int
    package var shown: Int
    /// By total column, over all rows: minor units for money, else the value's own scale.
    package var sums: [Int: Int64]
    /// The same figures as the page prints them.
    package var totals: [Int: String]
    /// Over the texts of the rows shown, in order.
    package var digest: Digest
  }

  package var path: String
  package var tables: [Table]
  /// Labels of the ties that do not tie.
  package var disagreements: [String]
}
