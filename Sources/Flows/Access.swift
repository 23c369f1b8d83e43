package import Values

/// Who may drop what and who receives what, by role; from `pipelines/access.csv`. What is not granted is denied.
package struct Access: Sendable {
  package struct Grant: Sendable {
    package var role: String
    /// A feed the role may drop; empty on rows about sheets.
    package var feed: String
    /// A sheet the role receives; empty on rows about feeds.
    package var sheet: String
    /// Column groups it sees, or `*`.
    package var columns: Set<String>
    /// Kinds of personal data masked for it (`name`, `mobile` …), or `*`.
    package var masked: Set<String>
    /// Receives every part's sheet, or only the one whose part is the party itself.
    package var all: Bool

    package func masks(_ personal: String) -> Bool {
      !personal.isEmpty && (masked.contains("*") || masked.contains(personal))
    }
    package func sees(_ group: String) -> Bool { columns.contains("*") || columns.contains(group) }
  }

  package private(set) var grants: [Grant] = []
  /// What each role may drop, and who is granted each sheet: asked for every party and every sheet of a night.
  private var drops: [String: Set<String>] = [:]
  private var granted: [String: [Grant]] = [:]

  package init(grants: [Grant]) {
    self.grants = grants
    for grant in grants {
      if grant.sheet.isEmpty { drops[grant.role, default: []].insert(grant.feed) } else { granted[grant.sheet, default: []].append(grant) }
    }
  }

  package static let columns = ["role", "feed", "sheet", "scope", "columns", "masked"]

  /// Rows of `access.csv` under its header.
  package init(rows: [[String]], file: String) throws(Fault) {
    func wrong(_ row: Int, _ column: Int, _ cause: String, _ remedy: String) -> Fault {
      Fault(.setting, code: "access-wrong", place: "\(file) row \(row + 1) column \(Access.columns[column])", cause: cause, remedy: remedy)
    }
    guard let header = rows.first, header == Access.columns else {
      throw wrong(0, 0, "the header is not \(Access.columns.joined(separator: ","))", "put the header back as shipped")
    }
    var grants: [Grant] = []
    for (index, row) in rows.enumerated().dropFirst() where !row.allSatisfy(\.isEmpty) {
      guard row.count == Access.columns.count else {
        throw wrong(index, 0, "\(row.count) cells instead of \(Access.columns.count)", "give every column a cell, empty ones too")
      }
      if row[0].isEmpty { throw wrong(index, 0, "no role is named", "name a role") }
      if row[1].isEmpty == row[2].isEmpty { throw wrong(index, 1, "name either a feed or a sheet", "leave exactly one of the two empty") }
      guard row[1].isEmpty == false || ["own", "all"].contains(row[3]) else {
        throw wrong(index, 3, "\(row[3]) is neither own nor all", "write own or all")
      }
      if row[0] == "public", !row[2].isEmpty, row[5] != "*" {
        throw wrong(index, 5, "the public would see personal data", "write * : whatever is personal is masked for the public")
      }
      func words(_ text: String) -> Set<String> { Set(text.split(separator: " ").map(String.init)) }
      grants.append(
        Grant(role: row[0], feed: row[1], sheet: row[2], columns: words(row[4]), masked: words(row[5]), all: row[3] == "all"))
    }
    self.init(grants: grants)
  }

  package func mayDrop(_ feed: String, roles: some Sequence<String>) -> Bool {
    roles.contains { drops[$0]?.contains(feed) ?? false }
  }

  /// The grants by which a party with these roles receives a part's sheet.
  package func receives(_ sheet: String, part: String?, party: String, roles: some Sequence<String>) -> Grant? {
    var found: Grant?
    guard let granted = granted[sheet] else { return nil }
    for role in roles {
      for grant in granted where grant.role == role && (grant.all || part == party) {
        guard var wider = found else {
          found = grant
          continue
        }
        // With two roles a party sees what either sees; a kind is masked only if both mask it.
        wider.columns.formUnion(grant.columns)
        wider.masked =
          wider.masked.contains("*") ? grant.masked : grant.masked.contains("*") ? wider.masked : wider.masked.intersection(grant.masked)
        found = wider
      }
    }
    return found
  }

  /// What a party sees of its own rows in a receipt.
  package func receipt(_ roles: some Sequence<String>) -> Grant? { receives("receipt", part: "", party: "", roles: roles) }
}
