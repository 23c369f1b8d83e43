import Foundation

/// A small evening with everything in it: parties registered the same night, two suppliers, settled, waiting, held and rejected rows, a conflict, a
/// repeated row, a repeated file, refused files, a file of a stranger; and a second run on the same day that corrects and adds.
package enum Evening {
  package static let day = "2026-03-12"

  package static let merchants = """
    商户号,商户名称,统一社会信用代码,主营类型,手机,收款户名,收款账号,开户行,增值税率,生效日期
    S001,第一保险经纪,\(creditCode("91440300MA5FABCD1")),经纪,13800138000,第一保险经纪,6222000011112222,招商银行,6%,
    S002,第二保险代理,\(creditCode("91440300MA5FABCD2")),代理,13800138001,第二保险代理,6222000011113333,工商银行,6%,
    X001,福田汽车销售,\(creditCode("91440300MA5FABCD3")),4S店,13800138002,福田汽车销售,6222000011114444,建设银行,3%,
    X002,南山汽修,\(creditCode("91440300MA5FABCD4")),汽修厂,13800138003,南山汽修,6222000011115555,农业银行,,

    """

  package static let header = "保单号,险种,产品编码,销售商,保费,签单日期,起保日期,终保日期,车牌号,投保人,证件号码,更正\n"
  package static func row(
    _ policy: String, _ line: String, _ seller: String, _ premium: String, signed: String = "2026-03-11", plate: String = "粤B12345",
    correction: String = ""
  ) -> String {
    "\(policy),\(line),P-MOTOR,\(seller),\(premium),\(signed),2026-03-12,2027-03-11,\(plate),张三,,\(correction)\n"
  }

  /// S001: settled lines of both kinds, two that wait, one rejected, one sent twice, one in two versions, one that S002 sends too.
  package static let first =
    header + row("PA000001", "商业险", "X001", "3196.82") + row("PA000001", "交强险", "X001", "950.00")
    + row("PA000002", "商业险", "X002", "2999.99")
    + row("PA000003", "商业险", "X009", "5000.00") + row("PA000004", "商业险", "X001", "1200.00", signed: "2025-12-31")
    + row("PA000005", "商业险", "X001", "abc") + row("PA000006", "商业险", "X002", "4100.00") + row("PA000006", "商业险", "X002", "4100.00")
    + row("PA000007", "商业险", "X002", "5000.00") + row("PA000007", "商业险", "X002", "5100.00") + row("PX000001", "商业险", "X001", "3000.00")
    + "合计,,,,37747.80,,,,,,,\n"
  /// So many settled lines.
  package static func bulk(_ rows: Int) -> String {
    header
      + (1...rows).map { row("PK\(100_000 + $0)", "商业险", $0.isMultiple(of: 2) ? "X001" : "X002", "\(1000 + $0 * 7).\(10 + $0 % 90)") }
      .joined()
  }
  /// Under the folder's Chinese name.
  package static let firstOther = header + row("PA000011", "商业险", "X001", "8000.00", plate: "粤B1234I")
  package static let second =
    header + row("PB000001", "商业险", "X002", "6000.00") + row("PB000002", "交强险", "X002", "1100.00")
    + row("PX000001", "商业险", "X001", "3000.00")
    + row("PB000003", "商业险", "S001", "3333.33")
  package static let unreadable = "这不是,一份\n承保,清单\n"

  /// Fewer sheets than a real root's, each of its kind.
  package static let access = """
    role,feed,sheet,scope,columns,masked
    platform,merchants,,,,
    supplier,underwriting,,,,
    supplier,,receipt,own,*,id-card mobile
    supplier,,settlement-sheet,own,base income,id-card mobile name
    seller,,payable-detail,own,base expenditure,*
    finance,,business-desk,all,*,id-card mobile
    finance,,receipt,own,*,id-card mobile account
    platform,,receipt,own,*,*

    """

  /// Columns and shapes this evening's lists do without; the pipelines are read some thousand times.
  private static var unused: Regex<(Substring, Substring)> {
    /^(commercial|compulsory|premium-total|paid|branch|channel|vin|usage|energy|insured|mobile|insurer|note)/
  }

  /// A root with this evening's access and its few columns, nothing dropped yet.
  package static func root(at path: String) throws -> TrialRoot {
    let root = try TrialRoot(new: path)
    func rewrite(_ place: String, _ change: ([Substring]) -> [Substring]) throws {
      let file = "\(path)/pipelines/\(place)"
      let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
      try Data(change(lines).joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: file))
    }
    try Data(access.utf8).write(to: URL(fileURLWithPath: path + "/pipelines/access.csv"))
    // The flows this evening has nothing for are left out: it is lived through once for every step it takes.
    for flow in ["vouchers", "gifts", "cards", "warranty"] { try FileManager.default.removeItem(atPath: "\(path)/pipelines/\(flow)") }
    try rewrite("settlement/feeds/underwriting.csv") { $0.filter { !$0.contains(unused) } }
    try rewrite("settlement/sheets/settlement-sheet.csv") { $0.filter { !$0.hasPrefix("insured,") } }
    try rewrite("settlement/pipeline.yaml") { lines in
      let shapes = lines.firstIndex { $0.contains("shapes:") }!
      let rest = lines[shapes...].firstIndex { $0 == "  endorsements:" }!
      return Array(lines[..<shapes] + lines[rest...])
    }
    for table in ["income", "expenditure-1", "expenditure-2"] {
      try FileManager.default.removeItem(atPath: "\(path)/pipelines/settlement/rules/\(table).examples.csv")
    }
    return root
  }

  package static func drop(into root: TrialRoot) throws {
    try root.drop(merchants, as: "商户.csv", from: "platform", to: "merchants")
    try root.drop(first, as: "0311.csv", from: "S001", to: "underwriting")
    try root.drop(firstOther, as: "0311.csv", from: "S001", to: "承保清单")
    try root.drop(second, as: "list.csv", from: "S002", to: "underwriting")
    try root.drop(second, as: "list (again).csv", from: "S002", to: "underwriting")
    try root.drop(unreadable, as: "broken.csv", from: "S002", to: "underwriting")
    try root.drop(merchants, as: "not-mine.csv", from: "finance", to: "merchants")
    try root.drop("a\n1\n", as: "what.csv", from: "S001", to: "nonsense")
    try root.drop(second, as: "list.csv", from: "Z999", to: "underwriting")
  }

  /// Later the same day: the conflict is corrected, the missing seller registered, the stranger too, and there is a new line.
  package static let later =
    header + row("PA000007", "商业险", "X002", "5050.00", correction: "是") + row("PA000021", "商业险", "X001", "4999.99")
    + row("PA000001", "商业险", "X001", "3200.00")
  package static let laterMerchants = """
    商户号,商户名称,统一社会信用代码,主营类型
    X009,罗湖汽贸,\(creditCode("91440300MA5FABCD9")),4S店
    Z999,新来的代理,\(creditCode("91440300MA5FABCDX")),代理

    """

  package static func dropLater(into root: TrialRoot) throws {
    try root.drop(laterMerchants, as: "商户2.csv", from: "platform", to: "merchants")
    try root.drop(later, as: "0311b.csv", from: "S001", to: "underwriting")
    try root.drop(unreadable, as: "broken.csv", from: "S002", to: "underwriting")
  }

  /// Seventeen characters and their check character. (GB 32100)
  package static func creditCode(_ stem: String) -> String {
    let letters = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")
    var (sum, weight) = (0, 1)
    for character in stem {
      sum += letters.firstIndex(of: character)! * weight
      weight = weight * 3 % 31
    }
    return stem + String(letters[(31 - sum % 31) % 31])
  }
}

extension Evening {
  /// The two runs of the day.
  package enum Part: String, CaseIterable, Sendable { case first, second }
}
