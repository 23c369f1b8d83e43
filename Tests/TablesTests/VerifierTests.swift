import Tables
import Testing
import Values

@Suite("Every physical row is accounted for")
struct VerifierTests {
  static let header = "序号|保单号|险种|保费|签单日期\n"

  @Test("Data, blank rows, repeated headers, totals and notices add up to the rows of the file")
  func counts() throws {
    let verdict = try Grids.verify(
      Grids.make(
        "一月\n" + Self.header
          + """
          1|P1|商业险|100.00|2026-01-05

          序号|保单号|险种|保费|签单日期
          2|P2|交强险|50.50|2026/1/6
          3|P3|寿险|7.00|2026-01-07
          小计|||157.50|
          合计|||157.50|
          以上数据仅供参考，以保单为准||||
          """))
    #expect(verdict.counts.above == 1 && verdict.counts.header == 1)
    #expect(verdict.counts.accepted == 2 && verdict.counts.rejected == 1)
    #expect(verdict.counts.blank == 1 && verdict.counts.repeatedHeader == 1 && verdict.counts.total == 2 && verdict.counts.notice == 1)
    #expect(verdict.counts.physical == 10)
    #expect(verdict.rows.numbers == [3, 6])
    #expect(verdict.codes == ["7:value-unknown", "10:notice-row"])
    #expect(verdict.money[0].accepted == Money(minor: 15050))
    #expect(verdict.money[0].rejected == Money(minor: 700))
    #expect(verdict.money[0].printed == Money(minor: 15750))
  }

  @Test("A total that does not tie is a warning with both amounts, and nothing is rejected for it")
  func tieOut() throws {
    let verdict = try Grids.verify(Grids.make(Self.header + "1|P1|商业险|100.00|2026-01-05\n人民币合计|||1,234.56          |"))
    #expect(verdict.codes == ["3:total-differs"])
    #expect(verdict.rejects[0].isWarning)
    #expect(verdict.rejects[0].detail == "1,234.56 ≠ 100.00")
    #expect(verdict.counts.accepted == 1)
  }

  @Test("Subtotals are held against the rows since the last one")
  func subtotals() throws {
    let verdict = try Grids.verify(
      Grids.make(
        Self.header
          + "1|P1|商业险|100|2026-01-05\n小计：|||100.00|\n2|P2|商业险|50|2026-01-05\n小计：|||50.00|\n3|P3|商业险|1|2026-01-05\n小计|||2.00|\n总计|||151.00|")
    )
    #expect(verdict.codes == ["7:total-differs"])
  }

  @Test("A word of totals in a whole row is data")
  func noTotal() throws {
    let schema = Schema(
      name: "s",
      fields: [
        Field(name: "name", header: "名称", kind: .text, need: .required), Field(name: "amount", header: "金额", kind: .money, need: .required),
      ])
    let verdict = try Grids.verify(Grids.make("名称|金额\n合计科技有限公司|5\n总部|6\n合计|11"), schema, [])
    #expect(verdict.counts.accepted == 2 && verdict.counts.total == 1)
  }

  @Test("Several wrong cells of a row are several rejects, with column and what was found")
  func several() throws {
    let verdict = try Grids.verify(Grids.make(Self.header + "x|2.1E+20|商业险|abc|2026-02-30"))
    #expect(verdict.codes == ["2:integer-unclear", "2:id-damaged", "2:amount-unclear", "2:date-impossible"])
    #expect(verdict.rejects.map(\.column) == [0, 1, 3, 4])
    #expect(verdict.rejects[2].found == "abc")
    #expect(verdict.rows.batch.count == 0)
  }

  @Test("What is found is masked where the field is personal")
  func masked() throws {
    let verdict = try Grids.verify(Grids.make("保单号|险种|保费|签单日期|证件号码\nP1|商业险|1|2026-01-05|440300199001011239"))
    #expect(verdict.codes == ["2:resident-id-wrong"])
    #expect(verdict.rejects[0].found == "440300********1239")
  }

  @Test("A row that names another author is rejected, in any writing of the name")
  func author() throws {
    let grid = Grids.make(
      "保单号|险种|保费|签单日期|供应商\nP1|商业险|1|2026-01-05|甲保险\nP2|商业险|1|2026-01-05|乙保险\nP3|商业险|1|2026-01-05|\nP4|商业险|1|2026-01-05|甲 保险")
    let verdict = try Grids.verify(grid, settings: .init(author: ["S001", "甲保险"]))
    #expect(verdict.codes == ["3:author-other"])
    #expect(verdict.rows.numbers == [2, 4, 5])
  }

