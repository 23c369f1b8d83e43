import Flows
import Ledger
import Rules
import Tables
import Values

/// What ladders bring a seller when a line is settled or endorsed: the month's new earning less what was settled of it, booked beside the line.
/// (domain.md B1-8, B1-9)
extension SettlementFlow {
  /// A premium that climbs ladders, and the row the lines of it speak of.
  struct Climb {
    var fact: Int64
    var reference: Reference
    var supplier: String
    var seller: String
    var line: String
    var signed: Day
    var gross: Money
    var net: Money
    var payeeVat: Rate
    /// By name.
    var ladders: [String]
    var statement: String

    /// How much of a line climbs.
    enum Extent {
      /// The line itself, as it is settled.
      case line
      /// A change of it: on ladders that endorsements move.
      case change
      /// All there ever was of it, taken back; on ladders that endorsements do not move, what it was settled with first.
      case whole(LineChanges.Amounts)
    }
  }

  func needLadders(seller: String, supplier: String, line: String, signed: Day, _ needs: inout Needs) {
    for ladder in house.ladders?.ladders ?? [] {
      needs.state(LadderMonth.self, ladder.key(seller: seller, supplier: supplier, line: line, signed: signed))
    }
  }

  /// Moves every ladder the premium climbs.
  func climb(_ climb: Climb, _ extent: Climb.Extent, _ session: inout Session, _ desk: inout Desk) {
    guard let table = house.ladders else { return }
    for name in climb.ladders {
      guard let ladder = table.ladder(name) else { continue }
      var (gross, net) = (climb.gross, climb.net)
      switch extent {
      case .line: break
      case .change: if !ladder.isMovedByEndorsements { continue }
      case .whole(let first): if !ladder.isMovedByEndorsements { (gross, net) = (-first.gross, -first.net) }
      }
      let key = ladder.key(seller: climb.seller, supplier: climb.supplier, line: climb.line, signed: climb.signed)
      var month = session.ladderMonth(key, desk)
      let before = month
      month.total += ladder.onNet ? net : gross
      let steps = ladder.steps(
        from: before.total, to: month.total, paid: terms.feeIncludesTax ? before.amount : before.net, month: climb.signed, terms.rounding)
      let earned = fee(ladder.earned(month.total, month: climb.signed, terms.rounding), climb)
      (month.amount, month.net) = (earned.amount, earned.net)
      session.keep(month)
      var rest = Fee(amount: earned.amount - before.amount, net: earned.net - before.net)
      if rest.amount.isZero { continue }
      book(rest, climb, name, &desk)
      session.owe(climb.statement, climb.seller, desk) { $0.payable += rest.amount }
      for (index, step) in steps.enumerated() {
        // The last one takes what rounding the tax of each would lose.
        let part = index + 1 == steps.count ? rest : fee(step.amount, climb)
        rest = Fee(amount: rest.amount - part.amount, net: rest.net - part.net)
        write(step, part, climb, rule: step.rule.map(table.table.id) ?? "", &desk)
      }
    }
  }

  private func fee(_ computed: Money, _ climb: Climb) -> Fee {
    Fee(computed: computed, vat: climb.payeeVat, includesTax: terms.feeIncludesTax, rounding: terms.rounding)
  }

  private func book(_ change: Fee, _ climb: Climb, _ ladder: String, _ desk: inout Desk) {
    var postings = [
      Posting(desk.books.account(AccountPath(.expense, "commission", climb.seller), .cny), change.net),
      Posting(desk.books.account(AccountPath(.liability, "payable", climb.seller), .cny), -change.amount),
    ]
    if !change.vat.isZero { postings.append(Posting(desk.books.account(AccountPath(.asset, "input-vat"), .cny), change.vat)) }
    let verdict = desk.books.post(
      Entry(
        reference: Reference("\(climb.reference.text)/ladder-\(ladder)"), kind: "ladder", cause: String(climb.fact), postings: postings))
    precondition(verdict.isDone, "a ladder books on accounts without floors: \(verdict)")
  }

  private func write(_ step: Ladder.Step, _ fee: Fee, _ climb: Climb, rule: String, _ desk: inout Desk) {
    desk.line(0, part: climb.supplier, about: climb.fact) { cells, row in
      func set(_ column: SettlementLine.Column, _ money: Money) { cells.set(row, column.rawValue, .money(money)) }
      cells.set(row, SettlementLine.Column.statement.rawValue, text: climb.statement)
      cells.set(row, SettlementLine.Column.rowType.rawValue, text: step.title)
      for column in [SettlementLine.Column.premium, .net, .tax, .vehicleTax, .incomeAmount, .incomeNet, .incomeVat] { set(column, .zero) }
      set(.level1Amount, .zero)
      set(.level2Amount, .zero)
      set(.expenditure, fee.amount)
      set(.margin, -fee.amount)
      cells.set(row, SettlementLine.Column.payableState.rawValue, text: fee.amount.isNegative ? "冲减" : "应付")
      cells.set(row, SettlementLine.Column.seller.rawValue, text: climb.seller)
      cells.set(row, SettlementLine.Column.signed.rawValue, .date(climb.signed))
      cells.set(row, SettlementLine.Column.rules.rawValue, text: Ruling.houseName)
      if !rule.isEmpty { cells.set(row, SettlementLine.Column.ladderRule.rawValue, text: rule) }
    }
    desk.line(1, part: climb.seller, about: climb.fact) { cells, row in
      func set(_ column: PayableLine.Column, _ datum: Datum) { cells.set(row, column.rawValue, datum) }
      cells.set(row, PayableLine.Column.statement.rawValue, text: climb.statement)
      cells.set(row, PayableLine.Column.level.rawValue, text: step.title)
      set(.base, .money(step.base))
      if let rate = step.rate { set(.rate, .rate(rate)) }
      set(.amount, .money(fee.amount))
      set(.net, .money(fee.net))
      set(.vat, .money(fee.vat))
      cells.set(row, PayableLine.Column.rule.rawValue, text: rule)
      cells.set(row, PayableLine.Column.status.rawValue, text: fee.amount.isNegative ? "冲减" : "应付")
      set(.signed, .date(climb.signed))
    }
  }
}
