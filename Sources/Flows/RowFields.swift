package import Tables
package import Values

/// Cells of a feed's rows by the names of their fields; which names a feed must declare is checked once, before the night.
package struct RowFields: Sendable {
  private let indexes: [String: Int]

  package init(_ feed: Feed, needs: [String], _ settings: Setting) throws(Fault) {
    let declared = DeclaredFields(feed, settings)
    for name in needs { _ = try declared.index(of: name) }
    indexes = Dictionary(uniqueKeysWithValues: feed.schema.fields.enumerated().map { ($1.name, $0) })
  }

  package func text(_ row: Batch.Row, _ name: String) -> String { indexes[name].flatMap { row.text($0) } ?? "" }
  package func date(_ row: Batch.Row, _ name: String) -> Day? { indexes[name].flatMap { row.date($0) } }
  package func moment(_ row: Batch.Row, _ name: String) -> Moment? { indexes[name].flatMap { row.moment($0) } }
  package func money(_ row: Batch.Row, _ name: String) -> Money? { indexes[name].flatMap { row.money($0) } }
  package func rate(_ row: Batch.Row, _ name: String) -> Rate? { indexes[name].flatMap { row.rate($0) } }
  package func integer(_ row: Batch.Row, _ name: String) -> Int64? { indexes[name].flatMap { row.integer($0) } }
  package func boolean(_ row: Batch.Row, _ name: String) -> Bool? { indexes[name].flatMap { row.boolean($0) } }
}
