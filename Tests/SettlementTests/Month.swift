import Flows
import Foundation
import Night
import NightKit
import Store
import Values

/// A month of car insurance from a seed: merchants registered late, policies, endorsements that may come before them, corrections, payments, files
/// that come twice, rows nobody can read. Knows what is sent and in which night; not what becomes of it.
struct Month {
  struct File {
    var night: Int
    var party: String
    var feed: String
    var name: String
    var text: String
  }

  let nights: Int
  private var random: Numbers
  private(set) var files: [File] = []

  /// `contested`: with what makes the order of nights count, as it must: two contents under one key, corrections, payments of statements.
  init(seed: Int, nights: Int, contested: Bool) {
    self.nights = nights
    random = Numbers(seed: UInt64(seed))
    merchants()
    let policies = policies()
    endorsements(of: policies)
    if contested { contests(policies) }
    again()
  }

  static let sellers = ["SEL-1", "SEL-2", "SEL-3"]
  static let suppliers = ["SUP-1", "SUP-2"]

  private mutating func any<Element>(_ items: [Element]) -> Element { items.randomElement(using: &random)! }
  private mutating func night() -> Int { Int.random(in: 1...nights, using: &random) }
  private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

  private mutating func merchants() {
    let header = "商户号,商户名称,统一社会信用代码,主营类型\n"
    let business = ["4S店", "经纪", "汽修厂", "代理", "代理"]
    for (index, number) in (Self.sellers + Self.suppliers).enumerated() {
      let text = header + "\(number),商户\(number),\(Evening.creditCode("91440300MA5FABC\(index)1")),\(business[index])\n"
      // One seller and one supplier come late: what names them waits.
      files.append(File(night: index % 3 == 2 ? night() : 1, party: "platform", feed: "merchants", name: "\(number).csv", text: text))
    }
  }

  private static let header = "保单号,险种,产品编码,销售商,保费,签单日期,起保日期,终保日期,更正\n"

  struct Insured {
    var number: String
    var supplier: String
    var line: String
    var seller: String
    var premium: Int
    var signed: String

    func row(premium: Int? = nil, correction: String = "") -> String {
      let fen = premium ?? self.premium
      return
        "\(number),\(line),P-1,\(seller),\(fen / 100).\(fen % 100 < 10 ? "0" : "")\(fen % 100),\(signed),2026-03-31,2027-03-30,\(correction)\n"
    }
  }

  private mutating func policies() -> [Insured] {
    var policies: [Insured] = []
    var lists: [String: String] = [:]
    for index in 1...(nights * 3) {
      let insured = Insured(
        number: "PDAA2026\(10_000 + index)", supplier: any(Self.suppliers), line: chance(70) ? "商业险" : "交强险", seller: any(Self.sellers),
        premium: Int.random(in: 80_000...900_000, using: &random), signed: "2026-03-\(10 + Int.random(in: 0..<20, using: &random))")
      policies.append(insured)
      lists["\(insured.supplier) \(night())", default: Self.header] += insured.row()
      // Sent again with the next list, or with a cell nobody can read.
      if chance(12) { lists["\(insured.supplier) \(night())", default: Self.header] += insured.row() }
      if chance(6) { lists["\(insured.supplier) \(night())", default: Self.header] += insured.row().replacing(".", with: "x") }
    }
    for (place, text) in lists.sorted(by: { $0.key < $1.key }) {
      let parts = place.split(separator: " ").map(String.init)
      files.append(File(night: Int(parts[1])!, party: parts[0], feed: "underwriting", name: "list-\(parts[1]).csv", text: text))
    }
    return policies
  }

  private mutating func endorsements(of policies: [Insured]) {
    let header = "批单号,保单号,险种,批改类型,保费变化,批改日期,生效日期,批改时间\n"
    for (index, insured) in policies.enumerated() where chance(40) {
      for turn in 0...(chance(30) ? 1 : 0) {
        let at = "2026-04-\(10 + turn * 5 + Int.random(in: 0..<5, using: &random))"
        let type = insured.line == "商业险" && chance(20) ? "退保" : "减保"
        let change = type == "退保" ? "" : "-\(Int.random(in: 1...150, using: &random)).\(Int.random(in: 10...99, using: &random))"
        let text = header + "PD\(index)-\(turn),\(insured.number),\(insured.line),\(type),\(change),\(at),\(at),\(at) 10:00:0\(turn)\n"
        files.append(File(night: night(), party: insured.supplier, feed: "endorsements", name: "pd-\(index)-\(turn).csv", text: text))
      }
    }
    // Of a policy that never comes: it waits with its age.
    files.append(
      File(
        night: 1, party: "SUP-1", feed: "endorsements", name: "stray.csv",
        text: header + "PD-STRAY,PDAA2026999999,商业险,减保,-1.00,2026-04-10,2026-04-10,2026-04-10 10:00:00\n"))
  }

