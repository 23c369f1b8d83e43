import Flows
import Tables
import Values

/// Products as their merchants submit, list and take them off. Submitting needs no access; being published needs a review.
/// (domain.md 0.4, 0.11, 0.13, 0.27, 0.28; contract.md, products)
extension PartiesFlow {
  func submitProduct(_ fact: Fact, _ desk: inout Desk) {
    let fields = fields(.products)
    let code = text(fact, "product")
    let known = desk.recall(Product.self, Product.key(merchant: fact.party, code: code))
    if ["下架", "delist"].contains(text(fact, "action").lowercased()) {
      // Taking off is the merchant's own act: nobody reviews it, and nobody else does it.
      guard var product = known else { return desk.reject(fact, PartyReasons.productUnknown, code) }
      for index in product.versions.indices { product.versions[index].isListed = false }
      desk.remember(product, group: fact.party)
      look(fact.party, fact, &desk)
      return desk.settle(fact)
    }
    let required = ["name", "line", "price", "from", "remaining"]
    let missing = required.filter { name in feeds[fact.feed].schema.index(of: name).map { fact.row[$0].isNone } ?? true }
    guard missing.isEmpty, let price = fields.money(fact.row, "price"), let from = fields.date(fact.row, "from") else {
      let headers = missing.compactMap { name in feeds[fact.feed].schema.index(of: name).map { feeds[fact.feed].schema.fields[$0].header } }
      return desk.reject(fact, PartyReasons.productIncomplete, headers.joined(separator: "、"))
    }
    let digest = PartiesFlow.digest(fact, feeds[fact.feed].schema).hex
    var version = Product.Version(
      digest: digest, name: text(fact, "name"), classification: text(fact, "classification"), line: text(fact, "line"), price: price,
      from: from, remaining: fields.integer(fact.row, "remaining") ?? 0, alert: fields.integer(fact.row, "alert") ?? 0, submitted: desk.day)
    var product = known ?? Product(merchant: fact.party, code: code, versions: [])
    if let at = product.versions.firstIndex(where: { $0.digest == digest }) {
      // The same content again is the same version: what was decided about it stands.
      version = product.versions.remove(at: at)
      version.isListed = true
      version.submitted = desk.day
      if version.decision == .approved { version.published = desk.day }
    }
    product.versions.append(version)
    desk.remember(product, group: fact.party)
    look(fact.party, fact, &desk)
    if version.decision == .pending { offer("产品", code, fact.party, version.name, digest, desk.day, fact.id, &desk) }
    desk.settle(fact, version.decision == .approved ? nil : PartyReasons.productSubmitted, digest)
  }

  /// 摘要 of the one row: headers and cleaned values of the fields that are filled. 更正 and 备注 say nothing about the product.
  private static func digest(_ fact: Fact, _ schema: Schema) -> Digest {
    let filled = schema.fields.indices.filter { !fact.row[$0].isNone && !["correction", "note"].contains(schema.fields[$0].name) }
    return TableText.digest([
      ("", [filled.map { schema.fields[$0].header }, filled.map { Canonical.text(fact.row[$0], in: fact.row.batch) }])
    ])
  }

  /// What an approval decides about a product. False where nothing was submitted under that digest.
  func decideProduct(_ approval: Approval, _ fact: Fact, _ desk: inout Desk) -> Bool {
    guard var product = desk.recall(Product.self, Product.key(merchant: approval.merchant, code: approval.objectID)),
      let at = product.versions.firstIndex(where: { $0.digest == approval.digest })
    else { return false }
    // The later decision counts, in whichever order the two arrive.
    if let earlier = product.versions[at].decided, (approval.decided, approval.key) < (earlier, product.versions[at].approval) {
      return true
    }
    product.versions[at].decision = approval.isApproved ? .approved : .rejected
    product.versions[at].decided = approval.decided
    product.versions[at].approval = approval.key
    product.versions[at].published = approval.isApproved ? product.versions[at].published ?? desk.day : nil
    desk.remember(product, group: approval.merchant)
    look(approval.merchant, fact, &desk)
    return true
  }
}
