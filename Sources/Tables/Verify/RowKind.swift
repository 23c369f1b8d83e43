/// What a physical row turned out to be; one of the parts that `RowCounts` counts.
package enum RowKind: String, Sendable {
  case above
  case header
  case accepted
  case rejected
  case blank
  case repeatedHeader = "repeated-header"
  case total
  case notice
}

extension RowCounts {
  /// What the row was that made these counts of the earlier ones.
  func kind(since before: RowCounts) -> RowKind {
    if accepted > before.accepted { return .accepted }
    if rejected > before.rejected { return .rejected }
    if blank > before.blank { return .blank }
    if total > before.total { return .total }
    if notice > before.notice { return .notice }
    if repeatedHeader > before.repeatedHeader { return .repeatedHeader }
    return header > before.header ? .header : .above
  }
}
