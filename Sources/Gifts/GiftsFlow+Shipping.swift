import Flows
import Ledger
import Tables
import Values

/// What suppliers say they sent is matched back to what was given, and paid for; what was used likewise. (domain.md 1.16, 1.17, B2-10, B2-11)
extension GiftsFlow {
  func ship(_ shipment: Shipment, _ desk: inout Desk) {
    let fact = shipment.fact
    guard var book = desk.recall(GrantBook.self, shipment.policy) else {
      return desk.reject(fact, GiftReasons.policyUnknown, shipment.policy)
    }
    let mine = book.grants.filter { $0.provider == fact.party && !$0.isService }
    guard var grant = mine.first(where: { answers($0, to: shipment.name, fact.party, desk) }) else {
      return desk.reject(fact, GiftReasons.nameMismatch, mine.isEmpty ? shipment.name : "应为：" + mine.map(\.name).joined(separator: "、"))
    }
    let insured = desk.recall(Policy.self, book.key)?.insured
    func tell(_ kind: Happening.Kind, _ pieces: Int64, _ desk: inout Desk) {
      self.tell(
        Happening(kind, pieces: pieces, amount: grant.value(pieces), detail: shipment.tracking), grant, book, insured, about: fact.id, &desk
      )
    }
    var notice: (Reason, String)?
    switch shipment.act {
    case .sent:
      let pieces = min(shipment.quantity, grant.pending)
      let over = shipment.quantity - pieces
      grant.shipped += pieces
      if pieces > 0 { tell(.shipped, pieces, &desk) }
      if terms.payable == .shipped { pay(&grant, pieces, after: grant.shipped - pieces, shipment.tracking, book, about: fact, &desk) }
      notice = note(shipment, over: over, left: grant.pending, &desk)
    case .accepted:
      guard shipment.quantity > 0, shipment.quantity <= grant.shipped - grant.returned - grant.accepted else {
        return desk.reject(fact, GiftReasons.notShipped, "已发 \(grant.shipped)，已签收 \(grant.accepted)")
      }
      grant.accepted += shipment.quantity
      tell(.accepted, shipment.quantity, &desk)
      if terms.payable == .accepted {
        pay(&grant, shipment.quantity, after: grant.accepted - shipment.quantity, shipment.tracking, book, about: fact, &desk)
      }
    case .returned:
      guard shipment.quantity > 0, shipment.quantity <= grant.shipped - grant.returned else {
        return desk.reject(fact, GiftReasons.notShipped, "已发 \(grant.shipped)，已退回 \(grant.returned)")
      }
      comeBack(&grant, shipment, book, insured, &desk)
      tell(.returned, shipment.quantity, &desk)
    }
    book[grant.gift] = grant
    keep(book, &desk)
    self.note(grant, book, &desk)
    guard let (reason, detail) = notice else { return desk.settle(fact) }
    desk.settle(fact, reason, detail)
  }

  /// By its name, its code, another name in the catalogue or in the table of aliases.
  private func answers(_ grant: GrantBook.Grant, to name: String, _ supplier: String, _ desk: Desk) -> Bool {
    if grant.name == name || grant.gift == name { return true }
    if let gift = desk.recall(Gift.self, grant.gift), gift.name == name || gift.aliases.contains(name) { return true }
    return tables.gift(called: name, by: supplier) == grant.gift
  }

  private func note(_ shipment: Shipment, over: Int64, left: Int64, _ desk: inout Desk) -> (Reason, String)? {
    let fact = shipment.fact
    let parcel = desk.recall(Parcel.self, Parcel.key(fact.party, shipment.tracking))
    if parcel == nil { desk.remember(Parcel(fact.party, shipment.tracking, policy: shipment.policy)) }
    if over > 0 { return (GiftReasons.overShipped, "超发 \(over)") }
    if let parcel, parcel.policy != shipment.policy { return (GiftReasons.trackingRepeated, "\(shipment.tracking) 亦用于 \(parcel.policy)") }
    if left > 0 { return (GiftReasons.underShipped, "尚欠 \(left)") }
    return nil
  }

