package import Tables
package import Values

/// One system of the five, pure: rows, rules, books and a business day in; entries, new states, sheet lines and verdicts out.
/// No clock, no SQL, no file. The night calls it, in this order, for every chunk of facts: `need`, `decide`.
package protocol Flow: Sendable {
  /// `settlement`: its folder under `pipelines/`.
  var name: String { get }
  var feeds: [Feed] { get }
  /// Registers it writes and registers it reads, by kind. Night orders the flows by this graph.
  var publishes: [String] { get }
  var reads: [String] { get }
  var lines: [LineKind] { get }
  var sheets: [Sheet] { get }
  /// Every reason it may give.
  var reasons: [Reason] { get }

  /// Roles that need no access of their own while this flow's settings say so: every registered party that has them may drop.
  var openRoles: Set<String> { get }
  /// Registers people may ask for by name.
  var questions: [Question] { get }

  /// The fact's place in the flow's one order.
  func order(of row: Batch.Row, feed: Int) -> Order

  /// Names what must be known to decide these facts and dues.
  func need(_ items: [Item], _ needs: inout Needs)

  /// Decides every item, in order. Every fact gets exactly one decision.
  func decide(_ items: [Item], _ desk: inout Desk)

  /// On whose sheets a fact that still waits is listed: (line kind, part).
  func parts(ofWaiting fact: Fact) -> [(kind: Int, part: String)]

  /// What a part's summary says beside the totals: account holders, balances carried forward.
  func headline(sheet: Sheet, part: String) -> [Headline]

  /// What the ledger must have moved for the totals of these parts' sheet to be true.
  func ties(sheet: Sheet, parts: [String]) -> [Tie]

  /// The rows one state gives as the answer to a question, a cell a column.
  func answer(_ question: Question, _ state: State, day: Day) -> [[String]]
}

/// What the night hands to a flow: a fact that waits, or a state that falls due today.
package enum Item: Sendable {
  case fact(Fact)
  case due(State)
}

extension Flow {
  package var openRoles: Set<String> { [] }
  package var questions: [Question] { [] }
  package func answer(_ question: Question, _ state: State, day: Day) -> [[String]] { [] }
  package func parts(ofWaiting fact: Fact) -> [(kind: Int, part: String)] { [] }
  package func headline(sheet: Sheet, part: String) -> [Headline] { [] }
  package func ties(sheet: Sheet, parts: [String]) -> [Tie] { [] }
}
