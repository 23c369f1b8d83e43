import Flows
import Gifts
import Ledger
import Tables
import Testing
import Values

/// The worked numbers of domain.md B2, on the bench.
@Suite("Gifts given")
struct GivingTests {
  @Test("Two per cent of the commercial premium, rounded down: 63.93; a gift of 100.00 is over, one of 60.00 is not (B2-2)")
  func premium() throws {
    var bench = try Bench(
      distribution: ["R1,>=3000,-,DEAR,1,1,否,否,不发,是,保留", "R2,>=3000,-,CHEAP,1,2,否,否,不发,是,保留"],
      quotas: ["Q1,-,-,保费,,2%,保单,不限,,是,HD-1,依据"])
    bench.night([bench.gift("DEAR", price: "100.00"), bench.gift("CHEAP", price: "60.00")], policies: [Bench.policy("P1", "3196.82")])
    #expect(bench.said("movement", standing: "未发") == ["P1 DEAR 1 100.00 超出额度 Q1 P1 不限 保费 剩余 63.93 需 100.00"])
    #expect(bench.grant("P1", "CHEAP")?.issued == 1)
    #expect(bench.all(Quota.self).map { [$0.limit, $0.used] } == [[6393, 6000]])
  }

  @Test("With the compulsory premium counted the same quota is 82.93 (B2-1, B2-2)")
  func compulsory() throws {
    var bench = try Bench(
      distribution: ["R1,>=3000,-,DEAR,1,1,否,否,不发,是,保留"], quotas: ["Q1,-,-,保费,,2%,保单,不限,,是,HD-1,依据"],
      [("premium: commercial\n", "premium: commercial-and-compulsory\n")])
    bench.night([bench.gift("DEAR", price: "100.00")], policies: [Bench.policy("P1", "3196.82", compulsory: "950.00")])
    #expect(bench.said("movement", standing: "未发").first?.contains("剩余 82.93") == true)
  }

  @Test("A refused gift of 60.00 leaves room for a later one of 50.00 in the same night (B2-4)")
  func greedy() throws {
    var bench = try Bench(
      distribution: ["R1,>=3000,-,SIXTY,1,1,否,否,不发,是,保留", "R2,<3000,-,FIFTY,1,2,否,否,不发,是,保留", "R3,<1000,-,REST,1,2,否,否,不发,是,保留"],
      quotas: ["Q1,-,-,金额,100.00,,机构,月,,是,HD-1,依据"])
    bench.night(
      [bench.gift("SIXTY", price: "60.00"), bench.gift("FIFTY", price: "50.00")],
      policies: [
        Bench.policy("P1", "2000.00", signed: "2026-03-28"), Bench.policy("P2", "4000.00", signed: "2026-03-29"),
        Bench.policy("P3", "2000.00", signed: "2026-03-30"),
      ])
    #expect(["P1", "P2", "P3"].map { bench.book($0)?.grants.count ?? 0 } == [1, 0, 1])
    #expect(bench.said("movement", "P2", standing: "未发") == ["P2 SIXTY 1 60.00 超出额度 Q1 深圳分公司 2026-03 金额 剩余 50.00 需 60.00"])
  }

  @Test("The rule's number decides the order, an exclusive rule ends it, and of two rules for a gift the larger quantity counts (B2-7)")
  func order() throws {
    var bench = try Bench(
      distribution: [
        "R9,>=0,-,A,1,1,否,否,不发,是,保留", "R8,>=0,-,A,2,2,否,否,不发,是,保留", "R7,>=0,-,B,1,3,是,否,不发,是,保留", "R6,>=0,-,C,1,4,否,否,不发,是,保留",
        "R5,>=5000,-,A,3,2,否,是,不发,是,保留",
      ], quotas: [Bench.approved])
    bench.night(
      [bench.gift("A", price: "1.00"), bench.gift("B", price: "1.00"), bench.gift("C", price: "1.00")],
      policies: [Bench.policy("P1", "100.00"), Bench.policy("P2", "5000.00")])
    #expect(bench.book("P1")?.grants.map { "\($0.gift) \($0.issued) \($0.rule)" } == ["A 2 R9+R8", "B 1 R7"])
    #expect(bench.grant("P2", "A")?.issued == 5)
  }

  @Test("Over its quota, a gift with a stand-in gives way to the next rule, and stays with it (B2-2)")
  func standIn() throws {
    var bench = try Bench(
      distribution: ["R1,>=0,-,DEAR,1,1,是,否,次选,是,保留", "R2,>=0,-,CHEAP,1,2,否,否,不发,是,保留"],
      quotas: ["Q1,-,-,金额,70.00,,保单,不限,,是,HD-1,依据"])
    bench.night([bench.gift("DEAR", price: "100.00"), bench.gift("CHEAP", price: "60.00")], policies: [Bench.policy("P1", "100.00")])
    #expect(bench.book("P1")?.grants.map(\.gift) == ["CHEAP"])
    bench.night(policies: [Bench.policy("P1", "120.00")])
    #expect(bench.book("P1")?.grants.map(\.gift) == ["CHEAP"])
  }

