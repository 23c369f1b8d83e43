import Flows
import Tables
import Testing
import Values

@Suite("The registers about parties")
struct PartyRegisterTests {
  private func day(_ text: String) -> Day { Day(iso: text)! }

  private func again<Kind: Remembered>(_ value: Kind) -> Kind { Kind(key: value.key, rows: value.state().rows) }

  private var party: Party {
    var party = Party(
      number: "S1", roles: ["merchant", "seller", "supplier"],
      versions: [
        Party.Version(from: Day(number: 0), name: "旧名", creditCode: "X", business: "经纪"),
        Party.Version(
          from: day("2026-03-01"), name: "新名", creditCode: "X", business: "4S店", account: "622", taxRate: Rate(billionths: 30_000_000)),
      ])
    party.code = "BS1"
    party.deposit = Money(minor: 5_000_000)
    party.credit = [Party.Credit(from: day("2026-03-05"), limit: Money(minor: 100)), Party.Credit(from: day("2026-03-20"), limit: .zero)]
    party.supplierAccess = [Party.Span(from: day("2026-03-02"), until: day("2026-03-04")), Party.Span(from: day("2026-03-09"))]
    return party
  }

  @Test("A party is kept whole, and headlines find its newest registration in the last row")
  func partyKept() {
    let kept = again(party)
    #expect(kept.roles == party.roles && kept.versions == party.versions && kept.code == "BS1" && kept.deposit == party.deposit)
    #expect(kept.credit == party.credit && kept.supplierAccess == party.supplierAccess)
    let rows = party.state().rows
    #expect(rows[rows.count - 1].text(Party.Column.name.rawValue) == "新名")
  }

  @Test("Supplier access holds from its first day and no longer on the day it lapsed")
  func supplierAccess() {
    let expected = [
      ("2026-03-01", false), ("2026-03-02", true), ("2026-03-03", true), ("2026-03-04", false), ("2026-03-08", false), ("2026-03-09", true),
    ]
    for (text, holds) in expected { #expect(party.hasSupplierAccess(on: day(text)) == holds, "\(text)") }
  }

  @Test("A seller has access while its credit line is above nought")
  func sellerAccess() {
    for (text, holds) in [("2026-03-04", false), ("2026-03-05", true), ("2026-03-19", true), ("2026-03-20", false)] {
      #expect(party.hasSellerAccess(on: day(text)) == holds, "\(text)")
    }
    var other = party
    other.roles = ["merchant"]
    #expect(!other.hasSellerAccess(on: day("2026-03-06")))
  }

  @Test("Roles count by access, open ones always")
  func roles() {
    #expect(party.rolesInForce(on: day("2026-03-04")) == ["merchant"])
    #expect(party.rolesInForce(on: day("2026-03-09")) == ["merchant", "seller", "supplier"])
    #expect(party.rolesInForce(on: day("2026-03-04"), open: ["supplier"]) == ["merchant", "supplier"])
  }

  private func version(_ digest: String, from: String, _ decision: Product.Decision, listed: Bool = true) -> Product.Version {
    Product.Version(
      digest: digest, name: "车险", classification: "", line: "商业险", price: Money(minor: 1), from: day(from), remaining: 5, alert: 2,
      submitted: day("2026-03-01"), isListed: listed, decision: decision, decided: nil,
      published: decision == .approved ? day("2026-03-01") : nil)
  }

  @Test("A product is what was approved and is listed; an edit waits beside it")
  func productStatus() {
    var product = Product(merchant: "S1", code: "P1", versions: [version("a", from: "2026-03-10", .pending)])
    #expect(product.status(on: day("2026-03-10")) == .pending)
    product.versions[0].decision = .approved
    #expect(product.status(on: day("2026-03-09")) == .presale)
    #expect(product.status(on: day("2026-03-10")) == .onSale)
    product.versions.append(version("b", from: "2026-03-20", .pending))
    #expect(product.status(on: day("2026-03-10")) == .onSale && product.published?.digest == "a" && product.latest.digest == "b")
    product.versions[1].decision = .rejected
    #expect(product.status(on: day("2026-03-10")) == .onSale)
    for index in product.versions.indices { product.versions[index].isListed = false }
    #expect(product.status(on: day("2026-03-10")) == .delisted)
    #expect(again(product).versions == product.versions && again(product).merchant == "S1" && again(product).code == "P1")
  }

  @Test("Rules in force are the newest that were published by the day and not taken back")
  func rulesInForce() {
    func version(_ digest: String, _ published: String, withdrawn: String? = nil) -> RuleSet.Version {
      RuleSet.Version(
        digest: digest, submitted: day("2026-03-01"), published: day(published), decided: Moment(day(published)), approval: "A",
        retroactiveFrom: day("2026-02-01"), withdrawn: withdrawn.map(day), until: day("2026-12-31"),
        cells: [.income: [["U", "费率"], ["kind", "output"]], .allocated: [["产品编码", "销售商", "起", "止"], ["P1", "-", "2026-01-01", ""]]])
    }
    let rules = RuleSet(merchant: "S1", versions: [version("a", "2026-03-02"), version("b", "2026-03-05", withdrawn: "2026-03-08")])
    for (text, digest) in [("2026-03-01", nil), ("2026-03-02", "a"), ("2026-03-05", "b"), ("2026-03-07", "b"), ("2026-03-08", "a")]
      as [(String, String?)]
    {
      #expect(rules.inForce(on: day(text))?.digest == digest, "\(text)")
    }
    #expect(again(rules).versions == rules.versions)
    let allocations = rules.versions[0].allocations ?? []
    #expect(allocations.map(\.product) == ["P1"])
    #expect(
      allocations[0].allows(product: "P1", seller: "X", on: day("2026-01-01"))
        && !allocations[0].allows(product: "P1", seller: "X", on: day("2025-12-31")))
    #expect(!allocations[0].allows(product: "P2", seller: "X", on: day("2026-03-01")))
  }

  @Test("Approvals and users are kept whole")
  func approvals() {
    let approval = Approval(
      number: "A1", object: .line, objectID: "P\t商业险", merchant: "S1", digest: "d", isApproved: true, reviewer: "zhao",
      decided: Moment(day("2026-03-01"), hour: 9), reason: "可", isRetroactive: true, retroactiveFrom: day("2026-02-01"), fact: 7)
    let kept = again(approval)
    #expect(
      kept.state().rows.data == approval.state().rows.data && kept.object == .line && kept.decided == approval.decided && kept.fact == 7)
    let user = User("zhao", name: "赵敏", party: "platform", role: "审核", isActive: true)
    #expect(again(user).isActive && again(user).party == "platform")
  }

  @Test("Tables come back from their text, and their digest is that of their rows")
  func tableText() {
    let tables: [TableText.Table] = [("收入规则", [["U", "a", ""], ["", "x，y", "1"]]), ("支出一级", [["F"]])]
    let again = TableText.tables(TableText.text(tables))
    #expect(again.map(\.name) == ["收入规则", "支出一级"] && again[0].rows == tables[0].rows && again[1].rows == tables[1].rows)
    #expect(TableText.digest(tables) == Digest(of: "U\ta\t\n\tx，y\t1\nF\n"))
  }
}
