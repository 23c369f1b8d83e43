package import Rules
package import Values

/// A flow that can say what its rules would make of facts that were decided long ago: `settle rules rehearse` builds it once more with a changed
/// table and holds what it answers beside what was really done.
package protocol Rehearsing: Flow {
  /// Decides facts as `decide` does, by the rules and what stands on the desk alone, and puts the same lines on the desk and one decision for every
  /// fact. It moves no books, places no hold, remembers nothing: what the facts moved when they were settled has been moved. Sums, stocks and
  /// quotas of its own are not asked either, for they stand as of today; what a line's rules say without them is the answer. A fact whose
  /// amounts hang on another's (an endorsement) gets no decision and no line: such facts are left out on both sides.
  func rehearse(_ items: [Item], _ desk: inout Desk)

  /// The flow as it would be if a party's own tables were these, by name; those not named stay as they were published last. Nil where a flow
  /// knows no tables of parties.
  func trying(_ tables: [String: DecisionTable], for party: String, published: RuleSet?, on day: Day) throws(Fault) -> (any Rehearsing)?
}

extension Rehearsing {
  package func trying(
    _ tables: [String: DecisionTable], for party: String, published: RuleSet?, on day: Day
  ) throws(Fault) -> (any Rehearsing)? { nil }
}
