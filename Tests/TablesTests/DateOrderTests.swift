import Tables
import Testing
import Values

@Suite("The dates of a row are to each other what they must be")
struct DateOrderTests {
  private func schema(_ limits: String, _ kind: Field.Kind = .date) -> Schema {
    Schema(
      name: "s",
      fields: [
        Field(name: "signed", header: "签单日期", kind: .date), Field(name: "starts", header: "起保日期", kind: .date),
        Field(name: "ends", header: "终保日期", kind: kind, limits: limits),
      ])
  }

  private func codes(_ limits: String, _ row: String, _ kind: Field.Kind = .date) throws -> [String] {
    try Grids.verify(Grids.make("签单日期|起保日期|终保日期\n" + row), schema(limits, kind), []).codes
  }

  @Test(
    "After, not before, within, in plain and in other forms",
    arguments: [
      ("after:starts", "|2026-03-12|2026-03-13", []), ("after:starts", "|2026-03-12|2026-03-12", ["2:date-order"]),
      ("after:starts", "|2026年3月12日|2026.3.11", ["2:date-order"]), ("after:starts", "||2026-03-11", []),
      ("after:starts", "|2026-03-12|", []),
      ("not-before:signed", "2026-03-12||2026-03-12", []), ("not-before:signed", "2026-03-12||2026-03-11", ["2:date-order"]),
      ("not-before:signed:30", "2026-03-31||2026-03-01", []), ("not-before:signed:30", "2026-04-01||2026-03-01", ["2:date-order"]),
      ("within:starts:12", "|2026-03-12|2027-03-12", []), ("within:starts:12", "|2026-03-12|2027-03-13", ["2:term-too-long"]),
      ("within:starts:12", "|2024-02-29|2025-02-28", []), ("within:starts:12", "|2024-02-29|2025-03-01", ["2:term-too-long"]),
    ])
  func orders(_ limits: String, _ row: String, _ expected: [String]) throws {
    #expect(try codes(limits, row) == expected)
    #expect(try codes(limits, row, .datetime) == expected)
  }

  @Test("A warning leaves the row in; a reject takes it out")
  func warning() throws {
    for (limits, accepted) in [("after:starts:warn", 1), ("after:starts:reject", 0)] {
      let verdict = try Grids.verify(Grids.make("起保日期|终保日期\n2026-03-12|2026-03-11"), schema(limits), [])
      #expect(verdict.counts.accepted == accepted && verdict.rejects[0].isWarning == (accepted == 1) && verdict.rejects[0].column == 1)
      #expect(verdict.rejects[0].detail == "起保日期")
    }
  }

  @Test(
    "A date nobody declares, or a limit nobody understands, is a wrong setting",
    arguments: ["after:begins", "after", "within:starts", "within:starts:0", "not-before:starts:x"])
  func wrong(_ limits: String) {
    let fault = #expect(throws: Fault.self) { try codes(limits, "|2026-03-12|2026-03-13") }
    #expect(fault?.kind == .setting && fault?.code == "feed-limit")
  }

  @Test("A limit on a column the file has not is not asked")
  func absent() throws {
    #expect(try Grids.verify(Grids.make("终保日期\n2026-03-11"), schema("after:starts"), []).codes == [])
  }

  @Test("What each row was is told in the order of the rows")
  func kinds() throws {
    let grid = Grids.make("题\n签单日期|起保日期|终保日期\n2026-01-05|2026-01-06|2026-01-07\n\n签单日期|起保日期|终保日期\nx|y|z\n合计||\n以上数据仅供参考，以保单为准||")
    guard case .found(let header) = HeaderMap.find(in: grid, schema: schema("")) else { return #expect(Bool(false), "no header") }
    var verifier = try Verifier(header: header, place: Place(file: "list.csv"))
    verifier.tellsKinds = true
    var rows = VerifiedRows(width: 3)
    verifier.verify(grid, into: &rows)
    #expect(verifier.takeKinds() == [.above, .header, .accepted, .blank, .repeatedHeader, .rejected, .total, .rejected])
    #expect(verifier.takeKinds().isEmpty)
  }
}
