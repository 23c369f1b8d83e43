import Spreadsheets
import Tables
import Testing
import Values

/// A comment before the first row leaves every row to the parser: the same rows with and without it must come out alike, or be refused alike.
@Suite("Rows taken from the bytes are what the parser would have said")
struct PlainRowsTests {
  let files = Files()

  private func outcome(_ rows: [UInt8], before: String = "", limits: ReadLimits = .standard) -> [String] {
    let sheet = Files.sheet("|").split(separator: "|")
    let part = Array(sheet[0].utf8) + Array(before.utf8) + rows + Array(sheet[1].utf8)
    let path = files.zip(PlainRowsTests.parts(sheet: part), "plain.xlsx")
    do { return try dump(path, limits: limits) } catch { return ["refused: \((error as! Fault).code)"] }
  }

  /// The parts of a workbook of one sheet, the sheet's bytes as given.
  private static func parts(sheet: [UInt8]) -> [(String, [UInt8])] {
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return [
      (
        "_rels/.rels",
        #"<Relationships><Relationship Id="r" Type="\#(relations)/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
      ),
      ("xl/workbook.xml", #"<workbook><sheets><sheet name="s" sheetId="1" r:id="a"/></sheets></workbook>"#),
      (
        "xl/_rels/workbook.xml.rels",
        #"<Relationships><Relationship Id="a" Type="\#(relations)/worksheet" Target="s.xml"/></Relationships>"#
      ),
    ].map { ($0.0, Array($0.1.utf8)) } + [("xl/s.xml", sheet)]
  }

  private func agrees(_ rows: [UInt8]) -> Bool { outcome(rows) == outcome(rows, before: "<!-- -->") }

  static let plain = [
    #"<row r="1"><c r="A1" t="inlineStr"><is><t>保单号</t></is></c><c r="B1" s="1"><v>299.00000000000006</v></c></row>"#,
    #"<row r="2" spans="1:4" ht="30" customHeight="1"><c r="A2" s="3" t="inlineStr"><is><t xml:space="preserve"> a &lt;b&gt; &amp;&quot;&apos; </t></is></c><c r="D2"/></row>"#,
    #"<row r="3"><c r="A3"><f>SUBTOTAL(9,A1:A2)&amp;"x"</f><v>7</v></c><c r="B3" t="str"><f>A1</f><v>甲_x0041_</v></c><c r="C3"><f>B1</f></c></row>"#,
    #"<row r="5" hidden="1"><c r="B5" t="b"><v>1</v></c><c r="A5" t="e"><v>#N/A</v></c><c><v>1</v></c><c r="C5" t="s"><v>0</v></c></row>"#,
    #"<row r="6"/><row r="7" s="1" customFormat="1" x14ac:dyDescent="0.25"><c r="A7" t="d"><v>2026-01-05</v></c></row>"#,
  ]

  static let odd = [
    #"<row r="1" r="2"><c r="A1"><v>1</v></c></row>"#, #"<row r="1"><c r="A1" s="1" s="1"><v>1</v></c></row>"#,
    #"<row r='1'><c r='A1'><v>1</v></c></row>"#,
    #"<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>"#,
    #"<row r="1"><c r="A1" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c></row>"#,
    #"<row r="1"><c r="A1" t="inlineStr"><is><t>a&#x4E2D;b</t></is></c></row>"#,
    #"<row r="1"><c r="A1" t="inlineStr"><is><t>a]]>b</t></is></c></row>"#,
    #"<row r="1"><c r="A1" t="inlineStr"><is><t>a]]b>c</t></is></c></row>"#, #"<row r="1"><c r="A1"><v><![CDATA[1]]></v></c></row>"#,
    #"<row r="1"><!-- </row> --><c r="A1"><v>1</v></c></row>"#, #"<row r="1"><c r="A1"><v>1</c></row>"#,
    #"<row r="1"><c r="A1"><v>&unknown;</v></c></row>"#,
    "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a\r\nb\tc\n</t></is></c></row>",
    #"<row r="1"><c r="A1" t="inlineStr"><v>9</v><is><t>x</t></is></c></row>"#,
    #"<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>"#, #"<row r="1"><row r="2"/></row>"#,
    #"<row r="1"><c r="A1"><v>1</v></c>"#,
    #"</sheetData><sheetData><row r="4"><c r="A4"><v>1</v></c></row>"#, #"<row r="1" ht=">"><c r="A1" s="a&lt;b"><v>1</v></c></row>"#,
    "<row r=\"1\"",
    #"<row r="1"><c r="A1"><f t="shared" si="0"/><v>3</v></c></row>"#,
    #"<rows r="1"/><row r="1"><c r="A1" cm="1"><v>1</v></c><extLst/></row>"#,
  ]

  @Test("Plain rows, and rows that are not, in any order")
  func shapes() {
    for first in PlainRowsTests.plain + PlainRowsTests.odd {
      for second in PlainRowsTests.odd + [""] {
        let rows = Array((first + second.replacing("r=\"1\"", with: "r=\"8\"")).utf8)
        #expect(agrees(rows), "\(first)\(second)")
      }
    }
  }

  @Test("Bytes that are no characters")
  func characters() {
    for bytes: [UInt8] in [
      [0xFF], [0xC3], [0xE4, 0xBF], [0xED, 0xA0, 0x80], [0xEF, 0xBF, 0xBE], [0xEF, 0xBF, 0xBD], [0x01], [0x7F], [0xF0, 0x9F, 0x98, 0x80],
      [0x0D],
    ] {
      let around = #"<row r="1"><c r="A1" t="inlineStr"><is><t>甲|</t></is></c></row>"#.split(separator: "|")
      #expect(agrees(Array(around[0].utf8) + bytes + Array(around[1].utf8)), "\(bytes)")
    }
  }

  @Test("A byte changed anywhere", arguments: 0..<12)
  func mutations(_ part: UInt64) {
    var seed = Seeded(state: part)
    let spare = Array("<>&\"'/= \t\r\n];crvtsA1-".utf8) + [0, 0xC3, 0xFF]
    for _ in 0..<120 {
      var rows = Array(PlainRowsTests.plain.joined().utf8)
      for _ in 0...Int.random(in: 0..<2, using: &seed) {
        rows[Int.random(in: rows.indices, using: &seed)] = spare.randomElement(using: &seed)!
      }
      #expect(agrees(rows), "\(String(decoding: rows, as: UTF8.self))")
    }
  }

  @Test("Rows across the pieces a part is read in, up to one that is not plain")
  func pieces() {
    var rows: [UInt8] = []
    for number in 1...3000 {
      let text = String(repeating: number % 7 == 0 ? "甲" : "a", count: number % 97)
      rows += Array(
        #"<row r="\#(number)"><c r="A\#(number)" t="inlineStr"><is><t>\#(text)</t></is></c><c r="B\#(number)"><v>\#(number)</v></c></row>"#
          .utf8)
      if number == 2500 { rows += Array("<!-- not plain -->".utf8) }
    }
    #expect(agrees(rows))
    #expect(outcome(rows).count == 3000)
  }

  @Test("Plain rows go past the parser: it does not see them nest")
  func past() {
    var limits = ReadLimits()
    limits.depth = 3
    let rows = Array(PlainRowsTests.plain[0].utf8)
    #expect(outcome(rows, limits: limits).count == 1)
    #expect(outcome(rows, before: "<!-- -->", limits: limits) == ["refused: xml-too-deep"])
  }
}

/// SplitMix64: the same changes on every run.
private struct Seeded: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
