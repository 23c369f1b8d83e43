import Flows
package import Store
package import Values

/// How long files stay that are proven done: by kind, and by feed, sheet or flow within it. What is not named stays for ever.
package struct RetentionRules: Sendable {
  /// Days, or calendar months.
  package enum Period: Sendable, Equatable {
    case days(Int)
    case months(Int)

    /// Whether something of one day may go on another.
    package func isOver(_ day: Day, on today: Day) -> Bool {
      switch self {
      case .days(let days): day.advanced(by: days) <= today
      case .months(let months): day.adding(months: months) <= today
      }
    }
  }

  private struct Rule: Sendable {
    var name: String
    var period: Period?
    var place: Setting
  }

  private var rules: [RemovalRecord.Kind: [Rule]] = [:]
  private static let standard = "default"

  package init() {}

  init(_ setting: Setting) throws(Fault) {
    for (kind, entries) in try Operations.entries(setting, of: RemovalRecord.Kind.allCases.map(\.rawValue)) {
      for (name, value) in try Operations.entries(entries, of: nil) {
        rules[RemovalRecord.Kind(rawValue: kind)!, default: []].append(Rule(name: name, period: try Self.period(value), place: value))
      }
    }
  }

  /// Whether any file may ever go.
  package var isOff: Bool { rules.values.allSatisfy { $0.allSatisfy { $0.period == nil } } }

  /// How long a file of a feed or sheet of a flow stays; nil: for ever. The feed's or sheet's own rule comes before its flow's, and that before
  /// `default`.
  package func period(_ kind: RemovalRecord.Kind, of name: String, flow: String?) -> Period? {
    let rules = rules[kind] ?? []
    for wanted in [name, flow ?? "", Self.standard] {
      if let rule = rules.first(where: { $0.name == wanted }) { return rule.period }
    }
    return nil
  }

  /// The sheet a published file is one of, by the names the rules know: `settlement-sheet_SUP-A.xlsx`.
  package func isNamed(_ kind: RemovalRecord.Kind, _ name: String) -> Bool { rules[kind]?.contains { $0.name == name } ?? false }

  /// Names that are no feed, no sheet and no flow are mistyped (78).
  func check(feeds: Set<String>, sheets: Set<String>, flows: Set<String>) throws(Fault) {
    for (kind, rules) in rules.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      let known = (kind == .outbound ? sheets : feeds).union(flows).union([Self.standard])
      for rule in rules where !known.contains(rule.name) {
        throw rule.place.wrong(
          "\(rule.name) is no \(kind == .outbound ? "sheet" : "feed") and no flow of these pipelines",
          "correct the name, or take the line away")
      }
    }
  }

  /// `keep`, `30 days` or `24 months`.
  private static func period(_ setting: Setting) throws(Fault) -> Period? {
    let text = try setting.text()
    if text == "keep" { return nil }
    let parts = text.split(separator: " ")
    if parts.count == 2, let number = Int(parts[0]), (1...36500).contains(number) {
      if ["day", "days"].contains(parts[1]) { return .days(number) }
      if ["month", "months"].contains(parts[1]), number <= 1200 { return .months(number) }
    }
    throw setting.wrong("\(text) is no period", "write keep, or a number of days or months: 90 days, 24 months")
  }
}
