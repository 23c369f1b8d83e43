/// Names beancount takes, for names it does not. Its account components begin with a capital or a digit and hold letters, digits and hyphens;
/// its currencies are 2 to 24 of capitals, digits and `'._-`. Both escapes can be read back.
package enum BeancountName {
  // MARK: Accounts

  /// `liability:payable:CH-A` becomes `Liabilities:Payable:0CH-A`.
  package static func account(_ path: AccountPath) -> String {
    ([root(of: path.kind)] + path.segments.map(component)).joined(separator: ":")
  }

  /// The way back; nil for a name that no path has.
  package static func path(_ account: String) -> AccountPath? {
    // The longest root first: `Assets:1Stock` before `Assets`.
    let kinds = AccountKind.allCases.sorted { root(of: $0).count > root(of: $1).count }
    guard let kind = kinds.first(where: { account.hasPrefix(root(of: $0) + ":") }) else { return nil }
    let parts = account.dropFirst(root(of: kind).count + 1).split(separator: ":", omittingEmptySubsequences: false)
    var segments: [String] = []
    for part in parts {
      guard let segment = segment(part) else { return nil }
      segments.append(segment)
    }
    let path = AccountPath(kind, segments: segments)
    return self.account(path) == account ? path : nil
  }

  /// Beancount knows five roots. The other kinds stand under one of them, behind a 1, which no segment begins with.
  private static func root(of kind: AccountKind) -> String {
    switch kind {
    case .asset: "Assets"
    case .liability: "Liabilities"
    case .income: "Income"
    case .expense: "Expenses"
    case .equity: "Equity"
    case .memo: "Equity:1Memo"
    case .stock: "Assets:1Stock"
    case .quota: "Assets:1Quota"
    }
  }

  /// A first small letter becomes a capital; before anything else stands a 0. After that come letters, digits and common Chinese characters as
  /// they are, a hyphen where a letter or digit follows or nothing does, and `--4eba-` for every other character.
  private static func component(_ segment: String) -> String {
    var rest = Array(segment.unicodeScalars)[...]
    var text = "0"
    if let first = rest.first, ("a"..."z").contains(first) {
      text = String(first).uppercased()
      rest.removeFirst()
    }
    while let scalar = rest.popFirst() {
      if isPlain(scalar) || (scalar == "-" && (rest.first.map(isPlain) ?? true)) {
        text.unicodeScalars.append(scalar)
      } else {
        text += "--" + String(scalar.value, radix: 16) + "-"
      }
    }
    return text
  }

  private static func segment(_ component: Substring) -> String? {
    var rest = Array(component.unicodeScalars)[...]
    var text = ""
    guard let first = rest.popFirst() else { return nil }
    if ("A"..."Z").contains(first) { text = String(first).lowercased() } else if first != "0" { return nil }
    while let scalar = rest.popFirst() {
      guard scalar == "-", rest.first == "-" else {
        text.unicodeScalars.append(scalar)
        continue
      }
      rest.removeFirst()
      guard let end = rest.firstIndex(of: "-") else { return nil }
      var digits = ""
      digits.unicodeScalars.append(contentsOf: rest[..<end])
      guard let value = UInt32(digits, radix: 16), let escaped = Unicode.Scalar(value) else { return nil }
      text.unicodeScalars.append(escaped)
      rest = rest[(end + 1)...]
    }
    return text
  }

  /// Characters that every version of beancount's tables takes for letters or digits.
  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "0"..."9", "A"..."Z", "a"..."z", "\u{4E00}"..."\u{9FA5}": true
    default: false
    }
  }
}
