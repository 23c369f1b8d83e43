import Values

/// A formula's cached value as it was handed to the workbook: what `BookCheck` must find there again.
package struct CachedCell: Sendable, Hashable {
  package enum Value: Sendable, Hashable, CustomStringConvertible {
    /// A scaled integer: minor units with two places, counts with none.
    case number(Int64, places: Int)
    case text(String)

    package var description: String {
      switch self {
      case .number(let number, let places): Decimals.text(number, places: places)
      case .text(let text): text
      }
    }
  }

  package let sheet: String
  /// From 0, as all positions in this room.
  package let row: Int
  package let column: Int
  package let value: Value
}

/// The cached cells of one workbook, in the order of writing.
final class CachedCells {
  var cells: [CachedCell] = []
}
