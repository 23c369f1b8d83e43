import Flows
import Ledger
import Tables
import Values

/// The seller's own sheet held against what was settled: ours, the difference, the rule. It decides nothing about the amount; where the
/// setting says so it releases the payable. (domain.md 0.23–0.25, B1-17)
extension SettlementFlow {
  func needCompared(_ fact: Fact, _ needs: inout Needs) {
    let (policy, line) = (fact.row.text(claims.policy) ?? "", fact.row.text(claims.line) ?? "")
    needs.state(Policy.self, policy)
    needs.state(LineChanges.self, "\(policy)\t\(line)")
    if terms.payable == .needsSellerSheet { needs.hold(sheetHold(policy, line)) }
  }

  func followCompared(_ fact: Fact, _ found: Found, _ needs: inout Needs) {
    guard terms.payable == .needsSellerSheet,
      let line = found.recall(Policy.self, fact.row.text(claims.policy) ?? "")?.lines.first(where: { $0.line == fact.row.text(claims.line) }
      )
    else { return }
    needs.hold(Reference("\(sheetHold(fact.row.text(claims.policy) ?? "", line.line).text)/\(line.fact)"))
    needs.state(Outstanding.self, Outstanding.key(line.fees?.statement ?? "", line.seller))
    needs.account(AccountKey(AccountPath(.liability, "payable-held", line.seller), .cny))
  }

  func compare(_ fact: Fact, _ session: inout Session, _ desk: inout Desk) {
    let row = fact.row
    let (number, line, endorsement) = (row.text(claims.policy) ?? "", row.text(claims.line) ?? "", row.text(claims.endorsement))
    guard let policy = desk.recall(Policy.self, number), let settled = policy.lines.first(where: { $0.line == line }),
      let fees = settled.fees
    else { return desk.wait(fact, ComparingReasons.noUnderwriting, number) }
    guard settled.seller == fact.party else { return desk.reject(fact, ComparingReasons.otherSeller, number) }
    let changes = desk.recall(LineChanges.self, "\(number)\t\(line)")
    let ours: LineChanges.Paid
    if endorsement.isEmpty {
      ours = changes?.paid ?? LineChanges.Paid(level1: fees.level1.amount, level2: fees.level2.amount)
    } else if let change = changes?.changes.first(where: { $0.number == endorsement }) {
      ours = change.paid
    } else {
      return desk.wait(fact, ComparingReasons.noUnderwriting, endorsement)
    }
    let level = row.text(claims.level)
    let (amount, rule, rate): (Money, String, Rate?) =
      switch level {
      case "一级": (ours.level1, fees.level1.rule, fees.level1.rate)
      case "二级": (ours.level2, fees.level2.rule, fees.level2.rate)
      default:
        (
          ours.level1 + ours.level2, "\(fees.level1.rule) \(fees.level2.rule)",
          fees.level1.rate.flatMap { one in fees.level2.rate.map { one + $0 } }
        )
      }
    let difference = amount - (row.money(claims.amount) ?? .zero)
    let agrees = Int64(difference.minor.magnitude) <= terms.sellerTolerance.minor
    desk.line(4, part: fact.party, fact: fact) { cells, row in
      func set(_ column: ComparisonLine.Column, _ datum: Datum) { cells.set(row, column.rawValue, datum) }
      if let rate { set(.rate, .rate(rate)) }
      set(.ours, .money(amount))
      set(.difference, .money(difference))
      cells.set(row, ComparisonLine.Column.rule.rawValue, text: rule)
      cells.set(row, ComparisonLine.Column.result.rawValue, text: agrees ? "一致" : "差异")
      // The business desk lists it among the lines of its supplier.
      set(.claimed, .money(fact.row.money(claims.amount) ?? .zero))
      cells.set(row, ComparisonLine.Column.rowType.rawValue, text: "销售商报送")
      cells.set(row, ComparisonLine.Column.supplier.rawValue, text: settled.supplier)
      cells.set(row, ComparisonLine.Column.statement.rawValue, text: fees.statement)
    }
    // Marks the settled line as claimed: those of the same statements without a mark were left out by the seller.
    desk.line(5, part: fact.party, about: settled.fact) { cells, row in
      cells.set(row, 0, text: number)
    }
    release(number, line, settled, fees, &session, &desk)
    desk.settle(fact)
  }

  /// Where payables wait for the seller's sheet: the hold of one line.
  func sheetHold(_ policy: String, _ line: String) -> Reference { Reference("seller-sheet/\(policy)/\(line)") }

  private func release(
    _ number: String, _ line: String, _ settled: Policy.Line, _ fees: Policy.Fees, _ session: inout Session, _ desk: inout Desk
  ) {
    guard terms.payable == .needsSellerSheet, let (reference, hold) = openHold(sheetHold(number, line), settled.fact, desk) else { return }
    let amount = Money(minor: hold.amount - hold.posted)
    let verdict = desk.books.post(hold: reference, as: Reference("\(reference.text)/release"), kind: "release", cause: "expenditure")
    precondition(verdict.isDone, "an open hold is always released: \(verdict)")
    session.owe(fees.statement, settled.seller, desk) { $0.held -= amount }
    desk.line(1, part: settled.seller, about: settled.fact) { cells, row in
      cells.set(row, PayableLine.Column.statement.rawValue, text: fees.statement)
      cells.set(row, PayableLine.Column.level.rawValue, text: "放行")
      cells.set(row, PayableLine.Column.base.rawValue, .money(amount))
      cells.set(row, PayableLine.Column.amount.rawValue, .money(.zero))
      cells.set(row, PayableLine.Column.status.rawValue, text: "应付（销售商已报送）")
    }
  }
}

/// Where the expenditure feed's fields stand in its schema.
struct ClaimFields: Sendable {
  let policy, line, amount: Int
  let level, endorsement: Int?

  init(_ declared: DeclaredFields) throws(Fault) {
    policy = try declared.index(of: "policy")
    line = try declared.index(of: "line")
    amount = try declared.index(of: "amount")
    level = declared.place(of: "level")
    endorsement = declared.place(of: "endorsement")
  }
}
