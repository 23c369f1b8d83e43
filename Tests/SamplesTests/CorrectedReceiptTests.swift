import Drops
import Flows
import Foundation
import Night
import NightKit
import Spreadsheets
import Store
import Tables
import Testing
import Values

@Suite("A receipt comes back corrected")
struct CorrectedReceiptTests {
  static let header = "保单号,险种,产品编码,销售商,保费,签单日期,起保日期,终保日期,被保险人,证件号码,手机"
  static func row(_ number: Int, _ premium: String, _ day: String = "2026-03-11") -> String {
    "PDAA2026440100000\(number),商业险,P-01,SEL-4S,\(premium),\(day),2026-03-12,2027-03-11,张三丰,11010519491231002X,1380013800\(number)"
  }
  static let list = [header, row(1, "3196.82"), row(2, "三千"), row(3, "950.00", "2026-02-30"), row(4, "1.005"), "合计,,,,4146.82"]

  private let scratch = ScratchFolder("corrected")
  private let root: TrialRoot

  init() throws {
    root = try TrialRoot(new: scratch.path + "/root", houseRules: false)
    try Dropping(root: root.path).lay(Sample.root + "/ground")
    try root.run("2026-03-26")
    try root.drop(Self.list.joined(separator: "\n"), as: "list.csv", from: "SUP-A", to: "underwriting")
    try root.run("2026-03-27")
  }

  private func path(_ day: String, _ name: String) -> String {
    "\(root.path)/parties/SUP-A/outbound/\(day)/receipt_underwriting_\(name).xlsx"
  }

  private func receipt(_ day: String, _ name: String) throws -> [[String]] {
    try CellFile.rows(path(day, name), name: name, hints: ReadHints(sheet: .name("明细"))).filter { !$0.isEmpty }
  }

  private func drop(_ rows: [[String]], as name: String, on day: String) throws -> [[String]] {
    let text = rows.map { $0.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",") }.joined(separator: "\n")
    try root.drop("\u{FEFF}" + text, as: name, from: "SUP-A", to: "underwriting")
    try root.run(day)
    return try receipt(day, name)
  }

  private func states(_ rows: [[String]]) -> [String] { rows.dropFirst().map { $0.count > 11 ? $0[11] : "" } }
  private func codes(_ rows: [[String]]) -> [String] { rows.dropFirst().map { $0.count > 12 ? $0[12] : "" } }

  @Test("The sender's rows, order and columns, then state, code, reason, remedy and the row's mark; personal data masked")
  func shape() throws {
    let rows = try receipt("2026-03-27", "list.csv")
    #expect(rows[0] == Self.header.split(separator: ",").map(String.init) + ["状态", "原因代码", "原因", "处理建议", "回执行号"])
    #expect(rows.count == 6)
    #expect(rows[2].prefix(5) == ["PDAA20264401000002", "商业险", "P-01", "SEL-4S", "三千"])
    #expect(rows[2][9] == "110105********002X" && rows[2][10] == "138****8002")
    #expect(states(rows) == ["已结算", "拒绝", "拒绝", "拒绝", "非数据行"])
    #expect(rows[2][15].hasSuffix(":3") && rows[5][15].hasSuffix(":6"))
  }

  @Test(
    "Only the corrected rows are taken, what was masked is restored, and the rest is passed over; as CSV, in another order, or as the workbook itself"
  )
  func corrected() throws {
    var rows = try receipt("2026-03-27", "list.csv")
    rows[2][4] = "3000"
    rows[3][5] = "2026-02-28"
    rows.swapAt(2, 4)
    let after = try drop(rows, as: "回执.csv", on: "2026-03-28")
    #expect(states(after) == ["此前已接收", "拒绝", "已结算", "已结算", "此前已接收"], "\(after)")
    #expect(codes(after)[1] == "amount-too-fine")
    #expect(after[0].count == 16 && after[0].last == "回执行号")
    // The restored row is the row in full: sent once more as a whole, it is a repetition and no conflict.
    try root.drop(
      [Self.header, Self.row(2, "3000"), Self.row(3, "950", "2026-02-28")].joined(separator: "\n"), as: "whole.csv", from: "SUP-A",
      to: "underwriting")
    try root.run("2026-03-29")
    #expect(codes(try receipt("2026-03-29", "whole.csv")) == ["already", "already"])
  }

  @Test("The receipt of a receipt comes back too: masks are restored through both")
  func again() throws {
    var rows = try receipt("2026-03-27", "list.csv")
    rows[2][4] = "still no amount"
    rows[2][10] = "13900139000"
    var second = try drop(rows, as: "first.csv", on: "2026-03-28")
    #expect(second[2][10] == "139****9000" && codes(second)[1] == "amount-unclear")
    second[2][4] = "3000"
    let third = try drop(second, as: "second.csv", on: "2026-03-29")
    #expect(states(third)[1] == "已结算", "\(third)")
    try root.drop(
      [Self.header, Self.row(2, "3000").replacing("13800138002", with: "13900139000")].joined(separator: "\n"), as: "whole.csv",
      from: "SUP-A",
      to: "underwriting")
    try root.run("2026-03-30")
    #expect(codes(try receipt("2026-03-30", "whole.csv")) == ["already"])
  }

  @Test("A mask that is not ours, an unknown mark, and a mark of another party are rejected; a row without a mark is a new row")
  func strangers() throws {
    var rows = try receipt("2026-03-27", "list.csv")
    rows[2][9] = "110105********0021"
    rows[2][4] = "3000"
    rows[3][15] = "000000000000:4"
    rows[4][15] = "not a mark"
    rows.append(Self.row(7, "500").split(separator: ",").map(String.init) + ["", "", "", "", ""])
    let after = try drop(rows, as: "回执.csv", on: "2026-03-28")
    #expect(codes(after) == ["", "mask-changed", "receipt-row-unknown", "receipt-row-unknown", "", ""], "\(after)")
    #expect(states(after).last == "已结算")
    try root.drop(
      try receipt("2026-03-27", "list.csv").map { $0.joined(separator: ",") }.joined(separator: "\n"), as: "stolen.csv", from: "SUP-B",
      to: "underwriting")
    try root.run("2026-03-29")
    let stolen = try CellFile.rows(
      "\(root.path)/parties/SUP-B/outbound/2026-03-29/receipt_underwriting_stolen.csv.xlsx", name: "stolen",
      hints: ReadHints(sheet: .name("明细")))
    #expect(codes(stolen.filter { !$0.isEmpty }).allSatisfy { $0 == "receipt-row-unknown" }, "\(stolen)")
  }

  @Test("The workbook we wrote can be dropped as it is: what was rejected is rejected again, nothing else is taken")
  func untouched() throws {
    try root.drop(
      try Data(contentsOf: URL(fileURLWithPath: path("2026-03-27", "list.csv"))), as: "untouched.xlsx", from: "SUP-A", to: "underwriting")
    try root.run("2026-03-28")
    let after = try receipt("2026-03-28", "untouched.xlsx")
    #expect(states(after) == ["此前已接收", "拒绝", "拒绝", "拒绝", "此前已接收"])
    #expect(after[2][9] == "110105********002X")
  }
}
