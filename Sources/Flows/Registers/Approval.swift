package import Tables
package import Values

/// A decision of the platform about something that waits for one. Recorded by Parties, which acts on rules and products itself; a line, a
/// conflict or a flag is acted on by the flow it is addressed to. The key is 审批号. (contract.md, approvals; domain.md B1-4, B1-15)
package struct Approval: Remembered {
  package enum Object: String, Sendable, CaseIterable { case rules, products, line, conflict, flag }

  package static let kind = "approval"
  package static let width = 12

  /// 审批号.
  package var key: String
  package var object: Object
  /// 对象号: a 产品编码, a line's key, a flag's.
  package var objectID: String
  /// 商户号: who submitted what is decided about.
  package var merchant: String
  /// 摘要.
  package var digest: String
  /// 通过, or 驳回.
  package var isApproved: Bool
  package var reviewer: String
  /// 审核时间.
  package var decided: Moment
  package var reason: String
  /// 追溯=是.
  package var isRetroactive: Bool
  /// 追溯起日.
  package var retroactiveFrom: Day?
  /// The row that brought it.
  package var fact: Int64

  package init(
    number: String, object: Object, objectID: String, merchant: String, digest: String, isApproved: Bool, reviewer: String,
    decided: Moment, reason: String = "", isRetroactive: Bool = false, retroactiveFrom: Day? = nil, fact: Int64 = 0
  ) {
    key = number
    self.object = object
    self.objectID = objectID
    self.merchant = merchant
    self.digest = digest
    self.isApproved = isApproved
    self.reviewer = reviewer
    self.decided = decided
    self.reason = reason
    self.isRetroactive = isRetroactive
    self.retroactiveFrom = retroactiveFrom
    self.fact = fact
  }

  package init(key: String, rows: Batch) {
    self.key = key
    let row = rows[0]
    object = Object(rawValue: row.text(0) ?? "") ?? .flag
    objectID = row.text(1) ?? ""
    merchant = row.text(2) ?? ""
    digest = row.text(3) ?? ""
    isApproved = row.boolean(4) ?? false
    reviewer = row.text(5) ?? ""
    decided = row.moment(6) ?? Moment(seconds: 0)
    reason = row.text(7) ?? ""
    isRetroactive = row.boolean(8) ?? false
    retroactiveFrom = row.date(9)
    fact = row.integer(10) ?? 0
  }

  package func write(to rows: inout Batch) {
    rows.appendEmptyRow()
    rows.set(0, 0, text: object.rawValue)
    rows.set(0, 1, text: objectID)
    rows.set(0, 2, text: merchant)
    rows.set(0, 3, text: digest)
    rows.set(0, 4, .boolean(isApproved))
    rows.set(0, 5, text: reviewer)
    rows.set(0, 6, .moment(decided))
    rows.set(0, 7, text: reason)
    rows.set(0, 8, .boolean(isRetroactive))
    if let retroactiveFrom { rows.set(0, 9, .date(retroactiveFrom)) }
    rows.set(0, 10, .integer(fact))
  }
}