  private func comeBack(
    _ grant: inout GrantBook.Grant, _ shipment: Shipment, _ book: GrantBook, _ insured: Policy.Insured?, _ desk: inout Desk
  ) {
    let pieces = shipment.quantity
    let before = min(grant.returned, grant.reclaimed)
    grant.returned += pieces
    // What came back is not owed for any more.
    let settled = min(grant.returned, grant.reclaimed) - before
    if settled > 0 {
      let value = grant.value(settled)
      let branch = tables.party(ofBranch: book.branch)
      grant.entries += 1
      var entry = EntryDraft()
      entry.move(-value.minor, from: AccountPaths.reclaimed(branch), to: AccountPaths.reclaim(branch), &desk)
      entry.post("gift/\(book.key)/\(grant.gift)/\(grant.entries)", kind: "gift-reclaim", policy: book.key, &desk)
      tell(
        Happening(.restored, pieces: settled, amount: value, reason: "已退回"), grant, book, insured, about: shipment.fact.id, &desk)
    }
    switch terms.payable {
    case .shipped: pay(&grant, -pieces, after: pieces, shipment.tracking, book, about: shipment.fact, &desk)
    case .accepted:
      let paid = min(pieces, grant.accepted)
      grant.accepted -= paid
      pay(&grant, -paid, after: paid, shipment.tracking, book, about: shipment.fact, &desk)
    }
  }

  /// Quantity × agreed price, tax included; less than zero where goods came back. (B2-11)
  private func pay(
    _ grant: inout GrantBook.Grant, _ pieces: Int64, after: Int64, _ tracking: String, _ book: GrantBook, about fact: Fact,
    _ desk: inout Desk
  ) {
    if pieces == 0 { return }
    let amount = grant.value(pieces, after: after)
    let net = amount.without(grant.taxRate, .halfUp)
    var entry = EntryDraft()
    entry.add(net, to: AccountPaths.expense(grant.provider), &desk)
    entry.add(amount - net, to: AccountPaths.inputVat, &desk)
    entry.add(.zero - amount, to: AccountPaths.payable(grant.provider), &desk)
    grant.entries += 1
    entry.post("gift/\(book.key)/\(grant.gift)/\(grant.entries)", kind: "gift-payable", policy: book.key, &desk)
    let (price, rate, gift, name) = (grant.price, grant.taxRate, grant.gift, grant.name)
    desk.line(GiftLine.payable.rawValue, part: grant.provider, fact: fact) { cells, row in
      func set(_ column: GiftLine.PayableColumn, _ datum: Datum) { cells.set(row, column.rawValue, datum) }
      cells.set(row, GiftLine.PayableColumn.policy.rawValue, text: book.key)
      cells.set(row, GiftLine.PayableColumn.gift.rawValue, text: gift)
      cells.set(row, GiftLine.PayableColumn.name.rawValue, text: name)
      cells.set(row, GiftLine.PayableColumn.tracking.rawValue, text: tracking)
      set(.pieces, .integer(pieces))
      set(.price, .money(price))
      set(.amount, .money(amount))
      set(.net, .money(net))
      set(.vat, .money(amount - net))
      set(.rate, .rate(rate))
      cells.set(row, GiftLine.PayableColumn.status.rawValue, text: pieces < 0 ? "退回冲减" : "应付")
    }
  }

  // MARK: coupons

  /// A code is good once, until its day is over, for the provider it was made for. (domain.md 1.8, 1.10)
  func redeem(_ fact: Fact, _ desk: inout Desk) {
    let code = text(fact, "coupon").uppercased()
    let at = fields(.redemptions).moment(fact.row, "used-at") ?? Moment(desk.day)
    guard var coupon = desk.recall(Coupon.self, code), coupon.provider == fact.party,
      var book = desk.recall(GrantBook.self, coupon.policy), var grant = book[coupon.gift]
    else { return desk.reject(fact, GiftReasons.couponUnknown) }
    switch coupon.standing {
    case .used: return desk.reject(fact, GiftReasons.couponUsed, coupon.at.map { "\($0)" } ?? "")
    case .void: return desk.reject(fact, GiftReasons.couponVoid)
    case .expired: return desk.reject(fact, GiftReasons.couponExpired, coupon.until.map { "\($0)" } ?? "")
    case .issued: break
    }
    if let until = coupon.until, at.day > until { return desk.reject(fact, GiftReasons.couponExpired, "\(until)") }
    coupon.standing = .used
    coupon.at = at
    desk.remember(coupon)
    grant.shipped += 1
    var happening = Happening(.used, pieces: 1, amount: grant.value(1, after: coupon.number - 1))
    happening.coupons = [code]
    tell(happening, grant, book, nil, about: fact.id, &desk)
    pay(&grant, 1, after: coupon.number - 1, code, book, about: fact, &desk)
    book[grant.gift] = grant
    keep(book, &desk)
    note(grant, book, &desk)
    desk.settle(fact)
  }
}
