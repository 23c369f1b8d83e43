import Glibc

/// Exact sums of a list's total columns, in whole and for each value of its breakdown columns: what the formulas' cached values are made of.
struct Tally {
  /// Beyond this many values of a column the rest is one line, 其他.
  static let most = 500

  /// Sums of one breakdown column, by value.
  struct Table {
    let column: Int
    /// Values in order of appearance, the listed ones first.
    private(set) var values: [[UInt8]] = []
    private(set) var counts: [Int64] = []
    /// `sums[value * totals + total]`
    private(set) var sums: [Int64] = []
    private let totals: Int
    private var indexes: [[UInt8]: Int] = [:]
    private var last = 0

    init(column: Int, listed: [String], totals: Int) {
      self.column = column
      self.totals = totals
      for value in listed { _ = add(Array(value.utf8)) }
    }

    /// Values beyond the first 500, summed as one; nil when there are none.
    private(set) var restCount: Int64 = 0
    private(set) var restSums: [Int64] = []

    func index(of value: String) -> Int? { indexes[Array(value.utf8)] }
    func sum(_ value: Int, _ total: Int) -> Int64 { sums[value * totals + total] }

    private mutating func add(_ value: [UInt8]) -> Int {
      if let index = indexes[value] { return index }
      indexes[value] = values.count
      values.append(value)
      counts.append(0)
      sums.append(contentsOf: repeatElement(0, count: totals))
      return values.count - 1
    }

    /// Neighbouring rows mostly have the same value, so that one is tried first.
    fileprivate mutating func find(_ value: UnsafeRawBufferPointer) -> Int? {
      if last < values.count, Table.same(values[last], value) { return last }
      if values.count <= 16 {
        for index in values.indices where Table.same(values[index], value) {
          last = index
          return index
        }
      } else if let index = indexes[Array(value)] {
        last = index
        return index
      }
      guard values.count < Tally.most, value.count <= 255 else { return nil }
      last = add(Array(value))
      return last
    }

    fileprivate mutating func count(_ value: Int?) {
      if let value { counts[value] += 1 } else { restCount += 1 }
    }

    fileprivate mutating func add(_ amount: Int64, _ total: Int, to value: Int?) -> Bool {
      guard let value else {
        if restSums.isEmpty { restSums = Array(repeating: 0, count: totals) }
        let (sum, overflow) = restSums[total].addingReportingOverflow(amount)
        restSums[total] = sum
        return !overflow
      }
      let (sum, overflow) = sums[value * totals + total].addingReportingOverflow(amount)
      sums[value * totals + total] = sum
      return !overflow
    }

    private static func same(_ left: [UInt8], _ right: UnsafeRawBufferPointer) -> Bool {
      left.count == right.count && (right.isEmpty || memcmp(left, right.baseAddress!, right.count) == 0)
    }
  }

  private(set) var sums: [Int64]
  private(set) var tables: [Table]
  /// The values of the row being written, one for each table; nil is the rest.
  private var current: [Int?]
  private var amounts: [Int64]

  init(_ plan: ListPlan) {
    let totals = plan.totals.count
    sums = Array(repeating: 0, count: totals)
    amounts = sums
    tables = plan.breakdowns.map { Table(column: $0.column, listed: $0.listed, totals: totals) }
    current = Array(repeating: nil, count: tables.count)
  }

  @inline(__always)
  mutating func note(_ table: Int, _ value: UnsafeRawBufferPointer) { current[table] = tables[table].find(value) }

  @inline(__always)
  mutating func note(_ total: Int, _ amount: Int64) { amounts[total] = amount }

  /// The largest sum a cell shows to the last fen: beyond it a double has no room for them. 90 trillion yuan.
  static let largest = 9_000_000_000_000_000

  /// Adds the row noted; false when a sum becomes larger than a cell can show.
  mutating func endRow() -> Bool {
    var sound = true
    for total in amounts.indices {
      let amount = amounts[total]
      if amount == 0 { continue }
      amounts[total] = 0
      let (sum, overflow) = sums[total].addingReportingOverflow(amount)
      sums[total] = sum
      sound = sound && !overflow && sum.magnitude <= Tally.largest
      for table in tables.indices { sound = tables[table].add(amount, total, to: current[table]) && sound }
    }
    for table in tables.indices { tables[table].count(current[table]) }
    return sound
  }
}
