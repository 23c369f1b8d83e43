import FileKit
import Spreadsheets
import Tables
import Testing
import Values

#if canImport(Glibc)
  import Glibc
#endif

@Suite("A workbook is read as its program would show it")
struct WorkbookTests {
  let files = Files()

  @Test("Shared, inline, rich and formula texts; reading aids are passed over")
  func texts() throws {
    let strings = """
      <sst><si><t>保单号</t></si><si><r><t>商业</t></r><r><rPr><b/></rPr><t xml:space="preserve">险 </t></r><rPh sb="0" eb="1"><t>ショウ</t></rPh></si>\
      <si><t>a_x000D_b_x005F_c &amp; d</t></si></sst>
      """
    let rows = """
      <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>9</v></c></row>\
      <row r="2"><c r="A2" t="inlineStr"><is><r><t>张</t></r><r><t>三</t></r><rPh sb="0" eb="1"><t>ZHANG</t></rPh></is></c><c r="B2" t="str"><f>A1&amp;1</f><v>x_x0041_</v></c></row>
      """
    let lines = try dump(files.workbook([("清单", Files.sheet(rows))], strings: strings))
    #expect(lines == ["1: 保单号|商业险 |a\rb_c & d|!#NO-SUCH-TEXT", "2: 张三|xA"])
  }

  @Test("Numbers, days by style, booleans, errors, saved results, and formulas without one")
  func values() throws {
    let styles = """
      <styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="165" formatCode="[Red]0.00;-0.00"/></numFmts>\
      <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="57"/></cellXfs></styleSheet>
      """
    let rows = """
      <row r="1"><c r="A1"><v>299.00000000000006</v></c><c r="B1" s="1"><v>46027</v></c><c r="C1" s="2"><v>46027.5</v></c><c r="D1" s="3"><v>7</v></c><c r="E1" s="4"><v>46027</v></c></row>\
      <row r="2"><c r="A2" t="b"><v>1</v></c><c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="C2"><f>SUM(A1)</f><v>299</v></c><c r="D2"><f>SUM(A1)</f></c><c r="E2" t="d"><v>2026-01-05</v></c>\
      <c r="F2"><f t="shared" si="0"/><v>3</v></c></row>
      """
    #expect(
      try dump(files.workbook([("s", Files.sheet(rows))], styles: styles)) == [
        "1: #299.00000000000006|@46027|@46027.5|#7|@46027", "2: ?1|!#DIV/0!|#299|!#NOT-CALCULATED|2026-01-05|#3",
      ])
  }

  @Test("Sparse rows and cells keep their places; what is formatted only is nothing")
  func sparse() throws {
    let rows = """
      <row r="2"><c r="C2"><v>1</v></c><c r="D2" s="1"/></row><row r="3" ht="30"/><row r="5" hidden="1"><c r="A5"><v>2</v></c><c r="B5"/><c r="XFD5" s="3"/></row><row r="9"><c r="A9" s="1"/></row>
      """
    #expect(try dump(files.workbook([("s", Files.sheet(rows))])) == ["1: ", "2: ||#1", "3: ", "4: ", "5: #2 (hidden)"])
  }

  @Test("Cells and rows without an address come one after the other")
  func unaddressed() throws {
    #expect(
      try dump(files.workbook([("s", Files.sheet("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"))])) == [
        "1: #1|#2", "2: #3",
      ])
  }

  @Test("Both day systems")
  func epochs() throws {
    for (properties, expected) in [("", false), ("<workbookPr date1904=\"1\"/>", true), ("<workbookPr date1904=\"false\"/>", false)] {
      let reader = try SheetReader(
        path: files.workbook([("s", Files.sheet("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"))], properties: properties))
      var grid = Grid()
      _ = try reader.next(into: &grid)
      #expect(grid.epoch1904 == expected)
    }
  }

  @Test("Prefixed elements, strict namespaces, absolute targets and backslashes")
  func oddForms() throws {
    let path = files.zip([
      (
        "_rels/.rels",
        #"<p:Relationships xmlns:p="x"><p:Relationship Id="a" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/xl/book.xml"/></p:Relationships>"#
      ),
      (
        "xl/book.xml",
        #"<x:workbook xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main" xmlns:r="http://purl.oclc.org/ooxml/officeDocument/relationships"><x:sheets><x:sheet name="一" sheetId="1" r:id="q"/></x:sheets></x:workbook>"#
      ),
      (
        "xl/_rels/book.xml.rels",
        #"<Relationships><Relationship Id="q" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet" Target="/Odd/Data.xml"/></Relationships>"#
      ),
      (
        "odd\\data.XML",
        #"<x:worksheet xmlns:x="y"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>好</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>"#
      ),
    ])
    #expect(try dump(path) == ["1: 好"])
  }

  @Test("The first visible sheet with anything in it is read, unless one is named")
  func sheets() throws {
    let one = Files.sheet("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>")
    let two = Files.sheet("<row r=\"1\"><c r=\"A1\"><v>2</v></c></row>")
    let path = files.workbook(
      [("隐", one), ("空", Files.sheet("<row r=\"4\"><c r=\"A4\" s=\"1\"/></row>")), ("数据", two), ("后", one)], hidden: ["隐"])
    let reader = try SheetReader(path: path)
    #expect(
      reader.sheets == [
        Worksheet(name: "隐", hidden: true), Worksheet(name: "空", hidden: false), Worksheet(name: "数据", hidden: false),
        Worksheet(name: "后", hidden: false),
      ])
    #expect(reader.sheet == 2)
    #expect(try dump(reader) == ["1: #2"])
    #expect(try dump(path, hints: ReadHints(sheet: .name("隐"))) == ["1: #1"])
    #expect(try dump(path, hints: ReadHints(sheet: .number(2))) == [])
    #expect(refusal(path, hints: ReadHints(sheet: .number(5))) == "sheet-missing")
    #expect(refusal(path, hints: ReadHints(sheet: .name("丁"))) == "sheet-missing")
  }

  @Test("A chunk's edge in the middle of a row changes nothing")
  func chunks() throws {
    // Rows longer than the pieces the part is inflated in, so that nearly every piece ends within a row.
    let count = 40
    let cells = 3000
    var limits = ReadLimits()
    limits.columns = cells
    var rows = ""
    for row in 1...count {
      rows +=
        "<row r=\"\(row)\">" + (0..<cells).map { "<c r=\"\(Place.letters($0))\(row)\" t=\"str\"><v>值\($0)&lt;\(row)</v></c>" }.joined()
        + "</row>"
    }
    let path = files.workbook([("s", Files.sheet(rows))])
    let expected = (1...count).map { row in "\(row): " + (0..<cells).map { "值\($0)<\(row)" }.joined(separator: "|") }
    #expect(try dump(SheetReader(path: path, limits: limits), atLeast: 1) == expected)
    #expect(try dump(SheetReader(path: path, limits: limits), atLeast: 1000) == expected)
  }

  @Test("A column beyond the limit breaks its row; a cell too long does too")
  func limits() throws {
    var limits = ReadLimits()
    limits.columns = 2
    limits.cellBytes = 8
    let rows =
      "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"C1\"><v>2</v></c></row><row r=\"2\"><c r=\"A2\" t=\"str\"><v>123456789</v></c></row><row r=\"3\"><c r=\"A3\"><v>3</v></c></row>"
    #expect(try dump(files.workbook([("s", Files.sheet(rows))]), limits: limits) == ["1: #1 <tooManyColumns>", "2:  <tooLong>", "3: #3"])
  }
}