  private mutating func contests(_ policies: [Insured]) {
    for insured in policies where chance(15) {
      let other = insured.row(premium: insured.premium + 100, correction: chance(50) ? "是" : "")
      let night = night()
      files.append(
        File(night: night, party: insured.supplier, feed: "underwriting", name: "other-\(insured.number).csv", text: Self.header + other))
    }
    // A seller nobody registers, corrected while it waits; and an endorsement of another supplier's policy.
    var waiting = Insured(number: "PDAA2026900001", supplier: "SUP-1", line: "商业险", seller: "SEL-9", premium: 300_000, signed: "2026-03-11")
    files.append(File(night: 1, party: "SUP-1", feed: "underwriting", name: "waits.csv", text: Self.header + waiting.row()))
    waiting.seller = "SEL-1"
    files.append(
      File(night: 2, party: "SUP-1", feed: "underwriting", name: "corrected.csv", text: Self.header + waiting.row(correction: "是")))
    files.append(
      File(
        night: 3, party: "SUP-2", feed: "endorsements", name: "not-mine.csv",
        text: "批单号,保单号,险种,批改类型,保费变化,批改日期\nPD-OTHER,PDAA2026900001,商业险,减保,-1.00,2026-04-02\n"))
    files.append(File(night: 1, party: "SUP-1", feed: "underwriting", name: "broken.csv", text: "这不是,一份\n承保,清单\n"))
    let paid = "付款号,结算单号,收款方,金额,付款日期,结果,原因\n"
    for number in 1...nights {
      let night = min(nights, number + 2)
      let day = Month.day(number).description.replacing("-", with: "")
      files.append(
        File(
          night: night, party: "finance", feed: "payments", name: "paid-\(number).csv",
          text: paid + "F-\(number),JS-\(day)-SUP-1-01,SEL-1,10.00,\(Month.day(night)),\(chance(70) ? "成功" : "失败"),\n"))
    }
  }

  /// Some files come again as they were, later.
  private mutating func again() {
    for file in files where file.feed == "underwriting" && chance(20) {
      var twin = file
      twin.night = min(nights, file.night + 1)
      twin.name = "again-" + file.name
      files.append(twin)
    }
  }

  /// The same files, each in another night.
  func shuffled(seed: Int) -> Month {
    var other = self
    var random = Numbers(seed: UInt64(seed))
    for index in other.files.indices { other.files[index].night = Int.random(in: 1...nights, using: &random) }
    return other
  }

  static func day(_ night: Int) -> Day { Day(iso: "2026-03-31")!.advanced(by: night) }

  /// All nights on a root of its own, the files of each night in an order of their own.
  func settled(in folder: String, order seed: Int, workers: Int, chunk: Int) throws -> TrialRoot {
    let root = try Evening.root(at: folder)
    try Month.addLadder(root)
    var random = Numbers(seed: UInt64(seed))
    for number in 1...nights {
      for file in files.filter({ $0.night == number }).shuffled(using: &random) {
        try root.drop(file.text, as: file.name, from: file.party, to: file.feed)
      }
      try root.run(Month.day(number).description, workers: workers, chunk: chunk)
    }
    return root
  }

  /// A month's tiers, and who may send what beside the evening's.
  private static func addLadder(_ root: TrialRoot) throws {
    func append(_ text: String, _ place: String) throws {
      let path = "\(root.path)/pipelines/\(place)"
      try Data((String(contentsOfFile: path, encoding: .utf8) + text).utf8).write(to: URL(fileURLWithPath: path))
    }
    try append("LAD-91,商业险,[2026-01-01..2026-12-31],三月,超额累进,20000.00,1%,,,,gross,销售商,是,\n", "settlement/rules/ladders.csv")
    try append(
      "supplier,endorsements,,,,\nfinance,payments,,,,\nfinance,,settlement-sheet,all,*,*\nfinance,,payable-detail,all,*,*\n", "access.csv")
  }
}
