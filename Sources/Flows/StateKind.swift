package import Tables

/// A kind of state that sheets may list as it stands after the run, entry by entry: a register (登记簿), the statement of accounts. Says what
/// the columns of its rows are called; it knows no entry.
package struct StateKind: Sendable {
  package enum Listing: Sendable {
    /// Every row of an entry is a row of the sheet: the lines of a policy.
    case all
    /// Only an entry's first row is; those behind it are its history, which `explain` prints.
    case first
  }

  /// The kind in `StateKey`, and the word in `pipeline.yaml`: `states: voucher`.
  package var name: String
  /// What `settle query` calls it: `vouchers`; and the title of its key there: 凭证号.
  package var query: String
  package var keyTitle: String
  /// How the key is masked for those who may not see it; empty when it is not personal.
  package var keyPersonal: String
  /// One field for each column of the state's rows, in their order.
  package var schema: Schema
  package var listing: Listing

  package init(_ name: String, query: String, keyTitle: String, keyPersonal: String = "", listing: Listing = .all, fields: [Field]) {
    self.name = name
    self.query = query
    self.keyTitle = keyTitle
    self.keyPersonal = keyPersonal
    self.listing = listing
    self.schema = Schema(name: name, fields: fields)
  }
}
