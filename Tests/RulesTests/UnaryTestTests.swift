import Rules
import Testing
import Values

@Suite struct UnaryTestTests {
  @Test("A band edge belongs to the band above (domain.md B1-5)")
  func bandEdges() throws {
    for (value, below, here, above) in [
      ("2999.99", true, false, false), ("3000", false, true, false), ("4999.99", false, true, false), ("5000.00", false, false, true),
    ] {
      #expect(try passes("< 3000", value, .money) == below)
      #expect(try passes("[3000..5000)", value, .money) == here)
      #expect(try passes(">=5000", value, .money) == above)
    }
  }

  @Test(
    "Every form of an interval takes its ends as the brackets say",
    arguments: [
      ("[1..3]", [1, 2, 3]), ("(1..3)", [2]), ("[1..3)", [1, 2]), ("(1..3]", [2, 3]), ("]1..3[", [2]), ("[1..3[", [1, 2]),
      ("]1..3]", [2, 3]),
      ("<2", [0, 1]), ("<=2", [0, 1, 2]), (">2", [3, 4]), (">=2", [2, 3, 4]), ("2", [2]), ("=2", [2]), ("!=2", [0, 1, 3, 4]),
      ("1,3", [1, 3]),
      ("<1,[3..4]", [0, 3, 4]), ("not(2)", [0, 1, 3, 4]), ("not(1,[3..4])", [0, 2]), ("not(not(2))", [2]), ("(1,(3,4))", [1, 3, 4]),
      ("[1,4]", [1, 4]),
      ("-", [0, 1, 2, 3, 4]), ("", [0, 1, 2, 3, 4]), ("not(<1,>3)", [1, 2, 3]),
    ])
  func intervals(cell: String, expected: [Int]) throws {
    for kind in [ValueKind.number, .money] {
      let passing = try (0...4).filter { try passes(cell, String($0), kind) }
      #expect(passing == expected, "\(cell)")
    }
  }

  @Test("Full-width punctuation from a Chinese spreadsheet means the same")
  func fullWidth() throws {
    for (wide, plain) in [
      ("［3000．．5000）", "[3000..5000)"), ("（3000..5000］", "(3000..5000]"), ("＜＝3000", "<=3000"), ("＞3000", ">3000"), ("≥3000", ">=3000"),
      ("1，2，3", "1,2,3"), ("ｎｏｔ（１）", "not(1)"), ("－", "-"),
    ] {
      var lexicon = Lexicon()
      let left = try UnaryTest(reading: wide, as: .money, lexicon: &lexicon)
      let right = try UnaryTest(reading: plain, as: .money, lexicon: &lexicon)
      #expect(left == right)
    }
  }

  @Test("A text needs no quotes, keeps its own brackets, and is told from texts nobody listed")
  func texts() throws {
    #expect(try passes("商业险", "商业险", .text))
    #expect(try passes("“商业险”，\"交强险\"", "交强险", .text))
    #expect(try passes("4S店（直营）,综修(一类)", "4S店（直营）", .text))
    #expect(try passes("not(4S店(直营),综修)", "综修", .text) == false)
    #expect(try passes("not（综修）", "随便什么", .text))
    #expect(try passes("\"a,b\"", "a,b", .text))
    #expect(try passes("\"他说\\\"好\\\"\"", "他说\"好\"", .text))
    #expect(try passes("[\"A\",\"B\"],C", "B", .text))
    #expect(try passes("notary", "notary", .text))
    #expect(try passes("商业险", "商业", .text) == false)
  }

  @Test("A list in brackets is spelled without them: they mean nothing, and a text that begins with one is another text")
  func groups() throws {
    for (cell, kind, spelling) in [
      ("甲,(\"乙\", 丙)", ValueKind.text, "甲,乙,丙"), ("[\"(乙)\",丙]", .text, "\"(乙)\",丙"), ("not((\"乙\"),\"a,b\")", .text, "not(乙,\"a,b\")"),
      ("(1,(3,[5..7)))", .number, "1,3,[5..7)"), ("not([1,2])", .money, "not(1,2)"),
    ] {
      var lexicon = Lexicon()
      let test = try UnaryTest(reading: cell, as: kind, lexicon: &lexicon)
      #expect(test.text == spelling)
      #expect(try UnaryTest(reading: spelling, as: kind, lexicon: &lexicon).points == test.points)
    }
  }

  @Test("What stands between quotes is the text itself: full-width signs, other quotes and marks that combine")
  func quoted() throws {
    for text in ["甲，乙", "（直营）门店", "他说“好”", "a＂b", "\u{0324}x", "q\"\\z", "甲）=1"] {
      var lexicon = Lexicon()
      let test = try UnaryTest(reading: UnaryTest.spelled(text), as: .text, lexicon: &lexicon)
      #expect(lexicon.texts == [text])
      #expect(try UnaryTest(reading: test.text, as: .text, lexicon: &lexicon).points == test.points)
      #expect(try UnaryTest(reading: test.feel, as: .text, lexicon: &lexicon).points == test.points)
    }
    var lexicon = Lexicon()
    _ = try UnaryTest(reading: "“甲，乙”,\"丙，丁\"", as: .text, lexicon: &lexicon)
    #expect(lexicon.texts == ["甲，乙", "丙，丁"])
  }