  @Test(
    "Stock 5, eight earn it: five in order of signing, three wait; restocked, those who wait are served before the night's new policies (B2-8)"
  )
  func backlog() throws {
    var bench = try Bench(
      distribution: ["R1,>=0,-,A,1,1,否,否,不发,是,保留"], quotas: ["Q1,-,-,金额,1000.00,,机构,月,,是,HD-1,依据"])
    let policies = (1...8).map { Bench.policy("P\($0)", "100.00", signed: "2026-03-2\(9 - $0)") }
    bench.night([bench.gift("A", price: "10.00", stock: 5)], policies: policies)
    #expect((1...8).map { bench.grant("P\($0)", "A")!.backlog } == [1, 1, 1, 0, 0, 0, 0, 0].reversed().reversed())
    #expect(bench.balance("gift-quota", "Q1", "深圳分公司", "2026-03") == 92000)
    bench.day = Day(iso: "2026-04-01")!
    bench.night(
      [bench.gift("A", price: "10.00", restock: 4, action: "修改")],
      policies: [Bench.policy("N1", "100.00", signed: "2026-03-01"), Bench.policy("N2", "100.00", signed: "2026-03-02")])
    #expect((1...8).map { bench.grant("P\($0)", "A")!.backlog }.allSatisfy { $0 == 0 })
    #expect([bench.grant("N1", "A")!.issued, bench.grant("N2", "A")!.issued] == [1, 0])
    #expect(bench.gift("A")!.waiting == 1)
  }

  @Test("A gift without an approval, of a blocked kind, or of a suspended provider is not given, and the reason is told")
  func blocked() throws {
    var bench = try Bench(distribution: ["R1,>=0,-,A,1,1,否,否,不发,是,保留"], quotas: ["Q1,-,-,金额,1000.00,,机构,月,,是,HD-1,"])
    bench.night([bench.gift("A", price: "10.00")], policies: [Bench.policy("P1", "100.00")])
    #expect(bench.said("movement", standing: "未发") == ["P1 A 1 10.00 缺少活动审批号或合规依据 "])
    #expect(bench.all(Quota.self).isEmpty)
  }

  @Test(
    "Cancelled before it was sent a gift and its quotas come back; afterwards its cost is claimed back, and dropped again when it returns (B2-9)"
  )
  func cancelled() throws {
    var bench = try Bench(
      distribution: ["R1,>=3000,-,A,1,1,否,否,不发,是,收回", "R2,>=3000,-,B,1,2,否,否,不发,是,保留"], quotas: ["Q1,-,-,金额,1000.00,,机构,月,,是,HD-1,依据"])
    bench.night(
      [bench.gift("A", price: "49.90", stock: 3), bench.gift("B", price: "10.00", stock: 3)],
      policies: [Bench.policy("P1", "3196.82"), Bench.policy("P2", "3196.82")])
    bench.night([bench.shipment("T1", "P2", "礼品A", 1)])
    // The premium falls under the threshold: A is taken back, B is kept.
    bench.night(policies: [Bench.policy("P1", "2696.82"), Bench.policy("P2", "2696.82")])
    #expect(bench.grant("P1", "A")?.issued == 0 && bench.grant("P1", "B")?.issued == 1)
    #expect(bench.gift("A")?.free == 2)
    #expect(bench.said("movement", standing: "追回") == ["P2 A 1 49.90 批减 "])
    #expect(bench.balance("gift-reclaim", "BR-SZ", kind: .asset) == 4990)
    #expect(bench.balance("gift-quota", "Q1", "深圳分公司", "2026-03") == 100_000 - 2 * 5990 + 4990)
    // It ends: what was kept goes too.
    bench.night(policies: [Bench.policy("P1", "0.00")])
    #expect(bench.grant("P1", "B")?.issued == 0)
    bench.night([bench.shipment("T1", "P2", "礼品A", 1, "退回")])
    #expect(bench.balance("gift-reclaim", "BR-SZ", kind: .asset) == 0)
  }

