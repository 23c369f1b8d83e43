import Flows
import Ledger
import Settlement
import Tables
import Testing
import Values

/// The worked numbers of domain.md B1, each to the fen.
@Suite("The worked numbers")
struct WorkedNumbersTests {
  private func income(_ line: String, _ rate: String, _ basis: String) -> (String) -> String {
    { $0.replacing(line == "商业险" ? "20%,net" : "4%,net", with: "\(rate),\(basis)") }
  }

  @Test("B1-1: net premium, tax as the rest, income by the net")
  func publicOracle() throws {
    let bench = try Bench()
    let commercial = bench.settle(["premium": "3196.82"])
    #expect([commercial["net"], commercial["tax"], commercial["income-amount"]] == ["3015.87", "180.95", "603.17"])
    let compulsory = bench.settle(["premium": "950.00", "line": "交强险", "vehicle-tax": "420.00"])
    #expect([compulsory["net"], compulsory["tax"], compulsory["income-amount"]] == ["896.23", "53.77", "35.85"])
    #expect(compulsory["vehicle-tax"] == "420.00" && compulsory["premium"] == "950.00")
    let byInvoice = bench.settle(["premium": "3196.82", "net-premium": "3015.87"])
    #expect(byInvoice["income-amount"] == "603.17")
  }

  @Test("B1-1: on the gross basis the whole premium counts")
  func gross() throws {
    let bench = try Bench(["rules/income.csv": income("交强险", "4%", "gross")])
    #expect(bench.settle(["premium": "950.00", "line": "交强险"])["income-amount"] == "38.00")
  }

  @Test(
    "B1-2: the net is rounded before the fee is taken of it",
    arguments: [("23%", "3000.05", "2830.24", "650.96"), ("12.5%", "3000.01", "2830.20", "353.78")])
  func twoSteps(rate: String, premium: String, net: String, fee: String) throws {
    let settled = try Bench(["rules/income.csv": income("商业险", rate, "net")]).settle(["premium": premium])
    #expect([settled["net"], settled["income-amount"]] == [net, fee])
  }

  @Test("B1-3: the tax of a fee is what is left", arguments: [(60317, 56903, 3414), (10008, 9442, 566)] as [(Int64, Int64, Int64)])
  func feeTax(amount: Int64, net: Int64, tax: Int64) {
    let fee = Fee(computed: Money(minor: amount), vat: Rate(percent: 6), includesTax: true, rounding: .halfUp)
    #expect(fee.net == Money(minor: net) && fee.vat == Money(minor: tax))
  }

  @Test("B1-3: where the fee excludes its tax, the tax comes on top")
  func feeWithoutTax() {
    let fee = Fee(computed: Money(minor: 10_000), vat: Rate(percent: 6), includesTax: false, rounding: .halfUp)
    #expect(fee.amount == Money(minor: 10_600) && fee.net == Money(minor: 10_000) && fee.vat == Money(minor: 600))
  }

