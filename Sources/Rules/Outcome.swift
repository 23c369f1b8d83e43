/// What a table says of one row. Rules are named by their index in `DecisionTable.rules`; the index just past the last is the table's
/// `default` row, which answers when no rule does.
package enum Outcome: Sendable, Equatable {
  case hit(rule: Int)
  case none
  /// U: several rules match. A: they match and differ. P: they differ with equal priority. (多规则命中)
  case ambiguous([Int])
  /// 缺少条件值: the row lacks the value of this input (an index into `DecisionTable.inputs`), and the answer may hang on it:
  /// the rule named is the first that is still possible and tests it.
  case missing(column: Int, rule: Int)
  /// The row's value of this input is not among the values the table's `values` row allows; no rule may speak of it, nor the default.
  case unlisted(column: Int)
  /// What a collecting policy found, in its order.
  case hits([Int])
}
