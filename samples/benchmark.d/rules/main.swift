import Rules
import Tables
import Values

// What matching one row costs with ten rules and with ten thousand: a table by product, seller, premium band and issue day, as finance writes it,
// and rows of which all hit. Prints rules, milliseconds to compile, nanoseconds a row.

struct Shape {
  var products, sellers, bands: Int
  var rules: Int { products * sellers * bands }
}

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

func table(_ shape: Shape) throws -> DecisionTable {
  var rows = [["U", "产品编码", "销售商", "保费", "签单日期", "费率"], ["kind", "input", "input", "input", "input", "output"]]
  rows.append(["type", "text", "text", "money", "date", "rate"])
  for product in 0..<shape.products {
    for seller in 0..<shape.sellers {
      for band in 0..<shape.bands {
        let premium = band == shape.bands - 1 ? ">=\(band * 1000)" : "[\(band * 1000)..\(band * 1000 + 1000))"
        rows.append(["R\(rows.count)", "P\(product)", "S\(seller)", premium, "[2026-01-01..2026-12-31]", "\(band + 1)%"])
      }
    }
  }
  return try DecisionTable(name: "benchmark", rows: rows, place: Place(file: "benchmark.csv"))
}

func batch(_ shape: Shape, rows: Int) -> Batch {
  var random = Seeded(state: 20_261_121)
  var batch = Batch(width: 4)
  let first = Day(iso: "2026-01-01")!
  for row in 0..<rows {
    batch.appendEmptyRow()
    batch.set(row, 0, text: "P\(Int.random(in: 0..<shape.products, using: &random))")
    batch.set(row, 1, text: "S\(Int.random(in: 0..<shape.sellers, using: &random))")
    batch.set(row, 2, .money(Money(minor: .random(in: 0..<900_000, using: &random))))
    batch.set(row, 3, .date(first.advanced(by: .random(in: 0..<365, using: &random))))
  }
  return batch
}

func milliseconds(_ work: () throws -> Void) rethrows -> Double {
  let began = ContinuousClock.now
  try work()
  return (ContinuousClock.now - began) / .milliseconds(1)
}

let rows = 200_000
for shape in [
  Shape(products: 2, sellers: 1, bands: 5), Shape(products: 20, sellers: 10, bands: 5), Shape(products: 200, sellers: 10, bands: 5),
] {
  let table = try table(shape)
  var compiled: CompiledTable?
  let compiling = try milliseconds { compiled = try table.compile(inputs: ["产品编码": 0, "销售商": 1, "保费": 2, "签单日期": 3]) }
  let batch = batch(shape, rows: rows)
  var best = Double.infinity
  for _ in 0..<5 {
    var hits = 0
    let took = milliseconds {
      for row in 0..<rows { if case .hit = compiled!.decide(batch, row) { hits += 1 } }
    }
    precondition(hits == rows, "every row has its rule")
    best = min(best, took)
  }
  print("\(shape.rules)\t\(Int(compiling.rounded()))\t\(Int((best * 1e6 / Double(rows)).rounded()))")
}
