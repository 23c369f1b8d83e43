import Flows
import Values

/// What `settle query products` and `settle query merchants` answer. (domain.md 0.4, 0.5, 0.34)
extension Question {
  static let products = Question(
    "products", kind: Product.kind,
    columns: [
      Column("分类", "class"), Column("商户号", "merchant"), Column("产品编码", "product"), Column("产品名称", "name"), Column("产品分类", "classification"),
      Column("险种", "line"), Column("价格", "price", isNumeric: true), Column("生效日期", "from"), Column("剩余量", "remaining", isNumeric: true),
      Column("预警数量", "alert", isNumeric: true), Column("状态", "status"), Column("待审核", "pending"), Column("摘要", "digest"),
    ], owner: 1)
  static let merchants = Question(
    "merchants", kind: Party.kind,
    columns: [
      Column("商户号", "merchant"), Column("商户名称", "name"), Column("主营类型", "business"), Column("角色", "roles"), Column("标识码", "code"),
      Column("供应商端", "supplier"), Column("销售商端", "seller"), Column("信用额度", "credit", isNumeric: true),
      Column("保证金", "deposit", isNumeric: true),
    ], owner: 0)
}

extension PartiesFlow {
  /// What is published, or else what was submitted last; 摘要 is that of the newest content, which an approval would name.
  func product(_ product: Product, _ day: Day) -> [String] {
    let shown = product.published ?? product.latest
    let waits = product.latest.decision == .pending && product.latest.isListed
    return [
      settings.presetClass(product), product.merchant, product.code, shown.name, shown.classification, shown.line, "\(shown.price)",
      "\(shown.from)", "\(shown.remaining)", "\(shown.alert)", product.status(on: day).rawValue, waits ? "是" : "否", product.latest.digest,
    ]
  }

  func merchant(_ party: Party, _ day: Day) -> [String] {
    let version = party.inForce(on: day)
    return [
      party.key, version.name, version.business, party.roles.joined(separator: " "), party.code,
      party.hasSupplierAccess(on: day) ? "是" : "否", party.hasSellerAccess(on: day) ? "是" : "否", "\(party.creditLine(on: day))",
      "\(party.deposit)",
    ]
  }
}
