import Flows
import Ledger
import Tables
import Values

/// What a policy no longer earns: before it was sent it is cancelled, stock and quotas come back; afterwards its value is claimed back. (B2-9)
extension GiftsFlow {
  func takeBack(_ judging: inout Judging, _ awards: [DistributionRules.Award], _ desk: inout Desk) {
    let ended = judging.asking.premium.all <= .zero
    for grant in judging.book.grants where grant.held > 0 {
      var (most, stacked) = (Int64(0), Int64(0))
      for award in awards where award.gift == grant.gift {
        if award.stacks { stacked += award.quantity } else { most = max(most, award.quantity) }
      }
      let excess = grant.held - (most + stacked) * grant.perGift
      guard excess > 0, ended || rules.fall(ofRules: grant.rule) == .takeBack else { continue }
      var grant = grant
      cancel(&grant, excess, judging, reason: ended ? "退保" : "批减", &desk)
      judging.book[grant.gift] = grant
      note(grant, judging.book, &desk)
    }
  }

  private func cancel(_ grant: inout GrantBook.Grant, _ excess: Int64, _ judging: Judging, reason: String, _ desk: inout Desk) {
    var rest = excess
    let waiting = min(grant.backlog, rest)
    rest -= waiting
    var entry = EntryDraft()
    var gift = desk.recall(Gift.self, grant.gift)
    if waiting > 0 {
      grant.backlog -= waiting
      gift?.waiting -= waiting
      giveBack(grant, pieces: waiting, worth: grant.worth(waiting), &entry, &desk)
    }
    var (unsent, worth, value, codes) = (min(grant.pending, rest), Money.zero, Money.zero, [String]())
    rest -= unsent
    if grant.isService {
      (worth, value, codes) = void(grant, unsent, judging.book, &desk)
      unsent = Int64(codes.count)
    } else {
      (worth, value) = (grant.worth(unsent), grant.value(unsent))
    }
    if unsent > 0 {
      grant.issued -= unsent
      giveBack(grant, pieces: unsent, worth: worth, &entry, &desk)
      if gift?.hasStock == true {
        entry.move(unsent, from: AccountPaths.given(grant.gift), to: AccountPaths.stock(grant.gift), &desk)
        gift?.free += unsent
      }
    }
    if let gift { keep(gift, &desk) }
    let insured = judging.policy.insured
    if waiting + unsent > 0 {
      grant.entries += 1
      entry.post(
        "gift/\(judging.policy.key)/\(grant.gift)/\(grant.entries)", kind: "gift-cancelled", policy: judging.policy.key, &desk)
      var happening = Happening(.cancelled, pieces: unsent, amount: value, reason: reason, detail: waiting > 0 ? "缺货待补 \(waiting)" : "")
      happening.coupons = codes
      tell(happening, grant, judging.book, insured, about: judging.fact, &desk)
    }
    reclaim(&grant, rest, judging, reason: reason, &desk)
  }

  /// Quotas by whose rule cancelled gifts count as never given.
  func giveBack(_ grant: GrantBook.Grant, pieces: Int64, worth: Money, _ entry: inout EntryDraft, _ desk: inout Desk) {
    for use in grant.uses where use.givesBack {
      let amount = use.amount(pieces: pieces, value: worth)
      guard amount > 0, var quota = desk.recall(Quota.self, use.key) else { continue }
      entry.move(amount, from: AccountPaths.quotaUsed(use), to: use.account, &desk)
      quota.used -= amount
      desk.remember(quota)
    }
  }

  /// Voids so many unused coupons, the last first: what they are worth to quotas, what they cost, their codes.
  private func void(
    _ grant: GrantBook.Grant, _ pieces: Int64, _ book: GrantBook, _ desk: inout Desk
  ) -> (worth: Money, value: Money, codes: [String]) {
    var (worth, value, codes) = (Money.zero, Money.zero, [String]())
    var number = grant.coupons
    while number > 0, codes.count < pieces {
      let code = code(book.key, grant.gift, number)
      if var coupon = desk.recall(Coupon.self, code), coupon.standing == .issued {
        coupon.standing = .void
        desk.remember(coupon)
        worth += grant.worth(1, after: number - 1)
        value += grant.value(1, after: number - 1)
        codes.append(code)
      }
      number -= 1
    }
    return (worth, value, codes)
  }

  /// What was sent or used and not come back is owed: 追回 at cost price.
  private func reclaim(_ grant: inout GrantBook.Grant, _ pieces: Int64, _ judging: Judging, reason: String, _ desk: inout Desk) {
    let owed = min(pieces, grant.shipped - grant.returned - grant.reclaimed)
    guard owed > 0 else { return }
    let value = grant.value(owed, after: grant.reclaimed)
    grant.reclaimed += owed
    claim(value, &grant, judging, &desk)
    tell(
      Happening(.reclaimed, pieces: owed, amount: value, reason: reason), grant, judging.book, judging.policy.insured, about: judging.fact,
      &desk)
  }

  /// A policy that earns again what was claimed back keeps it: the claim is dropped. How many pieces are left to give.
  func restore(_ grant: inout GrantBook.Grant, _ wanted: Int64, _ judging: Judging, _ desk: inout Desk) -> Int64 {
    let restored = min(grant.reclaimed, wanted)
    guard restored > 0 else { return wanted }
    let value = grant.value(restored, after: grant.reclaimed - restored)
    grant.reclaimed -= restored
    claim(.zero - value, &grant, judging, &desk)
    tell(
      Happening(.restored, pieces: restored, amount: value, reason: "批增"), grant, judging.book, judging.policy.insured,
      about: judging.fact, &desk)
    return wanted - restored
  }

  private func claim(_ value: Money, _ grant: inout GrantBook.Grant, _ judging: Judging, _ desk: inout Desk) {
    let branch = tables.party(ofBranch: judging.book.branch)
    grant.entries += 1
    var entry = EntryDraft()
    entry.move(value.minor, from: AccountPaths.reclaimed(branch), to: AccountPaths.reclaim(branch), &desk)
    entry.post("gift/\(judging.policy.key)/\(grant.gift)/\(grant.entries)", kind: "gift-reclaim", policy: judging.policy.key, &desk)
  }

  // MARK: coupons run out

  /// The night after a coupon's last day; a use on that day that came with tonight's files was taken before. (domain.md 1.10)
  func expire(_ known: Coupon, _ desk: inout Desk) {
    var coupon = known
    guard coupon.standing == .issued, var book = desk.recall(GrantBook.self, coupon.policy), var grant = book[coupon.gift] else { return }
    coupon.standing = .expired
    desk.remember(coupon)
    grant.expired += 1
    var happening = Happening(.expired, pieces: 1, amount: grant.value(1, after: coupon.number - 1))
    if terms.expiryGivesBack {
      var entry = EntryDraft()
      giveBack(grant, pieces: 1, worth: grant.worth(1, after: coupon.number - 1), &entry, &desk)
      grant.entries += 1
      entry.post("gift/\(book.key)/\(grant.gift)/\(grant.entries)", kind: "coupon-expired", policy: book.key, &desk)
    }
    happening.coupons = [coupon.key]
    happening.until = coupon.until
    book[coupon.gift] = grant
    keep(book, &desk)
    tell(happening, grant, book, nil, about: nil, &desk)
    note(grant, book, &desk)
  }
}
