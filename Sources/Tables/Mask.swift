/// Masking of personal data by kind, as everything that leaves shows it. A masked text keeps its length in characters, so that tables keep their look,
/// and always holds a `*`, so that intake knows it for a mask and never takes it for the real thing. (domain.md C3)
package enum Mask {
  /// The kinds a feeds file may name in its column `personal`.
  package static let kinds: Set<String> = [
    "name", "id-card", "mobile", "landline", "account", "plate", "email", "address", "policy", "vin", "text",
  ]

  /// `text` masked as its kind asks: 张三 as a name is 张*. An unknown kind hides everything.
  package static func text(_ text: String, as kind: String) -> String {
    let characters = Array(text)
    switch kind {
    case "name": return name(characters)
    case "id-card": return keep(characters, first: 6, last: 4)
    case "mobile": return keep(characters, first: 3, last: 4)
    case "landline": return keep(characters, first: 4, last: 2)
    case "account": return keep(characters, first: 4, last: 4)
    case "plate": return keep(characters, first: 3, last: 1)
    case "policy": return keep(characters, first: 0, last: 4)
    case "vin": return keep(characters, first: 3, last: 4)
    case "email": return email(characters)
    case "address": return address(characters)
    default: return String(repeating: "*", count: characters.count)
    }
  }

  /// 张三 → 张*, 欧阳锋 → 欧**, a company's name likewise.
  private static func name(_ characters: [Character]) -> String { keep(characters, first: characters.count > 1 ? 1 : 0, last: 0) }

  /// Shows some characters at either end, and never more than half of what is there.
  private static func keep(_ characters: [Character], first: Int, last: Int) -> String {
    guard !characters.isEmpty else { return "" }
    var (first, last) = (first, last)
    if first + last >= characters.count || characters.count < 6 && first + last > characters.count / 2 {
      first = min(first, characters.count / 4)
      last = min(last, characters.count / 4)
    }
    return String(characters.prefix(first)) + String(repeating: "*", count: characters.count - first - last)
      + String(characters.suffix(last))
  }

  private static func email(_ characters: [Character]) -> String {
    guard let at = characters.firstIndex(of: "@") else { return keep(characters, first: 1, last: 0) }
    return keep(Array(characters[..<at]), first: at > 1 ? 1 : 0, last: 0) + String(characters[at...])
  }

  /// Cut at the district: 四川省成都市武侯区******.
  private static func address(_ characters: [Character]) -> String {
    let ends: Set<Character> = ["区", "县", "旗"]
    var cut = characters.firstIndex { ends.contains($0) } ?? characters.firstIndex(of: "市") ?? min(5, characters.count / 2) - 1
    if cut >= characters.count - 1 { cut = min(5, characters.count / 2) - 1 }
    return keep(characters, first: cut + 1, last: 0)
  }
}
