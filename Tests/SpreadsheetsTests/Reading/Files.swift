import CZip
import Spreadsheets
import Tables
import Testing
import Values

#if canImport(Glibc)
  import Glibc
#endif

/// Files as tests write them, in a folder that goes away.
final class Files {
  let folder: String

  init() {
    var template = Array("/tmp/settle-reading-XXXXXX".utf8CString)
    folder = template.withUnsafeMutableBufferPointer { String(cString: mkdtemp($0.baseAddress!)) }
  }

  deinit {
    for name in names { unlink(folder + "/" + name) }
    rmdir(folder)
  }

  private var names: [String] = []

  func path(_ name: String) -> String {
    names.append(name)
    return folder + "/" + name
  }

  func write(_ bytes: some Sequence<UInt8>, _ name: String = "list.csv") -> String {
    let path = path(name)
    let bytes = Array(bytes)
    let file = fopen(path, "wb")!
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
    return path
  }

  func write(_ text: String, _ name: String = "list.csv") -> String { write(text.utf8, name) }

  /// Through iconv, as programs that do not write UTF-8 would.
  static func encode(_ text: String, _ encoding: String) -> [UInt8] {
    let handle = iconv_open(encoding, "UTF-8")
    defer { iconv_close(handle) }
    var input = Array(text.utf8).map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: input.count * 4 + 16)
    var left = input.count
    var free = output.count
    input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        var source: UnsafeMutablePointer<CChar>? = input.baseAddress
        var target: UnsafeMutablePointer<CChar>? = output.baseAddress
        precondition(iconv(handle, &source, &left, &target, &free) == 0)
      }
    }
    return output.dropLast(free).map { UInt8(bitPattern: $0) }
  }

  /// A zip of parts, in the order given.
  func zip(_ parts: [(String, String)], _ name: String = "list.xlsx") -> String {
    zip(parts.map { ($0.0, Array($0.1.utf8)) }, name)
  }

  func zip(_ parts: [(String, [UInt8])], _ name: String = "list.xlsx") -> String {
    let path = path(name)
    var code: Int32 = 0
    let archive = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code)!
    var kept: [UnsafeMutableRawPointer] = []
    for (part, content) in parts {
      let copy = malloc(max(1, content.count))!
      content.withUnsafeBytes { if let base = $0.baseAddress { memcpy(copy, base, $0.count) } }
      kept.append(copy)
      let source = zip_source_buffer(archive, copy, UInt64(content.count), 0)
      precondition(zip_file_add(archive, part, source, 0) >= 0, part)
    }
    precondition(zip_close(archive) == 0)
    kept.forEach { free($0) }
    return path
  }

  /// A workbook with the sheets' XML as given, and what else is asked for.
  func workbook(
    _ sheets: [(name: String, xml: String)], strings: String? = nil, styles: String? = nil, properties: String = "",
    hidden: Set<String> = [],
    name: String = "list.xlsx"
  ) -> String {
    zip(Self.parts(sheets, strings: strings, styles: styles, properties: properties, hidden: hidden), name)
  }

  static func parts(
    _ sheets: [(name: String, xml: String)], strings: String? = nil, styles: String? = nil, properties: String = "",
    hidden: Set<String> = []
  ) -> [(String, String)] {
    var parts: [(String, String)] = [
      (
        "_rels/.rels",
        #"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
      )
    ]
    var book =
      #"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">"#
      + properties + "<sheets>"
    var relations = "<Relationships>"
    for (index, sheet) in sheets.enumerated() {
      let state = hidden.contains(sheet.name) ? #" state="hidden""# : ""
      book += #"<sheet name="\#(sheet.name)" sheetId="\#(index + 1)" r:id="rId\#(index + 1)"\#(state)/>"#
      relations += #"<Relationship Id="rId\#(index + 1)" Type="http://x/worksheet" Target="worksheets/sheet\#(index + 1).xml"/>"#
      parts.append(("xl/worksheets/sheet\(index + 1).xml", sheet.xml))
    }
    if let strings {
      relations += #"<Relationship Id="s" Type="http://x/sharedStrings" Target="sharedStrings.xml"/>"#
      parts.append(("xl/sharedStrings.xml", strings))
    }
    if let styles {
      relations += #"<Relationship Id="t" Type="http://x/styles" Target="styles.xml"/>"#
      parts.append(("xl/styles.xml", styles))
    }
    parts.append(("xl/workbook.xml", book + "</sheets></workbook>"))
    parts.append(("xl/_rels/workbook.xml.rels", relations + "</Relationships>"))
    return parts
  }

  static func sheet(_ rows: String) -> String {
    #"<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#
      + rows + "</sheetData></worksheet>"
  }
}

/// What a reader hands out, as text: `row: cell|cell`, a mark before cells that are not text, the cause after broken rows.
func dump(_ reader: SheetReader, atLeast: Int = 7) throws -> [String] {
  var grid = Grid()
  var lines: [String] = []
  while try reader.next(into: &grid, atLeast: atLeast) {
    for row in grid.rows {
      let cells = (0..<Int(row.count)).map { column in
        let cell = grid.cell(row, column)
        let mark =
          switch cell.kind {
          case .blank, .text: ""
          case .number: "#"
          case .serial: "@"
          case .boolean: "?"
          case .error: "!"
          }
        return mark + grid.text(cell)
      }
      lines.append(
        "\(row.number): " + cells.joined(separator: "|") + (row.broken.map { " <\($0)>" } ?? "") + (row.hidden ? " (hidden)" : ""))
    }
    grid.removeAll()
  }
  return lines
}

func dump(_ path: String, limits: ReadLimits = .standard, hints: ReadHints = ReadHints()) throws -> [String] {
  try dump(try SheetReader(path: path, limits: limits, hints: hints))
}

/// The code of the fault a file is refused with.
func refusal(_ path: String, limits: ReadLimits = .standard, hints: ReadHints = ReadHints()) -> String? {
  do {
    _ = try dump(path, limits: limits, hints: hints)
    return nil
  } catch {
    let fault = error as! Fault
    #expect(!fault.cause.isEmpty && !fault.remedy.isEmpty && fault.place.hasPrefix(path.split(separator: "/").last!))
    return fault.code
  }
}
