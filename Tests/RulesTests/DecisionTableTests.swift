import Rules
import Tables
import Testing
import Values

@Suite struct DecisionTableTests {
  static let income = """
    U|险种|主营类型|签单日期|费率|计费口径|说明
    kind|input|input|input|output|output|annotation
    type|text|text|date|rate|text|
    INC-01|商业险|-|[2026-01-01..2026-12-31]|20%|net|报备号 A-1
    INC-02|交强险||[2026-01-01..2026-12-31]|4%||报备号 A-2
    """

  @Test("The rule that matches is named, with its outputs and notes")
  func reading() throws {
    let table = try table(Self.income)
    #expect(table.policy == .unique)
    #expect(table.inputs.map(\.name) == ["险种", "主营类型", "签单日期"])
    #expect(try outcome(table, "商业险", "4S店", "2026-03-11") == .hit(rule: 0))
    #expect(table.id(0) == "INC-01")
    #expect(table.output(0, "费率") == .rate(Rate(percent: 20)))
    #expect(table.outputText(0, "计费口径") == "net")
    #expect(table.output(1, "计费口径").isNone)
    #expect(table.annotation(1, "说明") == "报备号 A-2")
    #expect(table.rules[1].row == 5)
    #expect(try outcome(table, "意外险", "4S店", "2026-03-11") == .none)
    #expect(try outcome(table, "商业险", "4S店", "2027-01-01") == .none)
  }

  @Test("Premium bands find the rate of their band, edges and all (domain.md B1-4, B1-5)")
  func bands() throws {
    let table = try table(
      """
      U|保费|费率
      kind|input|output
      type|money|rate
      L2-1|<3000|2%
      L2-2|[3000..5000)|3%
      L2-3|>=5000|4%
      """)
    for (premium, rule) in [("2999.99", "L2-1"), ("3000.00", "L2-2"), ("3196.82", "L2-2"), ("5000.00", "L2-3")] {
      #expect(ids(try outcome(table, premium), table) == [rule])
    }
    #expect(Money(minor: 301587).times(table.output(1, "费率").rate!) == Money(minor: 9048))
  }

  @Test("Two hits under U are no hit, and both rules are named (domain.md B1-6)")
  func ambiguous() throws {
    let table = try table(
      """
      U|险种|保费|费率
      kind|input|input|output
      type|text|money|rate
      A|商业险|-|20%
      B|-|>3000|21%
      """)
    #expect(try outcome(table, "商业险", "3000") == .hit(rule: 0))
    #expect(try outcome(table, "商业险", "3000.01") == .ambiguous([0, 1]))
  }

  @Test("The last second of a month belongs to its last day (domain.md B1-7)")
  func selectingDate() throws {
    let table = try table(Self.income.replacing("2026-12-31", with: "2026-03-31"))
    var batch = Batch(width: 3)
    batch.appendEmptyRow()
    batch.set(0, 0, text: "商业险")
    batch.set(0, 1, text: "4S店")
    let day = Day(year: 2026, month: 3, day: 31)!
    batch.set(0, 2, .moment(.end(of: day)))
    #expect(try compiled(table).decide(batch, 0) == .hit(rule: 0))
    batch.set(0, 2, .moment(Moment(seconds: Moment.end(of: day).seconds + 1)))
    #expect(try compiled(table).decide(batch, 0) == .none)
  }

  @Test("Whole yuan, whole numbers and days are compared exactly with columns that are finer")
  func exactKinds() throws {
    let table = try table(
      """
      F|保费|比例|次数|时间|费率
      kind|input|input|input|input|output
      type|money|rate|number|datetime|rate
      X|[3000..3000.99]|0.5|2|[2026-01-01 00:00:00..2026-01-01 00:00:00]|1%
      """)
    var batch = Batch(width: 4)
    batch.appendEmptyRow()
    batch.set(0, 0, .integer(3000))
    batch.set(0, 1, .number(millionths: 500_000))
    batch.set(0, 2, .money(Money(minor: 200)))
    batch.set(0, 3, .date(Day(year: 2026, month: 1, day: 1)!))
    #expect(try compiled(table).decide(batch, 0) == .hit(rule: 0))
    batch.set(0, 0, .integer(.max))
    #expect(try compiled(table).decide(batch, 0) == .none)
  }

