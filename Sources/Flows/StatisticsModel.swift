package import Tables
package import Values

/// A preset statistical model (预设的统计学模型): by which dimensions the lines of one kind are counted and summed, and which tables are drawn from it.
/// Any flow may have some; they stand in `pipelines/<flow>/statistics/`. What it collects is added up with the lines, night by night, so that no table
/// ever reads all of history. (domain.md 0.33)
package struct StatisticsModel: Sendable {
  /// The stretch of time amounts are kept by, and growth is measured over.
  package enum Period: String, Sendable, CaseIterable {
    case day, month, quarter, year

    /// The first day of the stretch a day lies in.
    package func start(of day: Day) -> Day {
      let (year, month, _) = day.civil
      switch self {
      case .day: return day
      case .month: return Day(year: year, month: month, day: 1)!
      case .quarter: return Day(year: year, month: (month - 1) / 3 * 3 + 1, day: 1)!
      case .year: return Day(year: year, month: 1, day: 1)!
      }
    }

    package func before(_ start: Day) -> Day {
      switch self {
      case .day: start.advanced(by: -1)
      case .month: start.adding(months: -1)
      case .quarter: start.adding(months: -3)
      case .year: start.adding(months: -12)
      }
    }

    /// 2026-11, 2026-Q4.
    package func title(_ start: Day) -> String {
      let (year, month, _) = start.civil
      switch self {
      case .day: return start.description
      case .month: return "\(Decimals.padded(year, 4))-\(Decimals.padded(month, 2))"
      case .quarter: return "\(Decimals.padded(year, 4))-Q\((month + 2) / 3)"
      case .year: return Decimals.padded(year, 4)
      }
    }
  }

  /// Where a value comes from: the line, and where the line leaves it blank the fact it speaks of.
  package enum Source: Sendable {
    case part
    case cells(line: Int?, facts: [Int?])
  }

  package struct Dimension: Sendable {
    package var field: String
    package var title, titleEnglish, group: String
    package var source: Source

    package init(field: String, title: String, titleEnglish: String, group: String, source: Source) {
      self.field = field
      self.title = title
      self.titleEnglish = titleEnglish
      self.group = group
      self.source = source
    }
  }

  /// An amount or a whole number that is summed.
  package struct Measure: Sendable {
    package var field: String
    package var title, titleEnglish, group: String
    package var isMoney: Bool
    package var source: Source

    package init(field: String, title: String, titleEnglish: String, group: String, isMoney: Bool, source: Source) {
      self.field = field
      self.title = title
      self.titleEnglish = titleEnglish
      self.group = group
      self.isMoney = isMoney
      self.source = source
    }
  }

  /// How many each line counts for: one, or what a text of it says.
  package struct Quantity: Sendable {
    package var title, titleEnglish: String
    package var by: Source?
    package var counts: [String: Int64]
    /// What a text not listed counts for.
    package var other: Int64

    package init(title: String, titleEnglish: String, by: Source? = nil, counts: [String: Int64] = [:], other: Int64 = 1) {
      self.title = title
      self.titleEnglish = titleEnglish
      self.by = by
      self.counts = counts
      self.other = other
    }
  }

  /// One sum of a row by another: how many of the sold were insured, what one cost in the mean, how often a year something broke. Taken of exact
  /// sums and rounded once; blank where there is nothing to divide by. (domain.md B5-9)
  package struct Ratio: Sendable {
    package enum Kind: String, Sendable, CaseIterable { case rate, money }

    package var title, titleEnglish: String
    /// Indexes of measures; nil: the quantity.
    package var above, below: Int?
    package var times: Int64
    package var kind: Kind

    package init(title: String, titleEnglish: String, above: Int?, below: Int?, times: Int64, kind: Kind) {
      self.title = title
      self.titleEnglish = titleEnglish
      self.above = above
      self.below = below
      self.times = times
      self.kind = kind
    }
  }

  /// A table drawn from the model: by some of its dimensions, or by period.
  package struct View: Sendable {
    package var title, titleEnglish: String
    /// Indexes of dimensions; `byPeriod` adds the period before them.
    package var dimensions: [Int]
    package var byPeriod: Bool
    /// The measure that ranks, is shared out, compared and drawn.
    package var measure: Int
    /// Values beyond the first so many are one row; 0 shows all.
    package var top: Int

    package init(title: String, titleEnglish: String, dimensions: [Int], byPeriod: Bool, measure: Int, top: Int) {
      self.title = title
      self.titleEnglish = titleEnglish
      self.dimensions = dimensions
      self.byPeriod = byPeriod
      self.measure = measure
      self.top = top
    }
  }

  /// The workbook's name, and what `access.csv` calls it.
  package var name: String
  package var flow: String
  package var title, titleEnglish: String
  /// Index in the flow's `lines`.
  package var lines: Int
  package var period: Period
  /// The day a line counts by; nil takes the business day.
  package var at: Source?
  package var dimensions: [Dimension]
  package var quantity: Quantity
  package var measures: [Measure]
  package var ratios: [Ratio] = []
  package var views: [View]
  /// Of everything that decides what is collected. A model that collects otherwise begins anew; tables may change freely.
  package var digest: Digest

  package init(
    name: String, flow: String, title: String, titleEnglish: String, lines: Int, period: Period, at: Source?, dimensions: [Dimension],
    quantity: Quantity, measures: [Measure], views: [View], digest: Digest
  ) {
    self.name = name
    self.flow = flow
    self.title = title
    self.titleEnglish = titleEnglish
    self.lines = lines
    self.period = period
    self.at = at
    self.dimensions = dimensions
    self.quantity = quantity
    self.measures = measures
    self.views = views
    self.digest = digest
  }

  /// What the store calls it.
  package var key: String { "\(flow)/\(name)#\(digest.short)" }
}

/// What one line adds to a model.
package struct StatisticsLine: Sendable {
  package var period: Day
  package var dimensions: [String]
  package var quantity: Int64
  /// By measure; nil where the line has none.
  package var amounts: [Int64?]
}

extension StatisticsModel {
  /// Reads a line: its own cells, its fact's (of the feed with that index; nil where it speaks of no fact), its part.
  package func read(part: String, cells: Batch, row: Int, fact: (feed: Int, row: Batch.Row)?, day: Day) -> StatisticsLine {
    func find<Value>(_ source: Source, _ read: (Datum, Batch) -> Value?) -> Value? {
      guard case .cells(let line, let facts) = source else { return nil }
      if let line, !cells[row, line].isNone { return read(cells[row, line], cells) }
      guard let fact, let at = facts[fact.feed] else { return nil }
      return read(fact.row.batch[fact.row.index, at], fact.row.batch)
    }
    func text(_ source: Source) -> String {
      if case .part = source { return part }
      let text = find(source) { Canonical.text($0, in: $1) } ?? ""
      // A tab parts dimensions in the store. Hardly any text has one, and looking for it so costs a tenth of replacing it.
      return text.utf8.contains(0x09) ? text.replacing("\t", with: " ") : text
    }
    let at = self.at.flatMap { find($0) { datum, _ in datum.date ?? datum.moment?.day } } ?? day
    return StatisticsLine(
      period: period.start(of: at), dimensions: dimensions.map { text($0.source) },
      quantity: quantity.by.map { quantity.counts[text($0)] ?? quantity.other } ?? quantity.other,
      amounts: measures.map { find($0.source) { datum, _ in datum.tag == .none || datum.tag == .text ? nil : datum.bits } })
  }
}