  @Test("Dates include both ends, and a deadline given as a date includes its last second")
  func dates() throws {
    #expect(try passes("[2026-01-01..2026-03-31]", "2026-03-31", .date))
    #expect(try passes("[2026/1/1..2026年3月31日]", "20260401", .date) == false)
    #expect(try passes("[2026.1.1..2026.3.31]", "2026-01-01", .date))
    #expect(try passes("[date(\"2026-01-01\")..@\"2026-03-31\"]", "2026-02-01", .date))
    #expect(try passes("<=2026-03-31", "2026-03-31 23:59:59", .datetime))
    #expect(try passes("<2026-03-31", "2026-03-30 23:59:59", .datetime))
    #expect(try passes("<2026-03-31", "2026-03-31 00:00:00", .datetime) == false)
    #expect(try passes("2026-03-31", "2026-03-31 12:00", .datetime))
    #expect(try passes(">2026-03-31", "2026-03-31 12:00", .datetime) == false)
    #expect(try passes("[2026-03-31T08:00:00..2026-03-31 18:00)", "2026-03-31 18:00:00", .datetime) == false)
    #expect(try passes("2026-03-31T00:00:00Z", "2026-03-31 08:00:00", .datetime))
    #expect(try passes("2026-03-31T12:00:00+09:00", "2026-03-31 11:00:00", .datetime))
  }

  @Test("A year before 1000 is no date, however it is written")
  func earlyYears() {
    for text in ["01110101", "0111-01-01", "111-01-01"] {
      #expect(throws: Wrong.self) { try passes(text, "2026-01-01", .date) }
    }
  }

  @Test("Amounts in 万 and with currency signs are the amounts in yuan")
  func amounts() throws {
    for written in ["3万", "3 万元", "￥30000", "¥30000.00", "30000元", "0.0003亿"] {
      #expect(try passes(written, "30000", .money), "\(written)")
    }
    #expect(try passes("[1.5万..2万)", "15000", .number))
  }

  @Test("Rates are read from percent, fraction and 个点; booleans in both languages")
  func ratesAndBooleans() throws {
    for written in ["20%", "0.2", "20个点", "20％", "200‰", "20个百分点"] { #expect(try passes(written, "20%", .rate), "\(written)") }
    #expect(try passes("是", "true", .boolean))
    #expect(try passes("not(true)", "否", .boolean))
    #expect(try passes("true,false", "0", .boolean))
  }

  @Test(
    "What cannot be read is refused with the reason",
    arguments: [
      (ValueKind.money, "[5000..3000]", "holds nothing"), (.money, "(3000..3000)", "holds nothing"),
      (.money, "[3000..5000", "lacks the end"),
      (.money, "3.001", "more decimals"), (.money, "三千", "not an amount"), (.money, "1,000", "comma inside a number"),
      (.money, "[1,000..2,000)", "comma"), (.money, "3,,4", "empty place"), (.money, "3,", "empty place"),
      (.money, "1,-", "among other tests"),
      (.money, "not(-)", "among other tests"), (.money, "not(3", "lacks its closing"), (.money, "3 4", "not an amount"),
      (.number, "99999999999999999999", "too large"), (.rate, "20p", "not a rate"), (.rate, "20", "two ways"),
      (.date, "2026-02-29", "not a date"),
      (.datetime, "2026-02-28 25:00", "not a date with a time"), (.boolean, "maybe", "neither true nor false"),
      (.boolean, "<true", "compares by size"),
      (.text, "<商业险", "compares by size"), (.text, "[甲..乙]", "no order"), (.text, "\"商业险", "closing quote"),
      (.boolean, "not(true,false)", "never be true"),
      (.text, "商业险,-", "among other tests"), (.date, "[2026-01-01..]", "not a date"), (.number, "]3", "does not finish"),
    ])
  func refused(kind: ValueKind, cell: String, reason: String) {
    var lexicon = Lexicon()
    do {
      let test = try UnaryTest(reading: cell, as: kind, lexicon: &lexicon)
      Issue.record("\(cell) was read as \(test.text)")
    } catch {
      #expect(error.cause.contains(reason), "\(cell): \(error.cause)")
      #expect(!error.remedy.isEmpty)
    }
  }

  @Test("The canonical spelling is read back as the same test")
  func canonical() throws {
    for (kind, cell, spelling) in [
      (ValueKind.money, "［3000..5000）", "[3000..5000)"), (.money, "] 3000.50 .. 5000 ]", "(3000.50..5000]"), (.rate, "0.2", "20%"),
      (.date, "2026年1月1日", "2026-01-01"), (.text, "\"商业险\" , 交强险", "商业险,交强险"), (.text, "\"a,b\"", "\"a,b\""),
      (.money, "not( 1 , < 0 )", "not(1,<0)"),
      (.datetime, "<=2026-03-31", "<=2026-03-31"), (.datetime, "<=2026-03-31 23:59:59", "<=2026-03-31"),
      (.datetime, "<2026-03-31 00:00:00", "<2026-03-31"), (.datetime, "<=2026-03-31 00:00", "<=2026-03-31 00:00:00"),
      (.datetime, "[2026-03-31 00:00:00..2026-03-31T23:59:59]", "2026-03-31"),
      (.datetime, "(2026-03-30..2026-04-02 08:00)", "(2026-03-30..2026-04-02 08:00:00)"), (.number, "1.500", "1.5"),
      (.text, "not(null)", "not(null)"), (.boolean, "是", "true"),
      (.money, "", "-"),
    ] {
      var lexicon = Lexicon()
      let test = try UnaryTest(reading: cell, as: kind, lexicon: &lexicon)
      #expect(test.text == spelling)
      #expect(try UnaryTest(reading: spelling, as: kind, lexicon: &lexicon) == test)
    }
  }
}
