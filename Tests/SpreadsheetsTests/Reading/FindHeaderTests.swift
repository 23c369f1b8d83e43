import Spreadsheets
import Tables
import Testing
import Values

@Suite("From a file to verified rows")
struct FindHeaderTests {
  let files = Files()
  let schema = Schema(
    name: "list",
    fields: [
      Field(name: "policy", header: "保单号", kind: .id, need: .required), Field(name: "premium", header: "保费", kind: .money, need: .required),
      Field(name: "issued", header: "签单日期", kind: .date, need: .required),
    ])

  func read(_ path: String) throws -> (Verifier, VerifiedRows, [Reject]) {
    let reader = try SheetReader(path: path)
    var grid = Grid()
    let header = try reader.findHeader(schema: schema, into: &grid)
    var verifier = try Verifier(header: header, place: reader.place)
    var rows = VerifiedRows(width: schema.width)
    repeat {
      verifier.verify(grid, into: &rows)
      grid.removeAll()
    } while try reader.next(into: &grid, atLeast: 5)
    verifier.finish()
    return (verifier, rows, verifier.rejects)
  }

  static func row(_ number: Int, _ cells: [String]) -> String {
    "<row r=\"\(number)\">" + cells.map { "<c t=\"str\"><v>\($0)</v></c>" }.joined() + "</row>"
  }

  @Test("A list of dirt keeps every row accounted for, in GB18030 as in UTF-8", arguments: ["UTF-8", "GB18030", "UTF-16LE"])
  func dirt(_ encoding: String) throws {
    var text = "承保清单,,\n保单号,签单日期,保费（元）\n"
    for index in 1...500 { text += "\"P\(index)\t\",2026/1/\(index % 28 + 1),\"1,000.\(index % 100 < 10 ? "0" : "")\(index % 100)\"\n" }
    text += "\n坏\"行,2026-01-01,1\nP501,2026-02-30,5\n合计,,502479.00\n"
    let (verifier, rows, rejects) = try read(files.write(Files.encode(text, encoding)))
    #expect(rows.numbers.count == 500 && rows.numbers.last == 502)
    #expect(rejects.map { "\($0.row):\($0.reason.code)" } == ["504:record-quote", "505:date-impossible", "506:total-differs"])
    #expect(verifier.counts.physical == 506)
    #expect(verifier.money[0].accepted.description == "500247.50" && verifier.money[0].rejected.description == "5.00")
  }

  @Test("Of several sheets the one with the list is read")
  func sheets() throws {
    let note = Files.sheet(Self.row(1, ["填写说明"]))
    let list = Files.sheet(Self.row(1, ["保单号", "签单日期", "保费"]) + Self.row(2, ["P1", "2026-01-05", "5"]))
    let (verifier, rows, _) = try read(
      files.workbook([("说明", note), ("清单", list), ("空表", Files.sheet(Self.row(1, ["保单号", "签单日期", "保费"])))]))
    #expect(rows.batch[0].text(0) == "P1" && verifier.counts.accepted == 1)
  }

  @Test("Two sheets with lists are refused, for one of them would be lost")
  func several() {
    func list(_ policy: String) -> String {
      Files.sheet(Self.row(1, ["保单号", "签单日期", "保费"]) + Self.row(2, [policy, "2026-01-05", "5"]))
    }
    let path = files.workbook([("一月", list("P1")), ("二月", list("P2"))])
    let fault = #expect(throws: Fault.self) { try read(path) }
    #expect(fault?.code == "sheets-several" && fault?.cause.contains("一月, 二月") == true)
  }

  @Test("One list on two sheets is read once, from the sheet the workbook was left at, else from the first", arguments: [0, 1])
  func sameList(_ front: Int) throws {
    func list(_ above: String, _ premium: String) -> String {
      Files.sheet(
        Self.row(1, [above]) + Self.row(2, ["保单号", "签单日期", "保费"]) + Self.row(3, ["P1", "2026-01-05", premium])
          + Self.row(4, ["P2", "2026-02-30", "7"]))
    }
    let path = files.workbook(
      [("查询", list("Column1", "￥5.00")), ("清单", list("承保清单", "5"))],
      properties: #"<bookViews><workbookView activeTab="\#(front)"/></bookViews>"#)
    let reader = try SheetReader(path: path)
    var grid = Grid()
    let header = try reader.findHeader(schema: schema, into: &grid)
    #expect(reader.place.sheet == ["查询", "清单"][front] && header.lastRow == 2)
    #expect(grid.rows.count == 4)
  }

  @Test("Header only is legal: no business")
  func headerOnly() throws {
    let (verifier, rows, rejects) = try read(files.write("保单号,签单日期,保费\n"))
    #expect(rows.numbers.isEmpty && rejects.isEmpty && verifier.counts.physical == 1)
  }

  @Test("Missing columns are named with file and nearest header")
  func missing() {
    let path = files.write("保单号,签单日期,保险费\nP1,2026-01-05,5\n")
    let fault = #expect(throws: Fault.self) { try read(path) }
    #expect(fault?.code == "header-missing")
    #expect(fault?.place == "list.csv row 1")
    #expect(fault?.cause.contains("保费 (nearest: 保险费)") == true)
    #expect(throws: Fault.self) { try read(files.write("\n\n", "blank.csv")) }
  }
}
