/// How much a file may ask of the reader before it is refused. Settings; the standard ones fit a year's list of a large supplier.
package struct ReadLimits: Sendable, Equatable {
  package var fileBytes = 2 << 30
  /// What all parts read from a workbook may inflate to.
  package var inflatedBytes = 8 << 30
  /// How many times larger than packed a part may become, once it is larger than 32 MiB.
  package var inflationRatio = 250
  package var rows = 20_000_000
  package var columns = 1024
  package var cellBytes = 131_072
  /// Bytes of one record of text, quotes and line breaks included.
  package var recordBytes = 4 << 20
  /// All shared strings of a workbook, with their index.
  package var sharedStringBytes = 192 << 20
  /// How deep XML may nest.
  package var depth = 64
  /// Parts in a workbook's zip.
  package var parts = 10_000

  /// Memory and processor seconds of the child that reads an old workbook.
  package var childBytes = 300 << 20
  package var childSeconds = 60

  package init() {}
  package static let standard = ReadLimits()
}

/// What the caller knows about a file and the reader need not find out.
package struct ReadHints: Sendable, Equatable {
  /// Nil: the first visible sheet with anything in it.
  package var sheet: SheetChoice?
  /// An encoding's name as iconv knows it, where a feed fixes it.
  package var encoding: String?
  package var delimiter: UInt8?

  package init(sheet: SheetChoice? = nil, encoding: String? = nil, delimiter: UInt8? = nil) {
    self.sheet = sheet
    self.encoding = encoding
    self.delimiter = delimiter
  }
}

/// One sheet of a workbook, as its user names it.
package enum SheetChoice: Sendable, Equatable {
  case name(String)
  /// From 1.
  case number(Int)
}

/// A sheet's name as its tab shows it.
package struct Worksheet: Sendable, Equatable {
  package let name: String
  package let hidden: Bool
  package init(name: String, hidden: Bool) {
    self.name = name
    self.hidden = hidden
  }
}
