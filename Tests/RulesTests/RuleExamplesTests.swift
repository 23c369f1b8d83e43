import Rules
import Tables
import Testing
import Values

@Suite struct RuleExamplesTests {
  let place = Place(file: "income.examples.csv")

  private func findings(_ text: String) throws -> [Finding] {
    let table = try table(
      """
      U|险种|保费|费率|计费口径
      kind|input|input|output|output
      type|text|money|rate|text
      A|商业险|>=3000|20%|net
      B|交强险|-|4%|gross
      C|交强险|>9000|4%|gross
      """)
    return try table.check(try DecisionTable.examples(rows: rows(text), place: place))
  }

  @Test("Examples that come out as written are silent")
  func passing() throws {
    #expect(
      try findings(
        """
        险种|保费|规则|费率|计费口径
        商业险|3000|A|0.2|net
        交强险|950|B|4%|
        商业险|2999.99|none||
        商业险||missing||
        交强险|9001|C,B||
        """
      ).isEmpty)
  }

  @Test("An example that fails is told with what was expected and what came")
  func failing() throws {
    let found = try findings(
      """
      险种|保费|规则|费率
      商业险|2999.99|A|
      交强险|950|A|
      交强险|950|B|5%
      商业险||A|
      交强险|9001|B|
      """)
    #expect(
      found.map(\.en) == [
        "this example should come to A, but no rule matches", "this example should come to A, but B hits",
        "费率 of this example should be 5%, but is 4%",
        "this example should come to A, but 保费 is missing, and A asks for it", "this example should come to B, but B and C both match",
      ])
    #expect(found[0].place.description == "income.examples.csv row 2 column C (规则)")
    #expect(found[2].zh == "这个例子的费率应当是 5%，实际是4%。")
    #expect(found.allSatisfy { $0.severity == .fault })
  }

  @Test("An examples file that speaks of unknown columns or unreadable values is refused")
  func refused() {
    #expect(throws: Fault.self) { try findings("险种|地区|规则\n商业险|北京|A") }
    #expect(throws: Fault.self) { try findings("险种|保费|规则\n商业险|三千|A") }
    #expect(throws: Fault.self) { try findings("险种|保费\n商业险|3000") }
  }
}
