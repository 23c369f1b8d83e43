import Flows
import Foundation
import Night
import NightKit
import Spreadsheets
import Store
import Tables
import Testing
import Values

/// Statistics are added up night by night; here they are held against one pass over every row that was ever dropped.
@Suite("Statistics")
struct StatisticsTests {
  struct Sold {
    var product, seller, region: String
    var premium: Int64
    var month: Int
  }

  /// Three nights of generated rows over five months; rows in any order, posted in chunks of any size.
  @Test(
    "What was added up over the nights is what one pass over all rows gives", arguments: [(1, 3), (2, 50), (3, 1000)] as [(UInt64, Int)])
  func reference(seed: UInt64, chunk: Int) throws {
    var random = Seeded(seed)
    let folder = ScratchFolder("statistics")
    let root = try TrialRoot(new: folder.path + "/root")
    try root.drop(Evening.merchants, as: "merchants.csv", from: "platform", to: "merchants")
    try root.run("2026-03-01")
    var all: [Sold] = []
    for (night, day) in ["2026-03-10", "2026-04-10", "2026-05-10"].enumerated() {
      var list = "保单号,险种,产品编码,销售商,保费,签单日期,起保日期,终保日期,地区\n"
      for row in 0..<Int.random(in: 20...40, using: &random) {
        let sold = Sold(
          product: "P-0\(Int.random(in: 1...3, using: &random))", seller: "X00\(Int.random(in: 1...2, using: &random))",
          region: ["深圳", "广州", ""].randomElement(using: &random)!, premium: Int64.random(in: 1...900_000, using: &random),
          month: Int.random(in: 1...(night + 3), using: &random))
        all.append(sold)
        list +=
          "P\(night)0000\(1000 + row),商业险,\(sold.product),\(sold.seller),\(Money(minor: sold.premium)),2026-0\(sold.month)-07,2026-06-01,2027-05-31,\(sold.region)\n"
      }
      try root.drop(list, as: "list\(night).csv", from: "S001", to: "underwriting")
      try root.run(day, chunk: chunk)
    }
    let path = root.files(under: "parties/finance/outbound/2026-05-10").first { $0.hasSuffix("/statistics.xlsx") }!
    func table(_ sheet: String) throws -> [[String]] {
      try CellFile.rows(root.path + "/" + path, name: path, hints: ReadHints(sheet: .name(sheet)))
    }
    func fen(_ text: String) -> Int64 {
      guard case .value(let value) = Decimals.read(text.utf8, places: 2) else { return .min }
      return value
    }
    for (sheet, label) in [("各产品", \Sold.product), ("各销售商", \Sold.seller), ("各地区", \Sold.region)] as [(String, KeyPath<Sold, String>)] {
      let rows = try table(sheet)
      let found = rows.dropFirst().dropLast()
      #expect(Set(found.map { $0[0] }) == Set(all.map { $0[keyPath: label].isEmpty ? "（空）" : $0[keyPath: label] }))
      #expect(found.map { fen($0[2]) } == found.map { fen($0[2]) }.sorted(by: >), "ranked")
      for row in found {
        let mine = all.filter { $0[keyPath: label] == (row[0] == "（空）" ? "" : row[0]) }
        let amounts = mine.map(\.premium)
        let sum = amounts.reduce(0, +)
        #expect(row[1] == "\(mine.count)" && fen(row[2]) == sum)
        // May, the month of the business day, and April.
        #expect(fen(row[5]) == mine.filter { $0.month == 5 }.map(\.premium).reduce(0, +))
        #expect(fen(row[6]) == mine.filter { $0.month == 4 }.map(\.premium).reduce(0, +))
        #expect(fen(row[8]) == Rounding.halfUp.quotient(Int128(sum), Int128(mine.count)))
        let n = Int128(mine.count)
        let away = amounts.reduce(Int128(0)) { $0 + (n * Int128($1) - Int128(sum)) * (n * Int128($1) - Int128(sum)) }
        #expect(fen(row[9]) == Rounding.halfUp.quotient(away, n * n * n * 100))
      }
    }
    let months = try table("各月").dropFirst().dropLast()
    #expect(months.map { $0[0] } == Set(all.map { "2026-0\($0.month)" }).sorted())
    for row in months { #expect(fen(row[2]) == all.filter { "2026-0\($0.month)" == row[0] }.map(\.premium).reduce(0, +)) }
  }

  @Test("A model that collects otherwise begins anew; one with other tables goes on")
  func changed() throws {
    let folder = ScratchFolder("statistics")
    let root = try TrialRoot(new: folder.path + "/root")
    try root.drop(Evening.merchants, as: "merchants.csv", from: "platform", to: "merchants")
    let model = root.path + "/pipelines/settlement/statistics/statistics.yaml"
    func drop(_ number: Int, _ day: String) throws -> Int {
      try root.drop(
        "保单号,险种,产品编码,销售商,保费,签单日期,起保日期,终保日期\nP000000\(number),商业险,P-01,X001,1000.00,2026-03-07,2026-06-01,2027-05-31\n",
        as: "list\(number).csv", from: "S001", to: "underwriting")
      try root.run(day)
      let path = root.files(under: "parties/finance/outbound/\(day)").first { $0.hasSuffix("/statistics.xlsx") }!
      let rows = try CellFile.rows(root.path + "/" + path, name: path, hints: ReadHints(sheet: .name("各产品")))
      return Int(rows[1][1])!
    }
    func change(_ from: String, _ to: String) throws {
      let text = try String(contentsOfFile: model, encoding: .utf8)
      try text.replacing(from, with: to).write(toFile: model, atomically: true, encoding: .utf8)
    }
    try root.run("2026-03-01")
    #expect(try drop(1, "2026-03-10") == 1)
    try change("top: 20", "top: 5")
    #expect(try drop(2, "2026-03-11") == 2)
    try change("  region: {title: 地区, title-en: Region}\n", "")
    try change("  - {title: 各地区, title-en: By region, by: region, measure: premium, top: 5}\n", "")
    #expect(try drop(3, "2026-03-12") == 1)
  }

  static let mistakes = [
    ("by: product,", "by: colour,"), ("premium: {", "plate: {"), ("  line: {", "  holder: {"), ("period: month", "period: week"),
    ("lines: settlement", "lines: nothing"), ("top: 20", "top: many"), ("measures:", "measure:"),
  ]

  @Test("A wrong model is a wrong setting, with its place, before the night begins", arguments: mistakes)
  func wrong(_ from: String, _ to: String) throws {
    let folder = ScratchFolder("statistics")
    let root = try TrialRoot(new: folder.path + "/root")
    let model = root.path + "/pipelines/settlement/statistics/statistics.yaml"
    let text = try String(contentsOfFile: model, encoding: .utf8)
    try text.replacing(from, with: to).write(toFile: model, atomically: true, encoding: .utf8)
    let fault = #expect(throws: Fault.self) { try root.run("2026-03-01") }
    #expect(fault?.exitCode == 78 && fault?.place.contains("statistics.yaml") == true, "\(fault.map { "\($0)" } ?? "")")
  }

  struct Seeded: RandomNumberGenerator {
    var state: UInt64
    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }
}
