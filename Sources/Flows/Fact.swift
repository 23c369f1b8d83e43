package import Tables
package import Values

/// A row with a state: what intake made of one line of a file, and what a flow decides about.
package struct Fact: Sendable {
  /// `waiting(reason) → settled | rejected | already | conflict`. The numbers stand in the store; below 10 the fact holds its business key.
  package enum State: Int, Sendable, CaseIterable {
    case waiting = 0
    case settled = 1
    /// Found wrong in the light of the registers.
    case rejected = 10
    /// The same content under the same key was there before.
    case already = 11
    /// Another content under the same key was there before; names the field.
    case conflict = 12
    /// A later version with 更正=是, or a later row of a revising feed, took its place while it waited.
    case replaced = 13
    /// Its key was taken when it came in; identity decides before matching. No fact keeps this state overnight.
    case twin = 20

    package var title: String {
      switch self {
      case .waiting: "待处理"
      case .settled: "已结算"
      case .rejected: "拒绝"
      case .already: "重复"
      case .conflict: "冲突"
      case .replaced: "已更正"
      case .twin: "待辨"
      }
    }
  }

  /// Ascends with the order of intake within a store.
  package var id: Int64
  /// Index in the flow's `feeds`.
  package var feed: Int
  /// The party whose folder it lay in.
  package var party: String
  package var file: Int64
  /// Physical row in its file.
  package var rowNumber: Int
  /// The business day it came in: its age counts from here, in business days.
  package var since: Day
  package var row: Batch.Row

  package init(id: Int64, feed: Int, party: String, file: Int64, rowNumber: Int, since: Day, row: Batch.Row) {
    self.id = id
    self.feed = feed
    self.party = party
    self.file = file
    self.rowNumber = rowNumber
    self.since = since
    self.row = row
  }
}

/// A fact's place in its flow's one total order: rank, event time, business key, content digest. The trunk adds the last two.
package struct Order: Sendable, Comparable {
  /// State logic comes before time where a flow says so: issue before receipt before release.
  package var rank: Int
  package var at: Moment

  package init(rank: Int = 0, at: Moment) {
    self.rank = rank
    self.at = at
  }

  package static func < (left: Order, right: Order) -> Bool { (left.rank, left.at) < (right.rank, right.at) }
}