  @Test("A missing value matters only if a rule still possible for the row tests it")
  func missing() throws {
    let table = try table(
      """
      U|险种|地区|费率
      kind|input|input|output
      type|text|text|rate
      A|商业险|北京|20%
      B|交强险|-|4%
      """)
    #expect(try outcome(table, "交强险", "") == .hit(rule: 1))
    #expect(try outcome(table, "商业险", "") == .missing(column: 1, rule: 0))
    #expect(try outcome(table, "意外险", "") == .none)
    #expect(try outcome(table, "", "上海") == .missing(column: 0, rule: 1))
  }

  @Test("Under F a missing value behind a certain hit is not asked for")
  func missingFirst() throws {
    let table = try table(
      """
      F|险种|地区|费率
      kind|input|input|output
      type|text|text|rate
      A|商业险|北京|21%
      B|商业险|-|20%
      C|-|上海|19%
      """)
    #expect(try outcome(table, "商业险", "") == .missing(column: 1, rule: 0))
    #expect(try outcome(table, "商业险", "上海") == .hit(rule: 1))
    #expect(try outcome(table, "交强险", "") == .missing(column: 1, rule: 2))
  }

  @Test("In a column that names null a missing value is a case of its own")
  func null() throws {
    let table = try table(
      """
      U|地区|费率
      kind|input|output
      type|text|rate
      A|null|1%
      B|not(null,北京)|2%
      C|北京|3%
      """)
    #expect(try outcome(table, "") == .hit(rule: 0))
    #expect(try outcome(table, "上海") == .hit(rule: 1))
    #expect(try outcome(table, "北京") == .hit(rule: 2))
    let negated = try self.table("F|数|费率\nkind|input|output\ntype|number|rate\nA|not(<5)|1%\nB|not(5)|2%\nC|null|3%")
    #expect(ids(try outcome(negated, ""), negated) == ["B"], "null < 5 is neither true nor false; null = 5 is false")
  }

  private func table(_ text: String) throws -> DecisionTable { try RulesTests.table(text) }

  @Test("The default row answers when no rule does; allowed values keep strangers out")
  func defaultsAndValues() throws {
    let table = try table(
      """
      U|险种|保费|费率
      kind|input|input|output
      type|text|money|rate
      values|商业险,交强险|>=0|
      default|-||1%
      A|商业险|>=3000|20%
      """)
    #expect(try outcome(table, "商业险", "3000") == .hit(rule: 0))
    #expect(ids(try outcome(table, "交强险", "3000"), table) == ["default"])
    #expect(table.output(1, "费率") == .rate(Rate(percent: 1)))
    #expect(try outcome(table, "意外险", "3000") == .unlisted(column: 0))
    #expect(try outcome(table, "商业险", "-0.01") == .unlisted(column: 1))
  }

  @Test("A column the caller does not know is refused with the fields that exist; so is a field of another kind")
  func binding() throws {
    let table = try table(Self.income)
    let fault = #expect(throws: Fault.self) { try table.compile(inputs: ["险种": 0, "主营类型": 1]) }
    #expect(fault?.place == "income.csv [收入规则] column D (签单日期)")
    #expect(fault?.remedy.contains("主营类型, 险种") == true)
    let schema = Schema(
      name: "underwriting",
      fields: [
        Field(name: "line", header: "险种", kind: .text), Field(name: "type", header: "主营类型", kind: .text),
        Field(name: "signed", header: "签单日期", kind: .money),
      ])
    #expect(throws: Fault.self) { try table.compile(inputs: ["险种": 0, "主营类型": 1, "签单日期": 2], schema: schema) }
  }

  @Test("The version is the SHA-256 of the cleaned rows, tab-joined")
  func version() throws {
    let table = try table(Self.income)
    let text =
      "U\t险种\t主营类型\t签单日期\t费率\t计费口径\t说明\nkind\tinput\tinput\tinput\toutput\toutput\tannotation\ntype\ttext\ttext\tdate\trate\ttext\t\n"
      + "INC-01\t商业险\t-\t[2026-01-01..2026-12-31]\t20%\tnet\t报备号 A-1\nINC-02\t交强险\t-\t[2026-01-01..2026-12-31]\t4%\t\t报备号 A-2\n"
    #expect(table.version == Digest(of: text))
    let respelled = Self.income.replacing("20%", with: " 0.2").replacing("[2026-01-01", with: "［2026/1/1").replacing("|-|", with: "||")
    #expect(try self.table(respelled).version == table.version)
    #expect(try self.table(Self.income.replacing("20%", with: "21%")).version != table.version)
    #expect(try self.table(Self.income.replacing("A-1", with: "A-9")).version != table.version)
  }

