package import Values

/// Something a person has to hear of in the morning, whoever found it: a file that did not come, a sheet that could not be published, a chain
/// that is broken. Knows neither how it is delivered nor how often. Carries no personal data: parties, feeds, files and counts only.
package struct Alert: Codable, Hashable, Sendable {
  /// How soon somebody has to look.
  package enum Weight: String, Codable, CaseIterable, Comparable, Sendable {
    /// Good to know.
    case note
    /// To be looked at today.
    case warning
    /// Money or a sheet is held up until somebody acts.
    case urgent

    package static func < (left: Weight, right: Weight) -> Bool {
      Weight.allCases.firstIndex(of: left)! < Weight.allCases.firstIndex(of: right)!
    }
  }

  /// A stable code, as in metrics: `file-missing`, `sheet-unpublished`.
  package var code: String
  package var weight: Weight
  /// Where: `parties/P0001/inbound/underwriting`, a sheet, an account.
  package var place: String
  /// The business day it belongs to, as 2026-11-21.
  package var day: String
  package var cause: String
  package var remedy: String
  /// An event of one night, told once, such as a refused file. Anything else stands, and is over when nobody raises it any more.
  package var passes: Bool

  package init(_ code: String, _ weight: Weight, place: String, day: Day, cause: String, remedy: String, passes: Bool = false) {
    self.code = code
    self.weight = weight
    self.place = place
    self.day = "\(day)"
    self.cause = cause
    self.remedy = remedy
    self.passes = passes
  }

  /// The same alert on another day is the same trouble: what a rate limit counts.
  package var identity: String { "\(code) \(place)" }
}
