/// What a table answers when more than one rule matches, as the DMN standard defines it. It alone decides. (domain.md B1-6)
package enum HitPolicy: String, Sendable, CaseIterable {
  /// At most one rule may match; two are an ambiguity.
  case unique = "U"
  /// Several may match if all say the same.
  case any = "A"
  /// The match whose outputs stand first in the outputs' lists of values.
  case priority = "P"
  /// The match that stands first in the table.
  case first = "F"
  /// All matches in the table's order.
  case ruleOrder = "R"
  /// All matches in the order of the outputs' lists of values.
  case outputOrder = "O"
  case collect = "C"
  case sum = "C+"
  case minimum = "C<"
  case maximum = "C>"
  case count = "C#"

  /// A1 of a table: the letter, or the standard's word for it; full-width signs are taken as their ASCII ones.
  package init?(cell: String) {
    let letters = cell.uppercased().map { (character: Character) -> Character in
      switch character {
      case "＋": "+"
      case "＜": "<"
      case "＞": ">"
      case "＃": "#"
      default: character
      }
    }
    let word = String(letters.filter { !$0.isWhitespace })
    if let policy = HitPolicy(rawValue: word) ?? HitPolicy.words[word] { self = policy } else { return nil }
  }

  private static let words: [String: HitPolicy] = [
    "UNIQUE": .unique, "ANY": .any, "PRIORITY": .priority, "FIRST": .first, "RULEORDER": .ruleOrder, "OUTPUTORDER": .outputOrder,
    "COLLECT": .collect,
  ]

  /// The answer is a list of rules, not one.
  package var isCollecting: Bool {
    switch self {
    case .unique, .any, .priority, .first: false
    case .ruleOrder, .outputOrder, .collect, .sum, .minimum, .maximum, .count: true
    }
  }

  /// The outputs' lists of values say which match comes first.
  package var needsOrder: Bool { self == .priority || self == .outputOrder }

  /// The hits are folded into one value.
  package var aggregates: Bool { self == .sum || self == .minimum || self == .maximum || self == .count }
}
