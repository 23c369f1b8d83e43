package import Tables
package import Values

/// What a page is to look like, before its first row: whom it is for, what it was made from, which lists it carries. A value without files;
/// sums come with the rows, figures and ties at the end (`PageClosing`). (domain.md 0.32; contract.md, Outbound)
///
/// A page is one HTML file that needs nothing else: no network, no other file, no program beside a browser.
package struct PagePlan: Sendable {
  package var language: PageLanguage
  package var title: String
  /// Who receives the page, by name.
  package var recipient: String
  /// 标识码 of the recipient; nil prints none.
  package var mark: String?
  /// 批次号: the run id, `2026-11-21-1`.
  package var run: String
  /// 业务日期.
  package var day: Day
  /// 数据截止时间.
  package var cutOff: Moment
  /// Sentences at the foot.
  package var notes: [String] = []
  package var tables: [Table]
  /// Rows a table shows; further ones are counted and summed, and the page says how many were left out.
  package var limit: Int

  package init(
    language: PageLanguage = .zh, title: String, recipient: String, mark: String? = nil, run: String, day: Day, cutOff: Moment,
    tables: [Table], limit: Int = 5_000
  ) {
    self.language = language
    self.title = title
    self.recipient = recipient
    self.mark = mark
    self.run = run
    self.day = day
    self.cutOff = cutOff
    self.tables = tables
    self.limit = limit
  }

  /// One list of the page: totals and bars on top of the page, its rows below.
  package struct Table: Sendable {
    /// How rows are laid out where there is room: a table, or a card each. On a phone they are cards either way.
    package enum Layout: String, Sendable, CaseIterable { case table, cards }

    package var title: String
    /// What stands over the totals and bars.
    package var heading: String
    package var columns: [Column]
    /// Columns whose values are counted on top and offered as filters.
    package var breakdowns: [Int]
    /// The total column drawn as bars beside each breakdown; nil counts rows.
    package var measure: Int?
    /// Rows stand under a heading for each value of this column; nil for one list.
    package var grouped: Int?
    package var layout: Layout
    /// Bars and ties stand above the lists, not only totals.
    package var isSummarised: Bool

    package init(
      title: String, heading: String? = nil, columns: [Column], breakdowns: [Int] = [], measure: Int? = nil, grouped: Int? = nil,
      layout: Layout = .table,
      isSummarised: Bool = true
    ) {
      self.title = title
      self.heading = heading ?? title
      self.columns = columns
      self.breakdowns = breakdowns
      self.measure = measure
      self.grouped = grouped
      self.layout = layout
      self.isSummarised = isSummarised
    }
  }

  package struct Column: Sendable {
    package enum Kind: Sendable {
      case text, id, number, moment
      /// A text drawn as a QR code, and printed below it.
      case picture
      /// Long text: takes a card's whole width, and breaks into lines.
      case long
    }
    package var title: String
    package var kind: Kind
    package var total: Bool
    /// What its numbers are: how a sum of none is printed.
    package var scale: Datum.Tag
    /// Of a picture: how much of its QR code may be lost, L to H.
    package var level: String

    package init(_ title: String, _ kind: Kind = .text, total: Bool = false, scale: Datum.Tag = .money, level: String = "Q") {
      precondition(!total || kind == .number, "a total needs a column of numbers")
      self.title = title
      self.kind = kind
      self.total = total
      self.scale = scale
      self.level = level
    }
  }
}

/// The language of a page's own words. Data stays as it is.
package enum PageLanguage: String, Sendable { case zh, en }
