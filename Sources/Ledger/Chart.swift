package import Values

/// The chart of accounts (科目表): which paths exist, what they count, which may not pass zero. It is read from the rows of
/// `pipelines/accounts.csv`; this file knows the rows' meaning and finds the row for a path, it opens no file.
///
/// `*` stands for exactly one segment. Where several patterns fit, the leftmost literal segment decides. Accounts with postings have no
/// sub-accounts, so that a balance means the same to every program that reads the export.
package struct Chart: Sendable {
  package let rules: [ChartRule]
  private let root: Node

  /// What the chart says to an account and a unit.
  package enum Finding: Equatable, Sendable {
    case rule(ChartRule)
    case unknownAccount
    case wrongUnit
  }

  /// `rows` are the whole file, its header first; a row's number is its place in the list, from 1. Throws `Fault.Kind.setting`.
  package init(rows: [[String]], file: String) throws(Fault) {
    rules = try ChartReading(file: file).rules(of: rows)
    var root = Node()
    for rule in rules { root.add(rule, under: rule.segments[...]) }
    self.root = root
  }

  package func finding(for key: AccountKey) -> Finding {
    guard let rules = rules(for: key.path) else { return .unknownAccount }
    guard let rule = rules.first(where: { $0.allows(key.unit) }) else { return .wrongUnit }
    return .rule(rule)
  }

  /// The first row that fits the path, whatever the unit.
  package func rule(for path: AccountPath) -> ChartRule? { rules(for: path)?.first }

  private func rules(for path: AccountPath) -> [ChartRule]? {
    root.rules(for: path.text.split(separator: ":", omittingEmptySubsequences: false)[...])
  }

  /// The patterns as a tree of segments.
  private struct Node: Sendable {
    private var literal: [Substring: Node] = [:]
    /// The node under `*`, in a list because a structure cannot hold itself.
    private var any: [Node] = []
    private var rules: [ChartRule] = []

    mutating func add(_ rule: ChartRule, under segments: ArraySlice<String>) {
      guard let first = segments.first else { return rules.append(rule) }
      if first == "*" {
        if any.isEmpty { any.append(Node()) }
        any[0].add(rule, under: segments.dropFirst())
      } else {
        literal[first[...], default: Node()].add(rule, under: segments.dropFirst())
      }
    }

    func rules(for segments: ArraySlice<Substring>) -> [ChartRule]? {
      guard let first = segments.first else { return rules.isEmpty ? nil : rules }
      return literal[first]?.rules(for: segments.dropFirst()) ?? any.first?.rules(for: segments.dropFirst())
    }
  }
}
