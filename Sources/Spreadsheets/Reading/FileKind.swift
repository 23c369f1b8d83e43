package import Values

#if canImport(Glibc)
  import Glibc
#endif

/// What a file is, known by its first bytes and never by its name: text saved as `.xls` is text. (domain.md C2-4)
package enum FileKind: String, Sendable {
  /// Comma, tab, semicolon or bar between the cells.
  case text
  /// A zip of XML parts, macro-enabled or not.
  case xlsx
  /// Compound binary file: BIFF, or an encrypted workbook.
  case xls
  /// HTML or XML, often under an `.xls` name.
  case markup
  /// A picture, a PDF, another archive, or nothing known.
  case foreign

  /// Opens the file and looks.
  package static func of(path: String, name: String? = nil) throws(Fault) -> FileKind {
    let file = try InputFile(path: path, name: name, limits: .standard)
    return of(try file.peek(4096))
  }

  static func of(_ start: [UInt8]) -> FileKind {
    if start.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) { return .xls }
    // The older BIFF files have no container: a BOF record opens them.
    if start.count >= 4, start[0] == 0x09, [0x00, 0x02, 0x04, 0x08].contains(start[1]),
      start[2] == 0x06 || start[2] == 0x04 || start[2] == 0x08, start[3] == 0
    {
      return .xls
    }
    if start.starts(with: [0x50, 0x4B, 0x03, 0x04]) || start.starts(with: [0x50, 0x4B, 0x05, 0x06]) { return .xlsx }
    if FileKind.foreignName(start) != nil { return .foreign }
    var text = start[...]
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
    let first = text.drop { $0 == 0x20 || ($0 >= 0x09 && $0 <= 0x0D) }.prefix(64)
    if first.first == 0x3C, first.count > 1,
      first.dropFirst().first.map({ $0 == 0x21 || $0 == 0x3F || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) })!
    {
      return .markup
    }
    let isWide = TextEncoding.wide(start) != nil
    if !isWide, start.contains(0) { return .foreign }
    return .text
  }

  /// What people call the file, for those that cannot be read.
  static func foreignName(_ start: [UInt8]) -> String? {
    let marks: [(String, [UInt8])] = [
      ("a PDF", Array("%PDF".utf8)), ("a RAR archive", Array("Rar!".utf8)), ("a 7z archive", [0x37, 0x7A, 0xBC, 0xAF]),
      ("a gzip file", [0x1F, 0x8B]), ("a PNG picture", [0x89, 0x50, 0x4E, 0x47]), ("a JPEG picture", [0xFF, 0xD8, 0xFF]),
      ("a GIF picture", Array("GIF8".utf8)), ("a Parquet file", Array("PAR1".utf8)), ("a program", [0x7F, 0x45, 0x4C, 0x46]),
      ("rich text", Array("{\\rtf".utf8)), ("an SQLite database", Array("SQLite format 3".utf8)),
    ]
    return marks.first { start.starts(with: $0.1) }?.0 ?? exchange(start)
  }

  /// The exchange formats of spreadsheet programs, which are text and no table: known by their second line too, for a list may begin with the same word.
  private static func exchange(_ start: [UInt8]) -> String? {
    let lines = String(decoding: start.prefix(256), as: UTF8.self).split(whereSeparator: \.isNewline).prefix(3)
    guard lines.count > 1 else { return nil }
    if lines[0] == "TABLE", lines[1] == "0,1" { return "a DIF file" }
    let isRecord = lines[1].count > 2 && "BCEFOPW".contains(lines[1].first!) && lines[1].dropFirst().first == ";"
    return lines[0].hasPrefix("ID;P") && isRecord ? "a SYLK file" : nil
  }
}
