package import Tables

/// A kind of line a flow writes for its sheets: the columns it adds to the fact the line speaks of.
package struct LineKind: Sendable {
  package var name: String
  package var schema: Schema
  /// Columns summed per part and run, in the same transaction as the lines; the sheets are held against these sums.
  package var totals: [Int]
  /// Which table the rule named in a field comes from: `income-rule` → `income`.
  package var rules: [String: String]
  /// What that rule moved, by the same field: `income-rule` → `income-amount`. Rules that only allow or forbid have none.
  package var amounts: [String: String]
  /// Whom that rule's amount goes to, where it is not the line's part: a field of the fact, or else of the line, by the same field:
  /// `level1-rule` → `seller`.
  package var payees: [String: String]
  /// The field that says whose tables the rules are from, and what it says where they are the flow's own.
  package var source: (field: String, own: String)?

  /// `personal`: how a field is masked for those who may not see it, by its name.
  package init(
    name: String, fields: [(String, Field.Kind)], totals: [String], rules: [String: String] = [:], amounts: [String: String] = [:],
    payees: [String: String] = [:], source: (field: String, own: String)? = nil, personal: [String: String] = [:]
  ) {
    self.name = name
    self.rules = rules
    self.amounts = amounts
    self.payees = payees
    self.source = source
    self.schema = Schema(name: name, fields: fields.map { Field(name: $0.0, header: $0.0, kind: $0.1, personal: personal[$0.0] ?? "") })
    self.totals = totals.map { name in
      guard let index = fields.firstIndex(where: { $0.0 == name }) else { preconditionFailure("no line field is called \(name)") }
      return index
    }
  }

  /// One use of a rule on every line of the kind.
  package struct RuleUse: Sendable {
    package var table: String
    /// The line's column that names the rule, and the one with the money it moved.
    package var rule: Int
    package var amount: Int?
    /// The field that names the payee; nil: the line's part.
    package var payee: String?
  }

  /// Whose rules a line was matched by; nothing where they are the flow's own tables.
  package func source(of cells: Batch, _ row: Int) -> String {
    guard let source, let column = schema.index(of: source.field), let found = cells.text(cells[row, column]) else { return "" }
    return found == source.own ? "" : found
  }

  /// In the order of the line's columns.
  package var uses: [RuleUse] {
    schema.fields.indices.compactMap { index in
      let field = schema.fields[index].name
      guard let table = rules[field] else { return nil }
      return RuleUse(table: table, rule: index, amount: amounts[field].flatMap { schema.index(of: $0) }, payee: payees[field])
    }
  }
}

/// One line, on its way to the store. Its cells stand in the desk's batch of its kind.
package struct Line: Sendable {
  /// Index in the flow's `lines`.
  package var kind: Int
  /// Whose sheet it stands on: a supplier, a payee.
  package var part: String
  /// The fact it speaks of; 0 where it speaks of none.
  package var fact: Int64
  /// Row in the batch of its kind.
  package var row: Int
}
