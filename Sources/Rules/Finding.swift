package import Tables

/// A remark about a rule table, as a colleague would make it: where, what, in Chinese and in English. (`settle rules check`)
package struct Finding: Sendable, Equatable, CustomStringConvertible {
  package enum Severity: String, Sendable {
    /// The table does not do what it says: an example fails, two rules of a U table meet.
    case fault
    /// Probably not what was meant.
    case warning
    /// Worth knowing.
    case note
  }

  /// Kebab-case, never renamed: `gap`, `overlap`, `rule-unreachable`.
  package var code: String
  package var severity: Severity
  package var place: Place
  package var zh: String
  package var en: String

  package init(_ code: String, _ severity: Severity, at place: Place, zh: String, en: String) {
    self.code = code
    self.severity = severity
    self.place = place
    self.zh = zh
    self.en = en
  }

  package var description: String { "\(place): \(en)" }
}
