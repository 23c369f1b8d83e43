import Dispatch
import Spreadsheets
import Synchronization
import Tables
import Testing
import Values

@Suite("Writing a workbook")
struct BookWriterTests {
  let scratch = Scratch()

  @Test("Sheets stand in the order finance expects")
  func order() throws {
    try Sample.write(scratch.file("a.xlsx"), scratch.options)
    #expect(Archive(scratch.file("a.xlsx")).sheetNames == ["封面", "汇总", "明细", "未结算", "勾稽"])
  }

  @Test("Two writes of the same content are the same bytes, another day is not")
  func deterministic() throws {
    try Sample.write(scratch.file("a.xlsx"), scratch.options)
    try Sample.write(scratch.file("b.xlsx"), scratch.options)
    try Sample.write(scratch.file("c.xlsx"), scratch.options) { $0.day = Day(iso: "2026-11-22")! }
    #expect(!scratch.bytes("a.xlsx").isEmpty)
    #expect(scratch.bytes("a.xlsx") == scratch.bytes("b.xlsx"))
    #expect(scratch.bytes("a.xlsx") != scratch.bytes("c.xlsx"))
    #expect(scratch.names == ["a.xlsx", "b.xlsx", "c.xlsx"], "no temporary file is left")
  }

  @Test("Workbooks of different days closed at once keep their own day")
  func daysApart() throws {
    let days = ["2026-11-21", "2025-01-31"]
    for day in days { try Sample.write(scratch.file("\(day).xlsx"), scratch.options) { $0.day = Day(iso: day)! } }
    let strays = Mutex(0)
    // A folder of files, each named once: threads do not meet in it.
    nonisolated(unsafe) let scratch = scratch
    DispatchQueue.concurrentPerform(iterations: days.count) { worker in
      for turn in 0..<60 {
        let name = "\(worker)-\(turn).xlsx"
        do {
          try Sample.write(scratch.file(name), scratch.options) { $0.day = Day(iso: days[worker])! }
        } catch { Issue.record(error) }
        if scratch.bytes(name) != scratch.bytes("\(days[worker]).xlsx") { strays.withLock { $0 += 1 } }
      }
    }
    #expect(strays.withLock { $0 } == 0)
  }

  @Test("Summary totals are live formulas over the detail with our sums cached")
  func formulas() throws {
    let report = try Sample.write(scratch.file("a.xlsx"), scratch.options)
    let summary = Archive(scratch.file("a.xlsx")).sheet(2)
    #expect(summary.contains("<f>SUM('明细'!$C$2:$C$4)</f><v>1000.07</v>"))
    #expect(summary.contains("<f>COUNTA('明细'!$A$2:$A$4)</f><v>3</v>"))
    #expect(summary.contains("<f>SUMIFS('明细'!$C$2:$C$4,'明细'!$B$2:$B$4,$A10)</f><v>1000</v>"))
    #expect(summary.contains("<f>COUNTIF('明细'!$B$2:$B$4,$A10)</f><v>2</v>"))
    #expect(summary.contains("人民币壹仟元零柒分"))
    #expect(report.lists[.detail]?.sums == [2: 100_007])
    #expect(report.lists[.detail]?.rows == 3)
    #expect(report.disagreements.isEmpty)
  }

  @Test("The detail is text, money, rate and date, with a foot that follows the filter")
  func detail() throws {
    try Sample.write(scratch.file("a.xlsx"), scratch.options)
    let detail = Archive(scratch.file("a.xlsx")).sheet(3)
    #expect(detail.contains("t=\"inlineStr\"><is><t>0012345678901234567</t></is>"))
    #expect(detail.contains("<v>1234.56</v>"))
    #expect(detail.contains("<v>0.16125</v>"))
    #expect(detail.contains("<v>46346</v>"), "2026-11-20 is serial 46346")
    #expect(detail.contains("<v>45351</v>"), "2024-02-29 is serial 45351")
    #expect(detail.contains("<f>SUBTOTAL(9,C2:C4)</f><v>1000.07</v>"))
    #expect(detail.contains("<autoFilter ref=\"A1:E4\"/>"))
    #expect(detail.contains("state=\"frozen\""))
    #expect(detail.contains("fitToHeight=\"0\"") && detail.contains("orientation=\"landscape\"") && detail.contains("paperSize=\"9\""))
    #expect(detail.contains("第&amp;P页 共&amp;N页"))
    #expect(!detail.contains("<mergeCell"))
  }

