package import Values

/// Which column of a file is which field: the header found, one to three rows deep, the shape the file has, and the columns nobody declared.
/// Made by `HeaderMap.find`.
package struct HeaderMap: Sendable {
  package let schema: Schema
  /// The shape whose columns the file has; nil when the feed declares none.
  package let shape: Shape?
  /// The headers as the file has them, a path where they are several rows deep: 被保险人/证件号码.
  package let headers: [String]
  package let units: [CellParser.HeaderUnit]
  /// Physical rows of the header, from 1.
  package let firstRow: Int
  package let lastRow: Int
  /// Field of each column, -1 for a column nobody declared.
  package let fieldOfColumn: [Int]
  /// Column of each field, -1 where the file has none.
  package let columnOfField: [Int]
  /// What stands above the header: titles and notices.
  package let above: [String]
  /// The header rows cell by cell, so that their repetitions among the data are known.
  package let rows: [[[UInt8]]]

  package init(
    schema: Schema, shape: Shape?, headers: [String], units: [CellParser.HeaderUnit], firstRow: Int, lastRow: Int, fieldOfColumn: [Int],
    columnOfField: [Int], above: [String], rows: [[[UInt8]]]
  ) {
    self.schema = schema
    self.shape = shape
    self.headers = headers
    self.units = units
    self.firstRow = firstRow
    self.lastRow = lastRow
    self.fieldOfColumn = fieldOfColumn
    self.columnOfField = columnOfField
    self.above = above
    self.rows = rows
  }

  /// Columns with a header that no field answers to.
  package var undeclared: [Int] { headers.indices.filter { fieldOfColumn[$0] < 0 && !headers[$0].isEmpty } }

  /// What came of looking for a header.
  package enum Search: Sendable {
    case found(HeaderMap)
    case refused(HeaderRefusal)
  }
}

/// Why no header was found: what is missing, what stands there instead, which columns say the same.
package struct HeaderRefusal: Sendable, Equatable {
  /// Canonical headers of required columns that are not there.
  package var missing: [String] = []
  /// For a missing header the text in the file that comes nearest, if any does.
  package var nearest: [String: String] = [:]
  /// The physical row that looked most like a header.
  package var row: Int?
  /// Two columns for one field: header, and the columns' letters and texts.
  package var duplicates: [String] = []
  /// The sheet held no text at all.
  package var isEmpty = false

  package init() {}

  /// The codes `fault` gives, each with an exhibit under `samples/exhibits`.
  package static let codes = ["file-empty", "header-ambiguous", "header-missing"]

  package func fault(_ place: Place) -> Fault {
    var place = place
    place.row = row
    if isEmpty {
      return Fault(
        .data, code: "file-empty", place: "\(place)", cause: "there is nothing in it, not even a header",
        remedy: "send the list with its header row; a header without rows says that there was no business")
    }
    if !duplicates.isEmpty {
      return Fault(
        .data, code: "header-ambiguous", place: "\(place)", cause: "two columns mean the same field: " + duplicates.joined(separator: "; "),
        remedy: "keep one of them, or rename the one that means something else")
    }
    let named = missing.map { header in nearest[header].map { "\(header) (nearest: \($0))" } ?? header }
    return Fault(
      .data, code: "header-missing", place: "\(place)",
      cause: "no header row with all required columns in the first \(HeaderMap.searched) rows; missing: " + named.joined(separator: ", "),
      remedy: "add the missing columns, or have their headers added as aliases in the feed's file")
  }
}
