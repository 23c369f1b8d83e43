import Flows
import Ledger
import Tables
import Values

/// A policy is judged the night it enters, and again when it changes: what it earns now is held beside what it was given, and the difference is
/// given or taken back. (domain.md 1.5, 1.19, 1.20, B2)
extension GiftsFlow {
  func judge(_ policy: Policy, _ desk: inout Desk) {
    guard !policy.lines.isEmpty else { return }
    let customer = greet(policy, &desk)
    let before = desk.recall(GrantBook.self, policy.key)
    guard before != nil || (desk.recall(Catalogue.self, Catalogue.only)?.count ?? 0) > 0 else { return }
    var book = before ?? GrantBook(policy: policy.key)
    book.branch = policy.lines[0].branch
    book.channel = policy.lines[0].channel
    book.line = policy.lines.map(\.line).joined(separator: "+")
    book.signed = policy.signed
    var judging = Judging(policy, book: book, isStopped: customer.isStopped, asking: Asking(policy, terms))
    switch earned(policy) {
    case .missing(let column, let rule):
      // What is not known is neither given nor taken back.
      refuse(judging.nothing(rule: rule), .missingValue, column, judging, &desk)
    case .awards(let awards):
      let awards = awards.filter { award in
        guard let gift = desk.recall(Gift.self, award.gift) else { return true }
        judging.asking.describe(gift)
        return rules.allows(award, judging.asking.row)
      }
      takeBack(&judging, awards, &desk)
      give(&judging, awards, &desk)
    }
    if !judging.book.grants.isEmpty { keep(judging.book, &desk) }
  }

  /// Enters the policyholder and the ways to find the policy; nothing that stands is written again. (domain.md 1.11)
  private func greet(_ policy: Policy, _ desk: inout Desk) -> Customer {
    let key = Customer.key(policy)
    var customer = desk.recall(Customer.self, key) ?? Customer(key)
    let isNew = desk.state(Customer.stateKey(key)) == nil
    if isNew || customer.name != policy.insured.holder || customer.mobile != policy.insured.mobile {
      customer.name = policy.insured.holder
      customer.mobile = policy.insured.mobile
      desk.remember(customer)
    }
    for way in Terms.Lookup.allCases where terms.lookups.contains(way) {
      let value =
        switch way {
        case .plate: policy.insured.plate
        case .identity: policy.insured.identity
        case .mobile: policy.insured.mobile
        }
      if !value.isEmpty {
        desk.remember(PolicyKey(way.rawValue, value, policy: policy.key), group: PolicyKey.group(way.rawValue, value))
      }
    }
    return customer
  }

  // MARK: giving

  private func give(_ judging: inout Judging, _ awards: [DistributionRules.Award], _ desk: inout Desk) {
    var targets: [String: (most: Int64, stacked: Int64)] = [:]
    for (index, award) in awards.enumerated() {
      // A gift that stands in for this one was given before: it stays.
      if award.fallsBack, judging.held(award.gift) == 0, awards[(index + 1)...].contains(where: { judging.held($0.gift) > 0 }) { continue }
      guard let gift = desk.recall(Gift.self, award.gift) else {
        refuse(judging.nothing(rule: award.id, gift: award.gift), .unknownGift, award.gift, judging, &desk)
        continue
      }
      var target = targets[award.gift] ?? (0, 0)
      if award.stacks { target.stacked += award.quantity } else { target.most = max(target.most, award.quantity) }
      targets[award.gift] = target
      let wanted = gift.pieces(target.most + target.stacked) - judging.held(award.gift)
      if wanted > 0 { give(&judging, award, gift, wanted, &desk) }
      if award.isExclusive, judging.held(award.gift) > 0 || !award.fallsBack { return }
    }
  }

  private func give(
    _ judging: inout Judging, _ award: DistributionRules.Award, _ gift: Gift, _ pieces: Int64, _ desk: inout Desk
  ) {
    let found = judging.asking.quotas(gift, quotas)
    var grant = judging.book[gift.key] ?? self.grant(gift, award, found)
    let wanted = restore(&grant, pieces, judging, &desk)
    defer { if grant.entries > 0 || judging.book[gift.key] != nil { judging.book[gift.key] = grant } }
    guard wanted > 0 else { return }
    if let (refusal, detail) = objection(to: gift, found, judging, desk) {
      return refuse(grant, refusal, detail, judging, pieces: wanted, &desk)
    }
    var rooms: [(room: Allotment.Room, change: Int64)] = []
    for (use, limit) in found.uses { rooms.append(room(of: use, limit: limit, grant, &desk)) }
    let stock = gift.hasStock ? desk.books.left(in: AccountPaths.stock(gift.key)) : nil
    let allotment = Allotment(
      wanted: wanted, step: grant.perGift, rooms: rooms.map(\.room), stock: stock, othersWait: gift.waiting > 0, isPartial: award.isPartial)
    if allotment.refused > 0 {
      let (use, left) = (found.uses[allotment.quota!].use, rooms[allotment.quota!].room.left)
      let needed = use.amount(pieces: wanted, value: grant.worth(wanted))
      refuse(
        grant, .overQuota,
        "\(use.rule) \(use.scope) \(use.period) \(use.measure.rawValue) 剩余 \(use.spelled(left)) 需 \(use.spelled(needed))",
        judging, pieces: allotment.refused, &desk)
    }
    guard allotment.now + allotment.later > 0 else { return }
    if !grant.rule.split(separator: "+").contains(award.id[...]) {
      grant.rule = grant.rule.isEmpty ? award.id : "\(grant.rule)+\(award.id)"
    }
    book(allotment, &grant, gift, found.uses, judging, &desk)
  }

