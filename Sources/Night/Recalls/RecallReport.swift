package import Flows
package import Values

/// What a corrected file changes, row by row, and the money it moves: as a trial found it, or as a run booked it.
package struct RecallReport: Sendable {
  package enum Change: String, Sendable {
    case changed = "更正"
    case removed = "删除"
    case added = "新增"
    /// Stands against what another file settled, and is refused as any such row is.
    case conflict = "冲突"
  }

  package struct Row: Sendable {
    package var change: Change
    package var key: String
    /// Row of the file that was settled; row of the correction.
    package var settled: Int?
    package var corrected: Int?
    /// Headers of the columns that differ, or why the row does not settle.
    package var detail: String
    /// By the report's amounts.
    package var before: [Money]
    package var after: [Money]
  }

  /// What one party owes or is owed, by one title.
  package struct Effect: Sendable {
    package var party: String
    package var title: String
    package var before: Money
    package var after: Money
    package var moves: Money { after - before }
  }

  package struct File: Sendable {
    package var name: String
    package var digest: String
    package var archived: String
  }

  package var party: String
  package var feed: String
  package var name: String
  package var digest: String
  package var reason: String
  /// The settled file and its corrections so far, oldest first.
  package var corrects: [File]
  package var run: RunName
  package var unchanged = 0
  /// Rows that waited and are not sent again.
  package var withdrawn = 0
  package var amounts: [String] = []
  package var rows: [Row] = []
  package var effects: [Effect] = []

  package func count(_ change: Change) -> Int { rows.count { $0.change == change } }

  /// The correction says what is in force already.
  package var isEmpty: Bool { withdrawn == 0 && rows.allSatisfy { $0.change == .conflict } }

  package var before: [Money] { sum(\.before) }
  package var after: [Money] { sum(\.after) }

  private func sum(_ side: (Row) -> [Money]) -> [Money] {
    amounts.indices.map { index in rows.map { side($0)[index] }.sum() }
  }
}
