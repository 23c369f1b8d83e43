import Spreadsheets
import Tables
import Testing
import Values

@Suite("Templates for feeds")
struct TemplateTests {
  let scratch = Scratch()

  let schema = Schema(
    name: "underwriting",
    fields: [
      Field(name: "policy", header: "保单号", aliases: ["policy no"], kind: .id, need: .required, limits: "min:6 max:30"),
      Field(name: "line", header: "险种", kind: .text, need: .required, limits: "one-of:商业险|交强险"),
      Field(name: "premium", header: "保费", kind: .money, need: .required, limits: "min:0"),
      Field(name: "signed", header: "签单日期", kind: .date, need: .required, limits: "future:90"),
      Field(name: "correction", header: "更正", kind: .boolean),
    ])

  private func write(_ name: String, schema: Schema) throws(Fault) {
    try TemplateWriter.write(
      schema: schema, title: "承保清单", path: scratch.file(name), temporary: scratch.path, day: Day(iso: "2026-01-31")!,
      example: ["policy": "PDAA001"])
  }

  @Test("Headers, notes, drop-downs and limits stand on the first sheet, and no row")
  func entry() throws {
    try write("t.xlsx", schema: schema)
    let archive = Archive(scratch.file("t.xlsx"))
    #expect(archive.sheetNames == ["承保清单", "填写说明"])
    let entry = archive.sheet(1)
    #expect(entry.contains("<formula1>\"商业险,交强险\"</formula1>") && entry.contains("<formula1>\"是,否\"</formula1>"))
    #expect(entry.contains("type=\"textLength\"") && entry.contains("type=\"decimal\"") && entry.contains("type=\"date\""))
    #expect(entry.split(separator: "<row ").count == 2, "a header and nothing else")
    #expect(archive["xl/comments1.xml"]?.contains("必填，编号（按文本填写）") == true)
  }

  @Test("The example and the explanations cannot be taken for rows")
  func explanation() throws {
    try write("t.xlsx", schema: schema)
    let text = Archive(scratch.file("t.xlsx")).sheet(2)
    for expected in ["PDAA001", "只能是：商业险、交强险", "不小于 0", "至少 6 个字符；最多 30 个字符", "policy no"] { #expect(text.contains(expected)) }
  }

  @Test("Choices too long for a rule stand on a hidden sheet")
  func longChoices() throws {
    let many = (1...60).map { "机构名称编号\($0)" }.joined(separator: "|")
    try write("t.xlsx", schema: Schema(name: "x", fields: [Field(name: "branch", header: "机构", kind: .text, limits: "one-of:\(many)")]))
    let archive = Archive(scratch.file("t.xlsx"))
    #expect(archive.sheet(1).contains("<formula1>'选项'!$A$1:$A$60</formula1>"))
    #expect(archive["xl/workbook.xml"]?.contains("name=\"选项\" sheetId=\"2\" state=\"hidden\"") == true)
  }

  @Test("Two templates of a feed are the same bytes")
  func deterministic() throws {
    try write("a.xlsx", schema: schema)
    try write("b.xlsx", schema: schema)
    #expect(scratch.bytes("a.xlsx") == scratch.bytes("b.xlsx"))
  }

  @Test("An empty template reads as its feed without rows")
  func readBack() throws {
    try write("t.xlsx", schema: schema)
    let reader = try SheetReader(path: scratch.file("t.xlsx"))
    var grid = Grid()
    let header = try reader.findHeader(schema: schema, into: &grid)
    #expect(header.lastRow == 1)
    #expect(grid.rows.count == 1)
  }
}