  private func grant(_ gift: Gift, _ award: DistributionRules.Award, _ found: QuotaRules.Found) -> GrantBook.Grant {
    GrantBook.Grant(
      gift: gift.key, name: gift.name, isService: gift.kind == .service, provider: gift.provider, rule: award.id, approval: found.approval,
      price: gift.price, perGift: gift.pieces(1), taxRate: gift.taxRate ?? (gift.kind == .goods ? terms.goodsTax : terms.servicesTax),
      worth: terms.value == .face ? gift.face : gift.price)
  }

  /// Why a gift is not given whatever its quotas say; nil where nothing stands against it.
  private func objection(to gift: Gift, _ found: QuotaRules.Found, _ judging: Judging, _ desk: Desk) -> (Refusal, String)? {
    if judging.isStopped { return (.customerStopped, "") }
    if !gift.isActive { return (.giftDisabled, "") }
    if !gift.branches.isEmpty, !gift.branches.contains(judging.book.branch) { return (.otherBranch, judging.book.branch) }
    guard let provider = desk.recall(Provider.self, gift.provider) else { return (.providerUnknown, gift.provider) }
    if !provider.isActive(on: desk.day) { return (.providerSuspended, gift.provider) }
    if let ground = tables.block(gift) { return (.blockedKind, ground) }
    if terms.withoutApproval == .block, !found.isApproved { return (.withoutApproval, "") }
    return nil
  }

  func refuse(
    _ grant: GrantBook.Grant, _ refusal: Refusal, _ detail: String, _ judging: Judging, pieces: Int64 = 0, _ desk: inout Desk
  ) {
    tell(
      Happening(.refused, pieces: pieces, amount: grant.value(pieces), reason: refusal.rawValue, detail: detail), grant, judging.book,
      judging.policy.insured, about: judging.fact, &desk)
  }

  // MARK: quotas

  /// What is left of a quota, with what the table grants now: it is opened, and set anew, in the entry that draws on it.
  private func room(of use: QuotaUse, limit: Int64, _ grant: GrantBook.Grant, _ desk: inout Desk) -> (room: Allotment.Room, change: Int64) {
    let quota = desk.recall(Quota.self, use.key) ?? Quota(use)
    let left = desk.books.left(in: use.account)
    // What is used cannot be taken away.
    let change = max(limit - quota.limit, -left)
    return (Allotment.Room(left: left + change) { use.amount(pieces: $0, value: grant.worth($0)) }, change)
  }

  /// One entry: stock and every quota move together, or nothing does. (B2-5)
  private func book(
    _ allotment: Allotment, _ grant: inout GrantBook.Grant, _ gift: Gift, _ uses: [(use: QuotaUse, limit: Int64)], _ judging: Judging,
    _ desk: inout Desk
  ) {
    var gift = gift
    var entry = EntryDraft()
    let reserved = allotment.now + allotment.later
    for (use, limit) in uses {
      let change = room(of: use, limit: limit, grant, &desk).change
      let amount = use.amount(pieces: reserved, value: grant.worth(reserved))
      entry.move(change, from: AccountPaths.quotaSet(use), to: use.account, &desk)
      entry.move(amount, from: use.account, to: AccountPaths.quotaUsed(use), &desk)
      var quota = desk.recall(Quota.self, use.key) ?? Quota(use)
      quota.limit += change
      quota.used += amount
      desk.remember(quota)
      if !grant.uses.contains(use) { grant.uses.append(use) }
    }
    if gift.hasStock, allotment.now > 0 {
      entry.move(allotment.now, from: AccountPaths.stock(gift.key), to: AccountPaths.given(gift.key), &desk)
      gift.free -= allotment.now
    }
    grant.entries += 1
    entry.post("gift/\(judging.policy.key)/\(gift.key)/\(grant.entries)", kind: "gift", policy: judging.policy.key, &desk)
    if allotment.later > 0 {
      desk.remember(QueuePlace(gift.key, gift.tail, policy: judging.policy.key, pieces: allotment.later))
      gift.tail += 1
      gift.waiting += allotment.later
      grant.backlog += allotment.later
      tell(
        Happening(.backlog, pieces: allotment.later, amount: grant.value(allotment.later)), grant, judging.book, judging.policy.insured,
        about: judging.fact, &desk)
    }
    if gift.hasStock { keep(gift, &desk) }
    if allotment.now > 0 { issue(allotment.now, &grant, gift, judging.book, judging.policy.insured, about: judging.fact, &desk) }
    note(grant, judging.book, &desk)
  }

