import Tables
import Testing
import Values

@Suite("What a row says has a digest")
struct RowContentTests {
  func digest(_ text: String, _ schema: Schema = Grids.underwriting) throws -> Digest {
    let verdict = try Grids.verify(Grids.make(text), schema, [Grids.plain])
    #expect(verdict.counts.accepted == 1)
    return RowContent(schema: schema).digest(verdict.rows.batch, 0)
  }

  @Test("Serial numbers, undeclared columns, order and writing do not count")
  func same() throws {
    let one = try digest("序号|保单号|险种|保费|签单日期\n1|P1|商业险|1,234.50|2026-01-05")
    #expect(try digest("签单日期|业务员|保费|险种|保单号|序号\n2026年1月5日|王|¥1234.5|商业险|P1\t|77") == one)
    let wider = Schema(name: "wider", fields: [Field(name: "new", header: "新列", kind: .text)] + Grids.underwriting.fields)
    #expect(try digest("保单号|险种|保费|签单日期\nP1|商业险|1234.50|@46027", wider) == one)
  }

  @Test(
    "Any declared value counts",
    arguments: [
      "保单号|险种|保费|签单日期\nP2|商业险|1234.50|2026-01-05", "保单号|险种|保费|签单日期\nP1|交强险|1234.50|2026-01-05", "保单号|险种|保费|签单日期\nP1|商业险|1234.51|2026-01-05",
      "保单号|险种|保费|签单日期\nP1|商业险|1234.50|2026-01-06", "保单号|险种|保费|签单日期|投保人\nP1|商业险|1234.50|2026-01-05|张三",
    ])
  func other(_ text: String) throws {
    #expect(try digest(text) != digest("保单号|险种|保费|签单日期\nP1|商业险|1234.50|2026-01-05"))
  }

  @Test("Long texts count to their last character")
  func long() throws {
    let text = String(repeating: "保", count: 2000)
    let first = try digest("保单号|险种|保费|签单日期|投保人\nP1|商业险|1|2026-01-05|\(text)甲")
    #expect(try digest("保单号|险种|保费|签单日期|投保人\nP1|商业险|1|2026-01-05|\(text)乙") != first)
  }
}

@Suite("Personal data is masked by kind")
struct MaskTests {
  @Test(
    "The usual masks",
    arguments: [
      ("张三", "name", "张*"), ("欧阳锋", "name", "欧**"), ("13812345678", "mobile", "138****5678"),
      ("440300199001011238", "id-card", "440300********1238"),
      ("0755-88886666", "landline", "0755*******66"), ("6222020000000000000", "account", "6222***********0000"),
      ("粤B12349", "plate", "粤B1***9"),
      ("abc@example.com", "email", "a**@example.com"), ("211020020121201000005", "policy", "*****************0005"),
      ("四川省成都市武侯区人民南路1号", "address", "四川省成都市武侯区******"), ("秘密", "anything", "**"), ("张", "name", "*"), ("123", "id-card", "***"),
      ("", "name", ""),
    ])
  func masks(_ text: String, _ kind: String, _ masked: String) { #expect(Mask.text(text, as: kind) == masked) }

  @Test("A mask keeps the length and always hides something", arguments: Mask.kinds.sorted())
  func everyLength(_ kind: String) {
    for length in 1...30 {
      let text = String(repeating: "7", count: length)
      let masked = Mask.text(text, as: kind)
      #expect(masked.count == length && masked.contains("*"))
    }
  }
}

@Suite("A feeds file declares a schema")
struct SchemaTests {
  static let header = ["field", "header", "aliases", "type", "required", "limits", "personal"]

  @Test("Each row is a field")
  func fields() throws {
    let schema = try Schema(
      name: "underwriting",
      rows: [
        Self.header, ["policy", "保单号", "保险单号|保单号码", "id", "required", "min:10 max:30", "policy"],
        ["premium", "保费", "", "money", "", "", ""], ["", "", "", "", "", "", ""],
      ], place: Place(file: "underwriting.csv"))
    #expect(schema.fields.count == 2)
    #expect(schema.fields[0].aliases == ["保险单号", "保单号码"] && schema.fields[0].need == .required)
    #expect(schema.fields[1].need == .optional)
  }

  @Test(
    "A wrong cell is named with its row and column",
    arguments: [
      (["保费", "保费", "", "money", "", "", ""], "row 2 column A"), (["premium", "", "", "money", "", "", ""], "row 2 column B"),
      (["premium", "保费", "", "amount", "", "", ""], "row 2 column D"), (["premium", "保费", "", "money", "yes", "", ""], "row 2 column E"),
      (["premium", "保费", "", "money", "", "least:0", ""], "row 2 column F"),
      (["premium", "保费", "", "money", "", "", "secret"], "row 2 column G"),
    ])
  func wrong(_ row: [String], _ place: String) {
    let fault = #expect(throws: Fault.self) { try Schema(name: "f", rows: [Self.header, row], place: Place(file: "f.csv")) }
    #expect(fault?.kind == .setting)
    #expect(fault?.place.contains(place) == true)
  }

  @Test("One header cannot mean two fields, nor one field stand twice")
  func twice() {
    #expect(throws: Fault.self) {
      try Schema(
        name: "f", rows: [Self.header, ["premium", "保费", "", "money", "", "", ""], ["net", "净保费", "保费", "money", "", "", ""]],
        place: Place(file: "f.csv"))
    }
    #expect(throws: Fault.self) {
      try Schema(
        name: "f", rows: [Self.header, ["net", "保费", "", "money", "", "", ""], ["net", "净保费", "", "money", "", "", ""]],
        place: Place(file: "f.csv"))
    }
  }

  @Test("Reasons have codes of their own and words in both languages")
  func reasons() {
    #expect(Set(TableReasons.all.map(\.code)).count == TableReasons.all.count)
    for reason in TableReasons.all {
      #expect(!reason.zh.isEmpty && !reason.en.isEmpty && !reason.remedyZh.isEmpty && !reason.remedyEn.isEmpty)
    }
  }
}
