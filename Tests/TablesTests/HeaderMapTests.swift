import Tables
import Testing
import Values

@Suite("The header is found where it stands and means what it says")
struct HeaderMapTests {
  @Test("Titles and notices above the header are passed over and kept")
  func titles() throws {
    let map = try Grids.header(Grids.make("承保清单\n制表日期：2026-01-05||\n\n序号|保单号|险种|保费|签单日期\n1|A|商业险|1|2026-01-05"))
    #expect(map.firstRow == 4 && map.lastRow == 4)
    #expect(map.above == ["承保清单", "制表日期：2026-01-05"])
    #expect(map.shape?.name == "plain")
  }

  @Test(
    "Headers are compared without blanks, marks, units and forms of letters",
    arguments: [
      "保单号*|险种|保费（元）|签单日期：", "* 保 单 号|险　种|保费(元)|签单\u{A0}日期", "保險單號|險種|保費|簽單日期", "保单号\u{200B}|险种|全保费|出单日期", "Policy|LINE|Premium|issued",
    ])
  func cleaning(_ header: String) throws {
    let map = try Grids.header(Grids.make(header))
    #expect(map.columnOfField[1] == 0 && map.columnOfField[2] == 1 && map.columnOfField[3] == 2 && map.columnOfField[4] == 3)
  }

  @Test("A unit of ten thousand in a header is told to the parser")
  func unit() throws {
    let map = try Grids.header(Grids.make("保单号|险种|保费（万元）|签单日期"))
    #expect(map.units[2] == .tenThousand)
  }

  @Test("Columns nobody declared are kept by name")
  func undeclared() throws {
    let map = try Grids.header(Grids.make("保单号|险种|保费|签单日期|业务员|"))
    #expect(map.undeclared == [4])
    #expect(map.headers[4] == "业务员")
  }

  @Test("Headers two rows deep become paths, and a group's name tells equal headers apart")
  func groups() throws {
    let map = try Grids.header(Grids.make("保单号|险种|保费|签单日期|投保人||被保险人|\n||||姓名|证件号码|姓名|证件号码"))
    #expect(map.firstRow == 1 && map.lastRow == 2)
    #expect(map.headers == ["保单号", "险种", "保费", "签单日期", "投保人/姓名", "投保人/证件号码", "被保险人/姓名", "被保险人/证件号码"])
    #expect(map.columnOfField[7] == 5)
  }

  @Test("Three rows deep, with a title above")
  func three() throws {
    let map = try Grids.header(Grids.make("清单\n保单号|险种|金额||签单日期\n||含税|不含税|\n||保费|税额|"))
    #expect(map.firstRow == 2 && map.lastRow == 4)
    #expect(map.headers[2] == "金额/含税/保费")
    #expect(map.columnOfField[3] == 2)
  }

  @Test("A title row is never taken for a group above a header that stands alone")
  func noFalseGroup() throws {
    let map = try Grids.header(Grids.make("一月承保清单|||\n保单号|险种|保费|签单日期\nA|商业险|1|2026-01-05"))
    #expect(map.firstRow == 2 && map.lastRow == 2)
    #expect(map.headers[0] == "保单号")
  }

  @Test("The first shape the file has is the file's shape")
  func shapes() throws {
    #expect(try Grids.header(Grids.make("商业险保单号|商业险保费|交强险保单号|交强险保费|签单日期")).shape?.name == "pair")
    #expect(try Grids.header(Grids.make("保单号|商业险保费|交强险保费|签单日期")).shape?.name == "single")
    #expect(try Grids.header(Grids.make("保单号|交强险保费|签单日期")).shape?.name == "single")
  }

  @Test("What is missing is named, with what comes nearest")
  func missing() {
    guard
      case .refused(let refusal) = HeaderMap.find(
        in: Grids.make("保单号|险种|保险费|签单日期\nA|商业险|1|2026-01-05"), schema: Grids.underwriting, shapes: [Grids.plain])
    else {
      Issue.record("a header without premium was found")
      return
    }
    #expect(refusal.missing == ["保费"])
    #expect(refusal.nearest["保费"] == "保险费")
    #expect(refusal.fault(Place(file: "a.csv")).code == "header-missing")
  }

  @Test("Two columns for one field are named; a canonical header wins over an alias")
  func duplicates() throws {
    guard
      case .refused(let refusal) = HeaderMap.find(in: Grids.make("保险单号|保单号码|险种|保费|签单日期"), schema: Grids.underwriting, shapes: [Grids.plain])
    else {
      Issue.record("two policy columns were accepted")
      return
    }
    #expect(refusal.duplicates.count == 1)
    #expect(refusal.fault(Place(file: "a.csv")).code == "header-ambiguous")
    let map = try Grids.header(Grids.make("全保费|保单号|险种|保费|签单日期"))
    #expect(map.columnOfField[3] == 3 && map.fieldOfColumn[0] == -1)
  }

  @Test("Row fifty is looked at, row fifty-one is not")
  func depth() throws {
    let header = "保单号|险种|保费|签单日期"
    #expect(try Grids.header(Grids.make(String(repeating: "说明\n", count: 49) + header)).firstRow == 50)
    #expect(throws: Fault.self) { try Grids.header(Grids.make(String(repeating: "说明\n", count: 50) + header)) }
  }

  @Test("An empty sheet says so")
  func empty() {
    guard case .refused(let refusal) = HeaderMap.find(in: Grids.make("\n\n"), schema: Grids.underwriting, shapes: []) else {
      Issue.record("a header was found in nothing")
      return
    }
    #expect(refusal.fault(Place(file: "a.csv")).code == "file-empty")
  }
}
