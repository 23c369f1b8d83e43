import Tables

/// Where the rows of a list stand, as formulas name them: one range a sheet.
struct Ranges {
  /// Sheet name and its last row, from 0; the first data row is 1.
  var sheets: [(name: String, lastRow: Int)]

  /// `'明细'!$F$2:$F$901`, for each sheet.
  func column(_ column: Int) -> [String] {
    let letters = Place.letters(column)
    return sheets.map { SheetName.quoted($0.name) + "$\(letters)$2:$\(letters)$\($0.lastRow + 1)" }
  }

  func sum(_ column: Int) -> String { "SUM(" + self.column(column).joined(separator: ",") + ")" }
  func count(_ column: Int) -> String { "COUNTA(" + self.column(column).joined(separator: ",") + ")" }

  /// The sum of a column where another has a value; `cell` is where the value stands on the sheet of the formula, if it does.
  func sumWhere(_ column: Int, by key: Int, equals value: String, cell: String?) -> String {
    let pairs = zip(self.column(key), self.column(column))
    if Ranges.isAmbiguous(value) {
      let wanted = cell ?? Ranges.literal(value)
      return pairs.map { "SUMPRODUCT(--EXACT(\($0),\(wanted)),\($1))" }.joined(separator: "+")
    }
    let criterion = value.isEmpty ? "\"=\"" : cell ?? Ranges.literal(value)
    return pairs.map { "SUMIFS(\($1),\($0),\(criterion))" }.joined(separator: "+")
  }

  func countWhere(by key: Int, equals value: String, cell: String?) -> String {
    if Ranges.isAmbiguous(value) {
      let wanted = cell ?? Ranges.literal(value)
      return column(key).map { "SUMPRODUCT(--EXACT(\($0),\(wanted)))" }.joined(separator: "+")
    }
    if value.isEmpty { return column(key).map { "COUNTBLANK(\($0))" }.joined(separator: "+") }
    return column(key).map { "COUNTIF(\($0),\(cell ?? Ranges.literal(value)))" }.joined(separator: "+")
  }

  private static func literal(_ text: String) -> String { "\"" + text.replacing("\"", with: "\"\"") + "\"" }

  /// SUMIFS takes some texts for something else: wildcards, comparisons, numbers and dates (01 = 1, 1月). Those are compared exactly,
  /// at the price of a slower formula.
  static func isAmbiguous(_ value: String) -> Bool {
    guard let first = value.utf8.first else { return false }
    switch first {
    case 0x30...0x39, 0x2B, 0x2D, 0x2E, 0x24: return true  // digits + - . $
    default: break
    }
    return value.utf8.contains { [0x2A, 0x3F, 0x7E, 0x3C, 0x3D, 0x3E].contains($0) }  // * ? ~ < = >
  }
}
