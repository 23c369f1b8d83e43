package import Values

/// Every physical row of a file by what it was. Nothing is left over: the parts add up to what the reader handed out. (contract.md, The gate)
package struct RowCounts: Sendable, Equatable {
  /// Rows above the header, and the header's own.
  package var above = 0
  package var header = 0
  package var accepted = 0
  package var rejected = 0
  package var blank = 0
  package var repeatedHeader = 0
  package var total = 0
  /// Lines of text that are neither data nor total.
  package var notice = 0
  /// Rows of a receipt sent back that were taken when the receipt was made.
  package var unchanged = 0
  /// Of the rejected, those that could not even be split into cells.
  package var broken = 0
  /// Of all, those hidden in the workbook.
  package var hidden = 0

  package init() {}

  /// Rows that meant business.
  package var data: Int { accepted + rejected }
  package var physical: Int { above + header + accepted + rejected + blank + repeatedHeader + total + notice + unchanged }
}

/// What a money column adds up to, and what the file itself says it adds up to.
package struct MoneySum: Sendable, Equatable {
  /// Index in the schema.
  package let field: Int
  package var accepted = Money.zero
  /// Of rejected rows, as far as the cell itself could be read.
  package var rejected = Money.zero
  /// Cells that held something that could not be read as an amount.
  package var illegible = 0
  /// The last grand total the file prints.
  package var printed: Money?
  /// Since the last total row.
  var sinceTotal = Money.zero

  package var inFile: Money { accepted + rejected }
}

/// Rows that passed, and where each stood.
package struct VerifiedRows: Sendable {
  package var batch: Batch
  /// Physical rows, from 1, one for each row of the batch.
  package var numbers: [Int32] = []

  package init(width: Int) { batch = Batch(width: width) }

  package mutating func removeAll() {
    batch.removeAll()
    numbers.removeAll(keepingCapacity: true)
  }
}
