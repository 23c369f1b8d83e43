import Glibc
import Spreadsheets
import Testing
import Values

@Suite("Reading a finished workbook back")
struct BookCheckTests {
  let scratch = Scratch()
  var path: String { scratch.file("a.xlsx") }

  @Test("A sound workbook passes, in one sheet, rolled over and full to the last row", arguments: [1_048_575, 2, 3])
  func sound(rowLimit: Int) throws {
    let report = try Sample.write(path, BookOptions(temporary: scratch.path, rowLimit: rowLimit))
    try BookCheck.run(report)
  }

  @Test("A list without rows passes")
  func empty() throws {
    let writer = try BookWriter(path: path, plan: Sample.plan(), options: scratch.options)
    try BookCheck.run(writer.finish(Sample.closing))
  }

  @Test(
    "Awkward amounts come back to the fen",
    arguments: [1, 7, 29, 57, 100_000_000_000_001, 900_719_925_407, -900_719_925_409, 99_999_999_999_999])
  func amounts(minor: Int64) throws {
    let writer = try BookWriter(path: path, plan: Sample.plan(), options: scratch.options)
    for offset in Int64(0)..<50 {
      try writer.append([.text("P"), .text("商业险"), .money(Money(minor: minor + offset)), .none, .none])
    }
    try BookCheck.run(writer.finish())
  }

  @Test("A lost row is found")
  func lostRow() throws {
    let report = try Sample.write(path, scratch.options)
    Tampering.replace(path, "xl/worksheets/sheet3.xml") { Tampering.withoutRow(3, $0) }
    expectFault(report, naming: "[明细] row 3")
  }

  @Test("A sheet that ends early is found")
  func truncatedSheet() throws {
    let report = try Sample.write(path, scratch.options)
    Tampering.replace(path, "xl/worksheets/sheet3.xml") { Tampering.withoutRow(5, Tampering.withoutRow(4, $0)) }
    expectFault(report, naming: "[明细] row 4")
  }

  @Test("A changed amount is found by its column")
  func changedAmount() throws {
    let report = try Sample.write(path, scratch.options)
    Tampering.replace(path, "xl/worksheets/sheet3.xml") { $0.replacing("<v>1234.56</v>", with: "<v>1234.57</v>") }
    let fault = expectFault(report, naming: "[明细] column C (收入金额)")
    #expect(fault?.cause == "adds up to 1000.08, it should be 1000.07")
  }

  @Test("A fraction of a fen is found by its cell")
  func fraction() throws {
    let report = try Sample.write(path, scratch.options)
    Tampering.replace(path, "xl/worksheets/sheet3.xml") { $0.replacing("<v>1234.56</v>", with: "<v>1234.565</v>") }
    expectFault(report, naming: "[明细] row 2 column C (收入金额)")
  }

  @Test("An amount that is no number is found", arguments: ["NAN", "INF", "1e400", ""])
  func noNumber(text: String) throws {
    let report = try Sample.write(path, scratch.options)
    Tampering.replace(path, "xl/worksheets/sheet3.xml") { $0.replacing("<v>1234.56</v>", with: "<v>\(text)</v>") }
    expectFault(report, naming: "[明细]")
  }

  @Test("A total that was cached wrongly is found by its cell")
  func wrongTotal() throws {
    let report = try Sample.write(path, scratch.options)
    Tampering.replace(path, "xl/worksheets/sheet2.xml") { $0.replacing("</f><v>2</v>", with: "</f><v>3</v>") }
    expectFault(report, naming: "[汇总] row 10 column B")
  }

  @Test("A foot that was cached wrongly is found by its cell")
  func wrongFoot() throws {
    let report = try Sample.write(path, scratch.options)
    Tampering.replace(path, "xl/worksheets/sheet3.xml") { $0.replacing("</f><v>1000.07</v>", with: "</f><v>1000.7</v>") }
    expectFault(report, naming: "[明细] row 5 column C")
  }

  @Test("A text that became a number is found")
  func numberForText() throws {
    let report = try Sample.write(path, scratch.options)
    Tampering.replace(path, "xl/worksheets/sheet3.xml") {
      $0.replacing(" t=\"inlineStr\"><is><t>P-2</t></is>", with: "><v>2</v>")
    }
    expectFault(report, naming: "[明细] row 3 column A (保单号)")
  }

  @Test("A sheet that is not well-formed is found")
  func illFormed() throws {
    let report = try Sample.write(path, scratch.options)
    Tampering.replace(path, "xl/worksheets/sheet3.xml") { $0.replacing("</sheetData>", with: "") }
    #expect(throws: Fault.self) { try BookCheck.run(report) }
  }

  @Test("A file cut short is found")
  func cutShort() throws {
    let report = try Sample.write(path, scratch.options)
    truncate(path, scratch.bytes("a.xlsx").count - 100)
    #expect(throws: Fault.self) { try BookCheck.run(report) }
  }

  @Test("The ledger's figure has the last word")
  func ledger() throws {
    let report = try Sample.write(path, scratch.options)
    try BookCheck.run(report, rows: [.detail: 3], sums: [.detail: [2: 100_007]])
    #expect(throws: Fault.self) { try BookCheck.run(report, rows: [.detail: 4]) }
    #expect(throws: Fault.self) { try BookCheck.run(report, sums: [.detail: [2: 100_008]]) }
  }

  @discardableResult
  private func expectFault(_ report: BookReport, naming place: String) -> Fault? {
    let fault = #expect(throws: Fault.self) { try BookCheck.run(report) }
    #expect(fault?.place.contains(place) == true, "\(fault.map(String.init(describing:)) ?? "")")
    return fault
  }
}
