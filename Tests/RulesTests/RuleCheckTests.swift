import Rules
import Tables
import Testing
import Values

/// Remarks as `code: sentence`, English.
func remarks(_ text: String, effort: Int = RuleCheck.usualEffort) throws -> [String] {
  RuleCheck.findings(try table(text), effort: effort).map { "\($0.code): \($0.en)" }
}

func bemerkt(_ text: String) throws -> [String] { RuleCheck.findings(try table(text)).map(\.zh) }

@Suite struct RuleCheckTests {
  @Test("A gap is named as the exact box nobody thought of")
  func gaps() throws {
    let text = """
      U|险种|保费|费率
      kind|input|input|output
      type|text|money|rate
      R1|商业险|-|20%
      R2|交强险|<5000|4%
      R3|交强险|>=8000|5%
      R4|意外险|>=5000|6%
      """
    #expect(
      try remarks(text) == [
        "outside: the table ends here: no rule for 险种 other than 商业险, 交强险, 意外险", "gap: no rule for 险种 = 意外险, 保费 < 5000",
        "ladder-jumps: the ladder of 保费 jumps for 险种 = 交强险: between R2 (row 5) and R3 (row 6) no rule for 保费 in [5000..8000)",
      ])
    #expect(
      try RuleCheck.findings(table(text)).map(\.zh) == [
        "表里到此为止：险种不是商业险、交强险、意外险时没有规则。", "没有规则管：险种 = 意外险，保费 < 5000。",
        "阶梯在保费上断档：险种 = 交强险时，R2（第 5 行）与R3（第 6 行）之间缺保费在 [5000..8000)。",
      ])
  }

  @Test("Two rules of a U table that meet are named with the exact box")
  func overlaps() throws {
    #expect(
      try remarks(
        """
        U|险种|签单日期|保费|费率
        kind|input|input|input|output
        type|text|date|money|rate
        values|商业险,交强险|-|-|
        R4|-|<=2026-06-30|-|20%
        R9|商业险|[2026-03-16..2026-12-31]|>=3000|21%
        """
      ).first { $0.hasPrefix("overlap") }
        == "overlap: R4 (row 5) and R9 (row 6) both match 险种 = 商业险, 签单日期 in [2026-03-16..2026-06-30], 保费 >= 3000, and say different things")
  }

  @Test("Two tiers that hold the same amounts are a ladder that crosses itself; dates too")
  func crossing() throws {
    let amounts = try remarks("U|保费|费率\nkind|input|output\ntype|money|rate\nA|<5000|1%\nB|[4000..9000]|2%\nC|>9000|3%")
    #expect(
      amounts == [
        "ladder-crosses: the ladder of 保费 crosses itself: A (row 4) and B (row 5) both hold 保费 in [4000..5000), and say different things"
      ])
    let dates = try remarks("U|日|费率\nkind|input|output\ntype|date|rate\nA|<=2026-03-31|1%\nB|>=2026-04-02|2%")
    #expect(dates == ["ladder-jumps: the ladder of 日 jumps: between A (row 4) and B (row 5) no rule for 日 = 2026-04-01"])
  }

  @Test("Under F a rule behind another that takes all it matches is unreachable, and so is one behind several together")
  func unreachable() throws {
    #expect(
      try remarks("F|保费|费率\nkind|input|output\ntype|money|rate\nA|<5000|1%\nB|[1000..2000]|2%\nC|>=5000|3%\nD|[3000..9000]|4%")
        == [
          "rule-unreachable: B (row 5) is unreachable: A (row 4) already matches all it matches",
          "rule-unreachable: D (row 7) is unreachable: together A (row 4), C (row 6) already match all it matches",
        ])
  }

  @Test("Rules that repeat, lie within one another or could be one are told apart by policy")
  func repeated() throws {
    let head = "|险种|保费|费率\nkind|input|input|output\ntype|text|money|rate\nvalues|甲,乙|-|\n"
    let repeating = try remarks("U" + head + "A|甲|<5|1%\nB|甲|<5.00|1%\nC|-|>=5|2%\nD|乙|<5|1%")
    #expect(
      repeating == [
        "rule-duplicate: B (row 6) asks for exactly what A (row 5) asks for, and says the same",
        "rules-contractible: A (row 5), D (row 8) differ in 险种 only and say the same: one rule could hold `-` in 险种",
        "column-decides-nothing: whatever 险种 is, the answer is the same: the column decides nothing",
      ])
    #expect(
      try remarks("A" + head + "A|甲|<5|1%\nB|-|<5|1%\nC|-|>=5|2%").first
        == "rule-subsumed: A (row 5) could go: B (row 6) matches all it matches and says the same")
    #expect(
      try remarks("F" + head + "A|甲|<5|1%\nB|乙|<5|3%\nC|-|-|1%").first
        == "rule-subsumed: A (row 5) could go: without it the same rows fall to C (row 7), which says the same")
    #expect(
      try remarks("U" + head + "A|甲|<5|1%\nB|-|-|1%").first
        == "rule-subsumed: A (row 5) lies wholly within B (row 6): both match 险种 = 甲, 保费 < 5, and say the same, and every such row will wait"
    )
    #expect(
      try remarks("U" + head + "A|甲|<5|1%\nB|甲|[5..9]|1%\nC|甲|>9|2%\nD|乙|-|1%").first
        == "rules-contractible: A (row 5), B (row 6) differ in 保费 only and say the same: one rule could hold 保费 <= 9")
    #expect(
      try remarks("C+" + head + "A|甲|-|1%\nB|甲|-|1%\nC|乙|-|1%").first
        == "rule-duplicate: B (row 6) asks for exactly what A (row 5) asks for, and says the same; both will count")
  }

  @Test("Under P a row below that wins over a row above is pointed out, and a row nobody reaches is found")
  func priority() throws {
    #expect(
      try remarks(
        """
        P|保费|等级
        kind|input|output
        type|money|text
        values|-|高,中,低
        A|-|低
        B|>5000|高
        C|>6000|中
        """
      ) == [
        "priority-misleads: A (row 5) stands above B (row 6), yet where both match (保费 > 5000) the lower row wins: 高 is listed before 低",
        "priority-misleads: A (row 5) stands above C (row 7), yet where both match (保费 > 6000) the lower row wins: 中 is listed before 低",
        "rule-unreachable: C (row 7) is unreachable: B (row 6) already matches all it matches",
        "output-never-used: 等级 is never 中: the rules that give it are never reached",
      ])
  }

  @Test("Columns that decide nothing and outputs nobody gives are named with their place")
  func idle() throws {
    let findings = RuleCheck.findings(
      try table(
        """
        U|险种|地区|可|费率|备用
        kind|input|input|input|output|output
        type|text|text|boolean|rate|text
        values|甲,乙|-|-|1%,2%,3%|-
        A|甲|-|是|1%|
        B|甲|-|否|1%|
        C|乙|-|是|2%|
        D|乙|-|否|2%|
        """))
    #expect(
      findings.filter { $0.code != "rules-contractible" }.map { "\($0.place.description.dropFirst(18)): \($0.en)" } == [
        "row 1 column C (地区): 地区 is `-` in every rule: the column decides nothing",
        "row 1 column D (可): whatever 可 is, the answer is the same: the column decides nothing",
        "row 1 column E (费率): 费率 lists 3%, and no rule gives it", "row 1 column F (备用): 备用 is blank in every rule",
      ])
  }

  @Test("Shares that do not make a whole are added up, within a row and across the rows that hit together")
  func shares() throws {
    #expect(
      try remarks("U|险种|甲方份额|乙方份额\nkind|input|output|output\ntype|text|rate|rate\nvalues|x,y||\nA|x|60%|40%\nB|y|60%|30%")
        == ["shares-not-whole: 甲方份额 and 乙方份额 of B (row 6) come to 90%, not 100%"])
    #expect(
      try remarks("C|险种|收款方|分成\nkind|input|output|output\ntype|text|text|rate\nvalues|x,y||\nA|x|甲|60%\nB|x|乙|40%\nC|y|甲|60%\nD|-|丙|10%")
        .filter { $0.hasPrefix("shares") } == [
          "shares-not-whole: for 险种 = y the 分成 of C (row 7), D (row 8) come to 70%, not 100%",
          "shares-not-whole: for 险种 = x the 分成 of A (row 5), B (row 6), D (row 8) come to 110%, not 100%",
        ])
  }

  @Test("Caps under floors, rates above the whole and commas inside numbers are slips of the pen")
  func slips() throws {
    #expect(
      try remarks(
        "F|保费|金额上限|金额下限|费率\nkind|input|output|output|output\ntype|money|money|money|rate\nA|<1,500|100|200|2000%\nB|-|200|100|20%"
      )
      .filter { !$0.hasPrefix("rule") } == [
        "cap-under-floor: 金额上限 of A (row 4) is 100, below its 金额下限 of 200",
        "rate-above-whole: 费率 of A (row 4) is 2000%, more than the whole; was 20% meant?",
        "number-looks-grouped: 保费 of A (row 4) is <1,500: a comma means \"or\"; if one number is meant, leave the comma out",
      ])
  }

  @Test("What one table of a flow covers and the next does not is named")
  func across() throws {
    let income = try table(
      "U|产品编码|签单日期|费率\nkind|input|input|output\ntype|text|date|rate\nA|P-1|[2026-01-01..2026-12-31]|20%\nB|P-3|[2026-01-01..2026-12-31]|20%",
      name: "收入规则")
    let level = try table(
      "U|产品编码|签单日期|费率\nkind|input|input|output\ntype|text|date|rate\nX|not(P-3)|[2026-01-01..2026-06-30]|10%", name: "支出一级")
    #expect(
      RuleCheck.across([income, level]).map(\.en) == [
        "收入规则 covers 产品编码 = P-1, 签单日期 in [2026-07-01..2026-12-31], but no rule of 支出一级 does",
        "收入规则 covers 产品编码 = P-3, 签单日期 in [2026-01-01..2026-12-31], but no rule of 支出一级 does",
      ])
    #expect(RuleCheck.across([income, income]).isEmpty)
  }

  @Test("A clean table is passed over in silence")
  func clean() throws {
    #expect(
      try remarks(
        """
        U|险种|保费|费率|计费口径
        kind|input|input|output|output
        type|text|money|rate|text
        values|商业险,交强险|>=0|-|-
        A|商业险|<3000|20%|net
        B|商业险|>=3000|21%|net
        C|交强险|-|4%|gross
        """
      ).isEmpty)
  }

  @Test("A search that is cut short says so")
  func unfinished() throws {
    let rules = (0..<40).map { "R\($0)|[\($0)..\($0 + 20)]|[\($0 * 7 % 40)..\($0 * 7 % 40 + 20)]|1%" }.joined(separator: "\n")
    let found = try remarks("U|甲|乙|费率\nkind|input|input|output\ntype|number|number|rate\n" + rules, effort: 500)
    #expect(
      found.contains(
        "check-unfinished: the search for gaps was stopped after 500 steps and is not complete; there may be more than is listed"))
  }

  @Test("Of a long list of the same remark the rest is counted")
  func counted() throws {
    let rules = (0..<20).map { "R\($0)|>\($0)|1%" }.joined(separator: "\n")
    let found = try remarks("U|甲|费率\nkind|input|output\ntype|number|rate\n" + rules)
    #expect(found.contains("rule-subsumed: and 150 more of the same sort"))
  }
}
