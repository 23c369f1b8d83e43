import Flows
import Ledger
import Tables
import Values

/// Credit lines and deposits: two of the things access rests on. (domain.md 0.8, 0.9, E6, E7)
extension PartiesFlow {
  func grantCredit(_ fact: Fact, _ desk: inout Desk) {
    let fields = fields(.credit)
    let merchant = text(fact, "merchant")
    guard var party = desk.recall(Party.self, merchant) else { return desk.wait(fact, PartyReasons.merchantUnknown, merchant) }
    let from = fields.date(fact.row, "from") ?? desk.day
    party.credit.removeAll { $0.from == from }
    party.credit.append(Party.Credit(from: from, limit: fields.money(fact.row, "limit") ?? .zero))
    party.credit.sort { $0.from < $1.from }
    desk.remember(party)
    look(merchant, fact, &desk)
    desk.settle(fact)
  }

  /// 保证金 received, or with a minus paid back. It counts from the day it arrived, and stands in the books as what is owed to the merchant.
  func takeDeposit(_ fact: Fact, _ desk: inout Desk) {
    let fields = fields(.deposits)
    let merchant = text(fact, "merchant")
    guard var party = desk.recall(Party.self, merchant) else { return desk.wait(fact, PartyReasons.merchantUnknown, merchant) }
    if let paid = fields.date(fact.row, "paid"), paid > desk.day {
      return desk.wait(fact, PartyReasons.depositLater, "\(paid)", until: Moment(paid))
    }
    let amount = fields.money(fact.row, "amount") ?? .zero
    // More is paid back than is held: what was paid in may still be on its way.
    guard !(party.deposit + amount).isNegative else { return desk.wait(fact, PartyReasons.depositNotThere, "\(party.deposit)") }
    if !amount.isZero {
      let verdict = desk.books.post(
        Entry(
          reference: Reference("\(fact.id)/deposit"), kind: "deposit", cause: String(fact.id),
          postings: [
            Posting(desk.books.account(AccountPath(.asset, "deposits"), .cny), amount),
            Posting(desk.books.account(AccountPath(.liability, "deposit", merchant), .cny), -amount),
          ]))
      guard verdict.isDone else { return desk.wait(fact, PartyReasons.depositNotBooked, verdict.description) }
    }
    party.deposit += amount
    desk.remember(party)
    look(merchant, fact, &desk)
    desk.settle(fact)
  }
}
