package import Values

/// What is known once every row was written: the figures on top of 汇总, the amount in capitals, and the tie-outs.
package struct BookClosing: Sendable {
  package var headlines: [Headline] = []
  /// 合计（小写） and 合计（大写） under the tables of 汇总: a money column of the detail, with its label (应付金额合计).
  package var capitals: Capital?
  package var tieOuts: [TieOut] = []

  package init(headlines: [Headline] = [], capitals: Capital? = nil, tieOuts: [TieOut] = []) {
    self.headlines = headlines
    self.capitals = capitals
    self.tieOuts = tieOuts
  }

  package struct Headline: Sendable {
    package var label: String
    package var value: BookValue

    package init(_ label: String, _ value: BookValue) {
      self.label = label
      self.value = value
    }
  }

  package struct Capital: Sendable {
    package var label: String
    /// A money column of the detail that is a total.
    package var column: Int

    package init(label: String, column: Int) {
      self.label = label
      self.column = column
    }
  }

  /// A line of 勾稽: two figures that must be equal. The verdict is a live formula with our own verdict cached.
  package struct TieOut: Sendable {
    package var label: String
    package var left: BookValue
    package var right: BookValue
    /// Where the two come from: 明细合计 = 账务分录.
    package var note: String

    package init(_ label: String, left: BookValue, right: BookValue, note: String = "") {
      self.label = label
      self.left = left
      self.right = right
      self.note = note
    }
  }
}

/// A figure of 汇总 or 勾稽: given, or a live formula over a list with the writer's own exact sum as its cached value.
package enum BookValue: Sendable {
  case text(String)
  case money(Money)
  case rate(Rate)
  case integer(Int64)
  case date(Day)
  case moment(Moment)
  /// SUM of a total column over all sheets of a list.
  case sum(BookList, column: Int)
  /// SUMIFS of a total column where `by`, a breakdown column of the list, has this value.
  case sumWhere(BookList, column: Int, by: Int, equals: String)
  /// Rows of a list.
  case count(BookList)
  /// Rows of a list where `by`, a breakdown column of it, has this value.
  case countWhere(BookList, by: Int, equals: String)
}

/// Which list of a workbook. Rows come list by list in this order: once a later list has a row, an earlier one takes no more.
package enum BookList: Hashable, Sendable {
  case detail
  case unsettled
  case extra(Int)
}
