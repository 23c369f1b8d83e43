import Flows
package import Tables
import Values

/// What a reviewer said of a line that needs it: an endorsement that takes back more than was settled. (domain.md B1-13; contract.md, approvals)
package struct LineReview: Remembered {
  package static let kind = "line-review"
  package static let width = 2

  /// Policy, line, 批单号, tab-joined.
  package var key: String
  var isApproved: Bool
  /// 审批号.
  var approval: String

  init(_ key: String, isApproved: Bool, approval: String) {
    self.key = key
    self.isApproved = isApproved
    self.approval = approval
  }

  package init(key: String, rows: Batch) {
    self.key = key
    isApproved = rows[0].boolean(0) ?? false
    approval = rows[0].text(1) ?? ""
  }

  package func write(to rows: inout Batch) {
    rows.appendEmptyRow()
    rows.set(0, 0, .boolean(isApproved))
    rows.set(0, 1, text: approval)
  }

  /// 对象号 as people write it, `保单号 险种` or `保单号 险种 批单号`, in its parts.
  static func parts(_ object: String) -> (policy: String, line: String, endorsement: String)? {
    let parts = object.split { $0 == " " || $0 == "\t" || $0 == "/" || $0 == "\u{3000}" }.map(String.init)
    guard parts.count == 2 || parts.count == 3 else { return nil }
    return (parts[0], parts[1], parts.count == 3 ? parts[2] : "")
  }
}
