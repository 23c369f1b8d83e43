import Flows
import Tables
import Values

/// That a merchant's affairs are to be looked at: tonight, after everything that came was decided, or on the day something of it begins or ends.
struct Standing: Remembered {
  static let kind = "standing"
  static let width = 6

  /// 商户号.
  var key: String
  /// The row that last moved something: what lines about the merchant refer to.
  var fact: Int64 = 0
  /// Told: its registration, and whether it may use the seller side.
  var isTold = false
  var hadSellerAccess = false
  /// The day it was last looked at.
  var seen = Day(number: 0)
  /// 摘要 of the set whose combined list is to be written tonight.
  var offers = ""

  init(merchant: String) { key = merchant }

  init(key: String, rows: Batch) {
    self.key = key
    let row = rows[0]
    fact = row.integer(0) ?? 0
    isTold = row.boolean(1) ?? false
    hadSellerAccess = row.boolean(2) ?? false
    seen = row.date(3) ?? Day(number: 0)
    offers = row.text(4) ?? ""
  }

  func write(to rows: inout Batch) {
    rows.appendEmptyRow()
    rows.set(0, 0, .integer(fact))
    rows.set(0, 1, .boolean(isTold))
    rows.set(0, 2, .boolean(hadSellerAccess))
    rows.set(0, 3, .date(seen))
    rows.set(0, 4, text: offers)
  }
}

/// Access, computed from what stands in the registers once all of a night's news is decided: the order in which it came cannot matter.
/// (domain.md 0.8–0.11, 0.27, E7)
extension PartiesFlow {
  /// Has the merchant looked at tonight.
  func look(_ merchant: String, _ fact: Fact, _ desk: inout Desk, offers: String = "") {
    var standing = desk.recall(Standing.self, merchant) ?? Standing(merchant: merchant)
    standing.fact = fact.id
    if !offers.isEmpty { standing.offers = offers }
    desk.remember(standing, due: .end(of: desk.day), rank: Source.standing)
  }

  func review(_ standing: Standing, _ desk: inout Desk) {
    let merchant = standing.key
    guard var party = desk.recall(Party.self, merchant) else { return }
    var standing = standing
    let products = desk.group(Product.kind, merchant).map { Product(key: $0.key.key, rows: $0.rows) }
    let rules = desk.recall(RuleSet.self, merchant)
    let inForce = rules?.inForce(on: desk.day)
    if !standing.isTold {
      standing.isTold = true
      tell(.init(side: "销售商端", change: "登记", why: "新商户默认为销售商；授信后方可使用销售商端"), party, products, inForce, standing, &desk)
    }
    let change = access(of: &party, products, inForce, desk.day)
    if change != nil { desk.remember(party) }
    if let change { tell(change, party, products, inForce, standing, &desk) }
    let maySell = party.hasSellerAccess(on: desk.day)
    if maySell != standing.hadSellerAccess {
      standing.hadSellerAccess = maySell
      let why = maySell ? "授信 \(party.creditLine(on: desk.day).grouped)" : "信用额度已取消"
      tell(.init(side: "销售商端", change: maySell ? "获得" : "失去", why: why), party, products, inForce, standing, &desk)
    }
    for product in products {
      // Presale when it was last looked at, on sale now.
      guard let version = product.published, let published = version.published, published <= standing.seen, version.from > standing.seen,
        version.from <= desk.day
      else { continue }
      tell(
        .init(side: "产品", change: "销售中", why: "\(product.code) \(version.name) 已到生效日期 \(version.from)"), party, products, inForce, standing,
        &desk)
    }
    if !standing.offers.isEmpty {
      let key = RuleSubmission.key(merchant: merchant, digest: standing.offers)
      for state in desk.group(RuleSubmission.kind, merchant) where state.key.key == key {
        combinedList(RuleSubmission(key: key, rows: state.rows), merchant, &desk)
      }
      standing.offers = ""
    }
    standing.seen = desk.day
    desk.remember(standing, due: nextDay(party, products, inForce, desk.day).map { Moment($0) }, rank: Source.standing)
  }

  /// The day on which something begins or ends by itself.
  private func nextDay(_ party: Party, _ products: [Product], _ rules: RuleSet.Version?, _ day: Day) -> Day? {
    let days =
      products.compactMap { $0.published?.from } + party.credit.map(\.from) + [rules?.until?.advanced(by: 1)].compactMap { $0 }
    return days.filter { $0 > day }.min()
  }

  /// Deposit, product, rules: with all three it has supplier access and, the first time, a 标识码; without one of them it has none.
  private func access(of party: inout Party, _ products: [Product], _ rules: RuleSet.Version?, _ day: Day) -> StatusLine.Change? {
    var missing: [String] = []
    if party.deposit < settings.leastDeposit { missing.append(party.deposit.isZero ? "未缴保证金" : "保证金不足 \(settings.leastDeposit.grouped)") }
    if !products.contains(where: { [.presale, .onSale].contains($0.status(on: day)) }) { missing.append("没有已发布的产品") }
    if rules == nil {
      missing.append("没有已发布的规则")
    } else if let until = rules?.until, until < day {
      missing.append("规则已于 \(until) 到期")
    }
    let had = party.hasSupplierAccess(on: day)
    if missing.isEmpty && !had {
      let isFirst = party.code.isEmpty
      if isFirst { party.code = GivenNumber.identification(merchant: party.key) }
      // Lost and regained on one day: it was never gone.
      if let last = party.supplierAccess.last, last.until == day {
        party.supplierAccess[party.supplierAccess.count - 1].until = nil
      } else {
        party.supplierAccess.append(Party.Span(from: day))
      }
      return .init(side: "供应商端", change: isFirst ? "获得" : "重新获得", why: "保证金、已发布产品、已发布规则三者齐备")
    }
    guard !missing.isEmpty && had else { return nil }
    let last = party.supplierAccess.count - 1
    if party.supplierAccess[last].from == day {
      party.supplierAccess.remove(at: last)
    } else {
      party.supplierAccess[last].until = day
    }
    return .init(side: "供应商端", change: "失去", why: missing.joined(separator: "；"))
  }

  private func tell(
    _ change: StatusLine.Change, _ party: Party, _ products: [Product], _ rules: RuleSet.Version?, _ standing: Standing, _ desk: inout Desk
  ) {
    let day = desk.day
    desk.line(0, part: party.key, about: standing.fact) { cells, row in
      func set(_ column: StatusLine.Column, _ text: String) {
        if !text.isEmpty { cells.set(row, column.rawValue, text: text) }
      }
      set(.merchant, party.key)
      set(.name, party.inForce(on: day).name)
      set(.side, change.side)
      set(.change, change.change)
      cells.set(row, StatusLine.Column.day.rawValue, .date(day))
      set(.code, party.code)
      set(.why, change.why)
      cells.set(row, StatusLine.Column.credit.rawValue, .money(party.creditLine(on: day)))
      cells.set(row, StatusLine.Column.deposit.rawValue, .money(party.deposit))
      cells.set(
        row, StatusLine.Column.products.rawValue,
        .integer(Int64(products.count { [.presale, .onSale].contains($0.status(on: day)) })))
      set(.rules, rules?.short ?? "")
    }
  }
}
