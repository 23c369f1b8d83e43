import Spreadsheets
import Tables
import Testing
import Values

#if canImport(Glibc)
  import Glibc
#endif

/// Files nobody on this project made, where they lie beside it (`../shared/real`).
enum RealFiles {
  static let folder: String? = find()
  static var arePresent: Bool { folder != nil }
  /// What Excel wrote of the sheets.
  static let sheets: [String] = names("sheets", ".csv")

  private static func find() -> String? {
    let steps: [Substring] = #filePath.split(separator: "/").dropLast(5)
    let path: String = "/" + steps.joined(separator: "/") + "/shared/real"
    return access(path, R_OK) == 0 ? path : nil
  }

  static func names(_ folder: String, _ ending: String) -> [String] {
    guard let root = Self.folder, let directory = opendir(root + "/" + folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(ending) { names.append(name) }
    }
    return names.sorted()
  }

  static func bytes(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "rb") else { return [] }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 22)
    return Array(bytes.prefix(fread(&bytes, 1, bytes.count, file)))
  }
}

@Suite("Real files say what their makers meant", .enabled(if: RealFiles.arePresent))
struct RealFileTests {
  /// Every plain text and plain number Excel wrote of a sheet stands in ours. The binary form (.xlsb) is refused by name.
  @Test("Sheets of other people's workbooks", arguments: RealFiles.sheets)
  func sheets(_ name: String) throws {
    let parts = name.split(separator: ".")
    let book = parts.dropLast(2).joined(separator: ".")
    let number = Int(parts[parts.count - 2])! + 1
    let path = RealFiles.folder! + "/sheets/"
    if book.hasSuffix(".xlsb") {
      #expect(refusal(path + book) == "kind-not-workbook")
      return
    }
    var got: [Int: [String]] = [:]
    var kinds: [Int: [Grid.Kind]] = [:]
    let reader = try SheetReader(path: path + book, hints: ReadHints(sheet: .number(number)))
    var grid = Grid()
    while try reader.next(into: &grid) {
      for row in grid.rows {
        got[Int(row.number)] = (0..<Int(row.count)).map { grid.text(grid.cell(row, $0)) }
        kinds[Int(row.number)] = (0..<Int(row.count)).map { grid.cell(row, $0).kind }
      }
      grid.removeAll()
    }
    var checked = 0
    for (index, row) in Self.csv(RealFiles.bytes(path + name)).enumerated() {
      for (column, text) in row.enumerated() where !text.isEmpty && text.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
        let wanted = String(decoding: text, as: UTF8.self).trimmed
        // Characters Excel for Mac could not write stand as underscores.
        if wanted.contains("_") || wanted.isEmpty { continue }
        let cells = got[index + 1] ?? []
        #expect(column < cells.count, "\(name) row \(index + 1) column \(column): \(wanted)")
        guard column < cells.count else { continue }
        switch kinds[index + 1]![column] {
        case .text:
          #expect(
            cells[column].filter { $0 != "\n" && $0 != "\r" && $0 != "\r\n" }.trimmed == wanted, "\(name) row \(index + 1) column \(column)"
          )
        case .number:
          guard let plain = Double(wanted.filter { $0 != "," }), let ours = Double(cells[column]) else { continue }
          let places = wanted.split(separator: ".").count == 2 ? wanted.split(separator: ".")[1].count : 0
          #expect(abs(plain - ours) <= 0.5000001 * pow(10, -Double(places)), "\(name) row \(index + 1) column \(column)")
        case .blank: Issue.record("\(name) row \(index + 1) column \(column): nothing where Excel has \(wanted)")
        case .serial, .boolean, .error: continue
        }
        checked += 1
      }
    }
    print("\(name): \(checked) cells")
  }

  /// Line ends inside quotes are dropped, as Excel for Mac drops them.
  static func csv(_ bytes: [UInt8]) -> [[[UInt8]]] {
    var rows: [[[UInt8]]] = []
    var row: [[UInt8]] = []
    var field: [UInt8] = []
    var quoted = false
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if quoted {
        if byte == 0x22, index + 1 < bytes.count, bytes[index + 1] == 0x22 {
          field.append(0x22)
          index += 1
        } else if byte == 0x22 {
          quoted = false
        } else if byte != 0x0A && byte != 0x0D {
          field.append(byte)
        }
      } else if byte == 0x22 {
        quoted = true
      } else if byte == 0x2C {
        row.append(field)
        field = []
      } else if byte == 0x0A || byte == 0x0D {
        rows.append(row + [field])
        (row, field) = ([], [])
        if byte == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A { index += 1 }
      } else {
        field.append(byte)
      }
      index += 1
    }
    return rows + (row.isEmpty && field.isEmpty ? [] : [row + [field]])
  }

  @Test("Exports of banks, brokers and shops are read from end to end", arguments: RealExport.all)
  func exports(_ export: RealExport) throws {
    let schema = Schema(name: "export", fields: export.fields)
    let reader = try SheetReader(path: RealFiles.folder! + "/exports/" + export.file)
    var grid = Grid()
    let header = try reader.findHeader(schema: schema, into: &grid)
    var verifier = try Verifier(header: header, place: reader.place)
    var rows = VerifiedRows(width: schema.width)
    repeat {
      verifier.verify(grid, into: &rows)
      grid.removeAll()
    } while try reader.next(into: &grid)
    verifier.finish()
    let said = verifier.rejects.map { "\($0.row):\($0.reason.code):\($0.found)" }
    #expect(header.firstRow == export.header)
    #expect(verifier.counts.accepted == export.accepted, "\(said)")
    #expect(verifier.counts.total == export.total && verifier.counts.notice == export.notice, "\(said)")
    if !export.sum.isEmpty { #expect(verifier.money[0].accepted.description == export.sum) }
    print(export.file, verifier.counts, said, verifier.money)
  }
}

extension StringProtocol {
  fileprivate var trimmed: String {
    var text = Substring(self)
    while text.first == " " { text = text.dropFirst() }
    while text.last == " " { text = text.dropLast() }
    return String(text)
  }
}
