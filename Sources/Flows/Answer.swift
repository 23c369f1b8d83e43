import Tables
import Values

/// A register people may ask for by name (`settle query products`). The night reads the states and filters; their flow says what they mean.
package struct Question: Sendable {
  package struct Column: Sendable {
    package var title: String
    package var titleEnglish: String
    package var isNumeric: Bool
    /// How it is masked; empty where it is not personal.
    package var personal: String

    package init(_ title: String, _ titleEnglish: String, isNumeric: Bool = false, personal: String = "") {
      self.title = title
      self.titleEnglish = titleEnglish
      self.isNumeric = isNumeric
      self.personal = personal
    }
  }

  package var name: String
  /// The kind of state it goes through, in the order of keys.
  package var kind: String
  package var columns: [Column]
  /// The column that names the party a row belongs to; nil: rows are nobody's own.
  package var owner: Int?

  package init(_ name: String, kind: String, columns: [Column], owner: Int? = nil) {
    self.owner = owner
    self.name = name
    self.kind = kind
    self.columns = columns
  }
}
