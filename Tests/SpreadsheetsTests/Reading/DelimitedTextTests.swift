import CCSV
import Spreadsheets
import Tables
import Testing
import Values

@Suite("Delimited text is read record by record, whatever its dirt")
struct DelimitedTextTests {
  let files = Files()

  @Test("Blank lines and line breaks in quotes keep physical row numbers right")
  func rows() throws {
    #expect(
      try dump(files.write("a,b\n\n\"x\ny\",2\n\"p\"\"q\",\n,\n   \nlast,1")) == [
        "1: a|b", "2: ", "3: x\ny|2", "5: p\"q|", "6: |", "7:    ", "8: last|1",
      ])
  }

  @Test("Line ends of every kind", arguments: ["\n", "\r\n", "\r"])
  func lineEnds(_ end: String) throws {
    #expect(try dump(files.write(["a,b", "", "\"1\",2", "3,4", ""].joined(separator: end))) == ["1: a|b", "2: ", "3: 1|2", "4: 3|4"])
  }

  @Test("Blanks around plain cells stay; around quoted cells they are the file's habit")
  func blanks() throws {
    #expect(try dump(files.write("a , b\t,c\n1, \"x, y\" ,3\n")) == ["1: a | b\t|c", "2: 1|x, y|3"])
  }

  @Test("A broken record is one row, and reading goes on with the next physical line")
  func broken() throws {
    let text = "a,b\n1,\"open\n2,x\n3,5\" screen,y\n4,\"ok\"\n5,\"a\"b,c\n6,z\n"
    #expect(
      try dump(files.write(text)) == [
        "1: a|b", "2: 1,\"open <quote>", "3: 2|x", "4: 3,5\" screen,y <quote>", "5: 4|ok", "6: 5,\"a\"b,c <quote>", "7: 6|z",
      ])
  }

  @Test("A mark never closed costs its own line and no other, at the end too")
  func neverClosed() throws {
    #expect(try dump(files.write("a,b\n\"1,2\n3,4\n")) == ["1: a|b", "2: \"1,2 <quote>", "3: 3|4"])
    #expect(try dump(files.write("a,b\n1,\"2")) == ["1: a|b", "2: 1,\"2 <quote>"])
  }

  @Test("Cells kept text by =\"…\" are cells like any other, beside quoted ones too")
  func formulas() throws {
    #expect(try dump(files.write("=\"01\"\t=\"x\"\n\t=\"2\"\n")) == ["1: =\"01\"|=\"x\"", "2: |=\"2\""])
    #expect(try dump(files.write("\"a,b\",=\"01\",c\n1,2,3\n")) == ["1: a,b|=\"01\"|c", "2: 1|2|3"])
    #expect(try dump(files.write("=\"0,1\",\"x\"\n1,2\n")) == ["1: =\"0,1\"|x", "2: 1|2"])
  }

  @Test("The delimiter is the one that splits the lines alike", arguments: [(",", UInt8(0x2C)), ("\t", 0x09), (";", 0x3B), ("|", 0x7C)])
  func delimiters(_ mark: String, _ byte: UInt8) throws {
    let text =
      ["清单, 一月", ["a", "b", "c"].joined(separator: mark), ["1", "\"x,y;z|w\"", "1,5"].joined(separator: mark == "," ? "," : mark)].joined(
        separator: "\n") + "\n"
    let reader = try SheetReader(path: files.write(text))
    #expect(reader.delimiter == byte)
    #expect(try dump(reader)[1] == "2: a|b|c")
  }

  @Test("A line sep=; and a hint both decide")
  func told() throws {
    #expect(try dump(files.write("sep=;\na;b,c\n")) == ["1: sep=|", "2: a|b,c"])
    #expect(try dump(files.write("a,b;c\n"), hints: ReadHints(delimiter: 0x3B)) == ["1: a,b|c"])
  }

  @Test(
    "Encodings are found by looking",
    arguments: [
      ("UTF-8", [UInt8](), "UTF-8"), ("UTF-8", [0xEF, 0xBB, 0xBF], "UTF-8 with BOM"), ("GB18030", [], "GB18030"),
      ("UTF-16LE", [0xFF, 0xFE], "UTF-16LE with BOM"),
      ("UTF-16BE", [0xFE, 0xFF], "UTF-16BE with BOM"), ("UTF-16LE", [], "UTF-16LE"), ("UTF-16BE", [], "UTF-16BE"),
    ])
  func encodings(_ encoding: String, _ mark: [UInt8], _ shown: String) throws {
    let text = "保单号,投保人\nP1,张三丰\nP2,\"李,四\"\n"
    let reader = try SheetReader(path: files.write(mark + Files.encode(text, encoding)))
    #expect(reader.encoding == shown)
    #expect(try dump(reader) == ["1: 保单号|投保人", "2: P1|张三丰", "3: P2|李,四"])
  }

  @Test("Big5 is told from GB18030")
  func big5() throws {
    let text = "保單號碼,投保人姓名,簽單日期,保險費用\nP1,張三豐,2026-01-05,一千元整\nP2,李四維,2026-01-06,兩千元整\n"
    let reader = try SheetReader(path: files.write(Files.encode(text, "BIG5")))
    #expect(reader.encoding == "BIG5")
    #expect(try dump(reader)[1] == "2: P1|張三豐|2026-01-05|一千元整")
  }

  @Test("Letters with accents alone among ASCII are no halves of Chinese characters")
  func western() throws {
    let text = "Société;Prénom;Prime\nGénérale;Zoë;12,50\nAllianz;André;7\n"
    let reader = try SheetReader(path: files.write(Files.encode(text, "WINDOWS-1252")))
    #expect(reader.encoding == "WINDOWS-1252" || reader.encoding.hasPrefix("ISO-8859"))
    #expect(try dump(reader) == ["1: Société|Prénom|Prime", "2: Générale|Zoë|12,50", "3: Allianz|André|7"])
  }

  @Test("The first name may stand far down the file")
  func lateName() throws {
    let lines = (1...60_000).map { "P\($0),1.00" }
    let bytes = Array((lines.joined(separator: "\n") + "\n").utf8) + Files.encode("P0,张三\n", "GB18030")
    let reader = try SheetReader(path: files.write(bytes))
    #expect(reader.encoding == "GB18030")
    #expect(try dump(reader).last == "60001: P0|张三")
  }

  @Test("Bytes that are no characters break their row and no other")
  func invalid() throws {
    var bytes = Array(String(repeating: "名,张三,王五,赵六,钱七\n", count: 30).utf8)
    bytes += [0x31, 0x2C, 0xC3, 0x28, 0x0A] + Array("2,好\n".utf8)
    let lines = try dump(files.write(bytes))
    #expect(lines[30].hasSuffix("<encoding>") && lines[31] == "32: 2|好")
    var gb = Files.encode(String(repeating: "保单号,张三,王五\n", count: 3), "GB18030")
    gb += [0x31, 0x2C, 0xFF, 0x0A] + Files.encode("2,好\n", "GB18030")
    let decoded = try dump(files.write(gb, "gb.csv"))
    #expect(decoded[3].hasSuffix("<encoding>") && decoded[4] == "5: 2|好")
  }

  @Test("A feed may fix the encoding")
  func fixedEncoding() throws {
    let bytes = Files.encode("名,值\n张,1\n", "GB18030")
    #expect(try dump(files.write(bytes), hints: ReadHints(encoding: "GBK")) == ["1: 名|值", "2: 张|1"])
    #expect(refusal(files.write("a\n", "b.csv"), hints: ReadHints(encoding: "KLINGON")) == "encoding-unknown")
  }

  @Test("Limits: columns, cells, records, rows, file")
  func limits() throws {
    var limits = ReadLimits()
    limits.columns = 3
    limits.cellBytes = 10
    limits.recordBytes = 64
    let long = String(repeating: "x", count: 200_000)
    let lines = try dump(
      files.write("a,b,c,,\n1,2,3,4\n1,\(String(repeating: "y", count: 20))\n\(long),2\n5,6\n\"\(long)\",2\n7,8\n"), limits: limits)
    #expect(lines == ["1: a|b|c", "2: 1|2|3 <tooManyColumns>", "3: 1| <tooLong>", lines[3], "5: 5|6", lines[5], "7: 7|8"])
    #expect(lines[3].hasSuffix("<tooLong>") && lines[5].hasSuffix("<quote>"))
    limits.rows = 3
    #expect(refusal(files.write("1\n2\n3\n4\n", "rows.csv"), limits: limits) == "rows-too-many")
    limits.fileBytes = 4
    #expect(refusal(files.write("12345", "size.csv"), limits: limits) == "file-too-large")
  }

  @Test("Chunks and blocks cut nothing: every split of a long file says the same")
  func blocks() throws {
    // Records of changing length, quotes, breaks and names, long past several blocks of a quarter MiB.
    var expected: [String] = []
    var text = ""
    var line = 1
    for index in 0..<20_000 {
      let name = ["张三", "李,四", "王\r\n五", "a\"b", "", "x"][index % 6]
      let filler = String(repeating: "保", count: index % 37)
      let quoted = name.contains { ",\"\r\n".contains($0) } || name.contains("\r\n")
      text += "\(index)," + (quoted ? "\"" + name.replacing("\"", with: "\"\"") + "\"" : name) + ",\(filler)\r\n"
      expected.append("\(line): \(index)|\(name)|\(filler)")
      line += name.contains("\r\n") ? 2 : 1
    }
    let path = files.write(text)
    for atLeast in [1, 1000, 1 << 20] {
      #expect(try dump(SheetReader(path: path), atLeast: atLeast) == expected)
    }
    #expect(try dump(files.write(Files.encode(text, "GB18030"), "gb.csv")) == expected)
  }

  @Test("What is split without libcsv is what libcsv would have made of it")
  func agreesWithLibcsv() throws {
    var seed: UInt64 = 20260105
    func random(_ below: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % below
    }
    let pieces = ["a", "1", ",", ",", "\n", "\r\n", "张", "\"", "\"\"", "x y", "=", "0.5", "\"q\"", ",\"a,b\",", "\"c\nd\""]
    for _ in 0..<5000 {
      let text = (0..<random(14) + 1).map { _ in pieces[random(pieces.count)] }.joined()
      guard let expected = Self.libcsv(text) else { continue }
      let reader = try SheetReader(path: files.write(text), hints: ReadHints(delimiter: 0x2C))
      var grid = Grid()
      _ = try reader.next(into: &grid, atLeast: 100)
      let lines = grid.rows.filter { $0.count > 0 }.map { row in
        (0..<Int(row.count)).map { grid.text(grid.cell(row, $0)) }.joined(separator: "|")
      }
      #expect(lines == expected, "\(text.debugDescription)")
    }
  }

  /// Records as libcsv itself splits them in strict mode with blanks kept, or nil when it refuses the text. Lines without anything are not reported.
  static func libcsv(_ text: String) -> [String]? {
    struct Rows {
      var rows: [String] = []
      var row: [String] = []
    }
    var rows = Rows()
    var parser = csv_parser()
    csv_init(&parser, UInt8(CSV_STRICT | CSV_STRICT_FINI))
    csv_set_space_func(&parser) { _ in 0 }
    csv_set_delim(&parser, 0x2C)
    defer { csv_free(&parser) }
    let field: @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void = { field, length, context in
      context!.assumingMemoryBound(to: Rows.self).pointee.row.append(
        String(decoding: UnsafeRawBufferPointer(start: field, count: length), as: UTF8.self))
    }
    let record: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = { _, context in
      let rows = context!.assumingMemoryBound(to: Rows.self)
      rows.pointee.rows.append(rows.pointee.row.joined(separator: "|"))
      rows.pointee.row = []
    }
    let bytes = Array(text.utf8)
    let isWhole = withUnsafeMutablePointer(to: &rows) {
      csv_parse(&parser, bytes, bytes.count, field, record, $0) == bytes.count && csv_fini(&parser, field, record, $0) == 0
    }
    guard isWhole else { return nil }
    return rows.rows
  }
}