  @Test("Issued 2, sent 1 + 1: complete; one more is 超发; accepted they are owed at 99.80, tax 11.48 (B2-10, B2-11)")
  func shipped() throws {
    var bench = try Bench(distribution: ["R1,>=0,-,A,2,1,否,否,不发,是,保留"], quotas: [Bench.approved])
    bench.night([bench.gift("A", price: "49.90", stock: 9)], policies: [Bench.policy("P1", "100.00")])
    bench.night([bench.shipment("T1", "P1", "礼品A", 1), bench.shipment("T2", "P1", "礼品A", 2)])
    #expect(bench.decisions.suffix(2).map { "\($0.reason?.code ?? "") \($0.detail)" } == ["shipment-short 尚欠 1", "shipment-over 超发 1"])
    bench.night([bench.shipment("T1", "P1", "礼品A", 2, "签收")])
    #expect(bench.balance("gift-payable", "GS-A", kind: .liability) == -9980)
    #expect(bench.balance("gifts", "GS-A", kind: .expense) == 8832)
    bench.night([bench.shipment("T9", "P1", "杯子", 1), bench.shipment("T9", "P7", "礼品A", 1)])
    #expect(bench.decisions.suffix(2).map { $0.reason?.code } == ["gift-name-mismatch", "shipment-policy-unknown"])
  }

  @Test("The coupons of one gift share its price to the fen, are good once, for their provider, and run out (1.8, 1.10)")
  func coupons() throws {
    var bench = try Bench(distribution: ["R1,>=0,-,S,1,1,否,否,不发,是,收回"], quotas: ["Q1,-,-,券数,3,,保单,保单年度,,是,HD-1,依据"])
    bench.night([bench.gift("S", price: "100.00", isService: true, coupons: 3)], policies: [Bench.policy("P1", "100.00")])
    let coupons = bench.all(Coupon.self)
    #expect(coupons.count == 3 && Set(coupons.map(\.key)).count == 3 && coupons.allSatisfy { $0.key.count == 16 })
    let first = coupons.first { $0.number == 1 }!.key
    func use(_ code: String, _ day: String, _ bench: inout Bench, by party: String = Bench.shop.services) -> String? {
      bench.night([bench.fact("redemptions", from: party, ["coupon": code, "used-at": day])])
      return bench.decisions.last?.reason?.code
    }
    #expect(use(first, "2026-04-01", &bench) == nil)
    #expect(use(first, "2026-04-02", &bench) == "coupon-used")
    #expect(use("ABCDEFGH23456789", "2026-04-02", &bench) == "coupon-unknown")
    #expect(use(coupons.first { $0.number == 2 }!.key, "2026-04-02", &bench, by: "GS-A") == "coupon-unknown")
    #expect(bench.balance("gift-payable", "SP-A", kind: .liability) == -3333)
    // The policy ends: the two that are left are void, the used one is claimed back.
    bench.night(policies: [Bench.policy("P1", "0.00")])
    #expect(bench.all(Coupon.self).sorted { $0.number < $1.number }.map(\.standing.rawValue) == ["已使用", "已作废", "已作废"])
    #expect(bench.balance("gift-reclaim", "BR-SZ", kind: .asset) == 3333)
    #expect(bench.balance("gift-quota", "Q1", "P1", "2026-04-01", unit: QuotaUse.couponUnit) == 2)
  }

  @Test("A coupon is good through its last day, also when the file comes the night after; then it runs out")
  func expiry() throws {
    var bench = try Bench(
      distribution: ["R1,>=0,-,S,2,1,否,否,不发,是,收回"], quotas: [Bench.approved], [("coupon-days: 365", "coupon-days: 10")])
    bench.night([bench.gift("S", price: "60.00", isService: true)], policies: [Bench.policy("P1", "100.00")])
    let codes = bench.all(Coupon.self).sorted { $0.number < $1.number }.map(\.key)
    bench.day = Day(iso: "2026-04-11")!
    bench.night([bench.fact("redemptions", from: Bench.shop.services, ["coupon": codes[0], "used-at": "2026-04-10"])])
    #expect(bench.all(Coupon.self).sorted { $0.number < $1.number }.map(\.standing.rawValue) == ["已使用", "已过期"])
    #expect(bench.grant("P1", "S")?.expired == 1)
  }

  @Test("A stopped customer receives nothing; resumed, the policies that came meanwhile are judged (1.11)")
  func stopped() throws {
    var bench = try Bench(distribution: ["R1,>=0,-,A,1,1,否,否,不发,是,保留"], quotas: [Bench.approved])
    bench.night([bench.gift("A", price: "10.00")], policies: [Bench.policy("P1", "100.00", identity: "ID1")])
    bench.night([bench.fact("customers", ["identity": "ID1", "action": "停发"])])
    bench.night(policies: [Bench.policy("P2", "100.00", identity: "ID1")])
    #expect(bench.book("P2") == nil && bench.said("movement", "P2", standing: "未发").first?.contains("客户停发") == true)
    bench.night([bench.fact("customers", ["identity": "ID1", "action": "恢复"])])
    #expect(bench.grant("P2", "A")?.issued == 1 && bench.grant("P1", "A")?.issued == 1)
    bench.night([bench.fact("customers", ["identity": "ID9", "action": "停发"])])
    #expect(bench.decisions.last?.reason?.code == "customer-unknown")
  }
}
