package import Flows

/// What changed tables would have made of lines that were settled, or still wait. (domain.md B1-15 asks it before a rule is changed)
extension SettlementFlow: Rehearsing {
  package func rehearse(_ items: [Item], _ desk: inout Desk) {
    eachJudged(items, &desk) { fact, seller, judgement, desk in
      switch judgement {
      case .waits(let reason, let detail): desk.wait(fact, reason, detail)
      case .rejected(let reason): desk.reject(fact, reason)
      case .settles(let settled):
        lines(fact, settled, statement: "", seller: seller, &desk)
        desk.settle(fact)
      }
    }
  }
}
