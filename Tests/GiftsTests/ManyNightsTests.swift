import Flows
import Foundation
import Gifts
import Ledger
import Tables
import NightKit
import Testing
import Values

/// Policies, gifts, quotas, shipments and endorsements drawn at random over several nights. However a night's files arrive, in whatever pieces the
/// night takes them up, the same gifts are given; and never more than rule, quota and stock allow.
@Suite("Many nights of gifts")
struct ManyNightsTests {
  static let distribution = [
    "R1,>=3000,-,A,2,1,否,否,不发,是,收回", "R2,[1000..3000),-,A,1,2,否,否,不发,是,收回", "R3,>=2000,-,B,1,3,否,否,次选,否,保留",
    "R4,>=500,广州,C,1,4,是,否,次选,是,收回", "R5,>=500,-,D,3,5,否,否,不发,是,收回", "R6,>=4000,-,A,1,6,否,是,不发,是,收回",
    "R7,>=0,-,S,1,7,否,否,不发,否,收回",
  ]
  static let quotas = [
    "Q1,-,-,保费,,3%,保单,不限,,是,HD-1,依据", "Q2,-,-,金额,900.00,,机构,月,,是,HD-1,依据", "Q3,S,-,券数,40,,全部,年,,是,HD-1,依据",
    "Q4,A,深圳分公司,金额,400.00,,活动,不限,春季,否,HD-1,依据", "Q5,D,-,券数,2,,客户,保单年度,,是,HD-1,依据",
  ]

  /// What happens in a night: made once, handed over in any order.
  struct Night {
    var gifts: [(code: String, price: String, stock: Int?, restock: Int?, isService: Bool, action: String)] = []
    var policies: [Policy] = []
    var shipments: [(tracking: String, policy: String, gift: String, quantity: Int, act: String)] = []
  }

  static func nights(_ random: inout Numbers, policies: Int) -> [Night] {
    let codes = ["A", "B", "C", "D"]
    let prices = ["49.90", "60.00", "12.34", "5.00"]
    var first = Night()
    for (code, price) in zip(codes, prices) {
      first.gifts.append((code, price, Int.random(in: 0...(policies / 2), using: &random), nil, false, "新增"))
    }
    first.gifts.append(("S", "90.00", Bool.random(using: &random) ? nil : policies, nil, true, "新增"))
    var nights = [first, Night(), Night(), Night()]
    var standing: [String: Policy] = [:]
    for number in 1...policies {
      let policy = Bench.policy(
        "P\(number)", "\(Int.random(in: 0...50, using: &random) * 100).\(Int.random(in: 10...99, using: &random))",
        signed: "2026-0\(Int.random(in: 2...3, using: &random))-\(Int.random(in: 10...28, using: &random))",
        branch: ["深圳分公司", "广州", ""].randomElement(using: &random)!, identity: "ID\(Int.random(in: 0...policies / 2, using: &random))")
      standing[policy.key] = policy
      nights[Int.random(in: 0...2, using: &random)].policies.append(policy)
    }
    for night in 1...3 {
      for code in codes where Bool.random(using: &random) {
        nights[night].gifts.append((code, "", nil, Int.random(in: 1...6, using: &random), false, "修改"))
      }
      let known = nights[..<night].flatMap(\.policies).map(\.key)
      for number in Set(known).sorted() {
        switch Int.random(in: 0...5, using: &random) {
        case 0:
          // An endorsement: to another premium, or to the end.
          let premium = Bool.random(using: &random) ? "0.00" : "\(Int.random(in: 0...50, using: &random) * 100).00"
          let before = standing[number]!
          let after = Bench.policy(
            number, premium, signed: before.lines[0].signed.description, branch: before.lines[0].branch, identity: before.insured.identity)
          standing[number] = after
          nights[night].policies.removeAll { $0.key == number }
          nights[night].policies.append(after)
        case 1...4:
          for code in codes {
            for act in ["发货"] + (Bool.random(using: &random) ? [["签收", "退回"].randomElement(using: &random)!] : []) {
              nights[night].shipments.append(
                ("T\(night)-\(number)-\(code)", number, "礼品\(code)", Int.random(in: 1...2, using: &random), act))
            }
          }
        default: break
        }
      }
    }
    return nights
  }

