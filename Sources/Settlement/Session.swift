import Flows
import Tables
import Values

/// What a chunk's lines share: sellers, statements and running sums are few and lines are many, so each is read once and written once.
struct Session {
  var rows: Batch
  private var parties: [String: Party?] = [:]
  private var ruleSets: [String: RuleSet?] = [:]
  private var statements: [String: String] = [:]
  private var outstanding: [String: Outstanding] = [:]
  private var exposures: [String: Exposure] = [:]
  private var ladderMonths: [String: LadderMonth] = [:]

  init(width: Int) { rows = Batch(width: max(1, width)) }

  mutating func party(_ number: String, _ desk: Desk) -> Party? {
    if let known = parties[number] { return known }
    let found = desk.recall(Party.self, number)
    parties[number] = .some(found)
    return found
  }

  mutating func ruleSet(_ supplier: String, _ desk: Desk) -> RuleSet? {
    if let known = ruleSets[supplier] { return known }
    let found = desk.recall(RuleSet.self, supplier)
    ruleSets[supplier] = .some(found)
    return found
  }

  mutating func statement(_ supplier: String, _ desk: inout Desk) -> String {
    if let known = statements[supplier] { return known }
    let current = Statement.current(supplier, &desk)
    statements[supplier] = current
    return current
  }

  /// What a statement owes a payee; `nil` where the statement says nothing of it.
  func owed(_ statement: String, _ payee: String, _ desk: Desk) -> Outstanding? {
    let key = Outstanding.key(statement, payee)
    return outstanding[key] ?? desk.recall(Outstanding.self, key)
  }

  mutating func owe(_ statement: String, _ payee: String, _ desk: Desk, _ change: (inout Outstanding) -> Void) {
    let key = Outstanding.key(statement, payee)
    var now = outstanding[key] ?? desk.recall(Outstanding.self, key) ?? Outstanding(statement: statement, payee: payee)
    change(&now)
    outstanding[key] = now
  }

  func exposure(_ seller: String, _ desk: Desk) -> Money {
    (exposures[seller] ?? desk.recall(Exposure.self, seller))?.open ?? .zero
  }

  mutating func expose(_ seller: String, _ amount: Money, _ desk: Desk) {
    var now = exposures[seller] ?? desk.recall(Exposure.self, seller) ?? Exposure(seller: seller)
    now.open += amount
    exposures[seller] = now
  }

  func ladderMonth(_ key: String, _ desk: Desk) -> LadderMonth {
    ladderMonths[key] ?? desk.recall(LadderMonth.self, key) ?? LadderMonth(key)
  }

  mutating func keep(_ month: LadderMonth) { ladderMonths[month.key] = month }

  /// Puts the sums on the desk.
  mutating func close(_ desk: inout Desk) {
    for key in outstanding.keys.sorted() { desk.remember(outstanding[key]!) }
    for key in ladderMonths.keys.sorted() { desk.remember(ladderMonths[key]!) }
    for key in exposures.keys.sorted() { desk.remember(exposures[key]!) }
  }
}