  @Test("Formats are those of domain.md C4, a finer rate gets its decimals")
  func formats() throws {
    try Sample.write(scratch.file("a.xlsx"), scratch.options)
    let archive = Archive(scratch.file("a.xlsx"))
    let styles = try #require(archive["xl/styles.xml"])
    for code in ["#,##0.00;[Red]-#,##0.00", "0.000%", "yyyy-mm-dd"] {
      #expect(styles.contains("formatCode=\"\(code)\""))
    }
    #expect(styles.contains("numFmtId=\"10\"") && styles.contains("numFmtId=\"49\""), "0.00% and @ are built in")
    let workbook = try #require(archive["xl/workbook.xml"])
    #expect(workbook.contains("'明细'!$1:$1") && workbook.contains("'明细'!$A$1:$E$5"))
  }

  @Test("A text that begins like a formula stays a text", arguments: ["=cmd|' /C calc'!A0", "+1+1", "-1", "@SUM(A1)", "\t=1", "{=1}"])
  func injection(text: String) throws {
    try write { writer throws(Fault) in try writer.append([.text(text)]) }
    let detail = Archive(scratch.file("a.xlsx")).sheet(3)
    #expect(!detail.contains("<f>"))
    #expect(detail.contains("t=\"inlineStr\""))
  }

  @Test("Beyond the row limit the list goes on in a next sheet, and formulas span all of them")
  func rollOver() throws {
    var options = scratch.options
    options.rowLimit = 2
    let report = try Sample.write(scratch.file("a.xlsx"), options)
    let archive = Archive(scratch.file("a.xlsx"))
    #expect(archive.sheetNames == ["封面", "汇总", "明细", "明细-2", "未结算", "勾稽"])
    #expect(report.lists[.detail]?.sheets.map(\.rows) == [2, 1])
    let both = "<f>SUM('明细'!$C$2:$C$3,'明细-2'!$C$2:$C$2)</f><v>1000.07</v>"
    #expect(archive.sheet(2).contains(both))
    #expect(archive.sheet(2).contains("<f>SUMIFS('明细'!$C$2:$C$3,'明细'!$B$2:$B$3,$A10)+SUMIFS('明细-2'!$C$2:$C$2,'明细-2'!$B$2:$B$2,$A10)</f>"))
    #expect(!archive.sheet(3).contains("<f>"), "a full sheet that goes on has no foot")
    #expect(archive.sheet(4).contains(both), "the last one has the foot of all")
  }

  @Test("A list without rows has its header, and sums of zero")
  func empty() throws {
    let report = try write { _ throws(Fault) in }
    #expect(report.lists[.detail]?.rows == 0)
    #expect(Archive(scratch.file("a.xlsx")).sheet(3).contains("保单号"))
  }

