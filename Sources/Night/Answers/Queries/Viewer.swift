import Flows
import Store
import Tables
import Values

/// Who asks, and what that one may see: rows of its own party or of all, columns of its groups, personal data plain or masked. Without a name it is
/// whoever stands at the machine: all rows, everything personal masked. (domain.md 1.12; contract.md, `--as`)
struct Viewer {
  private let grant: Access.Grant?
  /// The party whose rows alone are seen; nil: all rows.
  let party: String?

  /// A user sees what `access.csv` grants its own 角色, where rows there name it, else what its party's roles are granted. What is not granted is denied.
  init(as name: String?, asking question: String, _ house: House, _ store: Journal) throws(Fault) {
    guard let name else {
      (grant, party) = (nil, nil)
      return
    }
    guard let user = try store.state(User.stateKey(name), width: User.width).map({ User(key: name, rows: $0.rows) }) else {
      throw Fault(
        .missing, code: "user-unknown", place: "--as \(name)", cause: "nobody of that name is among the users",
        remedy: "have the platform enter the user, or correct the name")
    }
    guard user.isActive else {
      throw Fault(
        .data, code: "user-inactive", place: "--as \(name)", cause: "the user is not active (状态)",
        remedy: "have the platform set its 状态 to 启用")
    }
    let isOwnRole = house.access.grants.contains { $0.role == user.role }
    let roles = isOwnRole ? [user.role] : try Roles.of(user.party, store) ?? []
    if let all = house.access.receives(question, part: nil, party: user.party, roles: roles) {
      (grant, party) = (all, nil)
    } else if let own = house.access.receives(question, part: user.party, party: user.party, roles: roles) {
      (grant, party) = (own, user.party)
    } else {
      throw Fault(
        .data, code: "query-not-granted", place: "settle query \(question) --as \(name)",
        cause: "\(user.party) may not see it (\(isOwnRole ? user.role : roles.joined(separator: " ")))",
        remedy: "add a row for the role and \(question) to pipelines/access.csv if it should")
    }
  }

  func sees(part: String) -> Bool { party.map { $0 == part } ?? true }
  func sees(group: String) -> Bool { grant?.sees(group) ?? true }

  /// How a kind of personal data is masked for it; empty where it is not.
  func mask(_ personal: String) -> String { grant?.masks(personal) ?? true ? personal : "" }

  func text(_ text: String, _ personal: String) -> String {
    let mask = mask(personal)
    return mask.isEmpty ? text : Mask.text(text, as: mask)
  }
}
