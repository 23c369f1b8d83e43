package import Tables
import Values

/// A feed a flow takes: what its files look like and how a row of it is told from every other. From `pipeline.yaml` and `feeds/<feed>.csv`.
package struct Feed: Sendable {
  /// The business key of a row is unique for one party, or for all that drop the feed (跨供应商重复 is then a conflict).
  package enum Identity: String, Sendable { case party, feed }

  /// How a file of the feed shows that it is whole.
  package enum Completeness: String, Sendable {
    case none
    case totalRow = "total-row"
    case doneFile = "done-file"
  }

  /// A table a file of the feed may bring: a decision table, or a list with these columns.
  package struct TableForm: Sendable {
    package var name: String
    /// What a sheet or a file may be called besides.
    package var aliases: [String]
    /// Nil: a decision table.
    package var list: Schema?

    package init(name: String, aliases: [String], list: Schema?) {
      self.name = name
      self.aliases = aliases
      self.list = list
    }
  }

  /// The folder's name: `underwriting`.
  package var name: String
  /// The folder's Chinese name, which answers too: 承保清单.
  package var title: String
  package var schema: Schema
  package var shapes: [Shape]
  /// Fields that make the business key, in order.
  package var key: [Int]
  package var identity: Identity
  /// A later row replaces the register's entry instead of standing against it.
  package var revises: Bool
  /// The field whose time orders the facts; facts without it come first.
  package var at: Int?
  /// The money field the gate sums.
  package var amount: Int?
  /// The 更正 field.
  package var correction: Int?
  package var complete: Completeness
  /// A fixed encoding, or nil to look at the bytes.
  package var encoding: String?
  /// Where it is not empty, a file brings tables instead of rows, and each becomes one fact with the fields `table`, `digest` and `cells`.
  package var tables: [TableForm] = []
  /// What the one fact is called that a workbook with all decision tables becomes.
  package var wholeSet = ""
  /// How much a file may ask of its reader, by the reader's names for it; what is not named is as the reader has it.
  package var limits: [String: Int] = [:]

  package init(
    name: String, title: String, schema: Schema, shapes: [Shape], key: [Int], identity: Identity = .party, revises: Bool = false,
    at: Int? = nil,
    amount: Int? = nil, correction: Int? = nil, complete: Completeness = .none, encoding: String? = nil
  ) {
    self.name = name
    self.title = title
    self.schema = schema
    self.shapes = shapes
    self.key = key
    self.identity = identity
    self.revises = revises
    self.at = at
    self.amount = amount
    self.correction = correction
    self.complete = complete
    self.encoding = encoding
  }

  /// The business key of a row as one text: the cells' canonical texts, tab-joined, so that all lines of a policy share a prefix.
  package func keyText(_ row: Batch.Row) -> String {
    if key.count == 1 { return Canonical.text(row[key[0]], in: row.batch) }
    return key.map { Canonical.text(row[$0], in: row.batch) }.joined(separator: "\t")
  }
}

/// A typed cell as the one text it has in keys, digests and machine output.
package enum Canonical {
  package static func text(_ datum: Datum, in batch: Batch) -> String {
    switch datum.tag {
    case .none: ""
    case .text: batch.text(datum) ?? ""
    case .money: Money(minor: datum.bits).description
    case .rate: Rate(billionths: datum.bits).description
    case .number: Decimals.trimmed(datum.bits, places: 6)
    case .integer: String(datum.bits)
    case .date: Day(number: Int32(datum.bits)).description
    case .moment: Moment(seconds: datum.bits).description
    case .boolean: datum.bits != 0 ? "是" : "否"
    }
  }
}
