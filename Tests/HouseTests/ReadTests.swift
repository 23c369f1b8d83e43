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
}
