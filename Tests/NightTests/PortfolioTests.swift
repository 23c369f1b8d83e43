import Flows
import Foundation
import Night
import NightKit
import Store
import Testing
import Values

/// A whole motor portfolio as it was really charged, beside the checkout and not part of it. Where the file is not there, there is nothing to show.
private let portfolio = Checkout.path + "/../shared/real/underwriting-fr-motor.csv"

@Suite("A real portfolio", .enabled(if: FileManager.default.fileExists(atPath: portfolio)))
struct PortfolioTests {
  @Test("25,972 policies are 51,943 lines; parts and total tie at 11,116,759.60")
  func settlesWhole() throws {
    let scratch = ScratchFolder("portfolio")
    let root = try TrialRoot(new: scratch.path + "/root")
    try Self.applyRulesOfItsYears(root.path + "/pipelines/settlement/rules")
    try root.drop(Self.merchants, as: "merchants.csv", from: "platform", to: "merchants")
    try root.drop(try Data(contentsOf: URL(fileURLWithPath: portfolio)), as: "list.csv", from: "FR01", to: "underwriting")
    let shift = try root.night()
    _ = try shift.run(day: Day(iso: "2026-03-31")!)

    let run = try #require(try shift.store.lastClosedRun())
    let file = try #require(try shift.store.files(run: run, states: [.taken]).first { $0.party == "FR01" })
    #expect(file.reading.dataRows == 25_972)
    #expect(file.reading.rejectedRows == 0)
    let sums = Dictionary(uniqueKeysWithValues: file.reading.sums.map { ($0.header, $0) })
    for (header, total) in [("商业险保费", 6_544_574_00), ("交强险保费", 4_572_185_60), ("保费合计", 11_116_759_60)] {
      #expect(sums[header]?.accepted == Money(minor: Int64(total)), "\(header)")
      #expect(sums[header]?.printed == Money(minor: Int64(total)), "\(header)")
    }
    let balance = try #require(try shift.store.balances(run).first { $0.feed == "underwriting" })
    #expect(balance.moved["settled"]?.rows == 51_943)
    #expect(balance.moved["settled"]?.amount == 11_116_759_60)
    #expect(balance.after.rows == 0)
    #expect(try shift.verify(run.name) == [])
  }

  /// The shipped tables speak of 2026.
  private static func applyRulesOfItsYears(_ folder: String) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      let path = "\(folder)/\(name)"
      if name.hasSuffix(".examples.csv") {
        try FileManager.default.removeItem(atPath: path)
      } else {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let then = text.replacing("[2026-01-01..2026-12-31]", with: "[2003-01-01..2004-12-31]")
        try then.write(toFile: path, atomically: true, encoding: .utf8)
      }
    }
  }

  private static let merchants = """
    商户号,商户名称,统一社会信用代码,主营类型
    FR01,车险组合,91350100M000100Y43,保险代理
    CH-A,渠道A,91110000600037341L,经纪
    CH-B,渠道B,91350100M000100Y43,4S店
    CH-L,渠道L,91110000600037341L,综合

    """
}
