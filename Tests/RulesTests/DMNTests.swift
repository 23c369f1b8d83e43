import Rules
import Tables
import Testing
import Values

@Suite struct DMNTests {
  static let drawn = """
    P|险种|保费|签单日期|时间|可|费率|等级|说明
    kind|input|input|input|input|input|output|output|annotation
    type|text|money|date|datetime|boolean|rate|text|
    values|商业险,交强险|>=0|-|-|-|-|"高 级",低|
    default|||||||低|
    R-1|not(交强险)|[3000..5000)|[2026-01-01..2026-12-31]|<2026-03-31 12:00:00|true|20%|"高 级"|说 "是" & <否>
    R-2|"a,b",null|<0,>=5000|-|null|-||低|
    """

  @Test("A table written as DMN and read back is the same table, version and all")
  func roundTrip() throws {
    let table = try table(Self.drawn.replacing("\"a,b\",null", with: "交强险,null"), name: "收入规则")
    let model = DMN.definitions([table], name: "rules")
    let back = try DMN.tables(of: model, place: Place(file: "rules.dmn"))
    #expect(back.count == 1)
    #expect(back[0].name == "收入规则")
    #expect(back[0].canonicalRows() == table.canonicalRows())
    #expect(back[0].version == table.version)
    #expect(back[0].place.description == "rules.dmn [收入规则]")
  }

  @Test("The XML is what a modeller expects: namespaces, quoted texts, fractions for percents, dates as calls")
  func xml() throws {
    let table = try table(Self.drawn.replacing("\"a,b\",null", with: "交强险,null"), name: "收入规则")
    let text = DMN.definitions([table], name: "rules").document
    for piece in [
      "<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\"", "hitPolicy=\"PRIORITY\"", "<text>not(\"交强险\")</text>",
      "<text>[3000..5000)</text>", "<text>[date(\"2026-01-01\")..date(\"2026-12-31\")]</text>",
      "<text>&lt;date and time(\"2026-03-31T12:00:00\")</text>",
      "<text>0.2</text>", "<text>\"高 级\",\"低\"</text>", "typeRef=\"money\"", "<text>说 \"是\" &amp; &lt;否&gt;</text>", "<text>R-1</text>",
    ] {
      #expect(text.contains(piece), "\(piece)")
    }
  }

  @Test("A whole day among instants is spelled out, so that another engine reads the same")
  func wholeDay() throws {
    var lexicon = Lexicon()
    for (cell, feel) in [
      ("<=2026-03-31", "<=date and time(\"2026-03-31T23:59:59\")"), (">2026-03-31", ">date and time(\"2026-03-31T23:59:59\")"),
      ("2026-03-31", "[date and time(\"2026-03-31T00:00:00\")..date and time(\"2026-03-31T23:59:59\")]"),
      ("[2026-03-01..2026-03-31)", "[date and time(\"2026-03-01T00:00:00\")..date and time(\"2026-03-31T00:00:00\"))"),
    ] {
      let test = try UnaryTest(reading: cell, as: .datetime, lexicon: &lexicon)
      #expect(test.feel == feel)
      #expect(try UnaryTest(reading: feel, as: .datetime, lexicon: &lexicon).points == test.points)
    }
  }

  private func model(_ table: DMNElement) -> DMNElement {
    DMNElement(
      "semantic:definitions", children: [DMNElement("semantic:decision", [("name", "费率"), ("id", "d")], children: [table])])
  }

  private func entry(_ name: String, _ text: String) -> DMNElement { DMNElement(name, children: [DMNElement("text", text: text)]) }

  private func drawing(test: String, result: String, type: String? = "number", policy: String? = nil) -> DMNElement {
    DMNElement(
      "semantic:decisionTable", policy.map { [("hitPolicy", $0)] } ?? [],
      children: [
        DMNElement(
          "input", [("label", "保费")],
          children: [DMNElement("inputExpression", type.map { [("typeRef", $0)] } ?? [], children: [DMNElement("text", text: " 保费 ")])]),
        DMNElement("output", [("typeRef", "string")]),
        DMNElement("rule", [("id", "r_1")], children: [entry("inputEntry", test), entry("outputEntry", result)]),
      ])
  }

  @Test("A model drawn elsewhere is read: prefixes, default policy, names where modellers put them")
  func foreign() throws {
    let table = try DMN.tables(of: model(drawing(test: "]3000..5000[", result: "\"net\"")), place: Place(file: "m.dmn"))[0]
    #expect(table.policy == .unique)
    #expect(table.inputs.map(\.name) == ["保费"])
    #expect(table.outputs.map(\.name) == ["费率"])
    #expect(table.id(0) == "r_1")
    #expect(table.outputText(0, "费率") == "net")
    #expect(table.rules[0].tests[0].text == "(3000..5000)")
  }

  @Test(
    "What a table cannot hold is refused, not read as a text that never matches",
    arguments: [
      ("? > 5", "\"x\"", "number", "dmn-expression"), ("abs(x)", "\"x\"", "number", "dmn-expression"),
      ("5", "net", "number", "dmn-expression"),
      ("5", "\"x\"", "duration", "type-unknown"), ("5", "\"x\"", nil, "type-unknown"), ("five", "\"x\"", "number", "test-unreadable"),
    ])
  func refused(test: String, result: String, type: String?, code: String) {
    do {
      _ = try DMN.tables(of: model(drawing(test: test, result: result, type: type)), place: Place(file: "m.dmn"))
      Issue.record("it was read")
    } catch {
      #expect(error.code == code)
      #expect(error.place.hasPrefix("m.dmn [费率]"))
    }
  }

  @Test("A decision that is no table, and a file that is no model, are refused")
  func notATable() {
    #expect(throws: Fault.self) { try DMN.tables(of: model(DMNElement("literalExpression")), place: Place(file: "m.dmn")) }
    #expect(throws: Fault.self) { try DMN.tables(of: DMNElement("html"), place: Place(file: "m.dmn")) }
  }
}