  /// Pieces leave for the policyholder: goods to be sent, coupons to be used.
  func issue(
    _ pieces: Int64, _ grant: inout GrantBook.Grant, _ gift: Gift, _ book: GrantBook, _ insured: Policy.Insured?, about fact: Int64?,
    detail: String = "", _ desk: inout Desk
  ) {
    var happening = Happening(.issued, pieces: pieces, amount: grant.value(pieces), detail: detail)
    grant.issued += pieces
    if grant.isService {
      let days = gift.validDays ?? (terms.couponDays > 0 ? Int64(terms.couponDays) : nil)
      happening.until = days.map { desk.day.advanced(by: Int($0)) }
      for _ in 0..<pieces {
        grant.coupons += 1
        let code = code(book.key, grant.gift, grant.coupons)
        happening.coupons.append(code)
        let coupon = Coupon(
          code, policy: book.key, gift: grant.gift, number: grant.coupons, provider: grant.provider, issued: desk.day,
          until: happening.until)
        desk.remember(coupon, due: happening.until.map { .end(of: $0.advanced(by: 1)) }, rank: Source.couponRank)
      }
    }
    tell(happening, grant, book, insured, about: fact, &desk)
  }

  /// Keeps what a policy was given, for its branch to see.
  func keep(_ book: GrantBook, _ desk: inout Desk) { desk.remember(book, group: tables.party(ofBranch: book.branch)) }

  /// Keeps the catalogue's entry; where pieces are free and somebody waits, the queue is served before the night is over.
  func keep(_ gift: Gift, _ desk: inout Desk) {
    let hasWork = gift.waiting > 0 && gift.free > 0
    desk.remember(gift, group: gift.provider, due: hasWork ? Moment(desk.day) : nil, rank: Source.queueRank)
  }

  /// Keeps or drops the mark that a provider still has something to do.
  func note(_ grant: GrantBook.Grant, _ book: GrantBook, _ desk: inout Desk) {
    let open = OpenGift(provider: grant.provider, policy: book.key, gift: grant.gift)
    if grant.isOpen { desk.remember(open, group: grant.provider) } else { desk.forget(OpenGift.stateKey(open.key)) }
  }
}

/// One judgement on its way.
struct Judging {
  let policy: Policy
  var book: GrantBook
  let isStopped: Bool
  var asking: Asking

  init(_ policy: Policy, book: GrantBook, isStopped: Bool, asking: Asking) {
    self.policy = policy
    self.book = book
    self.isStopped = isStopped
    self.asking = asking
  }

  /// The row of the list the first line stands on.
  var fact: Int64? { policy.lines[0].fact }
  func held(_ gift: String) -> Int64 { book[gift]?.held ?? 0 }

  /// A stand-in for what was not given at all.
  func nothing(rule: String, gift: String = "") -> GrantBook.Grant {
    GrantBook.Grant(
      gift: gift, name: "", isService: false, provider: "", rule: rule, approval: "", price: .zero, perGift: 1, taxRate: .zero, worth: .zero
    )
  }
}

/// Why a gift was not given. (domain.md 1.2, 1.20, 1.21, compliance)
enum Refusal: String {
  case overQuota = "超出额度"
  case withoutApproval = "缺少活动审批号或合规依据"
  case blockedKind = "禁发品类"
  case customerStopped = "客户停发"
  case giftDisabled = "礼品已停用"
  case otherBranch = "机构不适用"
  case providerSuspended = "提供商停用"
  case providerUnknown = "提供商未登记"
  case unknownGift = "礼品未登记"
  case missingValue = "缺少条件值"
}

extension QuotaUse {
  /// An amount of it for people.
  func spelled(_ amount: Int64) -> String { measure == .coupons ? "\(amount)" : "\(Money(minor: amount))" }
}

extension Books {
  /// What a floored account holds; it was asked for before.
  mutating func left(in key: AccountKey) -> Int64 {
    let account = account(key.path, key.unit)
    guard let left = available(account) else { preconditionFailure("\(key) was not asked for") }
    return left
  }
}
