import Flows
import Ledger
import Tables
import Values

/// The catalogue (礼品录入) and the policyholders, as their files change them. (domain.md 1.1, 1.9, 1.11)
extension GiftsFlow {
  func enter(_ fact: Fact, _ desk: inout Desk) {
    let code = text(fact, "gift")
    let known = desk.recall(Gift.self, code)
    let action = text(fact, "action")
    if known == nil, action != "新增" { return desk.reject(fact, GiftReasons.giftUnknown, code) }
    var gift = revised(fact, known)
    guard !gift.name.isEmpty, gift.price > .zero, !gift.provider.isEmpty else { return desk.reject(fact, GiftReasons.giftIncomplete, code) }
    guard let provider = desk.recall(Provider.self, gift.provider) else {
      return desk.wait(fact, GiftReasons.providerUnknown, gift.provider)
    }
    guard (provider.kind == .goods) == (gift.kind == .goods) else {
      return desk.reject(fact, GiftReasons.kindMismatch, "\(gift.kind.rawValue) \(provider.kind.rawValue) \(provider.key)")
    }
    guard stock(&gift, known, fact, &desk) else { return }
    if known == nil {
      let count = desk.recall(Catalogue.self, Catalogue.only)?.count ?? 0
      desk.remember(Catalogue(count: count + 1))
    }
    keep(gift, &desk)
    if let ground = tables.block(gift) { return desk.settle(fact, GiftReasons.blockedKind, ground) }
    if !rules.names(code) { return desk.settle(fact, GiftReasons.withoutRule, code) }
    desk.settle(fact)
  }

  /// What the row says replaces what was; what it leaves blank stays. Whether there is stock to run out is said here, how much is moved by `stock`.
  func revised(_ fact: Fact, _ known: Gift?) -> Gift {
    let (row, fields) = (fact.row, fields(.gifts))
    var gift = known ?? Gift(code: self.text(fact, "gift"))
    func text(_ name: String) -> String? {
      let found = fields.text(row, name)
      return found.isEmpty ? nil : found
    }
    if let name = text("gift-name") { gift.name = name }
    if let kind = text("kind").flatMap(Gift.Kind.init(rawValue:)) { gift.kind = kind }
    if let category = text("category") { gift.category = category }
    if let price = fields.money(row, "price") { gift.price = price }
    if let face = fields.money(row, "face") { gift.face = face }
    if let provider = text("provider") { gift.provider = provider }
    if let rate = fields.rate(row, "tax-rate") { gift.taxRate = rate }
    if let coupons = fields.integer(row, "coupons") { gift.coupons = max(1, coupons) }
    if let days = fields.integer(row, "valid-days") { gift.validDays = days }
    if let branches = text("branches") { gift.branches = branches == "全部" ? [] : Gift.words(branches) }
    if let aliases = text("aliases") { gift.aliases = Gift.words(aliases) }
    switch self.text(fact, "action") {
    case "停用": gift.isActive = false
    case "启用", "新增": gift.isActive = true
    default: break
    }
    if let restock = fields.integer(row, "restock") {
      gift.declared = (gift.declared ?? 0) + restock
    } else if let declared = fields.integer(row, "stock") {
      gift.declared = declared
    }
    return gift
  }

  /// 补货数量 comes on top; 库存 is the whole that was ever supplied, and the difference to the last one moves. False when more is taken away
  /// than is free.
  private func stock(_ gift: inout Gift, _ known: Gift?, _ fact: Fact, _ desk: inout Desk) -> Bool {
    let change = (gift.declared ?? 0) - (known?.declared ?? 0)
    guard gift.free + change >= 0 else {
      desk.reject(fact, GiftReasons.stockTaken, "可用 \(gift.free)，减少 \(-change)")
      return false
    }
    gift.free += change
    var entry = EntryDraft()
    entry.move(change, from: AccountPaths.supplied(gift.key), to: AccountPaths.stock(gift.key), &desk)
    entry.post("gift-stock/\(fact.id)", kind: "gift-stock", policy: gift.key, &desk)
    return true
  }

  /// 停发 and 恢复. Resumed, a customer's policies are judged once more the same night. (domain.md 1.11)
  func stopOrResume(_ fact: Fact, _ desk: inout Desk) {
    let identity = text(fact, "identity")
    let policy = desk.recall(Policy.self, text(fact, "policy"))
    let key = identity.isEmpty ? policy.map(Customer.key) ?? "" : identity
    guard var customer = desk.recall(Customer.self, key) else { return desk.reject(fact, GiftReasons.customerUnknown) }
    customer.isStopped = text(fact, "action") == "停发"
    customer.reason = text(fact, "reason")
    customer.since = desk.day
    desk.remember(customer)
    if !customer.isStopped {
      var numbers = desk.group(PolicyKey.kind, PolicyKey.group("identity", key)).map { PolicyKey(key: $0.key.key, rows: $0.rows).policy }
      if numbers.isEmpty, let policy { numbers = [policy.key] }
      for number in numbers {
        guard var state = desk.state(Policy.stateKey(number)) else { continue }
        let signed = Policy(key: number, rows: state.rows).signed
        (state.due, state.rank, state.addressee) = (Moment(min(signed, desk.day)), Policy.rank, name)
        desk.put(state)
      }
    }
    desk.settle(fact)
  }
}
