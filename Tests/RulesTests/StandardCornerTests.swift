import Rules
import Tables
import Testing
import Values

/// What the DMN standard says in its corners, one sentence each. (DMN 1.3, chapters 8 and 10; the same cases stand in samples/rules-eval-corners)
@Suite("Corners of the standard")
struct StandardCornerTests {
  @Test("No hit and no default row is no answer, whatever the policy", arguments: HitPolicy.allCases)
  func noHit(policy: HitPolicy) throws {
    let table = try table("\(policy.rawValue)|数|费\nkind|input|output\ntype|number|money\nvalues|-|20,10\nA|>=5|10\nB|>=6|20")
    #expect(try outcome(table, "4") == .none)
    #expect(try table.evaluate(rows: [["数"], ["4"]], place: house)[0].outputs.isEmpty)
  }

  @Test("The default row answers where no rule does, under every policy, and its blank outputs stay blank", arguments: HitPolicy.allCases)
  func defaults(policy: HitPolicy) throws {
    let table = try table("\(policy.rawValue)|数|费\nkind|input|output\ntype|number|money\nvalues|-|20,10\ndefault||10\nA|>=5|20")
    let found = try outcome(table, "4")
    #expect(ids(found, table) == ["default"] && table.output(1, "费") == .money(Money(minor: 1000)))
    let two = try self.table("U|数|费|级\nkind|input|output|output\ntype|number|money|text\ndefault||10|\nA|>=5|20|高")
    #expect(two.output(1, "级").isNone && two.output(1, "费") == .money(Money(minor: 1000)))
  }

  @Test("A missing value that no rule still possible asks for is not asked for, even where a default row stands")
  func missingBehindDefault() throws {
    let table = try table("U|险种|地区|费率\nkind|input|input|output\ntype|text|text|rate\ndefault|||1%\nA|商业险|北京|20%")
    #expect(ids(try outcome(table, "交强险", ""), table) == ["default"])
    #expect(try outcome(table, "商业险", "") == .missing(column: 1, rule: 0))
  }

  @Test("A missing value is not among the allowed ones and not outside them: it is missing")
  func missingAndAllowed() throws {
    let table = try table("U|险种|费率\nkind|input|output\ntype|text|rate\nvalues|商业险,交强险|\nA|商业险|20%\nB|null|1%")
    #expect(ids(try outcome(table, ""), table) == ["B"])
    #expect(try outcome(table, "意外险") == .unlisted(column: 0))
    #expect(try outcome(table, "交强险") == .none)
  }

  @Test("A value outside the allowed ones is said before anything else, even where another input is missing")
  func unlistedFirst() throws {
    let table = try table("F|险种|保费|费率\nkind|input|input|output\ntype|text|money|rate\nvalues|商业险|>=0|\nA|商业险|>=5|20%\nB|-|-|1%")
    #expect(try outcome(table, "意外险", "") == .unlisted(column: 0))
    #expect(try outcome(table, "", "-1") == .unlisted(column: 1))
  }

  @Test(
    "Negation: not(null) takes every value and no missing one; a doubled not is the test itself; of texts it takes the unlisted ones too")
  func negation() throws {
    let table = try table("U|名|费率\nkind|input|output\ntype|text|rate\nA|not(null)|1%\nB|null|2%")
    #expect(ids(try outcome(table, "随便"), table) == ["A"])
    #expect(ids(try outcome(table, ""), table) == ["B"])
    #expect(try passes("not(not(甲,乙))", "乙", .text))
    #expect(try passes("not(not(甲,乙))", "丙", .text) == false)
    #expect(try passes("not(甲,乙)", "没有列出的", .text))
    #expect(try passes("not([1..3],>9)", "4", .number))
  }

  @Test("Lists nest in round and square brackets, as deep as one likes, and one that passes is enough")
  func nested() throws {
    for value in ["1", "3", "4", "9"] { #expect(try passes("(1,(3,[4,(>8)]))", value, .number), "\(value)") }
    #expect(try passes("(1,(3,[4,(>8)]))", "2", .number) == false)
    #expect(try passes("(\"甲\",[\"乙\",(\"丙\")])", "丙", .text))
  }

  @Test("Ends: a day belongs to an interval of days with square brackets and not with round ones, and its last second is still of it")
  func ends() throws {
    #expect(try passes("(2026-03-01..2026-03-31)", "2026-03-31", .date) == false)
    #expect(try passes("(2026-03-01..2026-03-31]", "2026-03-31", .date))
    #expect(try passes("(2026-03-01..2026-03-31]", "2026-03-01 23:59:59", .datetime) == false)
    #expect(try passes("(2026-03-01..2026-03-31]", "2026-03-31 23:59:59", .datetime))
    #expect(try passes("[2026-03-01..2026-03-31)", "2026-03-31 00:00:00", .datetime) == false)
    #expect(try passes("]2026-03-01T10:00:00..2026-03-01T12:00:00[", "2026-03-01 12:00:00", .datetime) == false)
  }

  @Test("Under P the outputs are ranked one after the other, the first listed column first, a blank or unlisted one last")
  func priorities() throws {
    let table = try table(
      "P|数|级|色\nkind|input|output|output\ntype|number|text|text\nvalues|-|高,低|红,绿\nA|>0|低|红\nB|>1|高|绿\nC|>2|高|红\nD|>3||红")
    #expect(ids(try outcome(table, "1"), table) == ["A"])
    #expect(ids(try outcome(table, "2"), table) == ["B"])
    #expect(ids(try outcome(table, "3"), table) == ["C"])
    #expect(ids(try outcome(table, "4"), table) == ["C"])
  }

  @Test("Under A rules that agree in every output are one answer, the first of them; one output that differs is none")
  func any() throws {
    let table = try table("A|数|级|色\nkind|input|output|output\ntype|number|text|text\nA|>0|高|红\nB|>1|高|红\nC|>2|高|绿")
    #expect(try outcome(table, "2") == .hit(rule: 0))
    #expect(try outcome(table, "3") == .ambiguous([0, 1, 2]))
  }

  @Test("C+ of no value at all is nothing, C# counts what is said, and a blank output neither adds nor counts")
  func folding() throws {
    for (policy, folded) in [("C+", "30"), ("C<", "10"), ("C>", "20"), ("C#", "2")] {
      let table = try table("\(policy)|数|费\nkind|input|output\ntype|number|money\nA|>0|10\nB|>0|\nC|>0|20\nD|>5|")
      #expect(try table.evaluate(rows: [["数"], ["1"]], place: house)[0].outputs[0].map(\.value) == [folded])
    }
    let blank = try table("C+|数|费\nkind|input|output\ntype|number|money\nA|>0|")
    #expect(blank.aggregate([0], 0).isNone)
  }

  private func table(_ text: String) throws -> DecisionTable { try RulesTests.table(text) }
}
