import CZip
import FileKit
import Foundation
import Values

/// Makes the workbooks that samples drop, from text. Cells are texts; `n:1234.5` is a number, `d:2026-03-11` a day shown as a date, `e:#N/A` an error,
/// `f:=A1+1|2` a formula with its cached value. In parts and their names `{{3×text}}` stands for the text three times.
enum WorkbookMaking {
  /// A workbook of one sheet, 清单.
  static func bytes(sheet file: String) throws -> Data { try bytes([("清单", try Table.lines(of: file))]) }

  /// A workbook of the folder's sheets, in the order of their names; one that begins with `~` is hidden.
  static func bytes(sheets folder: String) throws -> Data { try bytes(try sheets(folder)) }

  /// An old binary workbook of one sheet, or of a folder's.
  static func oldBytes(_ path: String, isFolder: Bool) throws -> Data {
    let tables = isFolder ? try sheets(path) : [("清单", try Table.lines(of: path))]
    let days = try tables.map { table in
      (table.0, try table.1.map { try $0.map { $0.hasPrefix("d:") ? "d:\(try serial(of: $0))" : $0 } })
    }
    return Data(OldWorkbook(tables: days).bytes)
  }

  private static func serial(of text: String) throws -> Int {
    guard let day = Day(iso: String(text.dropFirst(2))) else { throw SampleFlaw("\(text) is no day") }
    return Int(day.number) + 25_569
  }

  private static func sheets(_ folder: String) throws -> [(String, [[String]])] {
    var sheets: [(String, [[String]])] = []
    for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() where name.hasSuffix(".csv") {
      sheets.append((String(name.dropLast(4)), try Table.lines(of: "\(folder)/\(name)")))
    }
    return sheets
  }

  /// A zip of the folder's files as they stand; `.password` in it locks them.
  static func bytes(parts folder: String) throws -> Data {
    guard let walk = FileManager.default.enumerator(atPath: folder) else { throw SampleFlaw("\(folder): cannot be read") }
    var parts: [(String, Data)] = []
    var password: String?
    while let path = walk.nextObject() as? String {
      guard walk.fileAttributes?[.type] as? FileAttributeType == .typeRegular else { continue }
      let text = repeated(String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(path)")), as: UTF8.self))
      if path == ".password" {
        password = text.trimmingCharacters(in: .whitespacesAndNewlines)
        continue
      }
      if let many = path.firstMatch(of: #/\{\{(\d+)\}\}/#), let count = Int(many.1) {
        for number in 1...count { parts.append((path.replacing(many.0, with: "\(number)"), Data(text.utf8))) }
      } else {
        parts.append((path.replacing("%2F", with: "/"), Data(text.utf8)))
      }
    }
    return try archive(parts.sorted { $0.0 < $1.0 }, password: password)
  }

  /// `\xFF` as the byte it names, repetitions written out.
  static func expanded(_ bytes: Data) -> Data {
    var expanded = Data()
    var rest = repeated(String(decoding: bytes, as: UTF8.self))[...]
    while let found = rest.firstMatch(of: #/\\x([0-9A-F]{2})/#) {
      expanded += Data(rest[..<found.range.lowerBound].utf8)
      expanded.append(UInt8(found.1, radix: 16)!)
      rest = rest[found.range.upperBound...]
    }
    return expanded + Data(rest.utf8)
  }

  private static func repeated(_ text: String) -> String {
    guard text.contains("{{") else { return text }
    return text.replacing(#/\{\{(\d+)×((?:[^}]|\}(?!\}))*)\}\}/#) { found in String(repeating: String(found.2), count: Int(found.1)!) }
  }

  private static func bytes(_ sheets: [(name: String, rows: [[String]])]) throws -> Data {
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    let package = "http://schemas.openxmlformats.org/package/2006"
    let types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    let numbers = sheets.indices.map { $0 + 1 }
    var parts: [(String, String)] = []
    parts.append(
      (
        "[Content_Types].xml",
        "<Types xmlns=\"\(package)/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
          + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"\(types).sheet.main+xml\"/>"
          + "<Override PartName=\"/xl/styles.xml\" ContentType=\"\(types).styles+xml\"/>"
          + numbers.map { "<Override PartName=\"/xl/worksheets/sheet\($0).xml\" ContentType=\"\(types).worksheet+xml\"/>" }.joined()
          + "</Types>"
      ))
    parts.append(
      (
        "_rels/.rels",
        "<Relationships xmlns=\"\(package)/relationships\"><Relationship Id=\"rId1\" Type=\"\(office)/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
      ))
    parts.append(
      (
        "xl/workbook.xml",
        "<workbook xmlns=\"\(main)\" xmlns:r=\"\(office)\"><sheets>"
          + numbers.map { number in
            let name = sheets[number - 1].name
            let isHidden = name.hasPrefix("~")
            return
              "<sheet name=\"\(escaped(isHidden ? String(name.dropFirst()) : name))\" sheetId=\"\(number)\" r:id=\"rId\(number)\"\(isHidden ? " state=\"hidden\"" : "")/>"
          }.joined()
          + "</sheets></workbook>"
      ))
    parts.append(
      (
        "xl/_rels/workbook.xml.rels",
        "<Relationships xmlns=\"\(package)/relationships\">"
          + numbers.map { "<Relationship Id=\"rId\($0)\" Type=\"\(office)/worksheet\" Target=\"worksheets/sheet\($0).xml\"/>" }.joined()
          + "<Relationship Id=\"rId\(numbers.count + 1)\" Type=\"\(office)/styles\" Target=\"styles.xml\"/></Relationships>"
      ))
    parts.append(
      (
        "xl/styles.xml",
        "<styleSheet xmlns=\"\(main)\"><fonts count=\"1\"><font/></fonts><fills count=\"1\"><fill/></fills><borders count=\"1\"><border/></borders>"
          + "<cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>"
      ))
    for (number, sheet) in Swift.zip(numbers, sheets) {
      parts.append(
        ("xl/worksheets/sheet\(number).xml", "<worksheet xmlns=\"\(main)\"><sheetData>\(try rows(sheet.rows))</sheetData></worksheet>"))
    }
    return try archive(parts.map { ($0.0, Data((head + $0.1).utf8)) })
  }

  /// A workbook whose one column of texts stands among its shared strings.
  static func sharedStrings(count: Int) throws -> Data {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    let package = "http://schemas.openxmlformats.org/package/2006/relationships"
    func relations(_ entries: [(String, String)]) -> String {
      "<Relationships xmlns=\"\(package)\">"
        + entries.enumerated().map { "<Relationship Id=\"rId\($0 + 1)\" Type=\"\(office)/\($1.0)\" Target=\"\($1.1)\"/>" }.joined()
        + "</Relationships>"
    }
    let parts = [
      ("_rels/.rels", relations([("officeDocument", "xl/workbook.xml")])),
      (
        "xl/workbook.xml",
        "<workbook xmlns=\"\(main)\" xmlns:r=\"\(office)\"><sheets><sheet name=\"list\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
      ),
      ("xl/_rels/workbook.xml.rels", relations([("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")])),
      ("xl/sharedStrings.xml", "<sst xmlns=\"\(main)\">\((0..<count).map { "<si><t>text \($0)</t></si>" }.joined())</sst>"),
      (
        "xl/worksheets/sheet1.xml",
        "<worksheet xmlns=\"\(main)\"><sheetData>"
          + (0..<count).map { "<row r=\"\($0 + 1)\"><c r=\"A\($0 + 1)\" t=\"s\"><v>\($0)</v></c></row>" }.joined()
          + "</sheetData></worksheet>"
      ),
    ]
    return try archive(parts.map { ($0.0, Data($0.1.utf8)) })
  }

  private static func rows(_ rows: [[String]]) throws -> String {
    var text = ""
    for (number, row) in rows.enumerated() {
      let isHidden = row.first?.hasPrefix("~") == true
      text += "<row r=\"\(number + 1)\"\(isHidden ? " hidden=\"1\"" : "")>"
      for (column, cell) in row.enumerated() where !cell.isEmpty {
        text += try self.cell("\(letters(column))\(number + 1)", isHidden && column == 0 ? String(cell.dropFirst()) : cell)
      }
      text += "</row>"
    }
    return text
  }

