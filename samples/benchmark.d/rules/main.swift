import Glibc
import Rules
import Tables
import Values

// What matching one row costs, in processor time of one thread: with ten rules and with ten thousand where a column tests equality, against three
// tables one after the other as a settlement asks them, and with tables of overlapping ranges only. Prints what, rules, milliseconds to compile,
// nanoseconds a row.

/// SplitMix64: the same rows on every run.
struct Seeded: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

/// As finance writes it: products × sellers × premium bands, within a year.
struct Fees {
  var products, sellers, bands: Int
  var rules: Int { products * sellers * bands }

  func table() throws -> DecisionTable {
    var rows = [["U", "产品编码", "销售商", "保费", "签单日期", "费率"], ["kind", "input", "input", "input", "input", "output"]]
    rows.append(["type", "text", "text", "money", "date", "rate"])
    for product in 0..<products {
      for seller in 0..<sellers {
        for band in 0..<bands {
          let premium = band == bands - 1 ? ">=\(band * 1000)" : "[\(band * 1000)..\(band * 1000 + 1000))"
          rows.append(["R\(rows.count)", "P\(product)", "S\(seller)", premium, "[2026-01-01..2026-12-31]", "\(band + 1)%"])
        }
      }
    }
    return try DecisionTable(name: "fees", rows: rows, place: Place(file: "fees.csv"))
  }
}

/// Premium and day, both as wide runs that overlap everywhere; the first that holds is taken.
func overlapping(_ rules: Int) throws -> DecisionTable {
  var random = Seeded(state: UInt64(rules))
  var rows = [["F", "保费", "签单日期", "费率"], ["kind", "input", "input", "output"], ["type", "money", "date", "rate"]]
  let first = Day(iso: "2026-01-01")!
  for rule in 0..<rules {
    let low = Int.random(in: 0..<8000, using: &random)
    let day = Int.random(in: 0..<330, using: &random)
    let ends = (low + Int.random(in: 50...1000, using: &random), day + Int.random(in: 5...60, using: &random))
    rows.append(["R\(rule)", "[\(low)..\(ends.0))", "[\(first.advanced(by: day))..\(first.advanced(by: ends.1))]", "\(rule % 90 + 1)%"])
  }
  return try DecisionTable(name: "ranges", rows: rows, place: Place(file: "ranges.csv"))
}

let rows = 200_000
let columns = ["产品编码": 0, "销售商": 1, "保费": 2, "签单日期": 3]

func batch(products: Int, sellers: Int) -> Batch {
  var random = Seeded(state: 20_261_121)
  var batch = Batch(width: 4)
  let first = Day(iso: "2026-01-01")!
  for row in 0..<rows {
    batch.appendEmptyRow()
    batch.set(row, 0, text: "P\(Int.random(in: 0..<products, using: &random))")
    batch.set(row, 1, text: "S\(Int.random(in: 0..<sellers, using: &random))")
    batch.set(row, 2, .money(Money(minor: .random(in: 0..<900_000, using: &random))))
    batch.set(row, 3, .date(first.advanced(by: .random(in: 0..<365, using: &random))))
  }
  return batch
}

/// Nanoseconds of this thread's processor time: other work on the machine is not in it, but for what it does to the caches.
func processor(_ work: () throws -> Void) rethrows -> Double {
  func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
  }
  let began = now()
  try work()
  return now() - began
}

/// The best of seven: what the matching costs, not what disturbs it.
func measure(_ name: String, _ tables: [DecisionTable], _ batch: Batch, everyRowHits: Bool) throws {
  var compiled: [CompiledTable] = []
  let compiling = try processor { compiled = try tables.map { try $0.compile(inputs: columns) } }
  var best = Double.infinity
  for _ in 0..<7 {
    var hits = 0
    let took = processor {
      for row in 0..<rows { for table in compiled { if case .hit = table.decide(batch, row) { hits += 1 } } }
    }
    precondition(!everyRowHits || hits == rows * tables.count, "every row has its rule")
    best = min(best, took)
  }
  let rules = tables.map { "\($0.rules.count)" }.joined(separator: "+")
  print("\(name)\t\(rules)\t\(Int((compiling / 1e6).rounded()))\t\(Int((best / Double(rows)).rounded()))")
}

for shape in [
  Fees(products: 2, sellers: 1, bands: 5), Fees(products: 20, sellers: 10, bands: 5), Fees(products: 200, sellers: 10, bands: 5),
] {
  let batch = batch(products: shape.products, sellers: shape.sellers)
  try measure("equality", [shape.table()], batch, everyRowHits: true)
}
let wide = Fees(products: 20, sellers: 10, bands: 5)
try measure(
  "three tables", [wide.table(), Fees(products: 20, sellers: 10, bands: 1).table(), Fees(products: 20, sellers: 10, bands: 3).table()],
  batch(products: 20, sellers: 10), everyRowHits: true)
try measure(
  "three tables",
  [
    Fees(products: 200, sellers: 10, bands: 5).table(), Fees(products: 200, sellers: 10, bands: 1).table(),
    Fees(products: 200, sellers: 10, bands: 3).table(),
  ],
  batch(products: 200, sellers: 10), everyRowHits: true)
for rules in [10, 1000, 10_000] {
  try measure("overlapping ranges", [overlapping(rules)], batch(products: 1, sellers: 1), everyRowHits: false)
}