  @Test("B1-4: two levels on one base, and the margin that is left")
  func levels() throws {
    let settled = try Bench().settle(["premium": "3196.82"])
    #expect(
      [settled["level1-amount"], settled["level2-amount"], settled["expenditure"], settled["margin"]] == [
        "301.59", "90.48", "392.07", "211.10",
      ])
    #expect([settled["level1-rule"], settled["level2-rule"], settled["income-rule"]] == ["L1-01", "L2-02", "INC-01"])
    #expect(settled.payables("amount") == ["301.59", "90.48"])
    #expect(settled["payable-state"] == "应付")
  }

  @Test("B1-4: expenditure over income is settled and held")
  func negativeMargin() throws {
    let settled = try Bench(["rules/income.csv": income("商业险", "5%", "net")]).settle(["premium": "3196.82"])
    #expect(settled.state == .settled)
    #expect(settled["margin"] == "-241.28")
    #expect(settled["payable-state"].hasPrefix("暂扣") && settled["payable-state"].contains("支出大于收入"))
    var books = settled.desk.books
    let changes = books.takeChanges()
    #expect(changes.holds.map(\.amount) == [39207])
  }

  @Test(
    "B1-5: a band's lower edge belongs to it, its upper edge to the next",
    arguments: [
      ("2999.99", "L2-01"), ("3000.00", "L2-02"), ("4999.99", "L2-02"), ("5000.00", "L2-03"), ("0.01", "L2-01"),
    ])
  func bandEdges(premium: String, rule: String) throws { #expect(try Bench().settle(["premium": premium])["level2-rule"] == rule) }

  @Test("B1-5: the column says which premium: without tax, or all lines of the policy")
  func whichPremium() throws {
    let net = try Bench(["rules/expenditure-2.csv": { $0.replacing("险种,保费,", with: "险种,不含税保费,") }])
    #expect(net.settle(["premium": "3000.00"])["level2-rule"] == "L2-01")
    let policy = try Bench(["rules/expenditure-2.csv": { $0.replacing("险种,保费,", with: "险种,保单保费,") }])
    let both = policy.settle([
      policy.fact(1, ["policy": "PP", "premium": "2500.00"]), policy.fact(2, ["policy": "PP", "premium": "950.00", "line": "交强险"]),
    ])
    let rules = both.lines.filter { $0.kind == 0 }.map { Canonical.text(both.cells[0][$0.row, 16], in: both.cells[0]) }
    #expect(Set(rules) == ["L2-02", "L2-04"])
  }

  @Test("B1-6: two hits under U: the row waits, and both rules are named")
  func ties() throws {
    let settled = try Bench(["rules/income.csv": { $0 + "INC-09,商业险,[2026-03-01..2026-03-31],22%,net,重叠\n" }]).settle(["premium": "3196.82"]
    )
    #expect(settled.state == .waiting && settled.reason == "several-rules")
    #expect(settled.detail.contains("INC-01") && settled.detail.contains("INC-09"))
  }

  @Test(
    "B1-7: a rule's dates include both ends",
    arguments: [("2026-01-01", "INC-01"), ("2026-12-31", "INC-01"), ("2025-12-31", "no line"), ("2027-01-01", "no line")])
  func dates(signed: String, rule: String) throws {
    #expect(try Bench().settle(["premium": "100.00", "signed": signed])["income-rule"] == rule)
  }

  @Test(
    "B1-8: a rate that begins within a month counts from its day, whole",
    arguments: [("2026-03-15", "INC-01", "20.00"), ("2026-03-16", "INC-05", "22.00")])
  func partialMonth(signed: String, rule: String, income: String) throws {
    let bench = try Bench([
      "rules/income.csv": {
        $0.replacing("INC-01,商业险,[2026-01-01..2026-12-31]", with: "INC-01,商业险,[2026-01-01..2026-03-15]")
          + "INC-05,商业险,>=2026-03-16,22%,net,\n"
      }
    ])
    let settled = bench.settle(["premium": "106.00", "signed": signed])
    #expect([settled["income-rule"], settled["income-amount"]] == [rule, income])
  }

  @Test("B1-18: what is paid over the filed cap is settled as computed and blocked, never cut")
  func overCap() throws {
    let settled = try Bench(["rules/caps.csv": { $0.replacing("25%", with: "12%") }]).settle(["premium": "3196.82"])
    #expect(settled.state == .settled && settled["expenditure"] == "392.07")
    #expect(settled["payable-state"].contains("超报备费率"))
    let within = try Bench(["rules/caps.csv": { $0.replacing("25%", with: "13%") }]).settle(["premium": "3196.82"])
    #expect(within["payable-state"] == "应付")
  }

  @Test("B1-18: measured by the income instead, the income's rate decides")
  func capOnIncome() throws {
    let bench = try Bench([
      "rules/caps.csv": { $0.replacing("25%", with: "19.99%") },
      "pipeline.yaml": { $0.replacing("cap-measures: expenditure", with: "cap-measures: income") },
    ])
    #expect(bench.settle(["premium": "3196.82"])["payable-state"].contains("超报备费率"))
  }

  @Test("The file's own tax columns come before any division; what does not add up is refused")
  func ownColumns() throws {
    let bench = try Bench()
    #expect(bench.settle(["premium": "106.00", "net-premium": "100.01"])["tax"] == "5.99")
    #expect(bench.settle(["premium": "106.00", "tax": "5.00"])["net"] == "101.00")
    #expect(bench.settle(["premium": "106.00", "net-premium": "100.00", "tax": "6.01"]).reason == "tax-does-not-add-up")
  }

  @Test(
    "The first stage that fails is the reason",
    arguments: [
      (["line": "船舶险"], "no-income-rule"), (["seller": "X999"], "seller-unknown"), (["signed": "2025-06-01"], "no-income-rule"),
      (["endorsement": "E1"], "awaiting-policy"),
    ] as [([String: String], String)])
  func firstStage(cells: [String: String], reason: String) throws {
    let settled = try Bench().settle(["premium": "100.00"].merging(cells) { $1 })
    #expect(settled.state == .waiting && settled.reason == reason)
  }

  @Test(
    "Each stage has its own reason",
    arguments: [
      ("rules/expenditure-1.csv", "L1-01,商业险,4S店", "L1-01,商业险,集团", "no-expenditure-1-rule"),
      ("rules/expenditure-2.csv", "<3000", "<50", "no-expenditure-2-rule"),
      ("rules/allocated.csv", "ALL-01,-,-", "ALL-01,P-OTHER,-", "not-allocated"), ("rules/allocated.csv", ",是,", ",否,", "not-allocated"),
      ("pipeline.yaml", "house-rules: allowed", "house-rules: off", "no-published-rules"),
    ])
  func stages(file: String, from: String, to: String, reason: String) throws {
    let settled = try Bench([file: { $0.replacing(from, with: to) }]).settle(["premium": "100.00"])
    #expect(settled.state == .waiting && settled.reason == reason)
  }
}
