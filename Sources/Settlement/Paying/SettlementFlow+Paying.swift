import Flows
import Ledger
import Tables
import Values

/// Payments reported back by finance or a bank: they close what a statement owes, and lower the seller's exposure. (contract.md, payments)
extension SettlementFlow {
  func pay(_ fact: Fact, _ session: inout Session, _ desk: inout Desk) {
    let row = fact.row
    let (statement, payee) = (row.text(payments.statement) ?? "", row.text(payments.payee) ?? "")
    let amount = row.money(payments.amount) ?? .zero
    guard let owed = session.owed(statement, payee, desk) else {
      return desk.wait(fact, PayingReasons.statementUnknown, "\(statement) \(payee)")
    }
    guard row.text(payments.result) == "成功" else {
      payment(fact, payee, statement, amount: .zero, status: "付款失败：\(row.text(payments.cause))", &desk)
      return desk.settle(fact)
    }
    guard amount <= owed.open else { return desk.wait(fact, PayingReasons.paymentOver, "\(owed.open)") }
    let verdict = desk.books.post(
      Entry(
        reference: Reference("\(fact.id)/payment"), kind: "payment", cause: String(fact.id),
        postings: [
          Posting(desk.books.account(AccountPath(.liability, "payable", payee), .cny), amount),
          Posting(desk.books.account(AccountPath(.asset, "paid-out", payee), .cny), -amount),
        ]))
    guard verdict.isDone else { return desk.wait(fact, SettlementReasons.refusedByLedger, verdict.description) }
    // What is paid in part frees its part, and the last payment frees the rest.
    let freed =
      amount == owed.open && owed.held.isZero
      ? owed.exposure : owed.exposure.share(amount.minor, of: (owed.payable - owed.paid).minor, .down)
    session.owe(statement, payee, desk) {
      $0.paid += amount
      $0.exposure -= freed
    }
    session.expose(payee, -freed, desk)
    payment(fact, payee, statement, amount: -amount, status: "已付 \(row.date(payments.on).map { "\($0)" } ?? "")", &desk)
    desk.settle(fact)
  }

  private func payment(_ fact: Fact, _ payee: String, _ statement: String, amount: Money, status: String, _ desk: inout Desk) {
    desk.line(1, part: payee, fact: fact) { cells, row in
      cells.set(row, PayableLine.Column.statement.rawValue, text: statement)
      cells.set(row, PayableLine.Column.level.rawValue, text: "付款")
      cells.set(row, PayableLine.Column.amount.rawValue, .money(amount))
      cells.set(row, PayableLine.Column.status.rawValue, text: status)
    }
  }
}

/// Where the payments feed's fields stand in its schema.
struct PaymentFields: Sendable {
  let statement, payee, amount, on, result: Int
  let cause: Int?

  init(_ declared: DeclaredFields) throws(Fault) {
    statement = try declared.index(of: "statement")
    payee = try declared.index(of: "payee")
    amount = try declared.index(of: "amount")
    on = try declared.index(of: "on")
    result = try declared.index(of: "result")
    cause = declared.place(of: "cause")
  }
}
