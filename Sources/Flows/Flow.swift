package import Ledger
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
  /// Kinds of state its sheets may list as they stand after the run (`states: voucher`); `explain` answers to their keys.
  var states: [StateKind] { get }
  /// Every family of accounts it posts to. A chart that lacks one is a wrong setting before the night, not a crash in it.
  var accounts: [AccountPattern] { get }
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

  /// Asked once more when the first needs are known: what they point to, such as the account a voucher was drawn on.
  func follow(_ items: [Item], _ found: Found, _ needs: inout Needs)

  /// Decides every item, in order. Every fact gets exactly one decision.
  func decide(_ items: [Item], _ desk: inout Desk)

  /// On whose sheets a fact that still waits is listed: (line kind, part).
  func parts(ofWaiting fact: Fact) -> [(kind: Int, part: String)]

  /// What a part's summary says beside the totals: account holders, balances carried forward.
  func headline(sheet: Sheet, part: String) -> [Headline]

  /// What the ledger must have moved for the totals of these parts' sheet to be true.
  func ties(sheet: Sheet, parts: [String]) -> [Tie]

  /// What becomes of a settled row of a feed when a corrected file takes it back.
  func recalling(feed: Int) -> Recalling

  /// What a recall is shown by: amounts of one kind of line, and who pays and is paid by which.
  var recalled: RecalledAmounts? { get }

  /// The rows one state gives as the answer to a question, a cell a column.
  func answer(_ question: Question, _ state: State, day: Day) -> [[String]]
}

/// What the night hands to a flow: a fact that waits, or a state that falls due today.
package enum Item: Sendable {
  case fact(Fact)
  case due(State)
  /// A settled fact the flow asked to see again (`Desk.revisit`), in the pass after: a rule changed with effect for the past. It stays settled;
  /// what changes becomes new lines and entries.
  case again(Fact)
  /// A settled fact that a corrected file takes back, before anything else of the night: what it moved is reversed by new entries and lines in this
  /// run. What stands in its place comes as a fact of its own. Only feeds that say `.reverses` are handed any.
  case recalled(Fact)
}

extension Flow {
  package var states: [StateKind] { [] }
  package var accounts: [AccountPattern] { [] }
  package func follow(_ items: [Item], _ found: Found, _ needs: inout Needs) {}
  package var openRoles: Set<String> { [] }
  package var questions: [Question] { [] }
  package func recalling(feed: Int) -> Recalling { .never(Recalling.actsStand) }
  package var recalled: RecalledAmounts? { nil }
  package func answer(_ question: Question, _ state: State, day: Day) -> [[String]] { [] }
  package func parts(ofWaiting fact: Fact) -> [(kind: Int, part: String)] { [] }
  package func headline(sheet: Sheet, part: String) -> [Headline] { [] }
  package func ties(sheet: Sheet, parts: [String]) -> [Tie] { [] }
}