@Suite("A file is known by its bytes")
struct FileKindTests {
  let files = Files()

  @Test("Each kind under a name that lies")
  func kinds() throws {
    #expect(try FileKind.of(path: files.write("a,b\n", "a.xlsx")) == .text)
    #expect(try FileKind.of(path: files.zip([("a", "b")], "b.csv")) == .xlsx)
    #expect(
      try FileKind.of(path: files.write([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 600), "c.csv"))
        == .xls)
    #expect(try FileKind.of(path: files.write("\u{FEFF}\n <html><table>", "d.xls")) == .markup)
    #expect(try FileKind.of(path: files.write("%PDF-1.7", "e.csv")) == .foreign)
    #expect(try FileKind.of(path: files.write([1, 0, 2, 0, 0, 0, 9, 0, 0, 77], "f.csv")) == .foreign)
    #expect(try FileKind.of(path: files.write("<5 万,x\n", "g.csv")) == .text)
  }

  @Test("What is no table is refused by name, with what to do")
  func refused() {
    #expect(refusal(files.write("<!DOCTYPE html><html>", "a.xls")) == "kind-markup")
    #expect(refusal(files.write("<?xml version=\"1.0\"?><Workbook>", "b.xls")) == "kind-markup")
    #expect(refusal(files.write("%PDF-1.7", "c.csv")) == "kind-unknown")
    #expect(refusal(files.write("", "d.csv")) == "file-empty")
    #expect(refusal(files.folder + "/none.csv") == "file-missing")
    #expect(refusal(files.folder) == "not-a-file")
    #expect(refusal("/dev/null") == "not-a-file")
  }

  @Test("A character cut in two by a delimiter is no character, in a record with quotation marks as in one without")
  func cutCharacter() throws {
    for record: [UInt8] in [[0xE7, 0x2C, 0xB2, 0xA4], [0xE7, 0x2C, 0xB2, 0x2C, 0xA4]] {
      let plain = Array("\u{FEFF}险,a\n".utf8) + record + [0x0A]
      #expect(try dump(files.write(plain, "a.csv")).last?.hasSuffix("<encoding>") == true)
      let quoted = Array("\u{FEFF}险,a\n\"x\",".utf8) + record + [0x0A]
      #expect(try dump(files.write(quoted, "b.csv")).last?.hasSuffix("<encoding>") == true)
    }
  }
}