  @Test("A comma too many is a reject in delimited text and a remark in a workbook")
  func beyond() throws {
    var grid = Grids.make(Self.header + "1|P1|商业险|1|2026-01-05|234.56")
    #expect(try Grids.verify(grid).codes == ["2:cells-beyond-header"])
    #expect(try Grids.verify(grid).counts.accepted == 1)
    grid.isDelimited = true
    #expect(try Grids.verify(grid).codes == ["2:record-too-wide"])
    #expect(try Grids.verify(grid).counts.rejected == 1)
  }

  @Test(
    "A broken record is one reject and shows nothing of what it held",
    arguments: [
      (Grid.Broken.quote, "record-quote"), (.encoding, "record-encoding"), (.tooLong, "record-too-long"),
      (.tooManyColumns, "record-too-wide"),
    ])
  func broken(_ broken: Grid.Broken, _ code: String) throws {
    var grid = Grids.make(Self.header + "1|P1|商业险|1|2026-01-05")
    let first = grid.cells.count
    grid.append(.text, "张三".utf8)
    grid.endRow(number: 3, first: first, broken: broken)
    let verdict = try Grids.verify(grid)
    #expect(verdict.codes == ["3:\(code)"])
    #expect(verdict.rejects[0].found == "")
    #expect(verdict.counts.broken == 1 && verdict.counts.rejected == 1 && verdict.counts.physical == 3)
  }

  @Test("Mended values are remarked on a hundred times and counted after that")
  func mended() throws {
    let rows = (1...250).map { "\($0)|P\($0)|商业险|#299.00000000000006|2026-01-05" }.joined(separator: "\n")
    let verdict = try Grids.verify(Grids.make(Self.header + rows))
    #expect(verdict.counts.accepted == 250)
    #expect(verdict.rejects.count == 101)
    #expect(verdict.rejects.last?.detail == "150 more")
    #expect(verdict.money[0].accepted == Money(minor: 29900 * 250))
  }

  @Test("A chunk's edge changes nothing")
  func chunks() throws {
    let text = (1...40).map { "\($0)|P\($0)|\($0 % 7 == 0 ? "寿险" : "商业险")|\($0).50|@46027" }
    let header = try Grids.header(Grids.make(Self.header))
    var whole = try Verifier(header: header, place: Place(file: "a"))
    var all = VerifiedRows(width: Grids.underwriting.width)
    whole.verify(Grids.make(text.joined(separator: "\n"), from: 3), into: &all)
    var pieces = try Verifier(header: header, place: Place(file: "a"))
    var rows = VerifiedRows(width: Grids.underwriting.width)
    for (index, line) in text.enumerated() { pieces.verify(Grids.make(line, from: 3 + index), into: &rows) }
    #expect(pieces.counts == whole.counts && pieces.money == whole.money)
    #expect(rows.numbers == all.numbers && rows.numbers.count == 35)
    #expect((0..<35).allSatisfy { Packed.bytes(rows.batch, $0) == Packed.bytes(all.batch, $0) })
  }
}

@Suite("One row, two lines")
struct UnfoldTests {
  @Test("Each line that is present becomes a fact of its own with its own number")
  func pair() throws {
    let verdict = try Grids.verify(
      Grids.make(
        """
        商业险保单号|商业险保费|交强险保单号|交强险保费|保费合计|签单日期
        C1|3,196.82|M1|950.00|4,146.82|2026-01-05
        C2|100|-|-|100|2026-01-05
        |0|M3|950|951|2026-01-05
        C4|-||0||2026-01-05
        |50|M5|1|51|2026-01-05
        """))
    #expect(verdict.codes == ["4:lines-do-not-sum", "5:no-line", "6:value-missing"])
    #expect(verdict.counts.accepted == 3 && verdict.counts.rejected == 2)
    var facts = Batch(width: Grids.underwriting.width)
    var sources: [Int32] = []
    Unfold(schema: Grids.underwriting, shape: verdict.header.shape).apply(verdict.rows, into: &facts, sources: &sources)
    #expect(sources == [0, 0, 1, 2])
    #expect((0..<facts.count).map { facts[$0].text(1) } == ["C1", "M1", "C2", "M3"])
    #expect((0..<facts.count).map { facts[$0].text(2) } == ["商业险", "交强险", "商业险", "交强险"])
    #expect((0..<facts.count).map { facts[$0].money(3)?.minor } == [319682, 95000, 10000, 95000])
    #expect(verdict.rejects[2].detail == "商业险保单号")
  }

  @Test("A shape without lines gives every row as it stands")
  func plain() throws {
    let verdict = try Grids.verify(Grids.make("保单号|险种|保费|签单日期\nP1|商业险|1|2026-01-05\nP2|交强险|2|2026-01-05"))
    var facts = Batch(width: Grids.underwriting.width)
    var sources: [Int32] = []
    Unfold(schema: Grids.underwriting, shape: verdict.header.shape).apply(verdict.rows, into: &facts, sources: &sources)
    #expect(facts.count == 2 && sources == [0, 1])
    #expect(facts[1].text(1) == "P2")
  }
}
