import Rules
import Tables
import Testing
import Values

@Suite("Rules of several tables put together")
struct RuleCombinationTests {
  private static func table(_ name: String, _ rows: [[String]]) throws -> DecisionTable {
    try DecisionTable(name: name, rows: rows, place: Place(file: name))
  }

  @Test("A combination is listed when some row hits all its rules, and only then", arguments: 1...40)
  func exact(seed: Int) throws {
    var random = Numbers(seed: UInt64(seed))
    func pick(_ choices: [String]) -> String { choices[Int(random.next() % UInt64(choices.count))] }
    func rules(_ name: String) -> [[String]] {
      [["C", "险种", "保费", "费率"], ["kind", "input", "input", "output"], ["type", "text", "money", "rate"]]
        + (1...4).map {
          [
            "\(name)-\($0)", pick(["a", "b", "-", "not(a)", "not(b,c)", "a,c"]), pick(["-", "[0..3)", "[3..5]", ">5", "<2", "(2..4)"]),
            "1%",
          ]
        }
    }
    let tables = try (1...3).map { try RuleCombinationTests.table("T\($0)", rules("T\($0)")) }
    var possible: Set<[Int]> = []
    for text in ["a", "b", "c", "other"] {
      for fen in stride(from: Int64(0), through: 700, by: 50) {
        var row = Batch(width: 2)
        row.appendEmptyRow()
        row.set(0, 0, text: text)
        row.set(0, 1, .money(Money(minor: fen)))
        let hits = try tables.map { table -> [Int] in
          guard case .hits(let rules) = try table.compile(inputs: ["险种": 0, "保费": 1]).decide(row, 0) else { return [] }
          return rules
        }
        for first in hits[0] { for second in hits[1] { for third in hits[2] { possible.insert([first, second, third]) } } }
      }
    }
    let combination = RuleCombination(tables, limit: 1000)
    #expect(combination.left == 0 && Set(combination.rows).count == combination.rows.count)
    #expect(Set(combination.rows) == possible)
    let few = RuleCombination(tables, limit: 2)
    #expect(few.rows == Array(combination.rows.prefix(2)) && few.left == max(0, combination.rows.count - 2))
  }

  @Test("A table ends on the last day any of its rules holds, or has no end")
  func lastDay() throws {
    func table(_ tests: [String]) throws -> DecisionTable {
      try RuleCombinationTests.table(
        "t",
        [["U", "签单日期", "费率"], ["kind", "input", "output"], ["type", "date", "rate"]] + tests.enumerated().map { ["R\($0)", $1, "1%"] })
    }
    #expect(try table(["[2026-01-01..2026-03-31]", "[2026-04-01..2026-06-30]"]).lastDay == Day(iso: "2026-06-30"))
    #expect(try table(["<2026-04-01"]).lastDay == Day(iso: "2026-03-31"))
    #expect(try table(["[2026-01-01..2026-03-31]", ">=2026-04-01"]).lastDay == nil)
    #expect(try table(["-"]).lastDay == nil)
  }

  @Test("A rule is told in words")
  func words() throws {
    let table = try RuleCombinationTests.table(
      "t",
      [
        ["U", "险种", "保费", "费率"], ["kind", "input", "input", "output"], ["type", "text", "money", "rate"],
        ["R1", "商业险", "[0..3000)", "20%"], ["R2", "-", "-", "1%"],
      ])
    #expect(table.conditions(0) == "险种 商业险，保费 [0..3000)" && table.results(0) == "费率 20%")
    #expect(table.conditions(1) == "任何情况")
  }
}

private struct Numbers: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
