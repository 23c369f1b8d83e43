/// A file or a setting that cannot be used: one error with place, cause and remedy, read by somebody at seven in the morning.
/// Bad rows are not faults: they are data (`Reject` in Tables). Each room that throws wraps its own codes around this.
package struct Fault: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of wrong it is; decides the exit code.
  package enum Kind: String, Sendable {
    /// The command line asks for what cannot be (64).
    case usage
    /// The data is refused (65).
    case data
    /// No such file or key (66).
    case missing
    /// The program contradicts itself: a bug (70).
    case program
    /// Reading or writing failed (74).
    case inputOutput
    /// Somebody else holds the root (75).
    case busy
    /// A pipeline file or a setting is wrong (78).
    case setting
  }

  package var kind: Kind
  /// A stable name in kebab-case: `zip-damaged`, `column-missing`.
  package var code: String
  /// File, sheet, row, column: as far as known.
  package var place: String
  package var cause: String
  package var remedy: String

  package init(_ kind: Kind, code: String, place: String, cause: String, remedy: String) {
    self.kind = kind
    self.code = code
    self.place = place
    self.cause = cause
    self.remedy = remedy
  }

  /// `place: what is wrong; what to do`.
  package var description: String { "\(place): \(cause); \(remedy)" }

  package var exitCode: Int32 {
    switch kind {
    case .usage: 64
    case .data: 65
    case .missing: 66
    case .program: 70
    case .inputOutput: 74
    case .busy: 75
    case .setting: 78
    }
  }
}
