package import Rules
package import Tables
package import Values

/// A merchant's published rules: every version that was ever approved, unchanged for ever. Published by Parties, matched by Settlement.
/// The key is the merchant. (domain.md 0.12–0.18, B1-15; contract.md, rules)
package struct RuleSet: Remembered {
  /// The tables of a set, in the order they are matched.
  package enum Part: String, Sendable, CaseIterable {
    case income = "收入规则"
    case level1 = "支出一级"
    case level2 = "支出二级"
    case allocated = "分配"
  }

  /// A product bound to a seller for a time; both ends count. (contract.md, 分配: 产品编码, 销售商, 起, 止)
  package struct Allocation: Sendable, Equatable {
    package var product: String
    package var seller: String
    package var from: Day?
    package var until: Day?

    package init(product: String, seller: String, from: Day? = nil, until: Day? = nil) {
      self.product = product
      self.seller = seller
      self.from = from
      self.until = until
    }

    /// `-` and blank stand for every product, every seller.
    package func allows(product: String, seller: String, on day: Day) -> Bool {
      (["", "-", product].contains(self.product)) && (["", "-", seller].contains(self.seller)) && from.map { $0 <= day } ?? true
        && until.map { day <= $0 } ?? true
    }
  }

  package struct Version: Sendable, Equatable {
    /// 摘要 over the rows of all its tables, in the order of `Part`: what the approval named.
    package var digest: String
    package var submitted: Day
    /// The business day it came into force.
    package var published: Day
    /// 审核时间 and 审批号 of the approval.
    package var decided: Moment
    package var approval: String
    /// 追溯起日: lines signed since then are settled anew by it, those already settled too; nil: it counts for what is not settled yet.
    package var retroactiveFrom: Day?
    /// The day a later decision took it back; it no longer counts from then on.
    package var withdrawn: Day?
    /// The last day any of its income rules holds; nil: no end.
    package var until: Day?
    /// Canonical cells, row by row, of each table it holds.
    package var cells: [Part: [[String]]]

    package init(
      digest: String, submitted: Day, published: Day, decided: Moment, approval: String, retroactiveFrom: Day? = nil,
      withdrawn: Day? = nil, until: Day? = nil, cells: [Part: [[String]]]
    ) {
      self.digest = digest
      self.submitted = submitted
      self.published = published
      self.decided = decided
      self.approval = approval
      self.retroactiveFrom = retroactiveFrom
      self.withdrawn = withdrawn
      self.until = until
      self.cells = cells
    }

    /// The first 12 digits: enough for people to tell versions apart.
    package var short: String { String(digest.prefix(12)) }

    /// The decision table made from its cells; nil where the set has none of that part, and for 分配, which is a list.
    package func table(_ part: Part, merchant: String) throws(Fault) -> DecisionTable? {
      guard part != .allocated, let rows = cells[part] else { return nil }
      return try DecisionTable(name: part.rawValue, rows: rows, place: Place(file: "规则 \(merchant) \(short)", sheet: part.rawValue))
    }

    /// The rows of 分配; nil: all its approved products × all sellers with credit.
    package var allocations: [Allocation]? {
      cells[.allocated]?.dropFirst().map { row in
        func cell(_ index: Int) -> String { index < row.count ? row[index] : "" }
        return Allocation(product: cell(0), seller: cell(1), from: Day(iso: cell(2)), until: Day(iso: cell(3)))
      }
    }
  }

  package static let kind = "rule-set"
  package static let width = 10

  /// 商户号.
  package var key: String
  /// In the order they came into force.
  package var versions: [Version]

  package init(merchant: String, versions: [Version]) {
    key = merchant
    self.versions = versions
  }

  /// The newest version that was published by that business day and not taken back; what is not settled yet is settled by it.
  package func inForce(on day: Day) -> Version? {
    versions.last { $0.published <= day && $0.withdrawn.map { day < $0 } ?? true }
  }

  package func version(_ digest: String) -> Version? { versions.last { $0.digest == digest } }

  /// A row a table; what belongs to the version stands on its first.
  package init(key: String, rows: Batch) {
    self.key = key
    versions = []
    for index in 0..<rows.count {
      let row = rows[index]
      func text(_ column: Column) -> String { row.text(column.rawValue) ?? "" }
      if let digest = row.text(Column.digest.rawValue) {
        versions.append(
          Version(
            digest: digest, submitted: row.date(Column.submitted.rawValue) ?? Day(number: 0),
            published: row.date(Column.published.rawValue) ?? Day(number: 0),
            decided: row.moment(Column.decided.rawValue) ?? Moment(seconds: 0), approval: text(.approval),
            retroactiveFrom: row.date(Column.retroactiveFrom.rawValue), withdrawn: row.date(Column.withdrawn.rawValue),
            until: row.date(Column.until.rawValue), cells: [:]))
      }
      if let part = Part(rawValue: text(.part)), !versions.isEmpty {
        versions[versions.count - 1].cells[part] = TableText.rows(text(.cells))
      }
    }
  }

  package func write(to rows: inout Batch) {
    for version in versions {
      let first = rows.count
      for part in Part.allCases {
        guard let cells = version.cells[part] else { continue }
        rows.appendEmptyRow()
        rows.set(rows.count - 1, Column.part.rawValue, text: part.rawValue)
        rows.set(rows.count - 1, Column.cells.rawValue, text: TableText.text(rows: cells))
      }
      if rows.count == first { rows.appendEmptyRow() }
      rows.set(first, Column.digest.rawValue, text: version.digest)
      rows.set(first, Column.submitted.rawValue, .date(version.submitted))
      rows.set(first, Column.published.rawValue, .date(version.published))
      rows.set(first, Column.decided.rawValue, .moment(version.decided))
      rows.set(first, Column.approval.rawValue, text: version.approval)
      if let from = version.retroactiveFrom { rows.set(first, Column.retroactiveFrom.rawValue, .date(from)) }
      if let withdrawn = version.withdrawn { rows.set(first, Column.withdrawn.rawValue, .date(withdrawn)) }
      if let until = version.until { rows.set(first, Column.until.rawValue, .date(until)) }
    }
  }

  private enum Column: Int {
    case digest, submitted, published, decided, approval, retroactiveFrom, withdrawn, until, part, cells
  }
}
