import Tables
package import Values

/// Where the fields a flow lives by stand in a feed's schema. One that operators took out of the feeds file is a wrong setting (78); fields a
/// flow can do without are asked for in the schema itself.
package struct DeclaredFields: Sendable {
  private let schema: Schema
  private let feed: String
  private let settings: Setting

  package init(_ feed: Feed, _ settings: Setting) {
    schema = feed.schema
    self.feed = feed.name
    self.settings = settings
  }

  package func index(of name: String) throws(Fault) -> Int {
    guard let index = schema.index(of: name) else {
      throw settings.wrong("feeds/\(feed).csv no longer declares the field \(name)", "put its row back as shipped; other fields may go")
    }
    return index
  }

  /// Where the flow does without it.
  package func place(of name: String) -> Int? { schema.index(of: name) }
}
