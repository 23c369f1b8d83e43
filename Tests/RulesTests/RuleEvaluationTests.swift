import Rules
import Tables
import Testing
import Values

@Suite struct RuleEvaluationTests {
  @Test("A case that hits shows rule and outputs; a miss shows the nearest rules with the first test that failed")
  func evaluation() throws {
    let table = try table(
      """
      U|险种|保费|费率|计费口径
      kind|input|input|output|output
      type|text|money|rate|text
      A|商业险|[3000..5000)|20%|net
      B|商业险|>=5000|21%|net
      C|交强险|<3000|4%|
      """)
    let cases = try table.evaluate(
      rows: rows("保单号|险种|保费\nP-1|商业险|3196.82\nP-2|商业险|2999.99\nP-3|意外险|100\nP-4|商业险|"), place: Place(file: "cases.csv"))
    #expect(cases.map(\.row) == [2, 3, 4, 5])
    #expect(cases.map(\.en) == ["A hits", "no rule matches", "no rule matches", "保费 is missing, and A asks for it"])
    #expect(cases[0].outputs[0].map(\.value) == ["20%", "net"])
    #expect(
      cases[1].near.map { table.said($0).en } == [
        "A fails first on 保费: it wants [3000..5000), and finds 2999.99", "B fails first on 保费: it wants >=5000, and finds 2999.99",
        "C fails first on 险种: it wants 交强险, and finds 商业险",
      ])
    #expect(table.said(cases[2].near[1]).en == "A fails first on 险种: it wants 商业险, and finds 意外险; 1 more do not hold")
    #expect(table.said(cases[2].near[0]).zh == "C 差在险种：要 交强险，实际是 意外险")
  }

  @Test("Collecting tables list their hits in the policy's order and fold what they are told to fold")
  func collecting() throws {
    let text = "|保费|费\nkind|input|output\ntype|money|money\nvalues|-|30,20,10\nA|>=1|10\nB|>=2|20\nC|>=3|30"
    for (policy, expected, folded) in [
      ("R", ["A", "B", "C"], ""), ("O", ["C", "B", "A"], ""), ("C", ["A", "B", "C"], ""), ("C+", ["A", "B", "C"], "60"),
      ("C<", ["A", "B", "C"], "10"),
      ("C>", ["A", "B", "C"], "30"), ("C#", ["A", "B", "C"], "3"),
    ] {
      let table = try table(policy + text)
      #expect(ids(try outcome(table, "3"), table) == expected)
      let evaluated = try table.evaluate(rows: [["保费"], ["3"]], place: house)
      if !folded.isEmpty { #expect(evaluated[0].outputs[0].map(\.value) == [folded]) }
    }
    let table = try table("P" + text)
    #expect(ids(try outcome(table, "3"), table) == ["C"])
  }

  @Test("Under A rules that agree are one hit, rules that differ are none")
  func any() throws {
    let table = try table("A|甲|乙|费率\nkind|input|input|output\ntype|number|number|rate\nA|>=1|-|1%\nB|-|>=1|1%\nC|>=5|-|2%")
    #expect(try outcome(table, "1", "1") == .hit(rule: 0))
    #expect(try outcome(table, "5", "1") == .ambiguous([0, 1, 2]))
    #expect(try outcome(table, "1", "") == .hit(rule: 0), "B would say the same")
    #expect(try outcome(table, "0", "") == .missing(column: 1, rule: 1))
  }
}
