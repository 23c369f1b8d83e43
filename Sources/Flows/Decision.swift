package import Tables
package import Values

/// What a flow decided about a fact.
package struct Decision: Sendable {
  package var fact: Int64
  package var state: Fact.State
  package var reason: Reason?
  /// What makes the case particular: rule ids, an amount missing, another file.
  package var detail: String
  /// A waiting fact is handed over again on this business day; nil: every night.
  package var wake: Moment?

  package init(fact: Int64, state: Fact.State, reason: Reason? = nil, detail: String = "", wake: Moment? = nil) {
    self.fact = fact
    self.state = state
    self.reason = reason
    self.detail = detail
    self.wake = wake
  }
}
