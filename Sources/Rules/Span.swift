/// A closed run of points on the line of one kind of value: fen, billionths, days, seconds, places in a list of texts.
/// Every kind is counted in its own smallest step, so an open end is the next point and nothing lies between two neighbours.
@frozen
package struct Span: Hashable, Sendable, BitwiseCopyable {
  package var low: Int64
  package var high: Int64

  @inlinable package init(_ low: Int64, _ high: Int64) {
    self.low = low
    self.high = high
  }

  /// `Int64.min` and `Int64.max` stand for no end at all.
  package static let everything = Span(.min, .max)
  @inlinable package static func point(_ value: Int64) -> Span { Span(value, value) }

  @inlinable package var isEmpty: Bool { low > high }
  @inlinable package func contains(_ value: Int64) -> Bool { low <= value && value <= high }
  package func intersection(_ other: Span) -> Span { Span(max(low, other.low), min(high, other.high)) }
}

/// A set of points as sorted spans that neither touch nor overlap. What a cell of a table means, whatever way it was written.
package struct SpanSet: Hashable, Sendable {
  package private(set) var spans: [Span]

  package init() { spans = [] }
  package init(_ span: Span) { spans = span.isEmpty ? [] : [span] }

  package init(_ unsorted: [Span]) {
    spans = []
    for span in unsorted.filter({ !$0.isEmpty }).sorted(by: { ($0.low, $0.high) < ($1.low, $1.high) }) {
      if let last = spans.last, last.high == .max || span.low <= last.high + 1 {
        spans[spans.count - 1].high = max(last.high, span.high)
      } else {
        spans.append(span)
      }
    }
  }

  package static let everything = SpanSet(.everything)

  package var isEmpty: Bool { spans.isEmpty }
  package var isEverything: Bool { spans.count == 1 && spans[0] == .everything }

  package func contains(_ value: Int64) -> Bool {
    var low = 0
    var high = spans.count
    while low < high {
      let middle = (low + high) / 2
      if spans[middle].high < value { low = middle + 1 } else { high = middle }
    }
    return low < spans.count && spans[low].low <= value
  }

  package var complement: SpanSet {
    var result = SpanSet()
    var next = Int64.min
    for span in spans {
      if span.low > next { result.spans.append(Span(next, span.low - 1)) }
      if span.high == .max { return result }
      next = span.high + 1
    }
    result.spans.append(Span(next, .max))
    return result
  }

  package func union(_ other: SpanSet) -> SpanSet { SpanSet(spans + other.spans) }
  package func subtracting(_ other: SpanSet) -> SpanSet { intersection(other.complement) }
  package func isSubset(of other: SpanSet) -> Bool { subtracting(other).isEmpty }

  package func intersection(_ other: SpanSet) -> SpanSet {
    var result = SpanSet()
    var (left, right) = (0, 0)
    while left < spans.count, right < other.spans.count {
      let common = spans[left].intersection(other.spans[right])
      if !common.isEmpty { result.spans.append(common) }
      if spans[left].high < other.spans[right].high { left += 1 } else { right += 1 }
    }
    return result
  }

  /// The union with a set that lies mostly above this one: spans are put in where they belong instead of sorting all of them again.
  func joined(with other: SpanSet) -> SpanSet {
    if let last = spans.last, let first = other.spans.first, first.low > last.high {
      var joined = self
      for span in other.spans {
        if joined.spans[joined.spans.count - 1].high + 1 == span.low {
          joined.spans[joined.spans.count - 1].high = span.high
        } else {
          joined.spans.append(span)
        }
      }
      return joined
    }
    return union(other)
  }

  package func intersects(_ other: SpanSet) -> Bool {
    if let last = spans.last, let first = other.spans.first, first.low > last.high { return false }
    var (left, right) = (0, 0)
    while left < spans.count, right < other.spans.count {
      if !spans[left].intersection(other.spans[right]).isEmpty { return true }
      if spans[left].high < other.spans[right].high { left += 1 } else { right += 1 }
    }
    return false
  }
}