  @Test("Bytes that are no text, control characters and texts beyond a cell become a sound cell, and are counted")
  func dirtyTexts() throws {
    var batch = Batch(width: 1)
    let dirty: [[UInt8]] = [
      [0x61, 0xFF, 0x62], [0x61, 0x00, 0x62], [0xED, 0xA0, 0x80], [0xEF, 0xBF, 0xBE], [0x0B], [0xE4, 0xBF],
      Array(repeating: 0x61, count: 40_000), Array(String(repeating: "保", count: 40_000).utf8),
      Array(String(repeating: "𠀀", count: 20_000).utf8),
      Array("a\r\nb\rc".utf8), Array("_x0041_ & <b> \"q\"".utf8),
    ]
    for bytes in dirty {
      batch.appendEmptyRow()
      bytes.withUnsafeBytes { batch.set(batch.count - 1, 0, bytes: $0) }
    }
    let report = try write { writer throws(Fault) in try writer.append(batch, columns: [0]) }
    #expect(report.repairedTexts == 6)
    #expect(report.cutTexts == 3)
    let detail = try #require(Archive(scratch.file("a.xlsx"))["xl/worksheets/sheet3.xml"], "the sheet is valid UTF-8")
    let texts = detail.split(separator: "<is><t>").dropFirst().map { String($0.prefix { $0 != "<" }) }
    #expect(
      texts[1...6] == ["a\u{FFFD}b", "a\u{FFFD}b", "\u{FFFD}\u{FFFD}\u{FFFD}", "\u{FFFD}\u{FFFD}\u{FFFD}", "\u{FFFD}", "\u{FFFD}\u{FFFD}"])
    for long in texts[7...9] {
      #expect(long.utf16.count <= 32_767 && long.utf16.count > 32_700 && long.hasSuffix("…（已截断）"))
    }
    #expect(texts[10] == "a\nb\nc")
    #expect(texts[11] == "_x005F_x0041_ &amp; &lt;b&gt; \"q\"")
  }

  @Test("Marked cells of a receipt are filled, the sender's cells stay texts in their own order")
  func receipt() throws {
    var grid = Grid()
    grid.append(.text, "P-1".utf8)
    grid.append(.number, "12.50".utf8)
    grid.append(.text, "张三".utf8)
    grid.endRow(number: 2, first: 0)
    let row = grid.rows[0]
    var plan = Sample.plan()
    plan.detail = ListPlan(
      title: "明细",
      columns: ["保单号", "保费", "投保人", "备注"].map { .init($0) } + [.init("状态", added: true), .init("原因", wraps: true, added: true)],
      breakdowns: [.init(column: 4, listed: ["已结算", "退回"])])
    let writer = try BookWriter(path: scratch.file("a.xlsx"), plan: plan, options: scratch.options)
    try writer.append(grid, row, replacing: [2: "张*"], then: ["退回", "金额过细"], marks: [1])
    _ = try writer.finish()
    let detail = Archive(scratch.file("a.xlsx")).sheet(3)
    let second = try #require(detail.split(separator: "<row r=\"2\"").last)
    let cells = second.split(separator: "<c r=\"").dropFirst().map { String($0) }
    #expect(cells.count == 6)
    #expect(cells[1].contains("<t>12.50</t>") && cells[2].contains("<t>张*</t>") && cells[4].contains("<t>退回</t>"))
    let style = { (cell: String) in cell.split(separator: "s=\"").last?.prefix { $0 != "\"" } }
    #expect(style(cells[0]) == style(cells[2]))
    #expect(style(cells[0]) != style(cells[1]))
  }

  @Test("Values that a criterion would misread are compared exactly")
  func criteria() throws {
    var plan = Sample.plan()
    plan.detail.breakdowns = [.init(column: 1)]
    plan.unsettled = nil
    let writer = try BookWriter(path: scratch.file("a.xlsx"), plan: plan, options: scratch.options)
    for value in ["01", "1", "*", "车险", ""] {
      try writer.append([.text("P"), .text(value), .money(Money(minor: 100)), .none, .none])
    }
    _ = try writer.finish()
    let summary = Archive(scratch.file("a.xlsx")).sheet(2)
    #expect(summary.split(separator: "SUMPRODUCT(--EXACT('明细'!$B$2:$B$6,").count == 1 + 6)
    #expect(summary.contains("COUNTBLANK('明细'!$B$2:$B$6)</f><v>1</v>"))
    #expect(summary.split(separator: "</f><v>1</v>").count == 1 + 10)
  }

  @Test("Sheet names are made legal and unique")
  func sheetNames() throws {
    var plan = Sample.plan()
    plan.detail.title = "a/b:c*d?e[f]g\\h" + String(repeating: "长", count: 40)
    plan.unsettled = plan.detail
    let writer = try BookWriter(path: scratch.file("a.xlsx"), plan: plan, options: scratch.options)
    _ = try writer.finish()
    let names = Archive(scratch.file("a.xlsx")).sheetNames
    #expect(names[2].utf16.count == 31 && names[3].utf16.count == 31 && names[2] != names[3])
    #expect(!names[2].contains("/") && names[2].hasPrefix("a-b-c-d-e-f-g-h"))
  }

  @Test("A picture stands over its cell")
  func picture() throws {
    let dot: [UInt8] = [
      0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 0x1F,
      0x15, 0xC4,
      0x89, 0, 0, 0, 0x0A, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9C, 0x63, 0, 1, 0, 0, 5, 0, 1, 0x0D, 0x0A, 0x2D, 0xB4, 0, 0, 0, 0, 0x49, 0x45,
      0x4E, 0x44,
      0xAE, 0x42, 0x60, 0x82,
    ]
    try write { writer throws(Fault) in
      try writer.append([.id("P-1")])
      try writer.place(png: dot, row: 0, column: 0)
    }
    let archive = Archive(scratch.file("a.xlsx"))
    #expect(archive.names.contains("xl/media/image1.png"))
    #expect(archive["xl/drawings/drawing1.xml"]?.contains("<xdr:row>1</xdr:row>") == true)
  }

  @Test("A writer let go before its end leaves nothing behind")
  func abandoned() throws {
    do {
      let writer = try BookWriter(path: scratch.file("a.xlsx"), plan: Sample.plan(), options: scratch.options)
      try writer.append(Sample.rows[0])
    }
    #expect(scratch.names == [])
  }

  @Test("A folder that cannot be written is a fault with a remedy before any work")
  func badFolders() throws {
    #expect(throws: Fault.self) { try Sample.write(self.scratch.file("no/such/a.xlsx"), self.scratch.options) }
    let fault = #expect(throws: Fault.self) {
      try Sample.write(self.scratch.file("a.xlsx"), BookOptions(temporary: self.scratch.file("missing")))
    }
    #expect(fault?.kind == .inputOutput && fault?.code == "temporary-folder" && fault?.remedy.isEmpty == false)
    #expect(scratch.names == [])
  }

  @Test("Wherever a disk fills up, there is a fault or the whole workbook")
  func fullDisk() async {
    await #expect(processExitsWith: .success) {
      let scratch = Scratch()
      let write = { () throws(Fault) -> Void in
        let writer = try BookWriter(path: scratch.file("a.xlsx"), plan: Sample.plan(), options: scratch.options)
        for _ in 0..<100 { for row in Sample.rows { try writer.append(row) } }
        try BookCheck.run(writer.finish())
      }
      try write()
      let whole = scratch.bytes("a.xlsx")
      var faults = 0
      for limit in stride(from: 1_000, through: 200_000, by: 1_000) {
        Limits.files(bytes: limit)
        do throws(Fault) {
          try write()
          #expect(scratch.bytes("a.xlsx") == whole)
        } catch {
          faults += 1
          #expect(error.kind == .inputOutput || error.kind == .data)
        }
      }
      #expect(faults > 50 && faults < 200)
      #expect(scratch.names == ["a.xlsx"])
    }
  }

  @Test("Tie-outs that do not tie are marked on the sheet and reported")
  func disagreement() throws {
    let writer = try BookWriter(path: scratch.file("a.xlsx"), plan: Sample.plan(), options: scratch.options)
    for row in Sample.rows { try writer.append(row) }
    let report = try writer.finish(
      BookClosing(tieOuts: [
        .init("行数", left: .count(.detail), right: .integer(3)),
        .init("收入", left: .sum(.detail, column: 2), right: .money(Money(minor: 100_008))),
      ]))
    #expect(report.disagreements == ["收入"])
    let tieOut = Archive(scratch.file("a.xlsx")).sheet(5)
    #expect(tieOut.contains("<f>IF(E2=0,\"一致\",\"不一致\")</f><v>一致</v>"))
    #expect(tieOut.contains("<f>ROUND(C3-D3,2)</f><v>-0.01</v>"))
    #expect(tieOut.contains("<v>不一致</v>"))
  }

  @Test("A sum larger than a cell can show to the fen is refused")
  func overflow() throws {
    let writer = try BookWriter(path: scratch.file("a.xlsx"), plan: Sample.plan(), options: scratch.options)
    let row: [BookCell] = [.text("P"), .text("商业险"), .money(Money(minor: .max / 2000)), .none, .none]
    try writer.append(row)
    #expect(throws: Fault.self) { try writer.append(row) }
  }

  /// One column of texts, written by `body`.
  @discardableResult
  private func write(_ body: (BookWriter) throws(Fault) -> Void) throws(Fault) -> BookReport {
    var plan = Sample.plan()
    plan.detail = ListPlan(title: "明细", columns: [.init("保单号", .id)])
    plan.unsettled = nil
    let writer = try BookWriter(path: scratch.file("a.xlsx"), plan: plan, options: scratch.options)
    try body(writer)
    return try writer.finish()
  }
}