  /// Plays the nights; `seed` shuffles what arrives within each, `chunk` cuts it.
  static func play(_ nights: [Night], seed: UInt64, chunk: Int, _ look: (Bench) -> Void = { _ in }) throws -> Bench {
    var random = Numbers(seed: seed)
    var bench = try Bench(distribution: distribution, quotas: quotas)
    for (index, night) in nights.enumerated() {
      bench.day = Day(iso: "2026-04-0\(index + 1)")!
      var facts: [Fact] = []
      for gift in night.gifts {
        facts.append(
          bench.gift(
            gift.code, price: gift.price, stock: gift.stock, restock: gift.restock, isService: gift.isService, action: gift.action))
      }
      for row in night.shipments { facts.append(bench.shipment(row.tracking, row.policy, row.gift, row.quantity, row.act)) }
      bench.night(facts.shuffled(using: &random), policies: night.policies.shuffled(using: &random), chunk: chunk)
      look(bench)
    }
    return bench
  }

  @Test("No quota and no stock below zero, no gift twice, and the same result for every order of arrival", arguments: [1, 2, 3])
  func nights(seed: UInt64) throws {
    let isLong = ProcessInfo.processInfo.environment["SETTLE_LONG"] != nil
    var random = Numbers(seed: seed)
    var seen: Set<String> = []
    for _ in 0..<(isLong ? 200 : 3) {
      let nights = Self.nights(&random, policies: isLong ? 60 : 24)
      var wrong: [String] = []
      let played = try Self.play(nights, seed: 7, chunk: 1000) { bench in wrong += Self.wrong(bench) }
      #expect(wrong == [])
      for standing in Self.everything where !played.said("movement", standing: standing).isEmpty { seen.insert(standing) }
      for (order, chunk) in [(11, 1000), (12, 1), (13, 5)] {
        let other = try Self.play(nights, seed: UInt64(order), chunk: chunk)
        #expect(Self.picture(other) == Self.picture(played))
      }
    }
    // The nights went everywhere.
    #expect(seen == Set(Self.everything))
  }

  static let everything = ["发放", "缺货待补", "未发", "取消", "追回", "发货", "签收", "退回"]

  /// What was given, what is left of every quota and of every stock, in one text.
  static func picture(_ bench: Bench) -> [String] {
    bench.all(GrantBook.self).flatMap { book in book.grants.map { "\(book.key) \($0)" } }
      + bench.all(Quota.self).map { "\($0.key) \($0.used) of \($0.limit)" }
      + bench.all(Gift.self).map { "\($0.key) \($0.free) \($0.waiting)" } + bench.all(Coupon.self).map { "\($0.key) \($0.standing)" }
  }

  /// What must never be, in words.
  static func wrong(_ bench: Bench) -> [String] {
    var found: [String] = []
    let books = bench.all(GrantBook.self)
    for quota in bench.all(Quota.self) {
      if quota.used > quota.limit || quota.used < 0 { found.append("quota \(quota.key): \(quota.used) of \(quota.limit)") }
    }
    // Used by what is held, in the quotas that give back.
    for gift in bench.all(Gift.self) {
      let stock = bench.balance("gift-stock", gift.key, unit: Values.Unit(code: "ITEM", places: 0))
      if stock != gift.free || stock < 0 { found.append("stock of \(gift.key): \(stock) in the books, \(gift.free) in the catalogue") }
      let grants = books.compactMap { $0[gift.key] }
      let waiting = grants.map(\.backlog).reduce(0, +)
      if waiting != gift.waiting { found.append("\(gift.key): \(waiting) wait, the catalogue says \(gift.waiting)") }
      if gift.hasStock, gift.declared! != gift.free + grants.map(\.issued).reduce(0, +) {
        found.append("\(gift.key): supplied \(gift.declared!), free \(gift.free), given \(grants.map(\.issued).reduce(0, +))")
      }
      // The most any policy may earn of it, by every rule together.
      let most: Int64 = ["A": 3, "B": 1, "C": 1, "D": 3, "S": 1][gift.key]!
      for (book, grant) in books.compactMap({ book in book[gift.key].map { (book, $0) } }) {
        if grant.held > most || grant.held < 0 { found.append("\(book.key) holds \(grant.held) of \(gift.key)") }
        if grant.shipped > grant.issued || grant.accepted + grant.returned > grant.shipped || grant.pending < 0 {
          found.append("\(book.key) \(gift.key): \(grant)")
        }
        if gift.waiting > 0, gift.free >= grant.perGift, gift.hasStock, grant.backlog > 0, gift.key != "B" {
          found.append("\(book.key) waits for \(gift.key), and \(gift.free) are free")
        }
      }
    }
    return found
  }
}