  private static func cell(_ place: String, _ text: String) throws -> String {
    let value = String(text.dropFirst(2))
    switch text.prefix(2) {
    case "n:": return "<c r=\"\(place)\"><v>\(escaped(value))</v></c>"
    case "d:":
      return "<c r=\"\(place)\" s=\"1\"><v>\(try serial(of: text))</v></c>"
    case "e:": return "<c r=\"\(place)\" t=\"e\"><v>\(escaped(value))</v></c>"
    case "f:":
      let parts = value.dropFirst().split(separator: "|", maxSplits: 1).map(String.init)
      return "<c r=\"\(place)\"><f>\(escaped(parts[0]))</f>\(parts.count > 1 ? "<v>\(escaped(parts[1]))</v>" : "")</c>"
    default: return "<c r=\"\(place)\" t=\"inlineStr\"><is><t xml:space=\"preserve\">\(escaped(text))</t></is></c>"
    }
  }

  private static func letters(_ column: Int) -> String {
    column < 26 ? String(UnicodeScalar(UInt8(65 + column))) : letters(column / 26 - 1) + letters(column % 26)
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
  }

  private static func archive(_ parts: [(name: String, bytes: Data)], password: String? = nil) throws -> Data {
    let path = FileManager.default.temporaryDirectory.path + "/sample-\(UUID().uuidString).zip"
    defer { try? FileManager.default.removeItem(atPath: path) }
    var error: Int32 = 0
    guard let zip = zip_open(path, ZIP_CREATE | ZIP_EXCL, &error) else { throw SampleFlaw("\(path): cannot be made, libzip says \(error)") }
    for part in parts {
      let copy = malloc(max(1, part.bytes.count))!
      part.bytes.copyBytes(to: copy.assumingMemoryBound(to: UInt8.self), count: part.bytes.count)
      // The archive frees the copy.
      let source = zip_source_buffer(zip, copy, UInt64(part.bytes.count), 1)
      let index = zip_file_add(zip, part.name, source, UInt32(ZIP_FL_ENC_UTF_8))
      guard index >= 0 else { throw SampleFlaw("\(part.name): cannot be added") }
      if let password { zip_file_set_encryption(zip, UInt64(index), UInt16(ZIP_EM_AES_256), password) }
    }
    guard zip_close(zip) == 0 else { throw SampleFlaw("\(path): cannot be written") }
    return try Data(contentsOf: URL(fileURLWithPath: path))
  }
}
