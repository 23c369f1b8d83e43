package import Tables
package import Values

/// A product of a supplier as the platform knows it: what was submitted, what of it was approved, and whether its merchant still lists it.
/// Published by Parties; its key is merchant, tab, 产品编码. Stock that sold is Settlement's business. (domain.md 0.4, 0.27; contract.md, products)
package struct Product: Remembered {
  package enum Decision: String, Sendable { case pending, approved, rejected }

  /// One content under one digest; submitted again it is the same version.
  package struct Version: Sendable, Equatable {
    /// 摘要 of its one row.
    package var digest: String
    /// 产品名称.
    package var name: String
    /// 产品分类.
    package var classification: String
    /// 险种.
    package var line: String
    package var price: Money
    /// 生效日期.
    package var from: Day
    /// 剩余量 and 预警数量 as declared.
    package var remaining: Int64
    package var alert: Int64
    package var submitted: Day
    /// The merchant lists it (上架) and has not taken it off (下架).
    package var isListed: Bool
    package var decision: Decision
    /// 审核时间 of the decision that counts.
    package var decided: Moment?
    /// The business day from which it stands published.
    package var published: Day?
    package var approval: String

    package init(
      digest: String, name: String, classification: String, line: String, price: Money, from: Day, remaining: Int64, alert: Int64,
      submitted: Day, isListed: Bool = true, decision: Decision = .pending, decided: Moment? = nil, published: Day? = nil,
      approval: String = ""
    ) {
      self.digest = digest
      self.name = name
      self.classification = classification
      self.line = line
      self.price = price
      self.from = from
      self.remaining = remaining
      self.alert = alert
      self.submitted = submitted
      self.isListed = isListed
      self.decision = decision
      self.decided = decided
      self.published = published
      self.approval = approval
    }
  }

  package enum Status: String, Sendable, CaseIterable {
    case pending = "待审核"
    case rejected = "已驳回"
    case presale = "预销售"
    case onSale = "销售中"
    case delisted = "已下架"
  }

  package static let kind = "product"
  package static let width = 14

  /// Merchant, tab, 产品编码.
  package var key: String
  /// In the order of submission; never empty.
  package var versions: [Version]

  package static func key(merchant: String, code: String) -> String { merchant + "\t" + code }

  package init(merchant: String, code: String, versions: [Version]) {
    key = Product.key(merchant: merchant, code: code)
    self.versions = versions
  }

  package var merchant: String { String(key.prefix { $0 != "\t" }) }
  /// 产品编码.
  package var code: String { String(key.drop { $0 != "\t" }.dropFirst()) }

  /// What counts: the newest content that is approved and listed. An edit waits beside it until it is approved itself.
  package var published: Version? { versions.last { $0.decision == .approved && $0.isListed } }
  /// What was submitted last.
  package var latest: Version { versions[versions.count - 1] }

  /// An effective day that is the business day is on sale. (domain.md 0.27, E3)
  package func status(on day: Day) -> Status {
    if let published { return published.from > day ? .presale : .onSale }
    guard latest.isListed else { return .delisted }
    return latest.decision == .rejected ? .rejected : .pending
  }

  package init(key: String, rows: Batch) {
    self.key = key
    versions = (0..<rows.count).map { index in
      let row = rows[index]
      func text(_ column: Column) -> String { row.text(column.rawValue) ?? "" }
      return Version(
        digest: text(.digest), name: text(.name), classification: text(.classification), line: text(.line),
        price: row.money(Column.price.rawValue) ?? .zero, from: row.date(Column.from.rawValue) ?? Day(number: 0),
        remaining: row.integer(Column.remaining.rawValue) ?? 0, alert: row.integer(Column.alert.rawValue) ?? 0,
        submitted: row.date(Column.submitted.rawValue) ?? Day(number: 0), isListed: row.boolean(Column.isListed.rawValue) ?? false,
        decision: Decision(rawValue: text(.decision)) ?? .pending, decided: row.moment(Column.decided.rawValue),
        published: row.date(Column.published.rawValue), approval: text(.approval))
    }
  }

  package func write(to rows: inout Batch) {
    for version in versions {
      rows.appendEmptyRow()
      let row = rows.count - 1
      func set(_ column: Column, _ text: String) {
        if !text.isEmpty { rows.set(row, column.rawValue, text: text) }
      }
      set(.digest, version.digest)
      set(.name, version.name)
      set(.classification, version.classification)
      set(.line, version.line)
      rows.set(row, Column.price.rawValue, .money(version.price))
      rows.set(row, Column.from.rawValue, .date(version.from))
      rows.set(row, Column.remaining.rawValue, .integer(version.remaining))
      rows.set(row, Column.alert.rawValue, .integer(version.alert))
      rows.set(row, Column.submitted.rawValue, .date(version.submitted))
      rows.set(row, Column.isListed.rawValue, .boolean(version.isListed))
      set(.decision, version.decision.rawValue)
      if let decided = version.decided { rows.set(row, Column.decided.rawValue, .moment(decided)) }
      if let published = version.published { rows.set(row, Column.published.rawValue, .date(published)) }
      set(.approval, version.approval)
    }
  }

  private enum Column: Int {
    case digest, name, classification, line, price, from, remaining, alert, submitted, isListed, decision, decided, published, approval
  }
}
