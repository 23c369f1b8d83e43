import Tables
package import Values

/// A cell handed in singly, for small lists; long ones come as batches.
package enum BookCell: Sendable, Hashable {
  case none
  case text(String)
  case money(Money)
  case rate(Rate)
  /// Millionths.
  case number(Int64)
  case integer(Int64)
  case date(Day)
  case moment(Moment)
  case boolean(Bool)

  /// An identifier; its column's format keeps it a text.
  package static func id(_ text: String) -> BookCell { .text(text) }

  /// All but text, which has no place in a datum without its batch.
  var datum: Datum {
    switch self {
    case .none, .text: .none
    case .money(let value): .money(value)
    case .rate(let value): .rate(value)
    case .number(let value): .number(millionths: value)
    case .integer(let value): .integer(value)
    case .date(let value): .date(value)
    case .moment(let value): .moment(value)
    case .boolean(let value): .boolean(value)
    }
  }
}