  @Test("A worksheet's serials, long numbers and booleans come to the same version as the CSV file")
  func grid() throws {
    let csv = try table("U|日|费率|可\nkind|input|output|output\ntype|date|rate|boolean\nA|2026-01-31|20%|true")
    var grid = Grid()
    for (number, cells) in [["U", "日", "费率", "可"], ["kind", "input", "output", "output"], ["type", "date", "rate", "boolean"]].enumerated()
    {
      let first = grid.cells.count
      for cell in cells { grid.append(.text, cell.utf8) }
      grid.endRow(number: number + 3, first: first)
    }
    let first = grid.cells.count
    grid.append(.text, "A".utf8)
    grid.append(.serial, "46053".utf8)
    grid.append(.number, "0.20000000000000001".utf8)
    grid.append(.boolean, "1".utf8)
    grid.endRow(number: 7, first: first)
    let sheet = try DecisionTable(name: "income", grid: grid, place: house)
    #expect(sheet.version == csv.version)
    #expect(sheet.rules[0].row == 7)
  }

  @Test(
    "Every refusal names file, sheet, row and column, the cause and what to do",
    arguments: [
      ("X|a|b\nkind|input|output\ntype|text|rate\nA|x|1%", "hit-policy-unknown", "income.csv [收入规则] row 1 column A"),
      ("U|a|b\nkind|input|output\nA|x|1%", "table-row-missing", "income.csv [收入规则] row 3 column A"),
      ("U|a", "table-incomplete", "income.csv [收入规则]"),
      ("U|a|b\nkind|input|output\ntype|text|rates\nA|x|1%", "type-unknown", "income.csv [收入规则] row 3 column C (b)"),
      ("U|a|b\nkind|input|outpt\ntype|text|rate\nA|x|1%", "kind-unknown", "income.csv [收入规则] row 2 column C (b)"),
      ("U|a|b\nkind|input|input\ntype|text|rate\nA|x|1%", "output-missing", "income.csv [收入规则] row 2 column A"),
      ("U|a|a\nkind|input|output\ntype|text|rate\nA|x|1%", "column-twice", "income.csv [收入规则] row 1 column C"),
      ("U|a|b\nkind|input|output\ntype|text|rate", "rule-missing", "income.csv [收入规则] row 4 column A"),
      ("U|a|b\nkind|input|output\ntype|text|rate\n|x|1%", "rule-unnamed", "income.csv [收入规则] row 4 column A"),
      ("U|a|b\nkind|input|output\ntype|text|rate\nA|x|1%\nA|y|1%", "rule-twice", "income.csv [收入规则] row 5 column A"),
      ("U|a|b\nkind|input|output\ntype|money|rate\nA|[5..3]|1%", "test-unreadable", "income.csv [收入规则] row 4 column B (a)"),
      ("U|a|b\nkind|input|output\ntype|money|rate\nA|5|high", "output-unreadable", "income.csv [收入规则] row 4 column C (b)"),
      ("U|a|b\nkind|input|output\ntype|text|rate\nA|x|1%|stray", "cell-without-column", "income.csv [收入规则] row 4 column D"),
      ("U|a|b\nkind|input|output\ntype|text|rate\nvalues|x,y|\nA|z|1%", "value-not-allowed", "income.csv [收入规则] row 5 column B (a)"),
      ("P|a|b\nkind|input|output\ntype|text|text\nvalues||x,y\nA|z|w", "value-not-listed", "income.csv [收入规则] row 5 column C (b)"),
      ("P|a|b\nkind|input|output\ntype|text|text\nA|z|w", "priority-unknown", "income.csv [收入规则] row 1 column A"),
      ("C+|a|b|c\nkind|input|output|output\ntype|text|rate|rate\nA|z|1%|1%", "aggregate-many-outputs", "income.csv [收入规则] row 1 column A"),
      ("C+|a|b\nkind|input|output\ntype|text|text\nA|z|w", "aggregate-kind", "income.csv [收入规则] row 1 column C (b)"),
      ("U|a|b\nkind|input|output\ntype|text|rate\nA|z|1%\ndefault||1%", "row-misplaced", "income.csv [收入规则] row 5 column A"),
      ("U|a|b\nkind|input|output\ntype|text|rate\ndefault|x|1%\nA|z|1%", "default-tests", "income.csv [收入规则] row 4 column B (a)"),
    ])
  func refusals(text: String, code: String, place: String) throws {
    let fault = try #require(refusal(text))
    #expect(fault.code == code)
    #expect(fault.place == place)
    #expect(!fault.cause.isEmpty && !fault.remedy.isEmpty)
  }
}
