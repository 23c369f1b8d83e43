import FileKit
import Flows
import Foundation
import Night
import NightKit
import Spreadsheets
import Tables
import Testing

@Suite("What the program sees in a file")
struct ReadTests {
  static let feeds = Result {
    try PipelineFiles(folder: Checkout.pipelines).pipelines.flatMap { $0.feeds.values }.sorted { $0.name < $1.name }
  }

  private func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).dropLast()
  }

  @Test("Every feed's template is empty by the feed's own check, and its example row passes it")
  func templates() throws {
    let folder = ScratchFolder("templates")
    for feed in try ReadTests.feeds.get() {
      let file = "\(folder.path)/\(feed.name).xlsx"
      let written = try Program.run(["template", feed.title, file, "--pipelines", Checkout.pipelines])
      #expect(written.code == 0, "\(feed.name): \(written.errors)")
      let empty = try Program.run(["read", file, "--feed", feed.name, "--format", "csv", "--pipelines", Checkout.pipelines])
      #expect(
        empty.code == 0 && lines(empty.output).count == 2 && empty.output.contains("\n1,header,"),
        "\(feed.name): \(empty.output)\(empty.errors)")
      // The second sheet shows the example, one field a row: turned on its side it must be taken.
      let notes = try CellFile.rows(file, name: file, hints: ReadHints(sheet: .number(2))).dropFirst()
      #expect(notes.count == feed.schema.width)
      let example = "\(folder.path)/example.csv"
      try [notes.map { $0[0] }, notes.map { $0[1] }].map { $0.joined(separator: ",") }.joined(separator: "\n").write(
        toFile: example, atomically: true, encoding: .utf8)
      let read = try Program.run(["read", example, "--feed", feed.name, "--format", "csv", "--strict", "--pipelines", Checkout.pipelines])
      #expect(read.code == 0 && read.output.contains("\n2,accepted,"), "\(feed.name): \(read.output)\(read.errors)")
    }
  }

  @Test("A template is never written over a file (64), and an unknown feed is not found (66)")
  func templateRefused() throws {
    let folder = ScratchFolder("templates")
    let file = folder.path + "/t.xlsx"
    #expect(try Program.run(["template", "underwriting", file]).code == 0)
    #expect(try Program.run(["template", "underwriting", file]).code == 64)
    #expect(try Program.run(["template", "nothing", folder.path + "/u.xlsx"]).code == 66)
  }

  @Test("Without a feed every cell is printed as it stands, for machines exactly")
  func grid() throws {
    let folder = ScratchFolder("read")
    let file = folder.path + "/list.csv"
    try Data("保单号,\"a\"\"b\"\n\nP1,\" x\ny \"\nbad \"q,1\n".utf8).write(to: URL(fileURLWithPath: file))
    let csv = try Program.run(["read", file, "--format", "csv"])
    #expect(csv.code == 0 && csv.output == "保单号,\"a\"\"b\"\n\nP1,\" x\ny \"\n\"bad \"\"q,1\"\n")
    let json = try Program.run(["read", file, "--format", "jsonl"])
    #expect(
      lines(json.output) == [
        #"{"row":1,"cells":["保单号","a\"b"]}"#, #"{"row":2,"cells":[]}"#, #"{"row":3,"cells":["P1"," x\ny "]}"#,
        #"{"row":5,"broken":"quote","cells":["bad \"q,1"]}"#,
      ], "\(json.output)")
    let people = try Program.run(["read", file])
    #expect(
      people.output.contains("delimited text, commas, UTF-8") && people.output.contains("rows      4 (1 blank, 1 broken)"),
      "\(people.output)")
  }

  @Test("With a feed every row has its verdict")
  func verdicts() throws {
    let file = Checkout.path + "/samples/exhibits/total-differs/in/parties/SUP-A/inbound/underwriting/list.csv"
    let csv = try Program.run(["read", file, "--feed", "承保清单", "--format", "csv"])
    let verdicts = lines(csv.output).dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false)[1] }
    #expect(verdicts.first == "header" && verdicts.last == "total" && verdicts.contains("accepted"), "\(csv.output)")
    #expect(csv.output.contains("total-differs"))
    let people = try Program.run(["read", file, "--feed", "underwriting"])
    #expect(
      people.output.contains("feed      underwriting 承保清单, shape lines") && people.output.contains("the file's own total"),
      "\(people.output)")
  }

  @Test("A file nobody can read is refused with its reason (65), rejected rows only where it is asked for")
  func refused() throws {
    let exhibits = Checkout.path + "/samples/exhibits"
    let list = "in/parties/SUP-A/inbound/underwriting"
    let folder = ScratchFolder("read")
    let page = folder.path + "/list.xls"
    try Data("<html><table><tr><td>保单号</td></tr></table></html>".utf8).write(to: URL(fileURLWithPath: page))
    let markup = try Program.run(["read", page])
    #expect(markup.code == 65 && markup.errors.contains("save it as .xlsx") && markup.output.isEmpty)
    let rejected = "\(exhibits)/amount-unclear/\(list)/list.csv"
    #expect(try Program.run(["read", rejected, "--feed", "underwriting"]).code == 0)
    #expect(try Program.run(["read", rejected, "--feed", "underwriting", "--strict"]).code == 65)
    #expect(try Program.run(["read", folder.path + "/none.csv"]).code == 66)
  }

  /// Files that ask for more than their share, by what they would cost if they were believed.
  static let greedy: [(name: String, bytes: @Sendable () -> [UInt8], codes: Set<Int32>)] = [
    ("one-line.csv", { Array("保单号,".utf8) + [UInt8](repeating: 0x61, count: 64 << 20) }, [0, 65]),
    ("open-quote.csv", { Array("保单号,\"".utf8) + [UInt8](repeating: 0x0A, count: 32 << 20) }, [0, 65]),
    ("many-cells.csv", { [UInt8](repeating: 0x2C, count: 32 << 20) }, [0, 65]),
    ("many-rows.csv", { [UInt8]((0..<4_000_000).flatMap { _ in [0x61, 0x0A] as [UInt8] }) }, [0, 65]),
    (
      "many-texts.xlsx",
      {
        GreedyBook.bytes(
          rows: "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>",
          texts: (0..<400_000).map { "<si><t>a text of its own, number \($0)</t></si>" }.joined())
      }, [0]
    ),
    (
      "wide-rows.xlsx",
      {
        GreedyBook.bytes(
          rows: (1...40).map { row in "<row r=\"\(row)\">" + (0..<16_000).map { _ in "<c><v>1</v></c>" }.joined() + "</row>" }.joined(),
          texts: "")
      }, [0]
    ),
    ("far-row.xlsx", { GreedyBook.bytes(rows: "<row r=\"1\"/><row r=\"19999999\"><c><v>1</v></c></row>", texts: "") }, [0, 65]),
    ("old.xls", { OldWorkbook(tables: [("a", (0..<20_000).map { ["row \($0)", "n:\($0)"] })]).bytes }, [0, 65]),
  ]

  @Test("No file takes more than 300 MB, or hangs", .disabled(if: Sanitizer.isOn), arguments: greedy.indices)
  func memory(_ index: Int) throws {
    let folder = ScratchFolder("greedy")
    let file = ReadTests.greedy[index]
    let path = folder.path + "/" + file.name
    try Data(file.bytes()).write(to: URL(fileURLWithPath: path))
    // What the program itself takes is held to the limit; more, and its next request is refused and it dies.
    let ran = try Program.run(
      ["-c", "ulimit -d 307200 -t 120; exec '\(Program.path)' read '\(path)' --format csv > /dev/null"], program: "bash")
    #expect(file.codes.contains(ran.code), "\(file.name): \(ran.code) \(ran.errors.prefix(500))")
  }

  @Test("A feed's limits are its settings: what goes beyond them is refused, and a limit nobody knows stops the night (78)")
  func limits() throws {
    let folder = ScratchFolder("limits")
    let root = try ProgramTests.settled.get().root.copied(to: folder.path + "/root")
    let file = root.path + "/pipelines/settlement/pipeline.yaml"
    let settings = try String(contentsOfFile: file, encoding: .utf8)
    func limit(_ text: String) throws {
      try settings.replacing("limits: {rows: 20000000}", with: "limits: {\(text)}").write(toFile: file, atomically: true, encoding: .utf8)
    }
    try limit("rowz: 5")
    #expect(try Program.run(["run", root.path, "--as-of", "2026-03-13"]).code == 78)
    try limit("file-bytes: many")
    #expect(try Program.run(["run", root.path, "--as-of", "2026-03-13"]).code == 78)
    try limit("file-bytes: 1 KB, rows: 10")
    try root.drop(Evening.later + String(repeating: "\n", count: 2000), as: "later.csv", from: "S001", to: "underwriting")
    #expect(try Program.run(["run", root.path, "--as-of", "2026-03-13"]).code == 0)
    let reasons = root.files(under: "refused").filter { $0.hasSuffix("later.csv.reasons.csv") }
    #expect(reasons.count == 1 && String(decoding: root.bytes(reasons[0]) ?? Data(), as: UTF8.self).contains("file-too-large"))
  }
}

/// A workbook of stored parts, its sheet and its texts as given.
private enum GreedyBook {
  static func bytes(rows: String, texts: String) -> [UInt8] {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    let parts = [
      (
        "_rels/.rels",
        "<Relationships><Relationship Id=\"r\" Type=\"\(office)/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
      ),
      ("xl/workbook.xml", "<workbook><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>"),
      (
        "xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id=\"a\" Type=\"\(office)/worksheet\" Target=\"s.xml\"/><Relationship Id=\"b\" Type=\"\(office)/sharedStrings\" Target=\"t.xml\"/></Relationships>"
      ),
      ("xl/s.xml", "<worksheet><sheetData>\(rows)</sheetData></worksheet>"), ("xl/t.xml", "<sst>\(texts)</sst>"),
    ]
    return StoredZip.bytes(parts.map { ($0.0, Array($0.1.utf8)) })
  }
}
