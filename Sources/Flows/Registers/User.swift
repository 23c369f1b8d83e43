package import Tables

/// Somebody who signs: reviewers of approvals, askers of `settle query --as`. Published by Parties; the key is 用户. (contract.md, users)
package struct User: Remembered {
  package static let kind = "user"
  package static let width = 4

  package var key: String
  /// 姓名.
  package var name: String
  /// 机构: the party it speaks for.
  package var party: String
  /// 角色.
  package var role: String
  /// 状态 is 启用.
  package var isActive: Bool

  package init(_ key: String, name: String, party: String, role: String, isActive: Bool) {
    self.key = key
    self.name = name
    self.party = party
    self.role = role
    self.isActive = isActive
  }

  package init(key: String, rows: Batch) {
    self.key = key
    let row = rows[0]
    name = row.text(0) ?? ""
    party = row.text(1) ?? ""
    role = row.text(2) ?? ""
    isActive = row.boolean(3) ?? false
  }

  package func write(to rows: inout Batch) {
    rows.appendEmptyRow()
    rows.set(0, 0, text: name)
    rows.set(0, 1, text: party)
    rows.set(0, 2, text: role)
    rows.set(0, 3, .boolean(isActive))
  }
}
