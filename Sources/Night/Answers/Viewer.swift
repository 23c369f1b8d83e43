import Flows
import Store
import Tables
import Values

/// Whose eyes a query is answered for (`--as USER`): the same rows and columns as that person's sheets show, and nothing else. (domain.md 1.12)
struct Viewer {
  private let party: String
  private let roles: [String]
  private let access: Access

  /// A user acts by its 角色 where access.csv knows it, else by what its party may act as.
  init(_ name: String, _ house: House, _ store: Journal) throws(Fault) {
    guard let state = try store.state(User.stateKey(name), width: User.width) else {
      throw Viewer.unknown(name, "no such user is registered")
    }
    let user = User(key: name, rows: state.rows)
    guard user.isActive else { throw Viewer.unknown(name, "the user is not active") }
    party = user.party
    access = house.access
    roles = house.access.grants.contains { $0.role == user.role } ? [user.role] : try Roles.of(user.party, store) ?? []
  }

  private static func unknown(_ name: String, _ cause: String) -> Fault {
    Fault(.missing, code: "user-unknown", place: "--as \(name)", cause: cause, remedy: "name an active 用户 of the users feed")
  }

  /// What it sees of one part on any of these sheets; nil: nothing.
  func grant(_ sheets: [String], part: String?) -> Access.Grant? {
    for sheet in sheets { if let grant = access.receives(sheet, part: part, party: party, roles: roles) { return grant } }
    return nil
  }

  /// A query whose sheets its roles never receive is not answered at all: what is not granted is denied.
  func check(_ query: String, _ sheets: [String]) throws(Fault) {
    if access.grants.contains(where: { roles.contains($0.role) && sheets.contains($0.sheet) }) { return }
    throw Fault(
      .usage, code: "query-not-permitted", place: "settle query \(query)", cause: "none of the user's roles receives what this lists",
      remedy: sheets.isEmpty
        ? "ask without --as: it stands on no sheet, and what is on no sheet nobody is granted"
        : "ask as another user, or grant the sheet in access.csv: \(sheets.joined(separator: ", "))")
  }
}
