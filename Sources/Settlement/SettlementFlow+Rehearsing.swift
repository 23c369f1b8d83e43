package import Flows
package import Rules
import Tables
package import Values

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

  /// A merchant's tables before anybody approves them: 收入规则, 支出一级, 支出二级, all or some.
  package func trying(
    _ tables: [String: DecisionTable], for party: String, published: RuleSet?, on day: Day
  ) throws(Fault) -> (any Rehearsing)? {
    let parts: [RuleSet.Part] = [.income, .level1, .level2]
    for name in tables.keys.sorted() where !parts.contains(where: { $0.rawValue == name }) {
      throw Fault(
        .usage, code: "table-unknown", place: name, cause: "a merchant's rules have no table of that name",
        remedy: "name the sheet, or the file, one of: \(parts.map(\.rawValue).joined(separator: ", "))")
    }
    let version = published?.inForce(on: day)
    func table(_ part: RuleSet.Part) throws(Fault) -> DecisionTable {
      if let given = tables[part.rawValue] { return given }
      guard let known = try version?.table(part, merchant: party) else {
        throw Fault(
          .missing, code: "table-missing", place: "\(party) \(part.rawValue)",
          cause: "\(party) has published no rules that could be changed",
          remedy: "give all three tables, as sheets of one workbook")
      }
      return known
    }
    var tried = version ?? RuleSet.Version(digest: "", submitted: day, published: day, decided: Moment(day), approval: "", cells: [:])
    tried.digest = "rehearsal"
    var flow = self
    flow.trial = (party, try make(tried, try table(.income), try table(.level1), try table(.level2)))
    return flow
  }
}