@Suite("A workbook that is not what it says is refused before it costs anything")
struct HostileWorkbookTests {
  let files = Files()
  static let one = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"

  @Test("Cut off, damaged, or with a wrong check sum")
  func damaged() throws {
    let path = files.workbook([("s", Files.sheet(String(repeating: Self.one, count: 1)))])
    var bytes = try bytes(path)
    #expect(refusal(files.write(bytes.dropLast(30), "cut.xlsx")) == "zip-damaged")
    #expect(refusal(files.write(bytes.prefix(bytes.count / 2), "half.xlsx")) == "zip-damaged")
    for index in stride(from: 40, to: bytes.count - 200, by: 7) { bytes[index] ^= 0x55 }
    #expect(["zip-damaged", "xml-damaged", "kind-not-workbook", "kind-unknown"].contains(refusal(files.write(bytes, "bad.xlsx"))))
    #expect(refusal(files.workbook([("s", "<worksheet><sheetData><row r=\"1\"><c><v>1</v></row>")], name: "xml.xlsx")) == "xml-damaged")
  }

  @Test("Zip bombs, by what they claim and by what comes out")
  func bombs() {
    var limits = ReadLimits()
    limits.inflatedBytes = 1 << 20
    let blanks = String(repeating: " ", count: 2 << 20)
    #expect(refusal(files.workbook([("s", Files.sheet(blanks + Self.one))], name: "a.xlsx"), limits: limits) == "zip-bomb")
    let many = String(repeating: " ", count: 48 << 20)
    #expect(refusal(files.workbook([("s", Files.sheet(many + Self.one))], name: "b.xlsx")) == "zip-bomb")
    limits.inflatedBytes = 8 << 20
    limits.parts = 3
    #expect(refusal(files.workbook([("s", Files.sheet(Self.one))], name: "c.xlsx"), limits: limits) == "zip-too-many-parts")
    limits.parts = 100
    limits.sharedStringBytes = 1000
    let strings = "<sst>" + String(repeating: "<si><t>0123456789</t></si>", count: 100) + "</sst>"
    #expect(
      refusal(files.workbook([("s", Files.sheet(Self.one))], strings: strings, name: "d.xlsx"), limits: limits) == "workbook-text-too-large"
    )
  }

  @Test("Entities of one's own, in any part, are refused where they are declared")
  func entities() {
    let laughs =
      #"<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]><worksheet><sheetData><row r="1"><c r="A1" t="str"><v>&lol2;</v></c></row></sheetData></worksheet>"#
    #expect(refusal(files.workbook([("s", laughs)], name: "a.xlsx")) == "xml-document-type")
    let outside = #"<!DOCTYPE sst SYSTEM "file:///etc/passwd"><sst><si><t>x</t></si></sst>"#
    #expect(refusal(files.workbook([("s", Files.sheet(Self.one))], strings: outside, name: "b.xlsx")) == "xml-document-type")
    #expect(refusal(files.workbook([("s", Files.sheet(Self.one))], styles: "<!DOCTYPE a><a/>", name: "c.xlsx")) == "xml-document-type")
  }

  @Test("Nesting without end")
  func deep() {
    #expect(
      refusal(
        files.workbook([
          ("s", "<worksheet>" + String(repeating: "<a>", count: 100) + String(repeating: "</a>", count: 100) + "</worksheet>")
        ])) == "xml-too-deep")
  }

  @Test("Part names that lead outside, or stand twice")
  func names() {
    #expect(refusal(files.zip([("../evil.xml", "x"), ("xl/workbook.xml", "<workbook/>")], "a.xlsx")) == "zip-part-name")
    #expect(refusal(files.zip([("xl/workbook.xml", "<workbook/>"), ("XL\\Workbook.xml", "<workbook/>")], "b.xlsx")) == "zip-part-name")
  }

  @Test("Rows out of order, and too many of them")
  func rows() {
    #expect(
      refusal(files.workbook([("s", Files.sheet("<row r=\"5\"><c><v>1</v></c></row><row r=\"2\"><c><v>1</v></c></row>"))], name: "a.xlsx"))
        == "sheet-disordered")
    var limits = ReadLimits()
    limits.rows = 10
    #expect(
      refusal(files.workbook([("s", Files.sheet("<row r=\"11\"><c><v>1</v></c></row>"))], name: "b.xlsx"), limits: limits)
        == "rows-too-many")
    #expect(
      refusal(files.workbook([("s", Files.sheet("<row r=\"999999999999999999999\"><c><v>1</v></c></row>"))], name: "c.xlsx"))
        == "sheet-disordered")
  }

  @Test("Other things in a zip are called by their names")
  func others() {
    #expect(refusal(files.zip([("word/document.xml", "<a/>")], "a.xlsx")) == "kind-not-workbook")
    #expect(
      refusal(files.zip([("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", "<a/>")], "b.xlsx"))
        == "kind-not-workbook")
    #expect(refusal(files.zip([("承保清单.csv", "a,b")], "c.xlsx")) == "kind-not-workbook")
    #expect(refusal(files.zip([("xl/workbook.bin", "a")], "d.xlsx")) == "kind-not-workbook")
  }

  @Test("Names in GBK are no hindrance: an archive of lists is called one, a workbook with such a part is read")
  func namesInGBK() throws {
    let list: [UInt8] = [0xB3, 0xD0, 0xB1, 0xA3, 0xC7, 0xE5, 0xB5, 0xA5]  // 承保清单
    let archive = StoredZip.bytes(named: [(list + Array(".csv".utf8), Array("a,b".utf8))], inUTF8: false)
    #expect(refusal(files.write(archive, "a.zip")) == "kind-not-workbook")
    var parts = Files.parts([("s", Files.sheet("<row r=\"1\"><c t=\"inlineStr\"><is><t>保单号</t></is></c></row>"))]).map {
      (Array($0.0.utf8), Array($0.1.utf8))
    }
    parts.append((Array("xl/media/".utf8) + list + Array(".png".utf8), [1, 2, 3]))
    #expect(try dump(files.write(StoredZip.bytes(named: parts, inUTF8: false), "b.xlsx")) == ["1: 保单号"])
  }

  private func bytes(_ path: String) throws -> [UInt8] {
    let file = fopen(path, "rb")!
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = fread(&bytes, 1, bytes.count, file)
    return Array(bytes.prefix(count))
  }
}
