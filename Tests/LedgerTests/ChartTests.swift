import Ledger
import Testing
import Values

@Suite("The chart of accounts")
struct ChartTests {
  private static let header = ["account", "unit", "below-zero", "side"]

  private func chart(_ rows: [String]...) throws -> Chart { try Chart(rows: [Self.header] + rows, file: "accounts.csv") }

  private func refusal(of rows: [[String]]) -> Fault? {
    do {
      _ = try Chart(rows: rows, file: "accounts.csv")
      return nil
    } catch { return error }
  }

  @Test("A star stands for exactly one segment")
  func star() throws {
    let chart = try chart(["liability:payable:*", "CNY", "no", ""])
    #expect(chart.rule(for: Kit.payable("CH-A"))?.row == 2)
    #expect(chart.rule(for: AccountPath(.liability, "payable")) == nil)
    #expect(chart.rule(for: AccountPath(.liability, "payable", "CH-A", "x")) == nil)
    #expect(chart.rule(for: AccountPath(.liability, "receivable", "CH-A")) == nil)
  }

  @Test("The leftmost literal segment decides, and a literal that leads nowhere gives way to the star")
  func specific() throws {
    let chart = try chart(
      ["memo:*:b", "CNY", "yes", ""], ["memo:a:*", "CNY", "yes", ""], ["memo:a:b", "CNY", "yes", ""], ["memo:x:only", "CNY", "yes", ""])
    #expect(chart.rule(for: AccountPath(.memo, "a", "b"))?.row == 4)
    #expect(chart.rule(for: AccountPath(.memo, "a", "c"))?.row == 3)
    #expect(chart.rule(for: AccountPath(.memo, "q", "b"))?.row == 2)
    #expect(chart.rule(for: AccountPath(.memo, "x", "b"))?.row == 2)
  }

  @Test("A unit is named, a family of units, or any")
  func units() throws {
    let chart = try chart(
      ["stock:gift:*", "stock:*", "no", ""], ["asset:till", "CNY", "no", ""], ["asset:till", "USD", "yes", ""],
      ["memo:all", "*", "yes", ""])
    let gift = AccountPath(.stock, "gift", "G1")
    let till = AccountPath(.asset, "till")
    let dollar = Unit(code: "USD", places: 2)
    #expect(chart.finding(for: AccountKey(gift, .cny)) == .wrongUnit)
    #expect(chart.rule(for: gift)?.allows(Unit(code: "stock:G1", places: 0)) == true)
    guard case .rule(let first) = chart.finding(for: AccountKey(till, .cny)),
      case .rule(let second) = chart.finding(for: AccountKey(till, dollar))
    else { throw Fault(.program, code: "test", place: "", cause: "no rule", remedy: "") }
    #expect(first.hasFloor && !second.hasFloor)
    #expect(chart.finding(for: AccountKey(AccountPath(.memo, "all"), dollar)) != .wrongUnit)
    #expect(chart.finding(for: AccountKey(AccountPath(.memo, "none"), .cny)) == .unknownAccount)
  }

  @Test("The side is the kind's unless the row says otherwise")
  func sides() throws {
    let chart = try chart(["asset:a", "CNY", "no", ""], ["liability:a", "CNY", "no", ""], ["memo:a", "CNY", "no", "贷"])
    #expect(chart.rules.map(\.side) == [.debit, .credit, .credit])
  }

  @Test("Chinese headers are known, columns may stand in any order, blank rows count as rows")
  func chinese() throws {
    let chart = try Chart(rows: [["可为负", "备注", "科目", "单位"], ["", "", "", ""], ["是", "x", "memo:银行:*", "CNY"]], file: "accounts.csv")
    #expect(chart.rule(for: AccountPath(.memo, "银行", "1"))?.row == 3)
  }

  @Test(
    "A wrong chart is refused with row, cause and remedy",
    arguments: [
      ("chart-empty", []),
      ("chart-column-missing", [["account", "unit"]]),
      ("chart-column-twice", [["account", "unit", "below-zero", "科目"]]),
      ("chart-account", [header, ["cash:a", "CNY", "no", ""]]),
      ("chart-account", [header, ["*:a", "CNY", "no", ""]]),
      ("chart-account", [header, ["asset", "CNY", "no", ""]]),
      ("chart-account", [header, ["", "CNY", "no", ""]]),
      ("chart-unit", [header, ["asset:a", "", "no", ""]]),
      ("chart-unit", [header, ["asset:a", "a*b", "no", ""]]),
      ("chart-below-zero", [header, ["asset:a", "CNY", "maybe", ""]]),
      ("chart-side", [header, ["asset:a", "CNY", "no", "left"]]),
      ("chart-row-twice", [header, ["asset:a", "CNY", "no", ""], ["asset:a", "CNY", "yes", ""]]),
      ("chart-units-overlap", [header, ["asset:a", "CNY", "no", ""], ["asset:a", "*", "yes", ""]]),
      ("chart-nested", [header, ["asset:a:*", "CNY", "no", ""], ["asset:a", "CNY", "yes", ""]]),
      ("chart-nested", [header, ["asset:*", "CNY", "no", ""], ["asset:a:b", "CNY", "yes", ""]]),
    ] as [(String, [[String]])])
  func wrong(code: String, rows: [[String]]) throws {
    let fault = try #require(refusal(of: rows))
    #expect(fault.code == code)
    #expect(fault.kind == .setting)
    #expect(fault.place == (rows.isEmpty ? "accounts.csv" : "accounts.csv row \(rows.count)"))
    #expect(!fault.cause.isEmpty && !fault.remedy.isEmpty)
  }
}
