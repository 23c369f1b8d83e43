import Flows
import Night
import NightKit
import Store
import Values

/// What a supplier needs to get its access, as files anybody may drop in any order; and what the registers say of it afterwards.
struct Supplier {
  let number: String

  struct Drop {
    var text: String
    var name: String
    var party: String
    var feed: String
  }

  static let rules = [
    "收入规则": "U,险种,签单日期,费率,计费口径\nkind,input,input,output,output\ntype,text,date,rate,text\nINC-01,商业险,[2026-01-01..2026-12-31],20%,net\n",
    "支出一级": "U,险种,主营类型,费率\nkind,input,input,output\ntype,text,text,rate\nL1-01,商业险,-,10%\n",
    "支出二级": "U,险种,保费,费率\nkind,input,input,output\ntype,text,money,rate\nL2-01,商业险,>=0,2%\n",
  ]
  static let names = ["收入规则", "支出一级", "支出二级"]

  static let users = Drop(
    text: "用户,姓名,机构,角色,状态\nzhao,赵敏,platform,审核,启用\n", name: "users.csv", party: "platform", feed: "users")

  /// 摘要 of the combined list, as an approval must name it.
  static func digest(_ texts: [String]) -> String {
    TableText.digest(
      texts.map { ("", $0.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }) }
    )
    .hex
  }

  static let productHeader = "产品编码,产品名称,产品分类,险种,价格,生效日期,剩余量,预警数量,动作"
  static let product = "P-01,车险综合,商业车险,商业险,3000.00,2026-03-05,100,10,上架"
  static var productDigest: String { digest([productHeader + "\n" + product + "\n"]) }

  /// Everything about it, a file each: registration, credit, a deposit paid in, paid back and paid in again, product, three tables, and the decisions, of
  /// which the later ones count.
  var drops: [Drop] {
    let rules = Supplier.digest(Supplier.names.map { Supplier.rules[$0]! })
    func approval(_ number: String, _ object: String, _ id: String, _ digest: String, _ decision: String, _ hour: Int) -> Drop {
      Drop(
        text: "审批号,对象,对象号,商户号,摘要,决定,审核人,审核时间,原因\n\(number)-\(self.number),\(object),\(id),\(self.number),\(digest),\(decision),zhao,"
          + "2026-03-01 \(hour):00:00,\n", name: "\(number)-\(self.number).csv", party: "platform", feed: "approvals")
    }
    func file(_ text: String, _ name: String, _ party: String, _ feed: String) -> Drop {
      Drop(text: text, name: "\(name)-\(number).csv", party: party, feed: feed)
    }
    return [
      file(
        "商户号,商户名称,统一社会信用代码,主营类型\n\(number),商户\(number),\(Evening.creditCode("91440300MA5F" + number.suffix(5))),保险公司\n", "merchant",
        "platform",
        "merchants"), file("商户号,信用额度,生效日期\n\(number),1000.00,2026-03-02\n", "credit", "platform", "credit"),
      file("流水号,商户号,保证金,到账日期\nD1-\(number),\(number),500.00,2026-03-01\n", "paid", "finance", "deposits"),
      file("流水号,商户号,保证金,到账日期\nD2-\(number),\(number),-500.00,2026-03-01\n", "back", "finance", "deposits"),
      file("流水号,商户号,保证金,到账日期\nD3-\(number),\(number),200.00,2026-03-01\n", "again", "finance", "deposits"),
      file(Supplier.productHeader + "\n" + Supplier.product + "\n", "product", number, "products"),
      approval("A1", "products", "P-01", Supplier.productDigest, "通过", 10), approval("A2", "rules", "", rules, "驳回", 9),
      approval("A3", "rules", "", rules, "通过", 11),
    ] + Supplier.names.map { Drop(text: Supplier.rules[$0]!, name: "\($0).csv", party: number, feed: "rules") }
  }

  /// What stands about it in the registers, but for the days on which it came to be so.
  func standing(_ root: TrialRoot, on day: Day) throws -> String {
    let store = try root.night().store
    func find<Kind: Remembered>(_ kind: Kind.Type, _ key: String) throws -> Kind? {
      try store.state(Kind.stateKey(key), width: Kind.width).map { Kind(key: key, rows: $0.rows) }
    }
    guard let party = try find(Party.self, number) else { return "\(number) is not registered" }
    let product = try find(Product.self, Product.key(merchant: number, code: "P-01"))
    let rules = try find(RuleSet.self, number)?.inForce(on: day)
    return
      "\(number) code \(party.code) supplier \(party.hasSupplierAccess(on: day)) seller \(party.hasSellerAccess(on: day)) deposit \(party.deposit)"
      + " product \(product?.status(on: day).rawValue ?? "none") rules \(rules?.digest ?? "none")"
  }
}
