package import Flows
import Tables

/// What changed tables would have made of lines that were settled, or still wait. (domain.md B1-15 asks it before a rule is changed)
extension SettlementFlow: Rehearsing {
  package func rehearse(_ items: [Item], _ desk: inout Desk) {
    var session = Session(width: house.inputs.schema.width)
    for case .fact(let fact) in items where fact.feed == Self.underwritingFeed && fact.row.text(fields.endorsement).isEmpty {
      switch judge(fact, &session, desk) {
      case .waits(let reason, let detail): desk.wait(fact, reason, detail)
      case .rejected(let reason): desk.reject(fact, reason)
      case .settles(let settled):
        lines(fact, settled, statement: "", &desk)
        desk.settle(fact)
      }
    }
  }
}
